// The dossiers of a document taken over that had left DN before the link began: nobody remembers them but their rows.

import { isEverything } from '../sync/scope';
import { scanByKey } from './keyed-rows';
import type { Tombstone } from './ports';
import type { Departure } from './presence';
import type { Workshop } from './workshop';

/**
 * Those that DN lists as gone, and, where the link follows every dossier, those that it no longer shows. Their rows are
 * marked and kept, whatever the policy: it speaks of what leaves from now on.
 *
 * Asked once everything was read, until the first complete run. Grist: one scan of the keys of `dossiers`.
 *
 * @param readAt ISO instant of DN's clock: stands for the date that nobody knows.
 */
export async function earlierDepartures(
  workshop: Workshop,
  tombstones: ReadonlyMap<number, Tombstone>,
  readAt: string,
): Promise<readonly Departure[]> {
  const { ports, handle, settings } = workshop;
  if (settings.takeOver === undefined || (await workshop.link()).cursor.watermark !== null) return [];
  const table = (await workshop.tables()).find(({ key }) => key === 'dossiers');
  if (table === undefined || table.ref < 0) return [];
  const failed = new Set((await ports.ledger.failures(handle.linkId)).map(({ number }) => number));
  const departures = new Map<number, Departure>();
  for await (const { rows } of scanByKey(workshop, table, [])) {
    const numbers = rows.map(({ dossier }) => dossier).filter((number) => !failed.has(number));
    const known = await ports.ledger.known(handle.linkId, numbers);
    for (const number of numbers) {
      const tombstone = tombstones.get(number);
      if (known.has(number) || (tombstone === undefined && !isEverything(settings.scope))) continue;
      departures.set(number, {
        ...{ presence: tombstone?.kind ?? 'absent', policy: 'marquer' },
        ...{ date: tombstone?.date ?? null, reason: tombstone?.reason ?? 'absent' },
        known: {
          ...{ number, fingerprint: '', version: tombstone?.date ?? readAt, revisionId: null, light: null },
          ...{ presence: 'live', missingSince: null },
        },
      });
    }
  }
  return [...departures.values()];
}
