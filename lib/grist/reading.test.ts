import { describe, expect, it } from 'vitest';
import { startGrist } from '../../simulators/grist/start';
import type { BoundTable, FoundRow } from '../sync/model/table';
import { backendOf } from './fixture-backend';
import { newDossier, type Sent, type SmallDemarche, smallDemarche } from './fixture-document';

const backend = backendOf(startGrist);
const isSql = ({ path }: Sent) => path.endsWith('/sql');
const isList = ({ path }: Sent) => path.endsWith('/records/list');
const NO_SQL = {
  type: 'answer',
  status: 403,
  body: '{"error":"insufficient document access"}',
  when: 'before',
} as const;
const NO_LIST = {
  type: 'answer',
  status: 404,
  body: '{"error":"not found: /records/list"}',
  when: 'before',
} as const;
const SLOW = {
  type: 'answer',
  status: 400,
  body: '{"error":"a slow statement resulted in a database interrupt"}',
  when: 'before',
} as const;

/** Values that each column holds, and values that it does not. */
const FULL = {
  etat: 'Accepté',
  texte: 'Été « œuvre » "1" \\ \n\t',
  nombre: 0.1 + 0.2,
  oui: true,
  choix: ['L', 'a, b', '"c"', '7'],
  jour: 1_709_251_200,
  instant: 1_709_251_200.125,
  lien: 2,
} as const;
const STRANGE = {
  etat: 'hors liste',
  texte: '12',
  nombre: '1 234,5',
  oui: 'peut-être',
  choix: '[pas une liste',
  jour: '2024-02-30',
  instant: 'hier',
  lien: '41816609600051',
} as const;
const EMPTY = {
  etat: null,
  texte: null,
  nombre: null,
  choix: null,
  jour: null,
  instant: null,
  lien: null,
} as const;

async function filled(): Promise<SmallDemarche> {
  const small = await smallDemarche(await backend());
  await small.grist.write(small.tables, [
    newDossier(1, FULL, [{ note: 1e22 }, { note: -1.5e-9 }]),
    newDossier(2, STRANGE),
    newDossier(3, EMPTY, []),
    newDossier(4, { texte: '', nombre: 0, oui: false, instant: 4_102_444_800 }),
    {
      dossier: null,
      operations: [
        {
          type: 'add',
          table: 'instructeurs',
          key: 'a',
          cells: { 'meta:email': 'a@exemple.fr' },
          reason: 'nouveau',
        },
      ],
    },
  ]);
  small.proxy.sent.length = 0;
  return small;
}

const all = async (rows: AsyncIterable<readonly FoundRow[]>): Promise<FoundRow[][]> => {
  const slices: FoundRow[][] = [];
  for await (const slice of rows) slices.push([...slice]);
  return slices;
};
const keysOf = (table: BoundTable) => table.columns.map(({ key }) => key);

