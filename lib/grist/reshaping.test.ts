import { describe, expect, it } from 'vitest';
import { startGrist } from '../../simulators/grist/start';
import type { SchemaOperation } from '../sync/model/operation';
import type { TableSpec } from '../sync/model/table';
import { backendOf } from './fixture-backend';
import {
  BLOC,
  bound,
  CREATIONS,
  DOSSIERS,
  newDossier,
  proxied,
  type SmallDemarche,
  smallDemarche,
} from './fixture-document';
import { opened } from './fixture-grist';

const backend = backendOf(startGrist);
const small = async () => smallDemarche(await backend());

/** An empty document, through a proxy. */
async function blank() {
  const grist = await backend();
  const document = await grist.newDocument();
  const proxy = await proxied(grist);
  return { document, proxy, grist: opened(proxy.url, document, { key: grist.key }), direct: grist };
}

/** What a record of Grist's own tables holds, read past the adapter. */
const metadata = async (demarche: { document: string; proxy: { url: string } }, table: string) => {
  const answer = await fetch(`${demarche.proxy.url}/api/docs/${demarche.document}/tables/${table}/records`);
  const { records } = (await answer.json()) as { records: { id: number; fields: Record<string, unknown> }[] };
  return records;
};

describe('creating tables', () => {
  it('takes two transactions and one reading, and gives the structure that Grist then tells', async () => {
    const { grist, proxy } = await blank();
    const reshaped = await grist.reshape(CREATIONS, []);
    expect(proxy.sent.map(({ method, path }) => `${method} ${path.replace(/.*\/docs\/[^/]+/, '')}`)).toEqual([
      'POST /apply?noparse=1',
      'GET /tables?expand=column',
      'POST /apply?noparse=1',
    ]);
    expect(reshaped.structure).toEqual(await grist.structure());
    expect(reshaped.tables.map(({ key }) => key).sort()).toEqual(['bloc:x', 'dossiers', 'instructeurs']);
  });

  it('sets types, labels, descriptions and options, and unties every id from its label', async () => {
    const { grist } = await blank();
    const { structure, tables, columns } = await grist.reshape(CREATIONS, []);
    const found = (spec: TableSpec) => {
      const table = structure.find(({ ref }) => ref === tables.find(({ key }) => key === spec.key)?.ref);
      return spec.columns.map(({ key }) => {
        const ref = columns.find((one) => one.table === spec.key && one.column === key)?.ref;
        return table?.columns.find((column) => column.ref === ref);
      });
    };
    expect(found(DOSSIERS).map((column) => column?.type)).toEqual([
      'Int',
      'Choice',
      'Text',
      'Numeric',
      'Bool',
      'ChoiceList',
      'Date',
      'DateTime:Europe/Paris',
      'Attachments',
      'Int',
      'Ref:Demarche_1_dossiers',
    ]);
    for (const spec of [DOSSIERS, BLOC]) {
      const made = found(spec);
      expect(made.map((column) => column?.label)).toEqual(spec.columns.map(({ label }) => label));
      expect(made.map((column) => column?.description)).toEqual(
        spec.columns.map(({ description }) => description),
      );
      expect(made.every((column) => column?.untieColIdFromLabel)).toBe(true);
      expect(made.map((column) => column?.isFormula)).toEqual(
        spec.columns.map(({ lookup }) => lookup !== null),
      );
      expect(made.map((column) => column?.widgetOptions)).toEqual(spec.columns.map(({ widget }) => widget));
    }
    expect(found(DOSSIERS).at(-1)?.formula).toBe('Demarche_1_dossiers.lookupOne(number=$lien)');
  });

  it('D9: fields named like something reserved are bound to the columns that Grist made', async () => {
    const demarche = await small();
    expect(demarche.dossiers.columns.slice(2, 4).map(({ id }) => id)).toEqual(['id2', 'cclass']);
    await demarche.grist.write(demarche.tables, [newDossier(1, { texte: 'gardé', nombre: 3 })]);
    const [row] = await demarche.grist.readDossiers([demarche.dossiers], [1]);
    expect(row?.cells).toMatchObject({ texte: 'gardé', nombre: 3 });
    const known = [demarche.dossiers, demarche.bloc];
    const before = await demarche.grist.structure();
    expect((await demarche.grist.reshape([], known)).structure).toEqual(before);
  });

  it('leaves alone a table of the user that has the name wanted', async () => {
    const { grist, document, direct } = await blank();
    const act = await fetch(`${direct.url}/api/docs/${document}/apply`, {
      method: 'POST',
      headers: { authorization: `Bearer ${direct.key}`, 'content-type': 'application/json' },
      body: JSON.stringify([
        [
          'AddTable',
          'Demarche_1_dossiers',
          [{ id: 'number', type: 'Text', label: 'À moi', isFormula: false }],
        ],
        ['BulkAddRecord', 'Demarche_1_dossiers', [null], { number: ['précieux'] }],
      ]),
    });
    expect(act.ok).toBe(true);
    const mine = (await grist.structure()).find(({ id }) => id === 'Demarche_1_dossiers');
    const { structure, tables, columns } = await grist.reshape(CREATIONS, []);
    expect(structure.find(({ id }) => id === 'Demarche_1_dossiers')).toEqual(mine);
    const ours = structure.find(({ ref }) => ref === tables.find(({ key }) => key === 'dossiers')?.ref);
    expect(ours?.id).toBe('Demarche_1_dossiers2');
    const bloc = structure.find(({ ref }) => ref === tables.find(({ key }) => key === 'bloc:x')?.ref);
    expect(bloc?.columns[0]?.type).toBe('Ref:Demarche_1_dossiers2');
    expect(ours?.columns.at(-1)?.formula).toBe('Demarche_1_dossiers2.lookupOne(number=$lien)');
    const refs = (key: string) =>
      new Map(columns.filter(({ table }) => table === key).map((one) => [one.column, one.ref]));
    const bind = (spec: TableSpec) =>
      bound(spec, structure, tables.find(({ key }) => key === spec.key)?.ref ?? 0, refs(spec.key));
    const bounds = [bind(DOSSIERS), bind(BLOC)];
    await grist.write(bounds, [newDossier(7, { lien: 7 })]);
    const rows = await grist.readDossiers(bounds, [7]);
    expect(rows.map(({ cells }) => cells['lien#ref'] ?? cells['meta:dossier'])).toEqual([1, 1]);
  });

  it('shows a dossier’s number, not its row, in the tables that refer to it', async () => {
    const demarche = await small();
    const columns = await metadata(demarche, '_grist_Tables_column');
    const ref = demarche.bloc.columns[0]?.ref;
    const shown = columns.find(({ id }) => id === ref)?.fields;
    expect(shown?.visibleCol).toBe(demarche.dossiers.columns[0]?.ref);
    expect(columns.find(({ id }) => id === shown?.displayCol)?.fields.formula).toBe('$dossier.number');
  });
});

