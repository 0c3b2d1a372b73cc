import { describe, expect, it } from 'vitest';
import { startGrist } from '../../simulators/grist/start';
import type { RowGroup } from '../sync/model/operation';
import { backendOf } from './fixture-backend';
import { newDossier, POISON, type Sent, type SmallDemarche, smallDemarche } from './fixture-document';
import { MAX_BYTES } from './write';

const backend = backendOf(startGrist);
const small = async () => smallDemarche(await backend());
const isWrite = ({ path, body }: Sent) => path.includes('/apply') && body !== '[]';
const range = (count: number) => Array.from({ length: count }, (_, at) => at + 1);
const numbersIn = async ({ grist, dossiers }: SmallDemarche): Promise<unknown[]> => {
  const numbers: unknown[] = [];
  for await (const slice of grist.scan(dossiers, ['meta:number'])) {
    numbers.push(...slice.map(({ cells }) => cells['meta:number']));
  }
  return numbers;
};
const failed = (code: string, dossier: number) => ({ status: 'failed', code, dossier });

describe('writing dossiers', () => {
  it('adds dossiers and the rows of their blocks in one transaction, each under its own dossier', async () => {
    const demarche = await small();
    const { grist, proxy, tables, dossiers, bloc } = demarche;
    const outcomes = await grist.write(tables, [
      newDossier(11, { texte: 'a' }, [{ note: 1 }, { note: 2 }]),
      newDossier(12, { texte: 'b' }, []),
      newDossier(13, { texte: 'c' }, [{ note: 3 }]),
    ]);
    expect(proxy.applies()).toHaveLength(1);
    expect(outcomes).toEqual([
      { status: 'written', dossier: 11, added: [1, 2, 1] },
      { status: 'written', dossier: 12, added: [2] },
      { status: 'written', dossier: 13, added: [3, 3] },
    ]);
    const rows = await grist.readDossiers([dossiers, bloc], [11, 12, 13]);
    expect(rows.map(({ table, cells }) => [table, cells['meta:dossier'] ?? cells.texte])).toEqual([
      ['dossiers', 'a'],
      ['dossiers', 'b'],
      ['dossiers', 'c'],
      ['bloc:x', 1],
      ['bloc:x', 1],
      ['bloc:x', 3],
    ]);
  });

  it('leaves cells that were not given empty, never at Grist’s defaults', async () => {
    const { grist, tables, dossiers } = await small();
    await grist.write(tables, [newDossier(1, {}, [])]);
    const [row] = await grist.readDossiers([dossiers], [1]);
    expect(row?.cells).toMatchObject({ etat: null, texte: null, nombre: null, jour: null, lien: null });
  });

  it('does so from an adapter that has read nothing before, for one more request', async () => {
    const { again, proxy, tables, dossiers } = await small();
    const fresh = again();
    await fresh.write(tables, [newDossier(1, {}, [])]);
    await fresh.write(tables, [newDossier(2, {}, [])]);
    expect(proxy.sent.map(({ method }) => method)).toEqual(['GET', 'POST', 'POST']);
    const [row] = await fresh.readDossiers([dossiers], [1]);
    expect(row?.cells).toMatchObject({ nombre: null });
  });

  it('updates only the cells given, removes rows, and adds to an existing dossier', async () => {
    const { grist, proxy, tables, dossiers, bloc } = await small();
    await grist.write(tables, [
      newDossier(1, { texte: 'avant', nombre: 1 }, [{}, {}]),
      newDossier(2, { texte: 'deux' }, []),
    ]);
    proxy.sent.length = 0;
    const group: RowGroup = {
      dossier: 1,
      operations: [
        {
          type: 'update',
          table: 'dossiers',
          key: '1',
          rowId: 1,
          cells: { texte: 'après' },
          reason: 'modifie',
        },
        { type: 'remove', table: 'bloc:x', key: '1:0', rowId: 1, reason: 'disparu' },
        {
          type: 'add',
          table: 'bloc:x',
          key: '1:2',
          reason: 'nouveau',
          cells: { 'meta:dossier': 1, 'meta:dossier_number': 1, 'meta:bloc_ligne_id': 'L2', note: 9 },
        },
      ],
    };
    expect(await grist.write(tables, [group])).toEqual([{ status: 'written', dossier: 1, added: [3] }]);
    expect(proxy.applies()).toHaveLength(1);
    const rows = await grist.readDossiers([dossiers, bloc], [1, 2]);
    expect(rows.map(({ rowId, cells }) => [rowId, cells.texte ?? cells.note ?? null])).toEqual([
      [1, 'après'],
      [2, 'deux'],
      [2, null],
      [3, 9],
    ]);
    expect(rows[0]?.cells.nombre).toBe(1);
  });

  it('sends nothing for nothing', async () => {
    const { grist, proxy, tables } = await small();
    expect(await grist.write(tables, [])).toEqual([]);
    expect(await grist.write(tables, [{ dossier: 1, operations: [] }])).toEqual([
      { status: 'written', dossier: 1, added: [] },
    ]);
    expect(proxy.sent).toEqual([]);
  });
});

