// The shape of a link: from a démarche and the user's options, its tables and columns, and the rows of a dossier.
// Longer than most files on purpose: a table is declared and filled in one place, so that both always agree.

import { familyOf } from './families';
import { type Field, fillFields, planFields, type Warn } from './fields';
import { dossierFiles } from './mirrored';
import type { Demarche, Descriptor } from './model/demarche';
import type { Champ, Dossier, RepetitionRow } from './model/dossier';
import type { DossierFile } from './model/file-copy';
import type { CellWarning, ParentRef, WantedRow } from './model/operation';
import type { LayoutOptions } from './model/options';
import type { ColumnKey, ColumnSpec, Layout, TableKey, TableSpec } from './model/table';
import { nameAll } from './naming';
import { pruneForm } from './prune';
import { type MutableCells, rowTemplate } from './row-template';
import { PIECE_COLUMNS, placedAreas, placedFiles, ZONE_COLUMNS } from './tables/attachments';
import { DEMANDEUR_COLUMNS } from './tables/demandeurs';
import { dossierColumns, NUMBER_KEY } from './tables/dossiers';
import { AVIS_COLUMNS, INSTRUCTEUR_COLUMNS, MESSAGE_COLUMNS, TRAITEMENT_COLUMNS } from './tables/exchanges';
import {
  cellColumn,
  DOSSIER_NUMBER_KEY,
  type Meta,
  metaKey,
  metaSpec,
  PARENT_COLUMNS,
  PARENT_KEY,
  type RowContext,
  tableId,
  textColumn,
} from './tables/meta';

export type Shape = {
  readonly layout: Layout;
  /** Rows of every table that belong to the dossier, its `dossiers` row first. */
  readonly rowsOf: (dossier: Dossier) => DossierRows;
  /** Rows of the tables that belong to no dossier (instructeurs). */
  readonly sharedRows: readonly WantedRow[];
  /** The files of the dossier, those whose copy is wanted and the others. */
  readonly filesOf: (dossier: Dossier) => readonly DossierFile[];
  /** Fields of a type unknown to this code, kept as text: told once a run. */
  readonly unknownTypes: readonly { readonly label: string; readonly typename: string }[];
};

export type DossierRows = {
  readonly number: number;
  readonly rows: readonly WantedRow[];
  readonly warnings: readonly CellWarning[];
};

const PARENT: ParentRef = { parent: true };

/** One table: its spec, and the rows that a dossier has in it. */
type TablePlan = {
  readonly spec: TableSpec;
  readonly rows: (dossier: Dossier, warn: Warn) => readonly WantedRow[];
};