const addNote: SchemaOperation = {
  type: 'add_column',
  table: 'dossiers',
  tableRef: 0,
  reason: 'champ_ajoute',
  column: {
    key: 'note',
    id: 'note',
    aliases: [],
    label: 'Note du jury',
    description: 'Sur 20',
    type: 'Numeric',
    widget: {},
    volatile: false,
    lookup: null,
  },
};

describe('changing a document that exists', () => {
  it('adds a column, protected like the others', async () => {
    const demarche = await small();
    const { grist, proxy, dossiers } = demarche;
    const reshaped = await grist.reshape([{ ...addNote, tableRef: dossiers.ref }], demarche.tables);
    expect(proxy.sent.length).toBeLessThanOrEqual(4);
    expect(reshaped.structure).toEqual(await grist.structure());
    const ref = reshaped.columns[0]?.ref;
    const made = reshaped.structure.flatMap(({ columns }) => columns).find((column) => column.ref === ref);
    expect(made).toMatchObject({
      id: 'note',
      type: 'Numeric',
      label: 'Note du jury',
      description: 'Sur 20',
      untieColIdFromLabel: true,
    });
  });

  it('shows it in the table’s own page, and in none that the user made', async (context) => {
    const demarche = await small();
    const { grist, proxy, dossiers, act } = demarche;
    proxy.troubleWith(() => null);
    const told = await fetch(
      `${proxy.url}/api/docs/${demarche.document}/tables/_grist_Views_section/records`,
    );
    context.skip(!told.ok, 'this Grist does not tell its pages');
    await act([['CreateViewSection', dossiers.ref, 0, 'record', null, null]]);
    const reshaped = await grist.reshape([{ ...addNote, tableRef: dossiers.ref }], demarche.tables);
    const sections = await metadata(demarche, '_grist_Views_section');
    const fields = await metadata(demarche, '_grist_Views_section_field');
    const pages = fields
      .filter(({ fields: { colRef } }) => colRef === reshaped.columns[0]?.ref)
      .map(({ fields: { parentId } }) => sections.find(({ id }) => id === parentId)?.fields.parentId);
    const own = sections.filter(({ fields }) => fields.tableRef === dossiers.ref && fields.parentId !== 0);
    expect(own).toHaveLength(2);
    expect(pages.filter((page) => page !== 0)).toEqual([own[0]?.fields.parentId]);
  });

  it('goes on where pages are not told', async () => {
    const { grist, proxy, dossiers, tables } = await small();
    proxy.troubleWith(({ path }) =>
      path.includes('_grist_Views_section')
        ? {
            type: 'answer',
            status: 403,
            body: '{"error":"Blocked by table read access rules"}',
            when: 'before',
          }
        : null,
    );
    const reshaped = await grist.reshape([{ ...addNote, tableRef: dossiers.ref }], tables);
    expect(reshaped.columns).toHaveLength(1);
  });

  it('adds a formula that names existing columns, whether or not they are given', async () => {
    const demarche = await small();
    const { dossiers, bloc, grist } = demarche;
    const operation = (key: string, id: string): SchemaOperation => ({
      type: 'add_column',
      table: 'dossiers',
      tableRef: dossiers.ref,
      reason: 'champ_ajoute',
      column: {
        ...DOSSIERS.columns[10],
        aliases: [],
        key,
        id,
        label: id,
        description: '',
        type: { ref: 'dossiers' },
        widget: {},
        volatile: false,
        lookup: { table: 'dossiers', column: 'meta:number', by: 'meta:number' },
      },
    });
    await grist.reshape([operation('un', 'un')], [dossiers, bloc]);
    const bare = [dossiers, bloc].map(({ key, ref, id }) => ({ key, ref, id }));
    const { structure } = await demarche.again().reshape([operation('deux', 'deux')], bare);
    const formulas = structure
      .flatMap(({ columns }) => columns)
      .filter(({ id }) => id === 'un' || id === 'deux');
    expect(formulas.map(({ formula }) => formula)).toEqual([
      'Demarche_1_dossiers.lookupOne(number=$number)',
      'Demarche_1_dossiers.lookupOne(number=$number)',
    ]);
    const columns = await metadata(demarche, '_grist_Tables_column');
    const shown = columns.filter(({ id }) => formulas.some(({ ref }) => ref === id));
    expect(shown.map(({ fields }) => fields.visibleCol)).toEqual([
      dossiers.columns[0]?.ref,
      dossiers.columns[0]?.ref,
    ]);
  });

  it('relabels without renaming, keeps the user’s options, converts without losing a value', async () => {
    const demarche = await small();
    const { grist, dossiers, tables, proxy } = demarche;
    await grist.write(tables, [newDossier(1, { texte: '2024-03-01', etat: 'Accepté' })]);
    const at = (key: string) => {
      const column = dossiers.columns.find((one) => one.key === key);
      return { table: 'dossiers', tableRef: dossiers.ref, column: key, columnRef: column?.ref ?? 0 } as const;
    };
    const texte = DOSSIERS.columns.find(({ key }) => key === 'texte') ?? DOSSIERS.columns[0];
    if (texte === undefined) throw new Error('no column');
    proxy.sent.length = 0;
    const { structure } = await grist.reshape(
      [
        {
          type: 'describe_column',
          ...at('etat'),
          label: 'État du dossier',
          description: 'Nouveau',
          reason: 'libelle_modifie',
        },
        {
          type: 'set_widget',
          ...at('etat'),
          widgetOptions: { choices: ['Accepté', 'Autre'], alignment: 'right' },
          reason: 'options_modifiees',
        },
        {
          type: 'convert_column',
          ...at('texte'),
          column: { ...texte, type: 'Date', widget: { dateFormat: 'DD/MM/YYYY' } },
          from: 'Text',
          reason: 'type_modifie',
        },
      ],
      tables,
    );
    expect(proxy.sent).toHaveLength(2);
    expect(structure).toEqual(await grist.structure());
    const table = structure.find(({ ref }) => ref === dossiers.ref);
    expect(table?.columns.find(({ ref }) => ref === at('etat').columnRef)).toMatchObject({
      id: 'state',
      label: 'État du dossier',
      description: 'Nouveau',
      widgetOptions: { choices: ['Accepté', 'Autre'], alignment: 'right' },
    });
    const converted = dossiers.columns.map((column) =>
      column.key === 'texte' ? { ...column, type: 'Date' } : column,
    );
    const [row] = await grist.readDossiers([{ ...dossiers, columns: converted }], [1]);
    expect(row?.cells).toMatchObject({ texte: Date.UTC(2024, 2, 1) / 1000, etat: 'Accepté' });
  });

  it('survives renames by the user: refs, not ids', async () => {
    const demarche = await small();
    const { grist, act, dossiers, tables } = demarche;
    await act([['RenameColumn', dossiers.id, 'state', 'mon_etat']]);
    const columnRef = dossiers.columns[1]?.ref ?? 0;
    const { structure } = await grist.reshape(
      [
        {
          type: 'describe_column',
          table: 'dossiers',
          tableRef: dossiers.ref,
          column: 'etat',
          columnRef,
          label: 'Nouveau',
          reason: 'libelle_modifie',
        },
      ],
      tables,
    );
    const column = structure.flatMap(({ columns }) => columns).find(({ ref }) => ref === columnRef);
    expect(column).toMatchObject({ id: 'mon_etat', label: 'Nouveau' });
  });

  it('says that the structure changed when the column is gone', async () => {
    const { grist, act, dossiers, tables } = await small();
    await act([['RemoveColumn', dossiers.id, 'pieces']]);
    await expect(
      grist.reshape(
        [
          {
            type: 'describe_column',
            table: 'dossiers',
            tableRef: dossiers.ref,
            column: 'pieces',
            columnRef: 999,
            label: 'x',
            reason: 'libelle_modifie',
          },
        ],
        tables,
      ),
    ).rejects.toMatchObject({ code: 'GRIST_STRUCTURE_CHANGEE' });
  });
});

