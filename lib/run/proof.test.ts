// Every depth of verification against every kind of damage: what it must find, and what it does not claim to.

import { describe, expect, it } from 'vitest';
import { Failure } from '../errors/failure';
import { EVERYTHING } from '../sync/model/options';
import { champ } from '../sync/testing/samples';
import type { ProofDepth } from './ports';
import { handOf, type MemoryWorld, memoryWorld, modified, sampleDossier } from './testing/memory-world';

const FIVE = [1, 2, 3, 4, 5].map((number) => sampleDossier(number));
const DEPTHS = ['comptes', 'legere', 'complete'] as const satisfies readonly ProofDepth[];

async function synced(): Promise<MemoryWorld> {
  const here = memoryWorld(FIVE);
  await here.sync();
  return here;
}

type Hand = ReturnType<typeof handOf>;
type Found = { readonly kind: string; readonly table: string; readonly dossier?: number | null } | null;

/** Damage, then what `comptes`, `legere` and `complete` find of it. */
const DAMAGES: readonly (readonly [string, (hand: Hand) => void, Found, Found, Found])[] = [
  [
    'a row of dossiers deleted',
    (hand) => hand.remove('dossiers', 2),
    ...thrice({ kind: 'manquante', table: 'dossiers', dossier: 2 }),
  ],
  [
    'a row of dossiers doubled',
    (hand) => hand.double('dossiers', 2),
    ...thrice({ kind: 'en_double', table: 'dossiers', dossier: 2 }),
  ],
  [
    'a row of a dossier that nobody knows',
    (hand) => hand.addKeyed('dossiers', 99),
    ...thrice({ kind: 'en_trop', table: 'dossiers', dossier: 99 }),
  ],
  ...(
    [
      ['state_code', 'accepte'],
      ['state', 'Accepté'],
      ['archived', true],
      ['date_depot', 1],
      ['date_traitement', 1_700_000_000],
      ['date_derniere_modification', 1_700_000_000],
      ['date_derniere_modification', null],
      ['etat_dn', 'supprimé'],
      ['etat_dn', ''],
    ] as const
  ).map(([column, value]): (typeof DAMAGES)[number] => {
    const found = { kind: 'differente', table: 'dossiers', dossier: 2 };
    return [`${column} edited`, (hand) => hand.edit('dossiers', 2, column, value), null, found, found];
  }),
  [
    'another cell of dossiers edited',
    (hand) => hand.edit('dossiers', 2, 'demandeur_nom', 'changé'),
    null,
    null,
    { kind: 'differente', table: 'dossiers', dossier: 2 },
  ],
  [
    'a champ edited',
    (hand) => hand.edit('champs', 2, 'projet', 'changé'),
    null,
    null,
    { kind: 'differente', table: 'champs', dossier: 2 },
  ],
  [
    'a row of champs deleted',
    (hand) => hand.remove('champs', 2),
    { kind: 'manquante', table: 'champs', dossier: 2 },
    null,
    { kind: 'manquante', table: 'champs', dossier: 2 },
  ],
  [
    'a row of champs doubled',
    (hand) => hand.double('champs', 2),
    { kind: 'en_double', table: 'champs', dossier: 2 },
    null,
    { kind: 'en_double', table: 'champs', dossier: 2 },
  ],
  [
    'a row of a block deleted',
    (hand) => hand.remove('bloc_parcelles', 2),
    null,
    null,
    { kind: 'manquante', table: 'bloc:Champ-5', dossier: 2 },
  ],
  [
    'a row of a block doubled',
    (hand) => hand.double('bloc_parcelles', 2),
    { kind: 'en_double', table: 'bloc:Champ-5', dossier: 2 },
    null,
    { kind: 'en_double', table: 'bloc:Champ-5', dossier: 2 },
  ],
  [
    'a row of a block that moved to a dossier that nobody knows',
    (hand) => hand.edit('bloc_parcelles', 2, 'dossier_number', 99),
    { kind: 'en_trop', table: 'bloc:Champ-5', dossier: 99 },
    null,
    { kind: 'en_trop', table: 'bloc:Champ-5', dossier: 99 },
  ],
  // Not ours, or not looked at: nobody may call it a difference.
  [
    'a row that the user added, without a key',
    (hand) => hand.addOwn('champs', 'projet', 'à moi'),
    ...thrice(null),
  ],
];