/** `sourceUrl`: origin of the DN instance, for links to its pages. */
export function shapeOf(demarche: Demarche, options: LayoutOptions, sourceUrl: string): Shape {
  const context: RowContext = { demarche: demarche.number, sourceUrl };
  const excluded = new Set(options.exclus);
  const mirrored = new Set(options.fichiersCopies.filter((id) => !excluded.has(id)));
  const isKept = (descriptorId: string) => !excluded.has(descriptorId);
  const { champs, annotations } = pruneForm(demarche.form, options.exclus);

  const plans: TablePlan[] = [dossiersTable(demarche, champs, annotations, options, context)];
  if (!options.uneSeuleTable) {
    plans.push(...fieldsTable('champs', demarche, champs, options, (dossier) => dossier.champs));
    plans.push(
      ...fieldsTable('annotations', demarche, annotations, options, (dossier) => dossier.annotations),
    );
  }
  plans.push(...blockTables(demarche, champs, annotations, options));
  if (options.zones && hasCarte([...champs, ...annotations])) {
    plans.push(
      childTable('zones', demarche, ZONE_COLUMNS, 'zone_id', context, (dossier) =>
        placedAreas(dossier, isKept),
      ),
    );
  }
  if (options.demandeurs) {
    plans.push(childTable('demandeurs', demarche, DEMANDEUR_COLUMNS, null, context, (dossier) => [dossier]));
  }
  if (options.avis) {
    plans.push(childTable('avis', demarche, AVIS_COLUMNS, 'avis_id', context, ({ avis }) => avis));
  }
  if (options.traitements) {
    plans.push(
      childTable(
        'traitements',
        demarche,
        TRAITEMENT_COLUMNS,
        'traitement_id',
        context,
        (dossier) => dossier.traitements,
      ),
    );
  }
  if (options.messages) {
    plans.push(
      childTable('messages', demarche, MESSAGE_COLUMNS, 'message_id', context, ({ messages }) => messages),
    );
  }
  if (options.pieces) {
    plans.push(
      childTable('pieces', demarche, PIECE_COLUMNS, 'piece_id', context, (dossier) =>
        placedFiles(dossier, isKept),
      ),
    );
  }
  const shared = options.instructeurs ? [instructeursTable(demarche, context)] : [];

  const known = knownDescriptors(demarche);
  return {
    layout: {
      demarche: demarche.number,
      tables: [...plans.map(({ spec }) => spec), ...shared.map(({ spec }) => spec)],
    },
    rowsOf: (dossier) => rowsOfDossier(dossier, plans, known),
    filesOf: (dossier) => dossierFiles(dossier, mirrored),
    sharedRows: shared.flatMap(({ rows }) => rows),
    unknownTypes: unknownTypes([...champs, ...annotations]),
  };
}

function rowsOfDossier(
  dossier: Dossier,
  plans: readonly TablePlan[],
  known: ReadonlySet<string>,
): DossierRows {
  const warnings: CellWarning[] = [];
  const rows = plans.flatMap(({ spec, rows: make }) =>
    make(dossier, (column, reason) =>
      warnings.push({ dossier: dossier.number, table: spec.key, column, reason }),
    ),
  );
  // A champ of a revision that was published since the form was read: told, and read again at the next run.
  for (const [table, list] of [
    ['champs', dossier.champs],
    ['annotations', dossier.annotations],
  ] as const) {
    for (const champ of list) {
      if (known.has(champ.descriptorId) || champ.value.kind === 'none') continue;
      warnings.push({
        dossier: dossier.number,
        table,
        column: champ.descriptorId,
        reason: 'colonne_inconnue',
      });
    }
  }
  return { number: dossier.number, rows, warnings };
}

function dossiersTable(
  demarche: Demarche,
  champs: readonly Descriptor[],
  annotations: readonly Descriptor[],
  options: LayoutOptions,
  context: RowContext,
): TablePlan {
  const metas = dossierColumns(demarche, options);
  const own = options.uneSeuleTable
    ? planFields([...champs, ...annotations], options, new Set(metas.map(({ name }) => name)))
    : { fields: [], columns: [] };
  const columns = [...metas.map(metaSpec), ...own.columns];
  const empty = rowTemplate(columns);
  return {
    spec: {
      key: 'dossiers',
      id: tableId(demarche, 'dossiers'),
      aliases: [],
      columns,
      keyColumns: [NUMBER_KEY],
      dossierColumn: NUMBER_KEY,
      displayColumn: NUMBER_KEY,
    },
    rows: (dossier, warn) => {
      const cells = empty();
      fillMetas(metas, dossier, context, cells, warn);
      if (own.fields.length > 0) {
        fillFields(own.fields, [...dossier.champs, ...dossier.annotations], options, cells, warn);
      }
      return [{ table: 'dossiers', key: String(dossier.number), dossier: dossier.number, cells }];
    },
  };
}