describe('cutting', () => {
  it('stays under 900 KB of UTF-8 bytes with texts of several bytes a character', async () => {
    const demarche = await small();
    const { grist, proxy, tables } = demarche;
    const texte = '日本語のテキスト'.repeat(100);
    const groups = range(900).map((number) => newDossier(number, { texte }, [{}]));
    const outcomes = await grist.write(tables, groups);
    expect(outcomes.every(({ status }) => status === 'written')).toBe(true);
    const bytes = proxy.applies().map(({ body }) => Buffer.byteLength(body));
    expect(bytes.every((length) => length <= MAX_BYTES)).toBe(true);
    const total = bytes.reduce((sum, length) => sum + length, 0);
    expect(bytes).toHaveLength(Math.ceil(total / MAX_BYTES));
    expect(await numbersIn(demarche)).toEqual(range(900));
  });

  it('never puts more than 1 000 dossiers in a request', async () => {
    const demarche = await small();
    await demarche.grist.write(
      demarche.tables,
      range(2100).map((number) => newDossier(number, {}, [])),
    );
    expect(demarche.proxy.applies()).toHaveLength(3);
    expect(await numbersIn(demarche)).toEqual(range(2100));
  });

  it('cuts a dossier that alone is too large, its own row first', async () => {
    const { grist, proxy, tables, dossiers, bloc } = await small();
    const lines = range(60).map(() => ({ 'meta:bloc_ligne_id': 'é'.repeat(20_000) }));
    const outcomes = await grist.write(tables, [
      newDossier(1),
      newDossier(2, { texte: 'grand' }, lines),
      newDossier(3),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['written', 'written', 'written']);
    expect(outcomes[1]?.status === 'written' && outcomes[1].added).toHaveLength(61);
    expect(proxy.applies().length).toBeGreaterThan(3);
    expect(proxy.applies().every(({ body }) => Buffer.byteLength(body) <= MAX_BYTES)).toBe(true);
    const rows = await grist.readDossiers([dossiers, bloc], [2]);
    const own = rows.find(({ table }) => table === 'dossiers')?.rowId;
    const children = rows.filter(({ table }) => table === 'bloc:x');
    expect(children.map(({ cells }) => cells['meta:dossier'])).toEqual(range(60).map(() => own));
    const added = outcomes[1]?.status === 'written' ? outcomes[1].added : [];
    expect(added.at(-1)).toBe(own);
    expect(added.slice(0, -1)).toEqual(children.map(({ rowId }) => rowId));
  });

  it('fails the dossier whose row alone is too large, writes nothing of it, and writes the others', async () => {
    const demarche = await small();
    const huge = 'x'.repeat(MAX_BYTES);
    const outcomes = await demarche.grist.write(demarche.tables, [
      newDossier(1),
      newDossier(2, { texte: huge }),
      newDossier(3),
    ]);
    expect(outcomes).toMatchObject([
      { status: 'written' },
      failed('GRIST_DOSSIER_TROP_GRAND', 2),
      { status: 'written' },
    ]);
    expect(await numbersIn(demarche)).toEqual([1, 3]);
  });

  it('halves what a proxy refuses as too large, and remembers', async () => {
    const demarche = await small();
    const { grist, proxy, tables } = demarche;
    proxy.troubleWith(({ body }) =>
      Buffer.byteLength(body) > 100_000
        ? { type: 'answer', status: 413, body: '<html>', when: 'before' }
        : null,
    );
    const groups = range(300).map((number) => newDossier(number, { texte: 'z'.repeat(1500) }, []));
    expect((await grist.write(tables, groups)).every(({ status }) => status === 'written')).toBe(true);
    expect(await numbersIn(demarche)).toEqual(range(300));
    proxy.sent.length = 0;
    await grist.write(tables, [newDossier(301, { texte: 'z'.repeat(99_000) }, [])]);
    await grist.write(
      tables,
      groups.slice(0, 60).map((_, at) => newDossier(400 + at, { texte: 'z'.repeat(1500) }, [])),
    );
    expect(proxy.applies().every(({ body }) => Buffer.byteLength(body) <= 100_000)).toBe(true);
  });

  it('says so when even a small request is refused as too large', async () => {
    const { grist, proxy, tables } = await small();
    proxy.troubleWith(() => ({ type: 'answer', status: 413, body: '', when: 'before' }));
    await expect(
      grist.write(
        tables,
        range(50).map((n) => newDossier(n)),
      ),
    ).rejects.toMatchObject({
      code: 'GRIST_TAILLE_DEPASSEE',
    });
  });
});

describe('a dossier that Grist refuses', () => {
  it('D3: is told, and costs none of the 299 others', async () => {
    const demarche = await small();
    const { grist, proxy, tables } = demarche;
    const groups = range(300).map((number) => newDossier(number, {}, number === 137 ? [{}, POISON] : [{}]));
    const outcomes = await grist.write(tables, groups);
    expect(outcomes[136]).toEqual({
      status: 'failed',
      dossier: 137,
      code: 'GRIST_DOSSIER_REFUSE',
      facts: { erreur: 'ValueError' },
    });
    expect(outcomes.filter(({ status }) => status === 'written')).toHaveLength(299);
    expect((await numbersIn(demarche)).toSorted()).toEqual(
      range(300)
        .filter((n) => n !== 137)
        .toSorted(),
    );
    expect(proxy.applies().length).toBeLessThanOrEqual(1 + 2 * Math.ceil(Math.log2(300)));
  });

  it('leaves none of its rows behind', async () => {
    const { grist, tables, bloc, dossiers } = await small();
    await grist.write(tables, [newDossier(1, {}, [{}, {}, POISON])]);
    expect(await grist.countRows([dossiers, bloc])).toEqual(
      new Map([
        ['dossiers', 0],
        ['bloc:x', 0],
      ]),
    );
  });

  it('keeps the order of the outcomes when there are several', async () => {
    const { grist, tables } = await small();
    const bad = new Set([3, 4, 17, 40]);
    const outcomes = await grist.write(
      tables,
      range(40).map((n) => newDossier(n, {}, bad.has(n) ? [POISON] : [])),
    );
    expect(outcomes.map(({ dossier }) => dossier)).toEqual(range(40));
    expect(outcomes.filter(({ status }) => status === 'failed').map(({ dossier }) => dossier)).toEqual([
      ...bad,
    ]);
  });

  it('does not cost a request each when all are refused', async () => {
    const { grist, proxy, tables } = await small();
    const outcomes = await grist.write(
      tables,
      range(600).map((n) => newDossier(n, {}, [POISON])),
    );
    expect(outcomes.every(({ status }) => status === 'failed')).toBe(true);
    expect(proxy.applies().length).toBeLessThan(80);
  });

  it('is found too when a firewall is the one that refuses', async () => {
    const { grist, proxy, tables } = await small();
    proxy.troubleWith(({ body }) =>
      body.includes('<script>')
        ? { type: 'answer', status: 403, body: '<html>Blocked</html>', when: 'before' }
        : null,
    );
    const outcomes = await grist.write(
      tables,
      range(20).map((n) => newDossier(n, n === 7 ? { texte: '<script>' } : {})),
    );
    expect(outcomes.filter(({ status }) => status === 'failed')).toMatchObject([
      failed('GRIST_DOSSIER_REFUSE', 7),
    ]);
  });
});

describe('the document changes under our feet', () => {
  it.each([
    [
      'a column is renamed',
      (demarche: SmallDemarche) => ['RenameColumn', demarche.dossiers.id, 'state', 'etat_du_dossier'],
    ],
    ['a column is removed', (demarche: SmallDemarche) => ['RemoveColumn', demarche.dossiers.id, 'state']],
    ['a table is renamed', (demarche: SmallDemarche) => ['RenameTable', demarche.bloc.id, 'Lignes']],
    ['a table is removed', (demarche: SmallDemarche) => ['RemoveTable', demarche.bloc.id]],
  ])(
    'in the middle of a run, %s: nothing more is written, and the structure is to be read again',
    async (_, action) => {
      const demarche = await small();
      const { grist, proxy, tables, act } = demarche;
      const groups = range(1500).map((number) => newDossier(number, { etat: 'Accepté' }));
      let writes = 0;
      const afterFirst = () => {
        writes += 1;
        proxy.beforeNextWrite(writes === 2 ? () => act([action(demarche)]) : async () => afterFirst());
      };
      afterFirst();
      await expect(grist.write(tables, groups)).rejects.toMatchObject({ code: 'GRIST_STRUCTURE_CHANGEE' });
      expect(await grist.countRows([demarche.dossiers])).toEqual(new Map([['dossiers', 1000]]));
    },
  );

  it('a row to update is removed by a user', async () => {
    const { grist, tables, act, dossiers } = await small();
    await grist.write(tables, [newDossier(1, {}, [])]);
    await act([['BulkRemoveRecord', dossiers.id, [1]]]);
    const group: RowGroup = {
      dossier: 1,
      operations: [
        { type: 'update', table: 'dossiers', key: '1', rowId: 1, cells: { texte: 'x' }, reason: 'modifie' },
      ],
    };
    await expect(grist.write(tables, [group])).rejects.toMatchObject({ code: 'GRIST_STRUCTURE_CHANGEE' });
  });

  it.each([
    ['known to us', true],
    ['not known to us', false],
  ])('a column that became a formula is not given values: %s', async (_, known) => {
    const { grist, tables, act, dossiers } = await small();
    await act([['ModifyColumn', dossiers.id, 'state', { isFormula: true, formula: '"x"' }]]);
    if (known) await grist.structure();
    await expect(grist.write(tables, [newDossier(1, { etat: 'Accepté' })])).rejects.toMatchObject({
      code: 'GRIST_STRUCTURE_CHANGEE',
    });
  });
});

describe('an answer that is lost', () => {
  it.each([
    ['before Grist received it', 'before', 0],
    ['after Grist applied it', 'after', 3],
  ] as const)(
    '%s: the write is not repeated, and what follows can be decided by reading',
    async (_, when, count) => {
      const { grist, again, proxy, tables, dossiers, bloc } = await small();
      let troubled = false;
      proxy.troubleWith((sent) => {
        if (!isWrite(sent) || troubled) return null;
        troubled = true;
        return { type: 'silence', when };
      });
      const impatient = again({ patience: { rows: { firstByte: 800, total: 900 } } });
      const groups = range(3).map((number) => newDossier(number));
      await expect(impatient.write(tables, groups)).rejects.toMatchObject({
        code: 'GRIST_ECRITURE_INCERTAINE',
      });
      expect(await grist.countRows([dossiers, bloc])).toEqual(
        new Map([
          ['dossiers', count],
          ['bloc:x', count],
        ]),
      );
      expect(proxy.applies().filter(isWrite)).toHaveLength(1);
      expect(proxy.applies().at(-1)?.body).toBe('[]');
    },
  );
});
