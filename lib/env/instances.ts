// The border: which instances of Démarche numérique and of Grist links may be made with. A secret never leaves for another.

import { Failure } from '../errors/failure';
import { isLoopbackHost } from '../http/target';

export type Instances = {
  /** Canonical origins; the first one is proposed. */
  readonly demarches: readonly string[];
  readonly grist: readonly string[];
  /** Where the instances of Démarche numérique keep the files of dossiers, besides themselves. Canonical origins. */
  readonly fichiers: readonly string[];
  /** In the demo, whatever runs on this machine is allowed too: its simulators. */
  readonly loopback: boolean;
};

/**
 * Where nothing is said: where the State's instance keeps them. Its own source names the first, to whoever cannot
 * send a file (and so do examples of answers of its API); the second is the same storage under the name that it had
 * before, in its source of earlier years and in answers of December 2025.
 */
export const OFFICIAL_FILE_ORIGINS: readonly string[] = [
  'https://static.demarche.numerique.gouv.fr',
  'https://static.demarches-simplifiees.fr',
];

export type Side = 'demarches' | 'grist';

/** `address`: an origin, or any address of the instance. What is no address is allowed nowhere. */
export function isAllowed(instances: Instances, side: Side, address: string): boolean {
  const url = URL.parse(address);
  if (url === null || url.username !== '' || url.password !== '') return false;
  if (instances[side].includes(url.origin)) return true;
  return instances.loopback && /^https?:$/.test(url.protocol) && isLoopbackHost(url.hostname);
}

/** Throws INSTANCE_NON_AUTORISEE, naming the site and those that are allowed. */
export function requireAllowed(instances: Instances, side: Side, address: string): void {
  if (isAllowed(instances, side, address)) return;
  const host = URL.parse(address)?.hostname ?? '';
  const allowed = instances[side].map((origin) => new URL(origin).hostname).join(', ');
  throw new Failure('INSTANCE_NON_AUTORISEE', {
    detail: `${host === '' ? 'Adresse illisible' : host.slice(0, 100)}\u202f; ce service accepte\u00a0: ${allowed}`,
  });
}