/** Champs or annotations: one row a dossier; no table when the form has nothing outside blocks. */
function fieldsTable(
  key: 'champs' | 'annotations',
  demarche: Demarche,
  descriptors: readonly Descriptor[],
  options: LayoutOptions,
  champsOf: (dossier: Dossier) => readonly Champ[],
): readonly TablePlan[] {
  const { fields, columns } = planFields(descriptors, options, PARENT_IDS);
  if (fields.length === 0) return [];
  const spec = childSpec(key, tableId(demarche, key), columns, []);
  const empty = rowTemplate(spec.columns);
  return [
    {
      spec,
      rows: (dossier, warn) => {
        const cells = childCells(empty, dossier);
        fillFields(fields, champsOf(dossier), options, cells, warn);
        return [{ table: key, key: String(dossier.number), dossier: dossier.number, cells }];
      },
    },
  ];
}

/** A row of a repeated block, with its place in the block from 1. */
type PlacedRow = { readonly row: RepetitionRow; readonly position: number };

const BLOCK_POSITION = metaKey('bloc_ligne');
const BLOCK_ROW = metaKey('bloc_ligne_id');

const BLOCK_COLUMNS: readonly Meta<PlacedRow>[] = [
  cellColumn('bloc_ligne', 'Ligne', 'Int', ({ position }) => position, { aliases: ['block_row_index'] }),
  textColumn('bloc_ligne_id', 'Identifiant DN de la ligne', ({ row }) => row.id, {
    aliases: ['block_row_id'],
  }),
];

function blockTables(
  demarche: Demarche,
  champs: readonly Descriptor[],
  annotations: readonly Descriptor[],
  options: LayoutOptions,
): readonly TablePlan[] {
  const blocks = [
    ...champs.map((descriptor) => ({ descriptor, champsOf: (dossier: Dossier) => dossier.champs })),
    ...annotations.map((descriptor) => ({ descriptor, champsOf: (dossier: Dossier) => dossier.annotations })),
  ].filter(({ descriptor }) => familyOf(descriptor.typename) === 'repetition');
  const names = nameAll(
    blocks.map(({ descriptor }) => ({ key: descriptor.id, label: `bloc ${descriptor.label}`, parts: [''] })),
    new Set(),
  );
  return blocks.map(({ descriptor, champsOf }) => {
    const taken = new Set([...PARENT_IDS, ...BLOCK_COLUMNS.map(({ name }) => name)]);
    const { fields, columns } = planFields(descriptor.children, options, taken);
    const key: TableKey = `bloc:${descriptor.id}`;
    const id = tableId(demarche, names.get(descriptor.id)?.[0] ?? 'bloc');
    const own = [...BLOCK_COLUMNS.map(metaSpec), ...columns];
    const spec = { ...childSpec(key, id, own, [BLOCK_ROW]), label: descriptor.label };
    const block = {
      table: key,
      descriptorId: descriptor.id,
      fields,
      inner: new Set(fields.map((field) => field.descriptor.id)),
      empty: rowTemplate(spec.columns),
    };
    return { spec, rows: (dossier, warn) => blockRows(dossier, champsOf(dossier), block, options, warn) };
  });
}

type Block = {
  readonly table: TableKey;
  readonly descriptorId: string;
  readonly fields: readonly Field[];
  /** Descriptor ids of `fields`. */
  readonly inner: ReadonlySet<string>;
  readonly empty: () => MutableCells;
};

function blockRows(
  dossier: Dossier,
  champs: readonly Champ[],
  { table, descriptorId, fields, inner, empty }: Block,
  options: LayoutOptions,
  warn: Warn,
): readonly WantedRow[] {
  const champ = champs.find((candidate) => candidate.descriptorId === descriptorId);
  if (champ === undefined || champ.value.kind !== 'repetition') return [];
  return champ.value.rows.map((row, index) => {
    const cells = childCells(empty, dossier);
    cells[BLOCK_POSITION] = index + 1;
    cells[BLOCK_ROW] = row.id;
    fillFields(fields, row.champs, options, cells, warn);
    for (const child of row.champs) {
      if (inner.has(child.descriptorId) || options.exclus.includes(child.descriptorId)) continue;
      if (child.value.kind !== 'none' && child.value.kind !== 'repetition') {
        warn(child.descriptorId, 'colonne_inconnue');
      }
    }
    return { table, key: `${dossier.number}/${row.id}`, dossier: dossier.number, cells };
  });
}

