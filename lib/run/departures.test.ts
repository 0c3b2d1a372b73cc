// What becomes of the rows of dossiers that leave: marked, archived, deleted; and how they come back.

import { describe, expect, it } from 'vitest';
import { EVERYTHING } from '../sync/model/options';
import type { Departure } from '../sync/model/policies';
import type { Tombstone } from './ports';
import { FIVE, one, touched, world } from './testing/world';

type World = ReturnType<typeof world>;
const DAY = 24;
const TABLES = ['dossiers', 'champs', 'bloc_parcelles', 'demandeurs'] as const;
const COLUMN = { dossiers: 'number' } as Readonly<Record<string, string>>;

/** In which tables dossier 2 has rows, live ones and their twins. */
const places = (here: World, number = 2): readonly string[] =>
  TABLES.flatMap((name) => [name, `archive_${name}`]).filter((name) => {
    const id = `Demarche_123_${name}`;
    if (![...here.document.tables.values()].some((table) => table.id === id)) return false;
    const column = COLUMN[name.replace('archive_', '')] ?? 'dossier_number';
    return here.document.rowsOf(id).some((cells) => cells[column] === number);
  });
const LIVE = [...TABLES];
const ARCHIVED = TABLES.map((name) => `archive_${name}`);
const tombstone = (kind: Tombstone['kind']): Tombstone => ({
  number: 2,
  kind,
  date: '2026-05-01T10:00:00Z',
  reason: 'user_request',
});
const hide = (here: World, kind: Tombstone['kind'] = 'pending') => {
  here.source.dossiers.delete(2);
  here.source.tombstoneList = [tombstone(kind)];
};
const restore = (here: World) => {
  here.source.tombstoneList = [];
  here.source.dossiers.set(2, touched(one(2, ''), 'revenu', '2026-05-03T10:00:00Z'));
};
/** Nothing is written by a second run. */
const expectQuiet = async (here: World) => {
  here.document.requests.length = 0;
  expect(await here.sync()).toMatchObject({ counts: { added: 0, updated: 0, removed: 0 } });
  expect(here.document.requests).toEqual(['structure']);
};

describe.each<[Departure, readonly string[]]>([
  ['marquer', LIVE],
  ['archiver', ARCHIVED],
  ['supprimer', []],
])('departures: %s', (departures, after) => {
  const open = async () => {
    const here = world(FIVE);
    here.setPolicies({ departures });
    await here.sync();
    return here;
  };

  it.each(['pending', 'deleted'] as const)('of a dossier told as %s, children included', async (kind) => {
    const here = await open();
    expect(places(here)).toEqual(LIVE);
    hide(here, kind);
    expect(await here.sync()).toMatchObject({ status: 'reussi', counts: { removed: 1 } });
    expect(places(here)).toEqual(after);
    expect(places(here, 3)).toEqual(LIVE);
    await expectQuiet(here);
    expect(await here.verify()).toMatchObject({ dossiers: 4, differenceCount: 0 });
  });

  it('of a dossier that vanished', async () => {
    const here = await open();
    here.source.dossiers.delete(2);
    here.later(DAY);
    expect(await here.sync()).toMatchObject({ counts: { removed: 1 } });
    expect(places(here)).toEqual(after);
    await expectQuiet(here);
  });

  it('and it comes back whole when it is restored', async () => {
    const here = await open();
    hide(here);
    await here.sync();
    restore(here);
    await here.sync();
    expect(places(here)).toEqual(LIVE);
    expect(await here.verify()).toMatchObject({ dossiers: 5, differenceCount: 0 });
    const row = here.document.rowsOf('Demarche_123_dossiers').find(({ number }) => number === 2);
    expect(row).toMatchObject({ etat_dn: 'présent', raison_suppression: null });
    const child = here.document.rowsOf('Demarche_123_champs').find((cells) => cells.dossier_number === 2);
    expect(child).toMatchObject({ projet: 'revenu' });
    await expectQuiet(here);
  });

  it('leaves the rows that the user added', async () => {
    const here = await open();
    const block = here.document.table('Demarche_123_bloc_parcelles');
    const number = block.columns.find(({ id }) => id === 'dossier_number')?.ref ?? 0;
    block.rows.set(9000, { id: 9000, cells: new Map([[number, 2]]) });
    hide(here);
    await here.sync();
    expect(block.rows.has(9000)).toBe(true);
  });

  it('killed between the document and the record, the next run ends right', async () => {
    const here = await open();
    hide(here);
    let writes = 0;
    const write = here.document.write.bind(here.document);
    here.document.write = async (...given) => {
      writes += 1;
      const outcome = await write(...given);
      if (writes === 1) throw new Error('killed');
      return outcome;
    };
    await here.sync().catch(() => undefined);
    here.ledger.expireLeases();
    // Restored meanwhile: what was moved and never recorded must come back too.
    restore(here);
    await here.sync();
    expect(places(here)).toEqual(LIVE);
    expect(await here.verify()).toMatchObject({ dossiers: 5, differenceCount: 0 });
  });
});

