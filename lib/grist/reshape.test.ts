import { describe, expect, it } from 'vitest';
import type { SchemaOperation } from '../sync/model/operation';
import type { ColumnSpec, TableKey, TableSpec } from '../sync/model/table';
import { planCreation, readCreated } from './creation';
import { planFinishing } from './finishing';
import { type KnownTable, needsBase, openNames } from './names';
import type { RawColumn, RawTable } from './structure';

const column = (
  key: string,
  id: string,
  type: ColumnSpec['type'],
  more: Partial<ColumnSpec> = {},
): ColumnSpec => ({
  key,
  id,
  aliases: [],
  label: `Libellé ${key}`,
  description: `Aide ${key}`,
  type,
  widget: {},
  volatile: false,
  lookup: null,
  ...more,
});
const tableSpec = (key: TableKey, id: string, columns: readonly ColumnSpec[]): TableSpec => ({
  key,
  id,
  aliases: [],
  columns,
  keyColumns: [],
  dossierColumn: null,
  displayColumn: columns[0]?.key ?? '',
});
const create = (table: TableSpec): SchemaOperation => ({
  type: 'create_table',
  table,
  reason: 'premiere_synchronisation',
});

const number = column('meta:number', 'number', 'Int');
const link = column('c1', 'lien', 'Int');
const linked = column(
  'c1#ref',
  'lien_ref',
  { ref: 'dossiers' },
  {
    lookup: { table: 'dossiers', column: 'meta:number', by: 'c1' },
  },
);
const dossiers = tableSpec('dossiers', 'Demarche_1_dossiers', [number, link, linked]);
const bloc = tableSpec('bloc:x', 'Demarche_1_bloc', [
  column('t', 'texte', 'Text'),
  column('p', 'dossier', { ref: 'dossiers' }),
]);

const rawColumn = (ref: number, id: string, type: string, more: Partial<RawColumn> = {}): RawColumn => ({
  ref,
  id,
  type,
  label: '',
  description: '',
  isFormula: false,
  formula: '',
  untieColIdFromLabel: false,
  widgetOptions: {},
  visibleCol: 0,
  ...more,
});
const rawTable = (ref: number, id: string, columns: readonly RawColumn[]): RawTable => ({
  ref,
  id,
  primaryView: ref * 10,
  columns,
});