function thrice(found: Found): [Found, Found, Found] {
  return [found, found, found];
}

describe('a verification', () => {
  it.each(DEPTHS)('of depth %s finds nothing where nothing is wrong', async (depth) => {
    const here = await synced();
    const report = await here.verify(depth);
    expect(report).toMatchObject({ depth, dossiers: 5, differenceCount: 0, late: 0, complete: true });
    expect(report).toMatchObject({ structure: [], unreadable: [], strayCount: 0, repaired: 0 });
    expect(report.rows).toBeGreaterThanOrEqual(5);
  });

  describe.each(DAMAGES)('%s', (_name, damage, comptes, legere, complete) => {
    it.each([
      ['comptes', comptes],
      ['legere', legere],
      ['complete', complete],
    ] as const)('%s', async (depth, found) => {
      const here = await synced();
      damage(handOf(here.document));
      const { differences, differenceCount } = await here.verify(depth);
      if (found === null) expect(differences).toEqual([]);
      else expect(differences).toContainEqual(expect.objectContaining(found));
      expect(differenceCount).toBe(differences.length);
    });
  });

  it.each(DEPTHS)('%s tells a column that is gone, and still compares the rest', async (depth) => {
    const here = await synced();
    const hand = handOf(here.document);
    hand.dropColumn('dossiers', 'date_traitement');
    hand.edit('dossiers', 2, 'etat_dn', 'supprimé');
    hand.edit('dossiers', 3, 'date_derniere_modification', 1_700_000_000);
    const report = await here.verify(depth);
    expect(report.structure).toEqual([{ table: 'dossiers', column: 'meta:date_traitement' }]);
    expect(report.differences.map(({ dossier, columns }) => [dossier, columns])).toEqual(
      depth === 'comptes'
        ? []
        : [
            [2, ['meta:etat_dn']],
            [3, ['meta:date_derniere_modification']],
          ],
    );
  });

  it('counts a row without a key once, and tells it apart', async () => {
    const here = await synced();
    handOf(here.document).addOwn('champs', 'projet', 'à moi');
    for (const depth of ['comptes', 'complete'] as const) {
      const report = await here.verify(depth);
      expect(report).toMatchObject({ differenceCount: 0, strayCount: 1, strays: [{ kind: 'sans_cle' }] });
    }
  });

  it.each(DEPTHS)('%s finds a departure whose row no longer says so', async (depth) => {
    const here = await synced();
    here.source.dossiers.delete(2);
    const date = '2026-05-01T10:00:00Z';
    here.source.tombstoneList = [{ number: 2, kind: 'deleted', date, reason: 'expired' }];
    await here.sync();
    expect(await here.verify(depth)).toMatchObject({ differenceCount: 0 });
    const hand = handOf(here.document);
    hand.edit('dossiers', 2, 'etat_dn', 'présent');
    const found = depth === 'comptes' ? [] : [{ dossier: 2, kind: 'differente', columns: ['meta:etat_dn'] }];
    expect((await here.verify(depth)).differences).toMatchObject(found);
    // Its other cells are no longer followed, and a row that its user deleted is not missed.
    hand.edit('dossiers', 2, 'etat_dn', 'supprimé');
    hand.edit('dossiers', 2, 'state_code', 'autre');
    expect(await here.verify(depth)).toMatchObject({ differenceCount: 0 });
    for (const table of ['dossiers', 'champs', 'demandeurs', 'bloc_parcelles']) hand.remove(table, 2);
    expect(await here.verify(depth)).toMatchObject({ differenceCount: 0 });
  });

  it.each(['comptes', 'legere'] as const)('%s lists what could not be written', async (depth) => {
    const here = memoryWorld(FIVE);
    here.document.refused.set(2, 'GRIST_DOSSIER_REFUSE');
    await here.sync();
    expect(await here.verify(depth)).toMatchObject({ unreadable: [{ number: 2 }] });
  });

  it('costs what it says: no page of DN for the shallow ones', async () => {
    const here = await synced();
    const cost = async (depth: ProofDepth) => {
      here.source.requests.length = 0;
      here.document.requests.length = 0;
      await here.verify(depth);
      return [[...here.source.requests], [...here.document.requests]];
    };
    expect(await cost('legere')).toEqual([['describe'], ['structure', 'scan']]);
    const [source, document] = await cost('comptes');
    expect(source).toEqual(['describe']);
    expect(document?.slice(0, 2)).toEqual(['structure', 'count']);
    expect(document?.slice(2).every((request) => request === 'scan')).toBe(true);
  });

  it('does not scan a table without a row, and misses nothing for that', async () => {
    const here = await synced();
    const hand = handOf(here.document);
    for (const { number } of FIVE) hand.remove('champs', number);
    here.document.requests.length = 0;
    expect(await here.verify('comptes')).toMatchObject({ differenceCount: 5 });
    // dossiers, demandeurs and the block; not champs, nor avis and pieces, which are empty.
    expect(here.document.requests.filter((request) => request === 'scan')).toHaveLength(3);
  });

  it('says how many dossiers DN announces, only where the link takes them all', async () => {
    const here = await synced();
    here.source.demarche = { ...here.source.demarche, dossiersCount: 7 };
    expect(await here.verify('comptes')).toMatchObject({ announced: 7, dossiers: 5, differenceCount: 0 });
    here.setScope({ ...EVERYTHING, archives: 'exclus' });
    expect(await here.verify('comptes')).toMatchObject({ announced: null });
  });

  it.each(DEPTHS)('%s stopped before its end claims nothing', async (depth) => {
    const here = await synced();
    handOf(here.document).remove('dossiers', 5);
    here.stopNow();
    expect(await here.verify(depth)).toMatchObject({ complete: false });
    here.resume();
    expect((await here.proofs())[depth]).toBeNull();
  });
});

