// The shape of a link that took a document of the original over: the same tables and rows, under the ids that the
// document has, and with the columns that are kept in the original's form.

import type { Demarche } from '../model/demarche';
import type { WantedRow } from '../model/operation';
import type { Cell, ColumnKey, ColumnSpec, TableKey, TableSpec } from '../model/table';
import type { TakenColumn, TakeOver } from '../model/takeover';
import { columnMark } from '../ours';
import type { Shape } from '../shape';
import { NUMBER_KEY } from '../tables/dossiers';
import { type Counterpart, counterparts, ORIGINAL_PART } from './counterparts';
import { originalCell, type PartOf, sameValue } from './forms';

/** Appended to the id, and in capitals to the label, of a column of ours that stands beside the document's. */
const BESIDE = '_dn';

export function takeOver(shape: Shape, demarche: Demarche, { tables, columns }: TakeOver): Shape {
  const known = new Map(
    counterparts(demarche, shape.layout).map((one) => [`${one.table} ${one.column}`, one] as const),
  );
  const changes = new Map<TableKey, TableChange>();
  for (const { table, id } of tables) {
    const own = columns.filter((column) => column.table === table);
    changes.set(table, {
      id,
      own: new Map(own.map((column) => [column.column, column])),
      ids: new Set(own.map((column) => column.id.toLowerCase())),
      known,
    });
  }
  const specs = new Map(
    shape.layout.tables.map((spec) => [spec.key, specAfter(spec, changes.get(spec.key))]),
  );
  const writers = new Map(
    shape.layout.tables.flatMap((spec) => {
      const change = changes.get(spec.key);
      const writer = change === undefined ? null : writerOf(spec, change);
      return writer === null ? [] : [[spec.key, writer] as const];
    }),
  );
  const numbers = columns.find(({ table, column }) => table === 'dossiers' && column === NUMBER_KEY);
  const isText = numbers?.how === 'gardee' && keptType(numbers.type) === 'Text';
  const rewrite = (row: WantedRow): WantedRow => writers.get(row.table)?.(row) ?? row;
  return {
    ...shape,
    layout: {
      ...shape.layout,
      tables: shape.layout.tables.map((spec) => {
        const after = specs.get(spec.key) ?? spec;
        return isText ? { ...after, columns: after.columns.map(lookingForText) } : after;
      }),
    },
    rowsOf: (dossier) => {
      const made = shape.rowsOf(dossier);
      return { ...made, rows: made.rows.map(rewrite) };
    },
    sharedRows: shape.sharedRows.map(rewrite),
  };
}

/** Numbers kept as texts are looked for as texts. */
function lookingForText(column: ColumnSpec): ColumnSpec {
  const { lookup } = column;
  if (lookup?.table !== 'dossiers' || lookup.column !== NUMBER_KEY) return column;
  return { ...column, lookup: { ...lookup, asText: true } };
}

type TableChange = {
  readonly id: string;
  readonly own: ReadonlyMap<ColumnKey, TakenColumn>;
  /** Ids of the document's columns that are spoken for, in lower case. */
  readonly ids: ReadonlySet<string>;
  readonly known: ReadonlyMap<string, Counterpart>;
};

function specAfter(spec: TableSpec, change: TableChange | undefined): TableSpec {
  if (change === undefined) return spec;
  const { id } = change;
  const columns = spec.columns.map((column) => columnAfter(spec.key, column, change));
  return {
    ...spec,
    aliases: [...spec.aliases, id],
    columns: [...columns, ...keptColumns(spec, change)],
    ...(spec.key.startsWith('bloc:') ? { formerKeys: 'lignes_par_zone' } : {}),
  };
}

function columnAfter(table: TableKey, column: ColumnSpec, change: TableChange): ColumnSpec {
  const taken = change.own.get(column.key);
  if (taken === undefined) return change.ids.has(column.id.toLowerCase()) ? beside(column) : added(column);
  switch (taken.how) {
    case 'reprise':
      return named(column, taken.id);
    case 'convertie':
      return { ...named(column, taken.id), conversion: 'acceptee' };
    case 'gardee':
      return isSame(change, column.key, table)
        ? { ...named(column, taken.id), type: keptType(taken.type), widget: {} }
        : beside(column);
    case 'a_cote':
      return beside(column);
  }
}

function named(column: ColumnSpec, id: string): ColumnSpec {
  return { ...column, id, aliases: [] };
}

function beside(column: ColumnSpec): ColumnSpec {
  return added({ ...column, id: `${column.id}${BESIDE}`, label: `${column.label} (DN)` });
}

/** What nobody settled to take is never taken, whatever its id: Grist then gives ours another. */
function added(column: ColumnSpec): ColumnSpec {
  return { ...column, aliases: [], adoption: 'marque_seule' };
}

function isSame({ known }: TableChange, column: ColumnKey, table: TableKey): boolean {
  return known.get(`${table} ${column}`)?.form === 'meme';
}

/** The columns that hold the original's rendering of a field, ours standing beside. */
function keptColumns({ key, columns }: TableSpec, { own, known }: TableChange): readonly ColumnSpec[] {
  return [...own.values()].flatMap((taken): readonly ColumnSpec[] => {
    const form = known.get(`${key} ${taken.column}`);
    if (taken.how !== 'gardee' || form === undefined || form.form === 'meme') return [];
    const label =
      columns.find((column) => column.key === taken.column)?.label ?? form.field?.label ?? taken.id;
    const kept = keptKey(taken.column);
    return [
      {
        ...{ key: kept, id: taken.id, aliases: [], label, description: columnMark(kept) },
        ...{ type: keptType(taken.type), widget: {}, volatile: false, lookup: null },
      },
    ];
  });
}

/** Under which the original's rendering of a column is kept up, ours standing beside. */
export function keptKey(column: ColumnKey): ColumnKey {
  return column.endsWith(`#${ORIGINAL_PART}`) ? column : `${column}#${ORIGINAL_PART}`;
}

function keptType(type: string): 'Text' | 'Bool' | 'Int' | 'Numeric' {
  return type === 'Bool' || type === 'Int' || type === 'Numeric' ? type : 'Text';
}

type Cells = WantedRow['cells'];

/** Null: the rows of this table are as they always are. */
function writerOf(
  { key, columns }: TableSpec,
  { own, known }: TableChange,
): ((row: WantedRow) => WantedRow) | null {
  const kept = [...own.values()].filter(({ how }) => how === 'gardee');
  if (kept.length === 0) return null;
  const edits = kept.flatMap(
    (taken): readonly ((from: Cells, to: Record<ColumnKey, Cells[string]>) => void)[] => {
      const counterpart = known.get(`${key} ${taken.column}`);
      if (counterpart === undefined || counterpart.form === 'inconnue') return [];
      const { form, field } = counterpart;
      const type = keptType(taken.type);
      if (form === 'meme') {
        const wanted = columns.find((column) => column.key === taken.column)?.type ?? 'Text';
        return [
          (from, to) => {
            to[taken.column] = sameValue(from[taken.column], wanted, type);
          },
        ];
      }
      const column = keptKey(taken.column);
      const partKey = (part: string) =>
        field === null ? taken.column : part === '' ? field.id : `${field.id}#${part}`;
      return [
        (from, to) => {
          const part: PartOf = (name) => from[partKey(name)];
          to[column] = originalCell(form, part, type) satisfies Cell;
        },
      ];
    },
  );
  return (row) => {
    const cells: Record<ColumnKey, Cells[string]> = { ...row.cells };
    for (const edit of edits) edit(row.cells, cells);
    return { ...row, cells };
  };
}
