// What a run says aloud: phases, notices and the end, one sentence at a time. Progress is never said, and dossiers that
// failed are summed up: a screen reader must not be flooded. Pure.

import { plural } from '../../../components/run/words';
import type { Line } from './live-state';

/** What nobody has been told yet. */
export type Unsaid = { readonly sentence: string | null; readonly failures: number };

export const NOTHING_UNSAID: Unsaid = { sentence: null, failures: 0 };

/** Between two sentences, in milliseconds: the time to hear one. */
const SPACED_MS = 5_000;

/** The latest sentence replaces what nobody has heard. */
export function heard(unsaid: Unsaid, { type, sentence }: Line): Unsaid {
  switch (type) {
    case 'progression':
      return unsaid;
    case 'echec':
      return { ...unsaid, failures: unsaid.failures + 1 };
    default:
      return { ...unsaid, sentence };
  }
}

/** Null when there is nothing to say. */
export function spoken({ sentence, failures }: Unsaid): string | null {
  const parts = [sentence, failures === 0 ? null : `${plural(failures, 'dossier')} en échec.`];
  const said = parts.filter((part) => part !== null).join(' ');
  return said === '' ? null : said;
}

/** How long to wait before speaking: the end is said at once. `last`: when something was last said. */
export function silence({ type }: Line, last: number, now: number): number {
  return type === 'fin' ? 0 : Math.max(0, last + SPACED_MS - now);
}