describe('what moved in DN since the last synchronisation', () => {
  const LATER = '2026-05-01T09:00:00Z';

  it('is late, and not an écart: modified, deposited, out of the scope, deleted', async () => {
    const here = await synced();
    const [, second, third] = FIVE;
    if (second === undefined || third === undefined) throw new Error('five dossiers');
    here.source.dossiers.set(2, modified(second, { state: 'accepte' }, LATER));
    here.source.dossiers.set(6, modified(sampleDossier(6), {}, LATER));
    here.source.dossiers.set(3, modified(third, { archived: true }, LATER));
    here.source.dossiers.delete(4);
    here.source.tombstoneList = [{ number: 4, kind: 'pending', date: LATER, reason: 'user_request' }];
    here.setScope({ ...EVERYTHING, archives: 'exclus' });
    const report = await here.verify();
    expect(report).toMatchObject({ late: 4, differenceCount: 0, dossiers: 4 });
    expect(await here.proofs()).toMatchObject({ complete: { late: 4, differences: 0 } });
  });

  it('hides no écart of the others', async () => {
    const here = await synced();
    here.source.dossiers.set(2, modified(sampleDossier(2), { state: 'accepte' }, LATER));
    handOf(here.document).edit('champs', 3, 'projet', 'changé');
    expect(await here.verify()).toMatchObject({ late: 1, differences: [{ dossier: 3 }] });
  });

  it('is an écart when an earlier run should have read it', async () => {
    const here = await synced();
    // Older than the watermark, and unlike what the Ledger remembers: no ordinary run would read it again.
    here.source.dossiers.set(2, modified(sampleDossier(2), { state: 'accepte' }, '2026-01-02T09:00:01Z'));
    here.source.dossiers.set(7, sampleDossier(7, 'oublié', 1));
    const report = await here.verify();
    expect(report.late).toBe(0);
    expect(new Set(report.differences.map(({ dossier }) => dossier))).toEqual(new Set([2, 7]));
  });

  it('is an écart when the dossier vanished from DN without a word', async () => {
    const here = await synced();
    here.source.dossiers.delete(4);
    const report = await here.verify();
    expect(report.late).toBe(0);
    expect(new Set(report.differences.map(({ kind }) => kind))).toEqual(new Set(['en_trop']));
  });

  it('is an écart when its writing failed', async () => {
    const here = memoryWorld(FIVE);
    await here.sync();
    here.source.dossiers.set(2, modified(sampleDossier(2), { state: 'accepte' }, LATER));
    here.document.refused.set(2, 'GRIST_DOSSIER_REFUSE');
    await here.sync();
    expect(await here.verify()).toMatchObject({ late: 0, differences: [{ dossier: 2 }] });
  });

  it('compares what is there when a dossier moves during the verification itself', async () => {
    const here = await synced();
    const page = here.source.page.bind(here.source);
    let turn = 0;
    here.source.page = async (request, selection) => {
      turn += 1;
      if (turn === 2) here.source.dossiers.set(1, modified(sampleDossier(1), { state: 'accepte' }, LATER));
      return page(request, selection);
    };
    expect(await here.verify()).toMatchObject({ late: 1, differenceCount: 0, dossiers: 5 });
  });
});

