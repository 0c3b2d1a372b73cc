// How far runs have come: the last progress that each told, and the phases that one went through.

import type { Database } from './database';
import { runIdentifier } from './identifier';
import { guarded } from './store-failure';

export type ToldProgress = {
  readonly runId: string;
  readonly sentence: string;
};

/** One query, an index look-up a run. Those that told none yet are absent. */
export async function lastProgress(
  database: Database,
  runIds: readonly string[],
): Promise<readonly ToldProgress[]> {
  if (runIds.length === 0) return [];
  return guarded(
    () => database.client.$queryRaw<ToldProgress[]>`
      SELECT asked.id::text AS "runId", told.sentence
      FROM unnest(${runIds}::uuid[]) AS asked(id)
      JOIN LATERAL (
        SELECT type, sentence FROM run_event
        WHERE run_id = asked.id AND type IN ('progression', 'phase') ORDER BY run_event.id DESC LIMIT 1
      ) AS told ON true`,
  );
}

/** The phases that a run has begun, in order; none once its journal is gone (90 days). Throws EXECUTION_INCONNUE. */
export async function begunPhases(database: Database, runId: string): Promise<readonly string[]> {
  const id = runIdentifier(runId);
  const rows = await guarded(
    () => database.client.$queryRaw<{ phase: string }[]>`
      SELECT data->>'phase' AS phase FROM run_event WHERE run_id = ${id}::uuid AND type = 'phase' ORDER BY id`,
  );
  return rows.map(({ phase }) => phase);
}
