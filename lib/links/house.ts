// Le ménage: what is kept, how long, and what goes. Summaries of runs are never thrown away.

import { deleteOldDrafts } from '../store/draft-rows';
import {
  deleteOldAudit,
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

/** A link in the making that its person left. */
export const DRAFT_DAYS = 30;

/** A secret that was given and never used: neither by a link nor by a draft. */
const UNUSED_SECRET_DAYS = 7;

/** So that a first clean-up after months is spread over several days: a day of 500 links writes less than this. */
const MAX_SLICES = 200;

export type Cleaned = {
  readonly events: number;
  readonly notes: number;
  readonly audit: number;
  readonly leases: number;
  readonly drafts: number;
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
    audit: await inSlices(() => deleteOldAudit(database)),
    leases: await freeOrphanLeases(database),
    // Before the secrets: those of a draft that goes are then used by nothing.
    drafts: await deleteOldDrafts(database, before(DRAFT_DAYS)),
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
