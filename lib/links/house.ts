// Le ménage: what is kept, how long, and what goes. Summaries of runs are never thrown away.

import {
  deleteOldEvents,
  deleteOldNotes,
  deleteSentMessages,
  deleteUnusedCredentials,
  freeOrphanLeases,
} from '../store/house-rows';
import { deleteOldQuotas } from '../store/request-quota';
import type { Service } from './service';

const DAY = 24 * 60 * 60_000;

/** Details of a run: its journal, its notes. */
export const DETAIL_DAYS = 90;

/** A secret that was given and never used. */
const UNUSED_SECRET_DAYS = 7;

/** So that a first clean-up after months is spread over several days: a day of 500 links writes less than this. */
const MAX_SLICES = 200;

export type Cleaned = {
  readonly events: number;
  readonly notes: number;
  readonly leases: number;
  readonly quotas: number;
  readonly credentials: number;
  readonly messages: number;
};

/** Once a day. It may be stopped at any instant, and played again; two at once only share the work. */
export async function keepHouse({ database, clock }: Service): Promise<Cleaned> {
  const before = (days: number) => new Date(clock.now() - days * DAY);
  return {
    events: await inSlices(() => deleteOldEvents(database, before(DETAIL_DAYS))),
    notes: await inSlices(() => deleteOldNotes(database, before(DETAIL_DAYS))),
    leases: await freeOrphanLeases(database),
    quotas: await deleteOldQuotas(database),
    credentials: await deleteUnusedCredentials(database, before(UNUSED_SECRET_DAYS)),
    messages: await inSlices(() => deleteSentMessages(database, before(DETAIL_DAYS))),
  };
}

async function inSlices(slice: () => Promise<number>): Promise<number> {
  let total = 0;
  for (let turn = 0; turn < MAX_SLICES; turn += 1) {
    const gone = await slice();
    total += gone;
    if (gone === 0) break;
  }
  return total;
}