describe('when it is refused or cut', () => {
  it.each([
    'Blocked by table structure access rules',
    'Blocked by full structure access rules',
    "Blocked by access rules: 'AddTable' actions need uncomplicated access",
  ])('GRIST_STRUCTURE_INTERDITE, in Grist’s own words, and nothing was created: %s', async (sentence) => {
    const { grist, proxy } = await blank();
    const before = await grist.structure();
    const body = JSON.stringify({ error: sentence, details: { memos: ['Mémo du propriétaire'] } });
    proxy.troubleWith(({ path }) =>
      path.includes('/apply') ? { type: 'answer', status: 403, body, when: 'before' } : null,
    );
    await expect(grist.reshape(CREATIONS, [])).rejects.toMatchObject({
      code: 'GRIST_STRUCTURE_INTERDITE',
      detail: sentence,
    });
    proxy.troubleWith(() => null);
    expect(await grist.structure()).toEqual(before);
  });

  it('cut between its two transactions, is mended by the next run, which adopts by id and protects', async () => {
    const { grist, proxy, document } = await blank();
    let applies = 0;
    proxy.troubleWith(({ path }) => {
      applies += path.includes('/apply') ? 1 : 0;
      return applies === 2 && path.includes('/apply')
        ? { type: 'answer', status: 403, body: '{"error":"No write access"}', when: 'before' }
        : null;
    });
    await expect(grist.reshape(CREATIONS, [])).rejects.toMatchObject({ code: 'GRIST_ACCES_INSUFFISANT' });
    proxy.troubleWith(() => null);

    // The next run: what was created is found under the ids wanted, its columns not protected yet.
    const structure = await grist.structure();
    const found = [DOSSIERS, BLOC].map((spec) => ({
      spec,
      table: structure.find(({ id }) => id === spec.id),
    }));
    const operations = found.flatMap(({ spec, table }) =>
      spec.columns.flatMap(({ key, id, label, description }, at): SchemaOperation[] => {
        const column = table?.columns[at];
        expect(column?.untieColIdFromLabel, id).toBe(false);
        return table === undefined || column === undefined
          ? []
          : [
              {
                type: 'describe_column',
                table: spec.key,
                tableRef: table.ref,
                column: key,
                columnRef: column.ref,
                label,
                description,
                reason: 'colonne_protegee',
              },
            ];
      }),
    );
    const known = found.map(({ spec, table }) => ({
      key: spec.key,
      ref: table?.ref ?? 0,
      id: spec.id,
      dossierColumn: spec.dossierColumn,
      columns: spec.columns.map(({ key }, at) => ({
        key,
        ref: table?.columns[at]?.ref ?? 0,
        id: table?.columns[at]?.id ?? '',
      })),
    }));
    await grist.reshape(operations, known);
    const mended = await grist.structure();
    const { grist: other } = await blank();
    const whole = (await other.reshape(CREATIONS, [])).structure;
    const plain = (tables: typeof mended) =>
      tables
        .filter(({ id }) => id === DOSSIERS.id || id === BLOC.id)
        .map(({ columns }) => columns.map(({ ref, ...column }) => column));
    expect(plain(mended)).toEqual(plain(whole));
    const columns = await metadata({ document, proxy }, '_grist_Tables_column');
    const dossier = columns.find(({ id }) => id === known[1]?.columns[0]?.ref)?.fields;
    expect(dossier?.visibleCol).toBe(known[0]?.columns[0]?.ref);
    expect(columns.find(({ id }) => id === dossier?.displayCol)?.fields.formula).toBe('$dossier.number');
  });

  it('whose answer is lost, creates nothing twice', async () => {
    const { grist, proxy } = await blank();
    let applies = 0;
    proxy.troubleWith(({ path }) => {
      applies += path.includes('/apply') ? 1 : 0;
      return applies === 1 && path.includes('/apply') ? { type: 'cut', when: 'after' } : null;
    });
    await expect(grist.reshape(CREATIONS, [])).rejects.toMatchObject({ code: 'GRIST_ECRITURE_INCERTAINE' });
    expect(proxy.applies().map(({ body }) => body === '[]')).toEqual([false, true]);
    const ids = (await grist.structure()).map(({ id }) => id);
    expect(ids.filter((id) => id.startsWith('Demarche_1')).sort()).toEqual([
      BLOC.id,
      DOSSIERS.id,
      'Demarche_1_instructeurs',
    ]);
  });
});

it('a whole démarche takes few requests', async () => {
  const { grist, proxy }: Pick<SmallDemarche, 'grist' | 'proxy'> = await blank();
  await grist.check();
  await grist.structure();
  await grist.reshape(CREATIONS, []);
  expect(proxy.sent).toHaveLength(7);
});
