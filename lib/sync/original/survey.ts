// What of a document of the original One Trick Pony would be taken over, converted, added and left alone, before
// anybody decides. Reads structures only.

import type { Demarche } from '../model/demarche';
import type {
  ColumnKey,
  ColumnSpec,
  FoundColumn,
  FoundTable,
  Layout,
  TableKey,
  TableSpec,
} from '../model/table';
import type { Taken, TakeOver } from '../model/takeover';
import { isMarked } from '../ours';
import { metaKey } from '../tables/meta';
import { type Counterpart, counterparts, ORIGINAL_PART, originalTables } from './counterparts';
import type { OriginalForm } from './forms';
import { keptKey } from './take-over';

export type OriginalColumn = {
  readonly column: ColumnKey;
  readonly ref: number;
  readonly id: string;
  readonly label: string;
  /** Grist's types: found, and ours. */
  readonly type: string;
  readonly wanted: string;
  readonly form: OriginalForm;
  /** Ids of the formulas of the document that name it: `id` in its own table, `table.id` elsewhere. */
  readonly readBy: readonly string[];
  /** What may be chosen; the first is what is done when nobody says anything: what no formula notices. */
  readonly choices: readonly [Taken, ...Taken[]];
};

export type OriginalTable = {
  readonly key: TableKey;
  readonly ref: number;
  readonly id: string;
  /** Of a repeated block, as the form names it. */
  readonly label: string | null;
  readonly columns: readonly OriginalColumn[];
  /** Labels of our columns that the document does not have. */
  readonly added: readonly string[];
  /** Columns that stay as they are: formulas, the user's own, what the original kept for itself. */
  readonly left: readonly { readonly id: string; readonly label: string; readonly isFormula: boolean }[];
};

export type OriginalSurvey = {
  readonly tables: readonly OriginalTable[];
  /** Ids of tables that would be made. */
  readonly created: readonly string[];
  /** Tables of the démarche that the original made and that we have no counterpart for. */
  readonly left: readonly string[];
};

/** Null: the document holds nothing of the original for this démarche. */
export function surveyOriginal(
  demarche: Demarche,
  layout: Layout,
  found: readonly FoundTable[],
): OriginalSurvey | null {
  const places = locateOriginal(demarche, layout, found);
  if (!places.has('dossiers')) return null;
  const known = counterparts(demarche, layout);
  const tables = layout.tables.flatMap((spec): readonly OriginalTable[] => {
    const table = places.get(spec.key);
    return table === undefined
      ? []
      : [
          surveyTable(
            spec,
            table,
            known.filter((one) => one.table === spec.key),
            found,
          ),
        ];
  });
  const taken = new Set([...places.values()].map(({ ref }) => ref));
  const prefix = `demarche_${demarche.number}_`;
  return {
    tables,
    created: layout.tables.filter(({ key }) => !places.has(key)).map(({ id }) => id),
    left: found
      .filter(({ ref, id }) => !taken.has(ref) && id.toLowerCase().startsWith(prefix))
      .map(({ id }) => id),
  };
}

/**
 * The original's tables by ours; a document that was taken over, wholly or in part, still is one of its own: its columns
 * tell what became of them. A document that we made has no `dossier_number` among its dossiers.
 */
function locateOriginal(
  demarche: Demarche,
  layout: Layout,
  found: readonly FoundTable[],
): ReadonlyMap<TableKey, FoundTable> {
  const blocks = originalTables(demarche);
  const places = new Map<TableKey, FoundTable>();
  for (const { key, id } of layout.tables) {
    const ids = (blocks.get(key) ?? [id]).map((name) => name.toLowerCase());
    const mark = key === 'instructeurs' ? 'instructeur_id' : 'dossier_number';
    const table = found.find(
      (one) => ids.includes(one.id.toLowerCase()) && one.columns.some((column) => isNamed(column, mark)),
    );
    if (table !== undefined) places.set(key, table);
  }
  return places;
}

function isNamed({ id }: FoundColumn, name: string): boolean {
  return id.toLowerCase() === name.toLowerCase();
}

