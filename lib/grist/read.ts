// Reading managed rows: through /sql when the document allows it, else through records, with the same rows either way.

import { z } from 'zod';
import type { Destination } from '../run/ports';
import type { BoundColumn, BoundTable, Cell, ColumnKey, FoundRow, TableKey } from '../sync/model/table';
import { cellOfStored, type StoredValue } from './cell';
import { unreadableAnswer } from './failure';
import { parseJson } from './json';
import type { QueryDoor } from './query';
import { openRecordsReader, rowDecoder } from './records';
import { selectCounts, selectDossiers, selectSlice } from './select';
import { openReadProof } from './whole-read';
import type { Wire } from './wire';

export type Reader = Pick<Destination, 'readDossiers' | 'scan' | 'scanRequests' | 'countRows'>;

/** Rows asked at once by `scan`, and cells: about what SQLite reads in a fraction of Grist's one second. */
const SLICE_ROWS = 5000;
const SLICE_CELLS = 200_000;
/** Below this, a slice that is still too much is not a matter of size: the other way is taken. */
const SLICE_FLOOR = 50;
/** Tables in one query: SQLite joins at most 500 selects, and the text of the query is bounded by Grist (1 MiB). */
const QUERY_TABLES = 100;
const QUERY_COLUMNS = 2500;

const PackedRow = z.object({ i: z.number().int(), c: z.string() });
const PackedTableRow = PackedRow.extend({ t: z.number().int() });
const Count = z.object({ t: z.number().int(), n: z.number().int() });

export function openReader(wire: Wire, query: QueryDoor): Reader {
  const records = openRecordsReader(wire);
  const proof = openReadProof(wire);

  /** Null when the other way must be taken. */
  const queried = async (
    tables: readonly BoundTable[],
    dossiers: readonly number[],
  ): Promise<readonly FoundRow[] | null> => {
    const answer = await query.run(selectDossiers(tables, dossiers), PackedTableRow);
    switch (answer.status) {
      case 'rows':
        return unpackTables(tables, answer.rows).filter(ofDossiers(tables, dossiers));
      case 'closed':
        return null;
      case 'too_much': {
        if (dossiers.length < 2) return null;
        const middle = dossiers.length >> 1;
        const first = await queried(tables, dossiers.slice(0, middle));
        const second = first === null ? null : await queried(tables, dossiers.slice(middle));
        return first === null || second === null ? null : merged(tables, first, second);
      }
    }
  };

  const readBatch = async (
    tables: readonly BoundTable[],
    dossiers: readonly number[],
  ): Promise<readonly FoundRow[]> => {
    const rows = await queried(tables, dossiers);
    if (rows !== null) return rows;
    await proof.prove(tables);
    const slow: FoundRow[] = [];
    for (const table of tables) slow.push(...(await records.ofDossiers(table, dossiers)));
    return slow;
  };

  return {
    async readDossiers(tables, dossiers) {
      const rows: FoundRow[] = [];
      for (const batch of batchesOf(dossiers.length === 0 ? tables.filter(hasNoDossier) : tables)) {
        for (const row of await readBatch(batch, dossiers)) rows.push(row);
      }
      return rows;
    },

    async *scan(table, keys) {
      const columns = columnsOf(table, keys);
      let after = 0;
      let limit = sliceOf(columns.length);
      while (true) {
        const answer = await query.run(selectSlice(table, columns, after, limit), PackedRow);
        if (answer.status === 'too_much' && limit > SLICE_FLOOR) {
          limit = Math.max(SLICE_FLOOR, limit >> 1);
          continue;
        }
        if (answer.status !== 'rows') break;
        const last = answer.rows.at(-1);
        if (last === undefined) return;
        yield answer.rows.map((row) => unpack(table, columns, row));
        if (answer.rows.length < limit) return;
        after = last.i;
      }
      await proof.prove([table]);
      const whole = await records.whole(table);
      const decode = rowDecoder(table, columns);
      const start = whole.findIndex((record) => record.id > after);
      if (start < 0) return;
      for (let at = start; at < whole.length; at += SLICE_ROWS) {
        yield whole.slice(at, at + SLICE_ROWS).map(decode);
      }
    },

    scanRequests(rows, columns) {
      // The slow way: one request for the table, one for the proof that nothing of it is hidden. The other one ends
      // with a slice that is not full.
      return query.isClosed() ? 2 : Math.floor(rows / sliceOf(columns)) + 1;
    },

    async countRows(tables) {
      const counts = new Map<TableKey, number>();
      for (let at = 0; at < tables.length; at += QUERY_TABLES) {
        const batch = tables.slice(at, at + QUERY_TABLES);
        const answer = await query.run(selectCounts(batch), Count);
        if (answer.status === 'rows') {
          for (const { t, n } of answer.rows) counts.set(tableAt(batch, t).key, n);
          continue;
        }
        await proof.prove(batch);
        for (const table of batch) counts.set(table.key, (await records.whole(table)).length);
      }
      return counts;
    },
  };
}

