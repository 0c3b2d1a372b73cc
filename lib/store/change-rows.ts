// Rows of `schema_change`: the history of the structure of a link's tables, and the user's word on what waits.

import type { ChangeBook, RecordedChange, Undo } from '../sync/model/change';
import type { Database } from './database';
import type { SchemaChangeModel } from './generated/models';
import { linkIdentifier } from './identifier';
import { guarded } from './store-failure';
import { storedChangeKind, storedReason, storedUndo } from './stored-change';
import { storedTableKey } from './stored-json';
import type { Transaction } from './transaction';

/** The longest history that is shown: years of a form that changes every week. */
const LONGEST = 1_000;

/** Open entries, or the last thousand of all, by number. One query. */
export async function readChanges(
  database: Database,
  linkId: string,
  which: 'open' | 'all',
): Promise<readonly RecordedChange[]> {
  const id = linkIdentifier(linkId);
  const rows = await guarded(() =>
    database.client.schemaChange.findMany({
      where: { linkId: id, ...(which === 'open' ? { settledAt: null } : {}) },
      orderBy: { number: 'desc' },
      ...(which === 'open' ? {} : { take: LONGEST }),
    }),
  );
  return rows.map(toChange).reverse();
}

/**
 * Writes a book under the run's leases, which keep the numbers of a link apart. What is updated is updated first, so
 * that an item may be closed and opened anew at once.
 */
export async function writeBook(
  tx: Transaction,
  given: { readonly linkId: string; readonly runId: string; readonly now: number },
  { opened, updated }: ChangeBook,
): Promise<void> {
  const { linkId, runId } = given;
  const at = new Date(given.now);
  for (const { number, status, settled, undo } of updated) {
    await tx.schemaChange.update({
      where: { linkId_number: { linkId, number } },
      data: {
        status,
        runId,
        settledAt: settled ? at : null,
        ...(undo === undefined || undo === null ? {} : { undo: json(undo) }),
      },
      select: { number: true },
    });
  }
  if (opened.length === 0) return;
  const { _max } = await tx.schemaChange.aggregate({ where: { linkId }, _max: { number: true } });
  const last = _max.number ?? 0;
  await tx.schemaChange.createMany({
    data: opened.map((change, rank) => ({
      linkId,
      number: last + 1 + rank,
      item: change.item,
      kind: change.kind,
      tableKey: change.table,
      columnKey: change.column,
      label: change.label,
      reason: change.reason,
      fromValue: change.from,
      toValue: change.to,
      cells: change.cells,
      status: change.status,
      ...(change.undo === null ? {} : { undo: json(change.undo) }),
      runId,
      firstSeenAt: at,
      settledAt: change.settled ? at : null,
    })),
  });
}

/** As Prisma wants JSON: without what only TypeScript knows of it. */
function json(undo: Undo): object {
  return JSON.parse(JSON.stringify(undo));
}

function toChange(row: SchemaChangeModel): RecordedChange {
  return {
    number: row.number,
    item: row.item,
    kind: storedChangeKind(row.kind),
    table: storedTableKey.parse(row.tableKey),
    column: row.columnKey,
    label: row.label,
    reason: storedReason(row.reason),
    from: row.fromValue,
    to: row.toValue,
    cells: row.cells,
    status: row.status,
    undo: storedUndo.parse(row.undo),
    runId: row.runId,
    firstSeenAt: row.firstSeenAt.toISOString(),
    settledAt: row.settledAt?.toISOString() ?? null,
  };
}