describe('readDossiers', () => {
  it('reads every table in one request, each cell as Grist holds it', async () => {
    const { grist, proxy, tables } = await filled();
    const rows = await grist.readDossiers(tables, [1, 2, 3, 4]);
    expect(proxy.sent.map(({ path }) => path.split('/').at(-1))).toEqual(['sql']);
    const dossier = (number: number) => rows.find(({ cells }) => cells['meta:number'] === number)?.cells;
    expect(dossier(1)).toMatchObject({ ...FULL, pieces: null, 'lien#ref': 2 });
    expect(dossier(2)).toMatchObject({ ...STRANGE, lien: expect.anything() });
    expect(dossier(3)).toMatchObject({ ...EMPTY, oui: false, 'lien#ref': 0 });
    expect(dossier(4)).toMatchObject({
      texte: '',
      nombre: 0,
      oui: false,
      jour: null,
      instant: 4_102_444_800,
    });
    expect(
      rows.filter(({ table }) => table === 'bloc:x').map(({ cells }) => [cells['meta:dossier'], cells.note]),
    ).toEqual([
      [1, 1e22],
      [1, -1.5e-9],
      [2, null],
      [4, null],
    ]);
    expect(rows.filter(({ table }) => table === 'instructeurs')).toHaveLength(1);
  });

  it('gives the same rows without queries, and without lists of records', async () => {
    const { grist, proxy, tables, again } = await filled();
    const numbers = [1, 2, 3, 4, 999];
    const fast = await grist.readDossiers(tables, numbers);
    expect(fast.length).toBeGreaterThan(8);

    proxy.troubleWith((sent) => (isSql(sent) ? NO_SQL : null));
    const slow = again();
    expect(await slow.readDossiers(tables, numbers)).toStrictEqual(fast);

    proxy.troubleWith((sent) => (isSql(sent) ? NO_SQL : isList(sent) ? NO_LIST : null));
    const slowest = again();
    expect(await slowest.readDossiers(tables, numbers)).toStrictEqual(fast);
    proxy.sent.length = 0;
    expect(await slowest.readDossiers(tables, numbers)).toStrictEqual(fast);
    expect(proxy.sent.filter((sent) => isSql(sent) || isList(sent))).toEqual([]);
    expect(proxy.sent).toHaveLength(3);
  });

  it('gives the same rows after columns were converted in the document', async () => {
    const { grist, proxy, act, again, ...small } = await filled();
    const id = (key: string) => small.dossiers.columns.find((column) => column.key === key)?.id;
    await act([
      ['ModifyColumn', small.dossiers.id, id('etat'), { type: 'ChoiceList' }],
      ['ModifyColumn', small.dossiers.id, id('nombre'), { type: 'Text' }],
      ['ModifyColumn', small.dossiers.id, id('texte'), { type: 'Numeric' }],
      ['ModifyColumn', small.dossiers.id, id('jour'), { type: 'DateTime:Europe/Paris' }],
    ]);
    const structure = await grist.structure();
    const tables = small.tables.map((table) => ({
      ...table,
      columns: table.columns.map((column) => ({
        ...column,
        type: structure.flatMap(({ columns }) => columns).find(({ ref }) => ref === column.ref)?.type ?? '',
      })),
    }));
    const fast = await grist.readDossiers(tables, [1, 2, 3, 4]);
    const texts = fast.filter(({ table }) => table === 'dossiers').map(({ cells }) => cells.texte);
    expect(texts).toEqual([FULL.texte, 12, null, null]);
    proxy.troubleWith((sent) => (isSql(sent) ? NO_SQL : null));
    expect(await again().readDossiers(tables, [1, 2, 3, 4])).toStrictEqual(fast);
  });

  it.each(['Text', 'Numeric', 'Choice'])('finds dossiers by a number that a user made %s', async (type) => {
    const { grist, proxy, act, again, dossiers, bloc } = await filled();
    await act([
      ['ModifyColumn', dossiers.id, 'number', { type }],
      ['ModifyColumn', bloc.id, 'dossier_number', { type }],
      [
        'BulkAddRecord',
        dossiers.id,
        [null, null],
        type === 'Numeric' ? { number: [5, 6] } : { number: ['5', '6'] },
      ],
    ]);
    const retyped = [dossiers, bloc].map((table) => ({
      ...table,
      columns: table.columns.map((one) => (one.key === table.dossierColumn ? { ...one, type } : one)),
    }));
    const fast = await grist.readDossiers(retyped, [1, 2, 5]);
    expect(fast.filter(({ table }) => table === 'dossiers').map(({ rowId }) => rowId)).toEqual([1, 2, 5]);
    expect(fast.filter(({ table }) => table === 'bloc:x')).toHaveLength(3);
    proxy.troubleWith((sent) => (isSql(sent) ? NO_SQL : null));
    expect(await again().readDossiers(retyped, [1, 2, 5])).toStrictEqual(fast);
  });

  it('asks for less when a query is too slow, then another way', async () => {
    const { grist, proxy, tables, again } = await filled();
    const expected = await grist.readDossiers(tables, [1, 2, 3, 4]);
    proxy.troubleWith((sent) => (isSql(sent) && /\[\d+,\d+,\d+,/.test(sent.body) ? SLOW : null));
    proxy.sent.length = 0;
    expect(await again().readDossiers(tables, [1, 2, 3, 4])).toStrictEqual(expected);
    expect(proxy.sent.map(({ path }) => path.split('/').at(-1))).toEqual(['sql', 'sql', 'sql']);
    proxy.troubleWith((sent) => (isSql(sent) ? SLOW : null));
    expect(await again().readDossiers(tables, [1, 2, 3, 4])).toStrictEqual(expected);
  });

  it('asks nothing for no dossier', async () => {
    const { grist, proxy, dossiers, bloc } = await filled();
    expect(await grist.readDossiers([dossiers, bloc], [])).toEqual([]);
    expect(await grist.readDossiers([], [1])).toEqual([]);
    expect(proxy.sent).toEqual([]);
  });

  it.each([
    ['a column', (small: SmallDemarche) => ['RenameColumn', small.dossiers.id, 'state', 'autre_nom']],
    ['a table', (small: SmallDemarche) => ['RenameTable', small.dossiers.id, 'Autre_nom']],
    ['a removed column', (small: SmallDemarche) => ['RemoveColumn', small.dossiers.id, 'state']],
  ])('says that the structure changed rather than reading something else: %s', async (_, action) => {
    const small = await filled();
    await small.act([action(small)]);
    await expect(small.grist.readDossiers(small.tables, [1])).rejects.toMatchObject({
      code: 'GRIST_STRUCTURE_CHANGEE',
    });
    small.proxy.troubleWith((sent) => (isSql(sent) ? NO_SQL : null));
    await expect(small.again().readDossiers(small.tables, [1])).rejects.toMatchObject({
      code: 'GRIST_STRUCTURE_CHANGEE',
    });
  });

  it('D15: refuses to read at all rather than take hidden rows for absent ones', async () => {
    const { proxy, tables, again } = await filled();
    const hidden = {
      type: 'answer',
      status: 403,
      body: '{"error":"Blocked by table read access rules"}',
      when: 'before',
    } as const;
    proxy.troubleWith((sent) =>
      isSql(sent) ? NO_SQL : sent.body.includes('BulkAddOrUpdateRecord') ? hidden : null,
    );
    await expect(again().readDossiers(tables, [1])).rejects.toMatchObject({
      code: 'GRIST_REGLES_ACCES',
      detail: 'Blocked by table read access rules',
    });
  });

  it('D15: fails when Grist keeps failing, instead of finding nothing', async () => {
    const { grist, proxy, tables } = await filled();
    proxy.troubleWith(() => ({ type: 'answer', status: 502, body: '', when: 'before' }));
    await expect(grist.readDossiers(tables, [1])).rejects.toMatchObject({ code: 'GRIST_INDISPONIBLE' });
  });
});

describe('scan', () => {
  it('reads the columns asked, ordered by row', async () => {
    const { grist, dossiers, proxy } = await filled();
    const slices = await all(grist.scan(dossiers, ['meta:number', 'oui']));
    expect(slices).toEqual([
      [1, 2, 3, 4].map((rowId) => ({
        table: 'dossiers',
        rowId,
        cells: { 'meta:number': rowId, oui: rowId === 1 ? true : rowId === 2 ? 'peut-être' : false },
      })),
    ]);
    expect(proxy.sent).toHaveLength(1);
  });

  it('goes slice after slice, the same rows with and without queries', async () => {
    const { grist, instructeurs, proxy, again, act } = await filled();
    await act([['BulkRemoveRecord', instructeurs.id, [1]]]);
    const emails = Array.from({ length: 12_000 }, (_, n) => `agent${n}@exemple.fr`);
    await act([['BulkAddRecord', instructeurs.id, emails.map(() => null), { email: emails }]]);
    await act([['BulkRemoveRecord', instructeurs.id, [3, 5000, 5001, 12_000]]]);
    const slices = await all(grist.scan(instructeurs, keysOf(instructeurs)));
    expect(slices.map((slice) => slice.length)).toEqual([5000, 5000, 1996]);
    const rows = slices.flat();
    expect(new Set(rows.map(({ rowId }) => rowId)).size).toBe(11_996);
    proxy.troubleWith((sent) => (isSql(sent) ? NO_SQL : null));
    expect((await all(again().scan(instructeurs, keysOf(instructeurs)))).flat()).toStrictEqual(rows);
  });

  it('takes the other way in the middle when queries become too slow, without losing or doubling a row', async () => {
    const { instructeurs, proxy, again, act } = await filled();
    const emails = Array.from({ length: 5200 }, (_, n) => `agent${n}@exemple.fr`);
    await act([['BulkAddRecord', instructeurs.id, emails.map(() => null), { email: emails }]]);
    proxy.troubleWith((sent) => (isSql(sent) && !sent.body.includes('"args":[0,') ? SLOW : null));
    const slices = await all(again().scan(instructeurs, keysOf(instructeurs)));
    expect(slices.map((slice) => slice.length)).toEqual([5000, 201]);
    expect(new Set(slices.flat().map(({ rowId }) => rowId)).size).toBe(5201);
  });
});

describe('scanRequests', () => {
  it.each([0, 4999, 5000, 10_500])(
    'says what a scan of %i rows costs, before and after queries are refused',
    async (count) => {
      const { grist, instructeurs, proxy, again, act } = await filled();
      const [existing] = await all(grist.scan(instructeurs, keysOf(instructeurs)));
      const missing = Math.max(0, count - (existing?.length ?? 0));
      if (missing > 0) {
        const emails = Array.from({ length: missing }, (_, n) => `agent${n}@exemple.fr`);
        await act([['BulkAddRecord', instructeurs.id, emails.map(() => null), { email: emails }]]);
      }
      const rows = missing + (existing?.length ?? 0);
      const columns = keysOf(instructeurs);
      const cost = async (reader: typeof grist) => {
        const before = proxy.sent.length;
        await all(reader.scan(instructeurs, columns));
        return proxy.sent.length - before;
      };
      expect(grist.scanRequests(rows, columns.length)).toBe(await cost(grist));
      proxy.troubleWith((sent) => (isSql(sent) ? NO_SQL : null));
      const refused = again();
      await cost(refused);
      // The proof that nothing is hidden is asked once: a second scan costs one less, never one more.
      expect(refused.scanRequests(rows, columns.length)).toBeGreaterThanOrEqual(await cost(refused));
    },
  );

  it('is at most one for a thousand dossiers, from a thousand on, for what a light proof reads', async () => {
    const { grist } = await filled();
    for (const dossiers of [1000, 5000, 10_000, 100_000, 1_000_000]) {
      expect(grist.scanRequests(dossiers, 10) * 1000).toBeLessThanOrEqual(dossiers);
    }
  });
});

describe('countRows', () => {
  it('counts every table in one request, or one a table without queries', async () => {
    const { grist, tables, proxy, again } = await filled();
    const expected = new Map([
      ['dossiers', 4],
      ['bloc:x', 4],
      ['instructeurs', 1],
    ]);
    expect(await grist.countRows(tables)).toEqual(expected);
    expect(proxy.sent).toHaveLength(1);
    proxy.troubleWith((sent) => (isSql(sent) ? NO_SQL : null));
    expect(await again().countRows(tables)).toEqual(expected);
  });
});