function sliceOf(columns: number): number {
  return Math.max(SLICE_FLOOR, Math.min(SLICE_ROWS, Math.floor(SLICE_CELLS / (columns + 1))));
}

function hasNoDossier(table: BoundTable): boolean {
  return table.dossierColumn === null;
}

function* batchesOf(tables: readonly BoundTable[]): Generator<readonly BoundTable[]> {
  let batch: BoundTable[] = [];
  let columns = 0;
  for (const table of tables) {
    if (
      batch.length === QUERY_TABLES ||
      (batch.length > 0 && columns + table.columns.length > QUERY_COLUMNS)
    ) {
      yield batch;
      batch = [];
      columns = 0;
    }
    batch.push(table);
    columns += table.columns.length;
  }
  if (batch.length > 0) yield batch;
}

function columnsOf(table: BoundTable, keys: readonly ColumnKey[]): readonly BoundColumn[] {
  const byKey = new Map(table.columns.map((column) => [column.key, column]));
  return keys.map((key) => {
    const column = byKey.get(key);
    if (column === undefined) throw new Error(`table ${table.key} has no bound column ${key}`);
    return column;
  });
}

function tableAt(tables: readonly BoundTable[], index: number): BoundTable {
  const table = tables[index];
  if (table === undefined) throw unreadableAnswer('sql');
  return table;
}

function unpackTables(
  tables: readonly BoundTable[],
  rows: readonly z.infer<typeof PackedTableRow>[],
): readonly FoundRow[] {
  return rows.map((row) => {
    const table = tableAt(tables, row.t);
    return unpack(table, table.columns, row);
  });
}

/** The rows wanted, among those that the query could not tell apart. */
function ofDossiers(tables: readonly BoundTable[], dossiers: readonly number[]): (row: FoundRow) => boolean {
  const columns = new Map(tables.map((table) => [table.key, table.dossierColumn]));
  const wanted = new Set(dossiers.map(String));
  return (row) => {
    const column = columns.get(row.table) ?? null;
    return column === null || wanted.has(String(row.cells[column]));
  };
}

function unpack(
  table: BoundTable,
  columns: readonly BoundColumn[],
  row: z.infer<typeof PackedRow>,
): FoundRow {
  const values = unpackValues(row.c);
  if (values.length !== columns.length) throw unreadableAnswer('sql');
  const cells: Record<ColumnKey, Cell> = {};
  columns.forEach((column, at) => {
    cells[column.key] = cellOfStored(values[at] ?? null, column.type);
  });
  return { table: table.key, rowId: row.i, cells };
}

/** Made by select.ts itself: an array of arrays of texts, numbers, nulls and `[hex]`. */
function unpackValues(packed: string): readonly StoredValue[] {
  const parsed = parseJson(packed);
  const chunks = parsed.status === 'json' ? parsed.value : null;
  if (!Array.isArray(chunks) || !chunks.every(Array.isArray)) throw unreadableAnswer('sql');
  return chunks.flat();
}

/** Two halves of one reading, back in the order of one: by table, then by row. */
function merged(
  tables: readonly BoundTable[],
  first: readonly FoundRow[],
  second: readonly FoundRow[],
): readonly FoundRow[] {
  const rank = new Map(tables.map((table, index) => [table.key, index]));
  const seen = new Set<string>();
  return [...first, ...second]
    .filter((row) => {
      // A table without dossier column came whole in both halves.
      const id = `${row.table} ${row.rowId}`;
      return seen.size !== seen.add(id).size;
    })
    .sort((a, b) => (rank.get(a.table) ?? 0) - (rank.get(b.table) ?? 0) || a.rowId - b.rowId);
}