describe('repair', () => {
  const ALL = { doubles: true, orphans: true };
  const CELLS = { doubles: false, orphans: false };

  it.each(DAMAGES.filter(([, , , , complete]) => complete !== null))(
    'puts right, and proves it: %s',
    async (_name, damage) => {
      const here = await synced();
      const before = JSON.stringify(here.document.rowsOf('Demarche_123_dossiers'));
      damage(handOf(here.document));
      const report = await here.verify('complete', ALL);
      expect(report).toMatchObject({ differenceCount: 0, differences: [] });
      expect(report.repaired).toBeGreaterThan(0);
      for (const depth of DEPTHS) expect(await here.verify(depth)).toMatchObject({ differenceCount: 0 });
      const after = here.document.rowsOf('Demarche_123_dossiers');
      const sorted = [...after].sort((left, right) => Number(left.number) - Number(right.number));
      expect(JSON.stringify(sorted)).toBe(before);
      const proofs = await here.proofs();
      expect(proofs.complete).toMatchObject({ differences: 0 });
    },
  );

  it('without the user’s word takes no row away: doubles and unknown dossiers are told and left', async () => {
    const here = await synced();
    const hand = handOf(here.document);
    hand.double('dossiers', 2);
    hand.addKeyed('dossiers', 99);
    hand.edit('champs', 3, 'projet', 'changé');
    const report = await here.verify('complete', CELLS);
    expect(report).toMatchObject({ repaired: 1, differenceCount: 2 });
    expect(new Set(report.differences.map(({ kind }) => kind))).toEqual(new Set(['en_double', 'en_trop']));
    expect(await here.verify('complete', { doubles: true, orphans: false })).toMatchObject({
      ...{ repaired: 1, differenceCount: 1, differences: [{ kind: 'en_trop', dossier: 99 }] },
    });
    expect(hand.rowsOf('dossiers', 99)).toHaveLength(1);
  });

  it('keeps the rows of a dossier unknown to us that DN serves', async () => {
    const here = await synced();
    handOf(here.document).addKeyed('dossiers', 6);
    here.source.dossiers.set(6, { ...sampleDossier(6), archived: true });
    here.setScope({ ...EVERYTHING, archives: 'exclus' });
    expect(await here.verify('complete', ALL)).toMatchObject({ differences: [{ dossier: 6 }], repaired: 0 });
    expect(handOf(here.document).rowsOf('dossiers', 6)).toHaveLength(1);
  });

  it('never touches a row that the user added, nor their columns', async () => {
    const here = await synced();
    const hand = handOf(here.document);
    hand.addOwn('champs', 'projet', 'à moi');
    hand.remove('champs', 2);
    await here.verify('complete', ALL);
    const projects = here.document.rowsOf('Demarche_123_champs').map(({ projet }) => projet);
    expect(projects).toContain('à moi');
    expect(projects).toHaveLength(6);
  });

  it.each(['comptes', 'legere'] as const)(
    'after %s repairs whole the dossiers that it found',
    async (depth) => {
      const here = await synced();
      const hand = handOf(here.document);
      hand.remove('dossiers', 2);
      hand.edit('champs', 2, 'projet', 'changé');
      expect(await here.verify(depth, ALL)).toMatchObject({ repaired: 1, differenceCount: 0 });
      expect(await here.verify('complete')).toMatchObject({ differenceCount: 0 });
    },
  );

  it('gives a departed dossier its presence, date and reason again', async () => {
    const here = await synced();
    here.source.dossiers.delete(2);
    const date = '2026-05-01T10:00:00Z';
    here.source.tombstoneList = [{ number: 2, kind: 'deleted', date, reason: 'expired' }];
    await here.sync();
    const row = () => here.document.rowsOf('Demarche_123_dossiers').find(({ number }) => number === 2);
    const before = row();
    handOf(here.document).edit('dossiers', 2, 'etat_dn', 'présent');
    expect(await here.verify('complete', CELLS)).toMatchObject({ repaired: 1, differenceCount: 0 });
    expect(row()).toEqual(before);
    // Without the tombstone its date would be lost: it is told, and left.
    handOf(here.document).edit('dossiers', 2, 'etat_dn', 'présent');
    here.source.tombstoneList = [];
    expect(await here.verify('complete', CELLS)).toMatchObject({ repaired: 0, differenceCount: 1 });
  });

  it('handles more than a report lists, keeping numbers only', async () => {
    const many = Array.from({ length: 1300 }, (_, index) => sampleDossier(index + 1, 'x', 1));
    const here = memoryWorld(many);
    here.source.pageSize = 100;
    await here.sync();
    const hand = handOf(here.document);
    const table = here.document.table('Demarche_123_champs');
    const project = table.columns.find(({ id }) => id === 'projet')?.ref ?? 0;
    for (const { cells } of table.rows.values()) cells.set(project, 'changé');
    hand.remove('dossiers', 7);
    const listed = await here.verify('complete');
    expect(listed).toMatchObject({ differenceCount: 1301 + 1 + 1 });
    expect(listed.differences).toHaveLength(1000);
    here.source.requests.length = 0;
    expect(await here.verify('complete', CELLS)).toMatchObject({ differenceCount: 0, repaired: 1303 });
    // Read again by pages, which is fewer requests than one a dossier.
    expect(here.source.requests.filter((request) => request === 'dossier')).toEqual([]);
    expect(await here.verify('complete')).toMatchObject({ differenceCount: 0 });
  });

  it('leaves what Grist refuses, lists it as a failure, and says so', async () => {
    const here = await synced();
    const hand = handOf(here.document);
    hand.edit('champs', 2, 'projet', 'changé');
    hand.edit('champs', 3, 'projet', 'changé');
    here.document.refused.set(2, 'GRIST_DOSSIER_REFUSE');
    expect(await here.verify('complete', ALL)).toMatchObject({ repaired: 1, differences: [{ dossier: 2 }] });
    here.document.refused.clear();
    expect(await here.sync()).toMatchObject({ healed: 1 });
    expect(await here.verify('complete')).toMatchObject({ differenceCount: 0 });
  });

  it('restores the shared rows', async () => {
    const here = await synced();
    const table = here.document.table('Demarche_123_instructeurs');
    table.rows.clear();
    expect(await here.verify('complete')).toMatchObject({ differences: [{ dossier: null }] });
    expect(await here.verify('complete', CELLS)).toMatchObject({ repaired: 1, differenceCount: 0 });
    expect(table.rows.size).toBe(1);
  });

  it.each(['before', 'after'] as const)('an answer lost %s its effect repairs no row twice', async (when) => {
    const here = await synced();
    handOf(here.document).remove('dossiers', 2);
    here.document.trouble.push({ when, error: new Failure('GRIST_ECRITURE_INCERTAINE') });
    expect(await here.verify('complete', ALL)).toMatchObject({ differenceCount: 0 });
    expect(handOf(here.document).rowsOf('dossiers', 2)).toHaveLength(1);
  });
});

