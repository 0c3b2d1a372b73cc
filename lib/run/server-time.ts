// The clock of a run: DN's own, so that what is compared with DN's dates comes from the same clock.

import type { Ports } from './ports';

/** DN's clock when it has spoken, ours otherwise: the form is always read first, so it has. */
export function serverNow({ source, clock }: Pick<Ports, 'source' | 'clock'>): string {
  return source.serverTime() ?? new Date(clock.now()).toISOString();
}
