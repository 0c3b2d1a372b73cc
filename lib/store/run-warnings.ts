// The warnings of a run, gathered: which column, which reason, how many, and some of the dossiers. Kept 90 days.

import type { Database } from './database';
import { runIdentifier } from './identifier';
import { guarded } from './store-failure';

export type WarningRow = {
  readonly table: string;
  readonly column: string;
  readonly reason: string;
  readonly count: number;
  /** The first ones, by number. */
  readonly dossiers: readonly number[];
};

/** The most frequent first. `shown`: dossiers of each. */
export async function warningRows(
  { client }: Database,
  runId: string,
  shown: number,
): Promise<readonly WarningRow[]> {
  const id = runIdentifier(runId);
  return guarded(
    () => client.$queryRaw<WarningRow[]>`
      SELECT "table", "column", reason, count(*)::int AS count,
        (array_agg(DISTINCT dossier ORDER BY dossier))[1:${shown}::int] AS dossiers
      FROM run_note, jsonb_to_recordset(value)
        AS told("table" text, "column" text, reason text, dossier int)
      WHERE run_id = ${id}::uuid AND name = 'avertissements' AND jsonb_typeof(value) = 'array'
      GROUP BY "table", "column", reason ORDER BY count DESC, "table", "column", reason`,
  );
}