/** A table filled from things of the dossier. `keyName` null: one row a dossier. */
function childTable<T>(
  key: TableKey,
  demarche: Demarche,
  metas: readonly Meta<T>[],
  keyName: string | null,
  context: RowContext,
  itemsOf: (dossier: Dossier) => readonly T[],
): TablePlan {
  const keyColumn = keyName === null ? [] : [metaKey(keyName)];
  const spec = childSpec(key, tableId(demarche, key), metas.map(metaSpec), keyColumn);
  const empty = rowTemplate(spec.columns);
  return {
    spec,
    rows: (dossier, warn) =>
      itemsOf(dossier).map((item) => {
        const cells = childCells(empty, dossier);
        fillMetas(metas, item, context, cells, warn);
        const own = keyColumn.map((column) => `/${String(cells[column])}`).join('');
        return { table: key, key: `${dossier.number}${own}`, dossier: dossier.number, cells };
      }),
  };
}

function instructeursTable(demarche: Demarche, context: RowContext) {
  const spec: TableSpec = {
    key: 'instructeurs',
    id: tableId(demarche, 'instructeurs'),
    aliases: [],
    columns: INSTRUCTEUR_COLUMNS.map(metaSpec),
    keyColumns: [metaKey('groupe_instructeur_id'), metaKey('instructeur_id')],
    dossierColumn: null,
    displayColumn: metaKey('instructeur_email'),
  };
  const rows = demarche.groupes.flatMap((groupe) =>
    groupe.instructeurs.map((instructeur): WantedRow => {
      const cells: MutableCells = {};
      fillMetas(INSTRUCTEUR_COLUMNS, { groupe, instructeur }, context, cells, () => {});
      return { table: 'instructeurs', key: `${groupe.id}/${instructeur.id}`, dossier: null, cells };
    }),
  );
  return { spec, rows };
}

function childCells(empty: () => MutableCells, dossier: Dossier): MutableCells {
  const cells = empty();
  cells[PARENT_KEY] = PARENT;
  cells[DOSSIER_NUMBER_KEY] = dossier.number;
  return cells;
}

const PARENT_IDS: ReadonlySet<string> = new Set(PARENT_COLUMNS.map(({ id }) => id));

function childSpec(
  key: TableKey,
  id: string,
  columns: readonly ColumnSpec[],
  ownKey: readonly ColumnKey[],
): TableSpec {
  return {
    key,
    id,
    aliases: [],
    columns: [...PARENT_COLUMNS, ...columns],
    keyColumns: [DOSSIER_NUMBER_KEY, ...ownKey],
    dossierColumn: DOSSIER_NUMBER_KEY,
    displayColumn: DOSSIER_NUMBER_KEY,
  };
}

function fillMetas<T>(
  metas: readonly Meta<T>[],
  item: T,
  context: RowContext,
  cells: MutableCells,
  warn: Warn,
): void {
  for (const { key, read } of metas) {
    const { cell, misfit } = read(item, context);
    cells[key] = cell;
    if (misfit !== null) warn(key, misfit);
  }
}

function hasCarte(descriptors: readonly Descriptor[]): boolean {
  return descriptors.some(({ typename, children }) => familyOf(typename) === 'carte' || hasCarte(children));
}

function knownDescriptors(demarche: Demarche): ReadonlySet<string> {
  return new Set([...demarche.form.champs, ...demarche.form.annotations].map(({ id }) => id));
}

function unknownTypes(descriptors: readonly Descriptor[]): Shape['unknownTypes'] {
  return descriptors.flatMap(({ label, typename, children }) => [
    ...(familyOf(typename) === 'unknown' ? [{ label, typename }] : []),
    ...unknownTypes(children),
  ]);
}
