// Reading the journal of a run: what a view shows, and all of it for a download.

import type { Database } from '../store/database';
import { type EventRow, eventsAfter, lastEvents } from '../store/event-rows';

/** What a view shows at first. */
const VIEW = 1_000;
const SLICE = 1_000;

/** The lines after one, oldest first; what `Last-Event-ID` resumes from. */
export function journalAfter(
  database: Database,
  runId: string,
  after: number,
  limit = SLICE,
): Promise<readonly EventRow[]> {
  return eventsAfter(database, runId, after, limit);
}

/** The last thousand lines, oldest first. */
export function journalView(database: Database, runId: string): Promise<readonly EventRow[]> {
  return lastEvents(database, runId, VIEW);
}

/** Every line, slice by slice: a download of any length holds one slice in memory. */
export async function* wholeJournal(database: Database, runId: string): AsyncGenerator<readonly EventRow[]> {
  let after = 0;
  for (;;) {
    const slice = await eventsAfter(database, runId, after, SLICE);
    const last = slice.at(-1);
    if (last === undefined) return;
    yield slice;
    after = last.id;
  }
}