describe('the proof after a run', () => {
  const PROVE = { prove: true };
  const nextDay = (here: MemoryWorld, days: number) => {
    here.source.now = new Date(Date.parse(here.source.now) + days * 24 * 3_600_000).toISOString();
  };

  it('is none unless asked for', async () => {
    const here = memoryWorld(FIVE);
    expect(await here.sync()).toMatchObject({ verification: null, proofDue: null });
    expect(await here.proofs()).toMatchObject({ legere: null, complete: null });
  });

  it('is whole after a small first load, then light after what is written, then none for nothing', async () => {
    const here = memoryWorld(FIVE);
    expect(await here.sync(PROVE)).toMatchObject({ verification: null, proofDue: 'complete' });
    await here.verify('complete');
    here.source.dossiers.set(2, modified(sampleDossier(2), { state: 'accepte' }, '2026-05-01T09:00:00Z'));
    here.document.requests.length = 0;
    const wrote = await here.sync(PROVE);
    expect(wrote).toMatchObject({
      ...{ status: 'reussi', proofDue: null, counts: { updated: 1 } },
      verification: { depth: 'legere', dossiers: 5, differenceCount: 0 },
    });
    expect(here.document.requests).toEqual(['structure', 'read', 'write', 'scan']);
    // The bound of a run that has nothing to do: one request, whatever N, also when a proof is due.
    for (const [days, due] of [
      [0, null],
      [1, 'legere'],
      [6, 'complete'],
    ] as const) {
      nextDay(here, days);
      here.document.requests.length = 0;
      expect(await here.sync(PROVE)).toMatchObject({ verification: null, proofDue: due });
      expect(here.document.requests).toEqual(['structure']);
    }
  });

  it('tells what it finds, without making a failure of the run', async () => {
    const here = memoryWorld(FIVE);
    await here.sync();
    await here.verify('complete');
    handOf(here.document).remove('dossiers', 3);
    here.source.dossiers.set(2, modified(sampleDossier(2), { state: 'accepte' }, '2026-05-01T09:00:00Z'));
    expect(await here.sync(PROVE)).toMatchObject({
      ...{ status: 'reussi', verification: { differences: [{ kind: 'manquante', dossier: 3 }] } },
    });
    expect(await here.proofs()).toMatchObject({ legere: { differences: 1 }, complete: { differences: 0 } });
  });

  it('costs too much: it is not made by itself', async () => {
    const here = memoryWorld(FIVE);
    await here.sync();
    await here.verify('complete');
    nextDay(here, 2);
    here.document.scanRequests = () => 2;
    here.source.dossiers.set(2, modified(sampleDossier(2), { state: 'accepte' }, '2026-05-01T09:00:00Z'));
    expect(await here.sync(PROVE)).toMatchObject({ verification: null, proofDue: null });
  });

  it('that could not be made does not undo the run: it is due', async () => {
    const here = memoryWorld(FIVE);
    await here.sync();
    await here.verify('complete');
    here.source.dossiers.set(2, modified(sampleDossier(2), { state: 'accepte' }, '2026-05-01T09:00:00Z'));
    here.document.scan = () => {
      throw new Failure('GRIST_INJOIGNABLE');
    };
    const report = await here.sync(PROVE);
    expect(report).toMatchObject({ status: 'reussi', verification: null, proofDue: 'legere' });
  });

  it('holds no value of a dossier', async () => {
    const secret = 'CANARI-7f3a';
    const here = memoryWorld([{ ...sampleDossier(1, secret), motivation: secret }]);
    await here.sync();
    handOf(here.document).edit('champs', 1, 'projet', `${secret}-2`);
    const found = champ('Champ-1', { kind: 'text', text: `${secret}-3` });
    here.source.dossiers.set(1, { ...sampleDossier(1, secret), champs: [found] });
    const report = await here.verify('complete');
    expect(report.differenceCount).toBeGreaterThan(0);
    expect(JSON.stringify([report, await here.proofs()])).not.toContain(secret);
  });
});