describe('what is created first', () => {
  it('creates a table after those it refers to, its formulas among its columns', () => {
    const operations = [create(bloc), create(dossiers)];
    const { actions } = planCreation(operations, openNames(operations, [], []));
    expect(actions.map(([name, id]) => [name, id])).toEqual([
      ['AddTable', 'Demarche_1_dossiers'],
      ['AddTable', 'Demarche_1_bloc'],
    ]);
    expect(actions[0]?.[2]).toEqual([
      {
        id: 'number',
        type: 'Int',
        label: 'Libellé meta:number',
        isFormula: false,
        formula: '',
        widgetOptions: '',
      },
      { id: 'lien', type: 'Int', label: 'Libellé c1', isFormula: false, formula: '', widgetOptions: '' },
      {
        id: 'lien_ref',
        type: 'Ref:Demarche_1_dossiers',
        label: 'Libellé c1#ref',
        isFormula: true,
        formula: 'Demarche_1_dossiers.lookupOne(number=$lien)',
        widgetOptions: '',
      },
    ]);
  });

  it('gives no reference type before its table exists, when two tables refer to each other', () => {
    const a = tableSpec('avis', 'A', [column('m', 'messages', { ref: 'messages' })]);
    const m = tableSpec('messages', 'M', [column('a', 'avis', { ref: 'avis' })]);
    const operations = [create(a), create(m)];
    const { actions } = planCreation(operations, openNames(operations, [], []));
    expect(actions).toEqual([
      ['AddTable', 'M', [expect.objectContaining({ id: 'avis', type: 'Int' })]],
      ['AddTable', 'A', [expect.objectContaining({ id: 'messages', type: 'Ref:M' })]],
    ]);
  });

  it('changes existing columns by ref, never by id, and always unties the id from the label', () => {
    const at = { table: 'dossiers', tableRef: 2, reason: 'libelle_modifie' } as const;
    const operations: SchemaOperation[] = [
      { type: 'describe_column', ...at, column: 'a', columnRef: 11, label: 'Nouveau' },
      { type: 'describe_column', ...at, column: 'b', columnRef: 12, label: 'Autre' },
      { type: 'describe_column', ...at, column: 'c', columnRef: 13, reason: 'colonne_protegee' },
      {
        type: 'set_widget',
        ...at,
        column: 'c',
        columnRef: 13,
        widgetOptions: { choices: ['x'], alignment: 'left' },
      },
      {
        type: 'convert_column',
        ...at,
        column: column('d', 'd', 'Date', { widget: { dateFormat: 'DD/MM/YYYY' } }),
        columnRef: 14,
        from: 'Text',
      },
    ];
    const known: KnownTable[] = [{ key: 'dossiers', ref: 2, id: 'Demarche_1_dossiers' }];
    const { actions } = planCreation(operations, openNames(operations, known, []));
    expect(actions).toEqual([
      [
        'BulkUpdateRecord',
        '_grist_Tables_column',
        [11, 12],
        { untieColIdFromLabel: [true, true], label: ['Nouveau', 'Autre'] },
      ],
      [
        'BulkUpdateRecord',
        '_grist_Tables_column',
        [13],
        { untieColIdFromLabel: [true], widgetOptions: ['{"choices":["x"],"alignment":"left"}'] },
      ],
      [
        'BulkUpdateRecord',
        '_grist_Tables_column',
        [14],
        {
          untieColIdFromLabel: [true],
          type: ['Date'],
          isFormula: [false],
          formula: [''],
          widgetOptions: ['{"dateFormat":"DD/MM/YYYY"}'],
        },
      ],
    ]);
  });
});

describe('a formula that names columns of existing tables', () => {
  const operation: SchemaOperation = {
    type: 'add_column',
    table: 'dossiers',
    tableRef: 2,
    column: linked,
    reason: 'champ_ajoute',
  };
  const bare: KnownTable = { key: 'dossiers', ref: 2, id: 'Dossiers2' };
  const formulaWith = (known: KnownTable, base: RawTable[]) => {
    const { actions } = planCreation([operation], openNames([operation], [known], base));
    return actions[0];
  };

  it('takes them from bound tables', () => {
    const known = {
      ...bare,
      columns: [
        { key: 'meta:number', ref: 5, id: 'n' },
        { key: 'c1', ref: 6, id: 'l' },
      ],
    };
    expect(needsBase([operation], [known])).toBe(false);
    expect(formulaWith(known, [])).toEqual([
      'AddColumn',
      'Dossiers2',
      expect.stringMatching(/^otp_/),
      expect.objectContaining({
        formula: 'Dossiers2.lookupOne(n=$l)',
        type: 'Ref:Dossiers2',
        isFormula: true,
      }),
    ]);
  });

  it('marks a new column as ours in the transaction that makes it, never by the id that somebody may have', () => {
    const known = { ...bare, columns: [{ key: 'meta:number', ref: 5, id: 'n' }] };
    const plain: SchemaOperation = { ...operation, column: { ...linked, lookup: null, type: 'Text' } };
    const { actions } = planCreation([plain], openNames([plain], [known], []));
    const passing = actions[0]?.[2];
    expect(actions.slice(1)).toEqual([
      ['ModifyColumn', 'Dossiers2', passing, { description: linked.description, untieColIdFromLabel: true }],
      ['RenameColumn', 'Dossiers2', passing, 'lien_ref'],
    ]);
  });

  it('takes a metadata column from the document when it was not given', () => {
    const known = { ...bare, columns: [{ key: 'c1', ref: 6, id: 'l' }] };
    expect(needsBase([operation], [known])).toBe(true);
    const base = [rawTable(2, 'Dossiers2', [rawColumn(5, 'dossier_number', 'Int')])];
    expect(formulaWith(known, base)).toEqual([
      'AddColumn',
      'Dossiers2',
      expect.stringMatching(/^otp_/),
      expect.objectContaining({ formula: 'Dossiers2.lookupOne(dossier_number=$l)' }),
    ]);
  });

  it('refuses to guess any other', () => {
    expect(() => formulaWith(bare, [rawTable(2, 'Dossiers2', [rawColumn(6, 'lien', 'Int')])])).toThrow(
      'not known',
    );
  });
});

