// What a census makes of one dossier, and of many missing ones: pure rules.

import { fingerprintLight, type LightDossier } from '../sync/light';
import type { Scope } from '../sync/model/options';
import { inScope } from '../sync/scope';
import type { KnownDossier } from './ports';

/** `again`: to be read; `same`: as we know it; `ignored`: none of ours, and not wanted. */
export type Sighting = 'same' | 'again' | 'ignored';

export function sightingOf(light: LightDossier, known: KnownDossier | undefined, scope: Scope): Sighting {
  switch (known?.presence) {
    case undefined:
    case 'out_of_scope':
      return inScope(light, scope) ? 'again' : 'ignored';
    case 'live':
      return known?.light === fingerprintLight(light) ? 'same' : 'again';
    case 'pending':
    case 'deleted':
    case 'absent':
      return 'again';
  }
}

/** Missing dossiers asked for one by one in one run; each is a request. */
export const MAX_ASKED = 200;

/**
 * Whether dossiers missing for the first time may be gone: `ask` for each; `wait` for another census, which is cheaper
 * than asking for thousands; `refuse` when so many at once look like a fault, of DN or of a setting (facts §7.5).
 */
export function belief(fresh: number, live: number): 'ask' | 'wait' | 'refuse' {
  if (fresh > Math.max(20, live / 10)) return 'refuse';
  return fresh > MAX_ASKED ? 'wait' : 'ask';
}

/** A page gives a hundred dossiers for one request: past as many requests as a whole reading makes, read all. */
export function readAgain(changed: number, listed: number): 'each' | 'everything' {
  return changed > Math.max(20, Math.ceil(listed / 100)) ? 'everything' : 'each';
}