describe('out of the scope', () => {
  it.each<[Departure, readonly string[]]>([
    ['marquer', LIVE],
    ['archiver', ARCHIVED],
    ['supprimer', []],
  ])('%s, and back in it', async (outOfScope, after) => {
    const here = world(FIVE);
    here.setPolicies({ outOfScope });
    await here.sync();
    here.source.dossiers.set(2, {
      ...touched(one(2, ''), 'sorti', '2026-05-01T10:00:00Z'),
      state: 'accepte',
    });
    here.setScope({ ...EVERYTHING, statuts: ['en_construction'] });
    expect(await here.sync()).toMatchObject({ counts: { outOfScope: 1 } });
    expect(places(here)).toEqual(after);
    expect(await here.verify()).toMatchObject({ dossiers: 4, differenceCount: 0 });
    await expectQuiet(here);
    here.setScope(EVERYTHING);
    await here.sync();
    expect(places(here)).toEqual(LIVE);
    expect(await here.verify()).toMatchObject({ dossiers: 5, differenceCount: 0 });
  });

  it('each departure has its own policy', async () => {
    const here = world(FIVE);
    here.setPolicies({ departures: 'archiver', outOfScope: 'supprimer' });
    await here.sync();
    hide(here);
    here.setScope({ ...EVERYTHING, depotFin: '2026-01-04' });
    await here.sync();
    expect(places(here, 2)).toEqual(ARCHIVED);
    expect(places(here, 5)).toEqual([]);
  });
});

describe('the archive', () => {
  it('exists only for those who chose it, with the columns of its tables, and its rows know their dossier', async () => {
    const here = world(FIVE);
    await here.sync();
    const ids = () => [...here.document.tables.values()].map(({ id }) => id);
    expect(ids().filter((id) => id.includes('archive'))).toEqual([]);
    here.setPolicies({ departures: 'archiver' });
    hide(here);
    expect(await here.sync()).toMatchObject({ status: 'reussi', counts: { updated: 0, removed: 1 } });
    for (const name of TABLES) {
      const columns = (id: string) => here.document.table(id).columns.map((column) => column.id);
      expect(columns(`Demarche_123_archive_${name}`)).toEqual(columns(`Demarche_123_${name}`));
    }
    expect(ids()).not.toContain('Demarche_123_archive_instructeurs');
    const [dossier] = here.document.table('Demarche_123_archive_dossiers').rows.keys();
    expect(here.document.rowsOf('Demarche_123_archive_champs')).toMatchObject([
      { dossier, dossier_number: 2, projet: 'projet 2' },
    ]);
    expect(here.document.rowsOf('Demarche_123_archive_dossiers')).toMatchObject([
      { number: 2, etat_dn: 'en attente de suppression', state: 'En construction' },
    ]);
  });

  it('says that an archived dossier was deleted for good', async () => {
    const here = world(FIVE);
    here.setPolicies({ departures: 'archiver' });
    await here.sync();
    hide(here);
    await here.sync();
    here.source.tombstoneList = [tombstone('deleted')];
    await here.sync();
    expect(here.document.rowsOf('Demarche_123_archive_dossiers')).toMatchObject([{ etat_dn: 'supprimé' }]);
    expect(here.document.rowsOf('Demarche_123_archive_champs')).toHaveLength(1);
  });

  it('is left by a dossier that comes back after the policy changed, and what was marked stays so', async () => {
    const here = world(FIVE);
    here.setPolicies({ departures: 'archiver' });
    await here.sync();
    hide(here);
    await here.sync();
    here.setPolicies({ departures: 'marquer' });
    restore(here);
    await here.sync();
    expect(places(here)).toEqual(LIVE);
    hide(here);
    here.source.tombstoneList = [{ ...tombstone('pending'), date: '2026-05-04T10:00:00Z' }];
    await here.sync();
    expect(places(here)).toEqual(LIVE);
    here.setPolicies({ departures: 'supprimer' });
    await expectQuiet(here);
    expect(places(here)).toEqual(LIVE);
  });

  it('that lost a table to the user takes nothing: the dossier is marked, nothing is deleted', async () => {
    const here = world(FIVE);
    here.setPolicies({ departures: 'archiver' });
    await here.sync();
    const twin = here.document.table('Demarche_123_archive_champs');
    here.document.tables.delete(twin.ref);
    hide(here);
    await here.sync();
    expect(places(here)).toEqual(LIVE);
    expect(here.document.rowsOf('Demarche_123_dossiers')[1]).toMatchObject({
      etat_dn: 'en attente de suppression',
    });
  });

  it('verify tells a dossier that lives and is in the archive too', async () => {
    const here = world(FIVE);
    here.setPolicies({ departures: 'archiver' });
    await here.sync();
    const twin = here.document.table('Demarche_123_archive_dossiers');
    const number = twin.columns.find(({ id }) => id === 'number')?.ref ?? 0;
    twin.rows.set(9000, { id: 9000, cells: new Map([[number, 2]]) });
    expect(await here.verify()).toMatchObject({
      differences: [{ dossier: 2, kind: 'en_trop', table: 'archive:dossiers' }],
    });
    await here.sync({ full: true });
    expect(twin.rows.size).toBe(0);
  });

  it('a preview shows the moves, and makes none', async () => {
    const here = world(FIVE);
    here.setPolicies({ departures: 'archiver' });
    await here.sync();
    hide(here);
    const operations = (await here.rehearse()).groups().flatMap((group) => group.operations);
    expect(operations.map(({ type }) => type).sort()).toEqual([
      ...Array(4).fill('add'),
      ...Array(4).fill('remove'),
    ]);
    expect(places(here)).toEqual(LIVE);
  });
});