describe('D9: what Grist answers is what counts', () => {
  const operations = [create(dossiers), create(bloc)];
  const answer = [
    { id: 4, table_id: 'Demarche_1_dossiers2', columns: ['number', 'lien2', 'lien_ref'] },
    { id: 5, table_id: 'Demarche_1_bloc', columns: ['texte', 'dossier'] },
  ];

  it('matches by position, and sets types and formulas right in the second request', () => {
    const names = openNames(operations, [], []);
    const created = readCreated(planCreation(operations, names), answer, names);
    expect(created.tables).toEqual([
      { key: 'dossiers', ref: 4 },
      { key: 'bloc:x', ref: 5 },
    ]);
    const structure = [
      rawTable(2, 'Demarche_1_dossiers', [rawColumn(7, 'number', 'Int')]),
      rawTable(4, 'Demarche_1_dossiers2', [
        rawColumn(20, 'number', 'Int'),
        rawColumn(21, 'lien2', 'Int'),
        rawColumn(22, 'lien_ref', 'Ref:Demarche_1_dossiers', {
          isFormula: true,
          formula: 'Demarche_1_dossiers.lookupOne(number=$lien)',
        }),
      ]),
      rawTable(5, 'Demarche_1_bloc', [
        rawColumn(30, 'texte', 'Text'),
        rawColumn(31, 'dossier', 'Ref:Demarche_1_dossiers'),
      ]),
    ];
    const {
      actions,
      refs,
      structure: after,
    } = planFinishing({
      operations,
      made: created.columns,
      known: [],
      names,
      structure,
      sections: [],
    });
    expect([...refs]).toEqual([
      ['dossiers meta:number', 20],
      ['dossiers c1', 21],
      ['dossiers c1#ref', 22],
      ['bloc:x t', 30],
      ['bloc:x p', 31],
    ]);
    const formula = 'Demarche_1_dossiers2.lookupOne(number=$lien2)';
    const type = 'Ref:Demarche_1_dossiers2';
    expect(actions).toEqual([
      [
        'BulkUpdateRecord',
        '_grist_Tables_column',
        [20, 21, 22, 30, 31],
        {
          untieColIdFromLabel: [true, true, true, true, true],
          description: ['Aide meta:number', 'Aide c1', 'Aide c1#ref', 'Aide t', 'Aide p'],
        },
      ],
      [
        'BulkUpdateRecord',
        '_grist_Tables_column',
        [22],
        { type: [type], formula: [formula], isFormula: [true] },
      ],
      ['BulkUpdateRecord', '_grist_Tables_column', [22], { visibleCol: [20] }],
      ['SetDisplayFormula', 'Demarche_1_dossiers2', null, 22, '$lien_ref.number'],
      ['BulkUpdateRecord', '_grist_Tables_column', [31], { type: [type], formula: [''], isFormula: [false] }],
      ['BulkUpdateRecord', '_grist_Tables_column', [31], { visibleCol: [20] }],
      ['SetDisplayFormula', 'Demarche_1_bloc', null, 31, '$dossier.number'],
    ]);
    // The user's own table, which had the name wanted, is as it was.
    expect(after[0]).toEqual(structure[0]);
    expect(after[1]?.columns[2]).toMatchObject({ type, formula, visibleCol: 20, untieColIdFromLabel: true });
  });

  it.each([
    ['nothing', []],
    ['another number of columns', [{ id: 4, table_id: 'D', columns: ['number'] }]],
    ['nulls', [null, null]],
  ])('does not guess from %s', (_, values) => {
    const names = openNames(operations, [], []);
    expect(() => readCreated(planCreation(operations, names), values, names)).toThrow(
      'GRIST_REPONSE_ILLISIBLE',
    );
  });

  it('says that the structure changed when what was created is gone', () => {
    const names = openNames(operations, [], []);
    const created = readCreated(planCreation(operations, names), answer, names);
    const finish = () =>
      planFinishing({ operations, made: created.columns, known: [], names, structure: [], sections: [] });
    expect(finish).toThrow('GRIST_STRUCTURE_CHANGEE');
  });
});