function surveyTable(
  spec: TableSpec,
  table: FoundTable,
  known: readonly Counterpart[],
  all: readonly FoundTable[],
): OriginalTable {
  const free = new Map(
    table.columns
      .filter(({ id, isFormula, formula }) => id !== 'manualSort' && !(isFormula && formula !== ''))
      .map((column) => [column.id.toLowerCase(), column]),
  );
  const columns = known.flatMap((counterpart): readonly OriginalColumn[] => {
    if (!isWanted(spec, counterpart)) return [];
    const found = counterpart.ids.map((id) => free.get(id.toLowerCase())).find((one) => one !== undefined);
    if (found === undefined) return [];
    free.delete(found.id.toLowerCase());
    const own = spec.columns.find(({ key }) => key === counterpart.column);
    return [
      {
        ...{
          column: counterpart.column,
          ref: found.ref,
          id: found.id,
          type: found.type,
          form: counterpart.form,
        },
        label: own?.label ?? counterpart.field?.label ?? found.label,
        wanted: own === undefined ? found.type : typeOf(own),
        readBy: readersOf(table, found.id, all),
        choices: choicesOf(spec, own, counterpart, found),
      },
    ];
  });
  const matched = new Set(columns.map(({ column }) => column));
  const taken = new Set(columns.map(({ ref }) => ref));
  return {
    ...{ key: spec.key, ref: table.ref, id: table.id, label: spec.label ?? null, columns },
    added: spec.columns.filter(({ key }) => !matched.has(key)).map(({ label }) => label),
    left: table.columns
      .filter(({ ref, id }) => !taken.has(ref) && id !== 'manualSort')
      .map(({ id, label, isFormula, formula }) => ({ id, label, isFormula: isFormula && formula !== '' })),
  };
}

/** Does the link keep the field at all? The names of an excluded one still count for its namesakes. */
function isWanted({ columns }: TableSpec, { field }: Counterpart): boolean {
  return field === null || columns.some(({ key }) => key === field.id || key.startsWith(`${field.id}#`));
}

/** By name: what else a formula may say of it (`getattr`) is not looked for. */
function readersOf(table: FoundTable, id: string, all: readonly FoundTable[]): readonly string[] {
  const here = new RegExp(`(\\$|\\brec\\.)${id}\\b`);
  const elsewhere = new RegExp(`[.(,]\\s*${id}\\b`);
  return all.flatMap((one) =>
    one.columns
      .filter(({ isFormula, formula }) => {
        if (!isFormula || formula === '') return false;
        const names = formula.includes(table.id) && elsewhere.test(formula);
        return names || (one.ref === table.ref && here.test(formula));
      })
      .map((column) => (one.ref === table.ref ? column.id : `${one.id}.${column.id}`)),
  );
}

function typeOf({ type }: ColumnSpec): string {
  return typeof type === 'string' ? type : 'Ref';
}

/** Types that the original gave, in which its forms can be written again. */
const WRITABLE: readonly string[] = ['Text', 'Bool', 'Int', 'Numeric'];

function choicesOf(
  spec: TableSpec,
  own: ColumnSpec | undefined,
  { column, form }: Counterpart,
  found: FoundColumn,
): readonly [Taken, ...Taken[]] {
  if (own === undefined) return column.endsWith(`#${ORIGINAL_PART}`) ? ['gardee', 'a_cote'] : ['a_cote'];
  const isSame = typeOf(own).split(':')[0] === found.type.split(':')[0];
  // Taken over already.
  if (isMarked(found, keptKey(column))) return ['gardee', 'convertie'];
  if (isMarked(found, column) && isSame) return ['reprise'];
  if (form === 'inconnue') return ['a_cote', 'convertie'];
  if (form === 'meme' && isSame) return ['reprise'];
  // What says how a dossier left is written outside of rows, in our form.
  if (spec.key === 'dossiers' && column === metaKey('date_suppression')) return ['a_cote', 'convertie'];
  const keeps = form === 'meme' ? holdsSame(own, found) : WRITABLE.includes(found.type);
  return keeps ? ['gardee', 'convertie'] : ['a_cote', 'convertie'];
}

function holdsSame({ type }: ColumnSpec, found: FoundColumn): boolean {
  return found.type === 'Text' || (found.type === 'Int' && type === 'Numeric');
}

/**
 * The settlement of a survey, with the person's choices by `<table> <column>`; one that is not among a column's choices
 * counts as none.
 */
export function settle({ tables }: OriginalSurvey, chosen: ReadonlyMap<string, Taken>): TakeOver {
  return {
    tables: tables.map(({ key, id }) => ({ table: key, id })),
    columns: tables.flatMap(({ key: table, columns }) =>
      columns.map(({ column, id, type, choices }) => {
        const wish = chosen.get(`${table} ${column}`);
        const how = wish !== undefined && choices.includes(wish) ? wish : choices[0];
        return { table, column, id, how, type };
      }),
    ),
  };
}
