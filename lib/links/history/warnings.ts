// The warnings of a run, as its page shows them: by column of the document and by reason.

import { readLink } from '../../store/link-rows';
import { warningRows } from '../../store/run-warnings';
import type { CellMisfit } from '../../sync/model/operation';
import type { Service } from '../service';

export type WarningLine = {
  /** As the form calls it. */
  readonly column: string;
  /** As the document calls it. */
  readonly table: string;
  readonly reason: CellMisfit;
  readonly count: number;
  /** Some of them, by number. */
  readonly dossiers: readonly number[];
};

const SHOWN = 5;

const REASONS: readonly CellMisfit[] = [
  ...(['nombre_illisible', 'nombre_trop_grand', 'date_illisible'] as const),
  ...(['type_inattendu', 'valeur_trop_longue', 'colonne_inconnue'] as const),
];

/**
 * The most frequent first; a run keeps a thousand warnings at most, for 90 days. What an older version told in other
 * words is left out.
 */
export async function runWarnings(
  { database }: Service,
  linkId: string,
  runId: string,
): Promise<readonly WarningLine[]> {
  const [rows, { bindings }] = await Promise.all([
    warningRows(database, runId, SHOWN),
    readLink(database, linkId),
  ]);
  const tables = new Map(bindings.tables.map((table) => [String(table.key), table]));
  return rows.flatMap(({ reason: told, ...row }) => {
    const reason = REASONS.find((one) => one === told);
    if (reason === undefined) return [];
    const table = tables.get(row.table);
    const column = table?.columns.find(({ key }) => key === row.column);
    return [{ ...row, reason, table: table?.id ?? row.table, column: column?.label ?? row.column }];
  });
}