describe('what is finished on existing tables', () => {
  const known: KnownTable[] = [
    { key: 'dossiers', ref: 2, id: 'Dossiers' },
    { key: 'bloc:x', ref: 3, id: 'Bloc' },
  ];
  const structure = [
    rawTable(2, 'Dossiers', [rawColumn(5, 'number', 'Int'), rawColumn(6, 'neuf', 'Text')]),
    rawTable(3, 'Bloc', [rawColumn(8, 'dossier', 'Ref:Dossiers', { visibleCol: 5 })]),
    rawTable(4, 'Autre', [rawColumn(9, 'dossier', 'Ref:Dossiers')]),
  ];
  const finish = (
    operations: SchemaOperation[],
    sections: { id: number; tableRef: number }[],
    values: unknown[],
  ) => {
    const names = openNames(operations, known, []);
    const { columns } = readCreated(planCreation(operations, names), values, names);
    return planFinishing({ operations, made: columns, known, names, structure, sections }).actions;
  };

  it('puts an added column in its table’s own page, and in no other', () => {
    const operations: SchemaOperation[] = [
      {
        type: 'add_column',
        table: 'dossiers',
        tableRef: 2,
        column: column('c', 'neuf', 'Text'),
        reason: 'champ_ajoute',
      },
    ];
    const actions = finish(
      operations,
      [
        { id: 77, tableRef: 2 },
        { id: 78, tableRef: 3 },
      ],
      [{ colRef: 6, colId: 'otp_x' }, null, 'neuf'],
    );
    expect(actions.at(-1)).toEqual([
      'BulkAddRecord',
      '_grist_Views_section_field',
      [null],
      { parentId: [77], colRef: [6] },
    ]);
  });

  it('shows in a new reference what other references to the table show', () => {
    const operations: SchemaOperation[] = [
      create(tableSpec('avis', 'Autre', [column('p', 'dossier', { ref: 'dossiers' })])),
    ];
    const actions = finish(operations, [], [{ id: 4, table_id: 'Autre', columns: ['dossier'] }]);
    expect(actions).toContainEqual(['SetDisplayFormula', 'Autre', null, 9, '$dossier.number']);
  });

  it('mends the display of a column that a cut run left unprotected, and of no other', () => {
    const describe_ = (
      reason: 'colonne_protegee' | 'libelle_modifie',
      columnRef: number,
    ): SchemaOperation => ({
      type: 'describe_column',
      table: 'bloc:x',
      tableRef: 4,
      column: 'p',
      columnRef,
      label: 'Dossier',
      reason,
    });
    expect(finish([describe_('colonne_protegee', 9)], [], [null])).toEqual([
      ['BulkUpdateRecord', '_grist_Tables_column', [9], { visibleCol: [5] }],
      ['SetDisplayFormula', 'Autre', null, 9, '$dossier.number'],
    ]);
    expect(finish([describe_('libelle_modifie', 9)], [], [null])).toEqual([]);
    expect(finish([describe_('colonne_protegee', 8)], [], [null])).toEqual([]);
  });
});
