// Proofs from the command line, over both simulators, real HTTP and a real Postgres: what each depth finds, says, costs
// and repairs, and when one is made without being asked for.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../lib/store/testing/database';
import { type DemarchesSimulator, startDemarches } from '../simulators/demarches/start';
import { type Simulator, startGrist } from '../simulators/grist/start';
import { runOtp, settingsFor } from './testing';

const DOSSIERS = 'Demarche_4242_dossiers';
const CHAMPS = 'Demarche_4242_champs';
const STATEMENT = (facts: string) =>
  new RegExp(`${facts}, vérifié le \\d+(er)?\u00a0\\p{L}+ \\d{4} à \\d+\u00a0h\u00a0\\d\\d`, 'u');

const db = testDatabase();
let dn: DemarchesSimulator;
let grist: Simulator;

beforeEach(async () => {
  dn = await startDemarches({ preset: 'demo', dossiers: 40, seed: 7, rateLimit: null });
  grist = await startGrist();
});
afterEach(async () => {
  await dn.close();
  await grist.close();
});

const otp = (args: string, more: Record<string, string> = {}) =>
  runOtp(args.split(' '), { ...settingsFor(db.url(), dn, grist), ...more });
const json = async (args: string, more: Record<string, string> = {}) => {
  const { code, printed } = await otp(`${args} --json`, more);
  return { code, ...JSON.parse(printed) };
};
const rows = (table: string) => grist.document().rows(table);
const idOf = (table: string, at: number) => rows(table)[at]?.id ?? 0;
const numberAt = (at: number) => Number(rows(DOSSIERS)[at]?.number);
/** As if everything had been proved so many days earlier. */
const daysPass = (days: number) => db.sql(`UPDATE proof SET proved_at = proved_at - interval '${days} days'`);
const modifyOne = (state: 'accepte' | 'refuse' = 'accepte') => {
  const number = [...dn.truth()].find((one) => one.state === 'en_instruction')?.number ?? 0;
  dn.control({ type: 'set_state', number, state });
  return number;
};

describe('otp verify', () => {
  it('prints the dated statement, the depth and the root, and keeps them', async () => {
    await otp('sync');
    const whole = await otp('verify');
    expect(whole.code).toBe(0);
    expect(whole.printed).toMatch(STATEMENT('^✓ 40\u00a0dossiers, 0\u00a0écart'));
    expect(whole.printed).toContain('Profondeur\u00a0: complète, cellule par cellule');
    expect(whole.printed).toMatch(/Empreinte\u00a0: [0-9a-f]{4}(\u00a0[0-9a-f]{4}){3}$/m);
    const light = await json('verify --profondeur legere');
    const again = await json('verify');
    expect(light).toMatchObject({ code: 0, depth: 'legere', dossiers: 40, differenceCount: 0, repaired: 0 });
    // The light proof signs what the Ledger remembers, the whole one what DN holds: the same thing.
    expect(again.root).toMatch(/^[0-9a-f]{64}$/);
    expect(light.root).toBe(again.root);
    const counted = await json('verify --profondeur comptes');
    expect(counted).toMatchObject({ code: 0, depth: 'comptes', dossiers: 40, root: null, announced: 40 });
    const kept = await db.sql(
      `SELECT DISTINCT depth, dossiers, differences, complete FROM proof JOIN link ON link.id = proof.link_id
       WHERE document = $1 ORDER BY depth`,
      [grist.docId],
    );
    expect(kept).toEqual(
      ['complete', 'comptes', 'legere'].map((depth) => ({
        ...{ depth, dossiers: 40, differences: 0, complete: true },
      })),
    );
  });

  it('gives machines a stable report', async () => {
    await otp('sync');
    const { code: _code, ...report } = await json('verify');
    expect(Object.keys(report).sort()).toEqual(
      [
        ...['announced', 'cells', 'complete', 'depth', 'destination', 'differenceCount', 'differences'],
        ...['dossiers', 'late', 'milliseconds', 'repaired', 'root', 'rows', 'source', 'strayCount', 'strays'],
        ...['structure', 'title', 'unreadable', 'verifiedAt', 'warnings', 'withheld'],
      ].sort(),
    );
  });

  it('each depth finds its damages, and no other', async () => {
    await otp('sync');
    const [deleted, doubled, edited] = [numberAt(0), numberAt(1), numberAt(2)];
    const state = rows(DOSSIERS)[2]?.state_code === 'refuse' ? 'accepte' : 'refuse';
    const text = grist
      .document()
      .table(CHAMPS)
      .columns.find(({ type }) => type === 'Text');
    grist.document().editCell(CHAMPS, idOf(CHAMPS, 3), text?.id ?? '', 'changé à la main');
    grist.document().editCell(DOSSIERS, idOf(DOSSIERS, 2), 'state_code', state);
    grist.document().addRow(DOSSIERS, { number: doubled });
    grist.document().addRow(DOSSIERS, { number: 424242 });
    grist.document().addRow(DOSSIERS, { motivation: 'à moi' });
    grist.document().deleteRows(DOSSIERS, [idOf(DOSSIERS, 0)]);
    const written = grist.document().history();
    const found = async (depth: string) => {
      const report = await json(`verify --profondeur ${depth}`);
      expect(report.code).toBe(1);
      const kinds = (kind: string): readonly number[] => [
        ...new Set<number>(
          report.differences
            .filter((one: { kind: string }) => one.kind === kind)
            .map((one: { dossier: number }) => one.dossier),
        ),
      ];
      return { missing: kinds('manquante'), doubled: kinds('en_double'), extra: kinds('en_trop') };
    };
    const keys = { missing: [deleted], doubled: [doubled], extra: [424242] };
    for (const depth of ['comptes', 'legere', 'complete']) expect(await found(depth), depth).toEqual(keys);
    const differing = async (depth: string) =>
      (await json(`verify --profondeur ${depth}`)).differences
        .filter(
          ({ kind, table }: { kind: string; table: string }) => kind === 'differente' && table !== 'champs',
        )
        .map(({ dossier }: { dossier: number }) => dossier);
    expect(await differing('comptes')).toEqual([]);
    expect(await differing('legere')).toEqual([edited]);
    expect(await differing('complete')).toContain(edited);
    const told = await otp('verify --profondeur legere');
    expect(told.printed).toContain(`${DOSSIERS}, dossier ${doubled}\u00a0: la ligne est en double`);
    expect(told.printed).toContain('npm run otp -- verify --reparer --supprimer-en-trop');
    expect(told.printed).not.toContain('changé à la main');
    expect(grist.document().history()).toBe(written);
  });

  it('--reparer puts everything right but the rows that nobody knows, which need one word more', async () => {
    await otp('sync');
    const before = JSON.stringify(rows(CHAMPS).map(({ id: _id, manualSort: _sort, ...row }) => row));
    const text = grist
      .document()
      .table(CHAMPS)
      .columns.find(({ type }) => type === 'Text');
    for (const { id } of rows(CHAMPS)) grist.document().editCell(CHAMPS, id, text?.id ?? '', 'changé');
    grist.document().addRow(DOSSIERS, { number: numberAt(1), motivation: 'copie' });
    grist.document().addRow(DOSSIERS, { number: 424242 });
    grist.document().addRow(CHAMPS, {});
    const repaired = await otp('verify --reparer');
    expect(repaired.code).toBe(1);
    expect(repaired.printed).toMatch(STATEMENT('^✗ 40\u00a0dossiers, 1\u00a0écart, 41\u00a0écarts réparés'));
    expect(repaired.printed).toContain('dossier 424242\u00a0: la ligne n’est plus dans DN');
    const whole = await otp('verify --reparer --supprimer-en-trop');
    expect(whole.code).toBe(0);
    expect(whole.printed).toMatch(STATEMENT('^✓ 40\u00a0dossiers, 0\u00a0écart, 1\u00a0écart réparé'));
    expect(rows(DOSSIERS)).toHaveLength(40);
    // The user's own row is still there.
    expect(rows(CHAMPS)).toHaveLength(41);
    const after = rows(CHAMPS).filter(({ dossier_number }) => Number(dossier_number) > 0);
    expect(JSON.stringify(after.map(({ id: _id, manualSort: _sort, ...row }) => row))).toBe(before);
    expect((await json('sync')).counts).toMatchObject({ added: 0, updated: 0 });
  });

  it('tells apart what moved since the last synchronisation', async () => {
    await otp('sync');
    modifyOne();
    const verified = await otp('verify');
    expect(verified.code).toBe(0);
    expect(verified.printed).toMatch(
      STATEMENT('^✓ 40\u00a0dossiers, 0\u00a0écart, 1\u00a0modifié depuis la dernière synchronisation'),
    );
    await otp('sync');
    expect(await json('verify')).toMatchObject({ late: 0, differenceCount: 0 });
  });

  it.each([
    ['verify --profondeur rapide', 'comptes, legere ou complete'],
    ['verify --supprimer-en-trop', 'ne vaut qu’avec'],
    ['sync --reparer', 'ne vaut que pour la commande verify'],
    ['plan --profondeur legere', 'ne vaut que pour la commande verify'],
  ])('%s is refused in words', async (args, words) => {
    const { code, told, printed } = await otp(args);
    expect({ code, printed }).toEqual({ code: 2, printed: '' });
    expect(told).toContain(words);
  });

  it('costs what it says', async () => {
    await otp('sync');
    const light = await json('verify --profondeur legere');
    expect(light.source.requests).toBeLessThanOrEqual(2);
    expect(light.destination.requests).toBe(2);
    const counted = await json('verify --profondeur comptes');
    expect(counted.source.requests).toBeLessThanOrEqual(2);
  });
});

describe('proofs that otp sync makes by itself', () => {
  it('tells the warnings once, and both runs', async () => {
    const { printed } = await otp('sync');
    expect(printed).toContain('Synchronisation réussie');
    expect(printed).toMatch(STATEMENT('✓ 40\u00a0dossiers, 0\u00a0écart'));
    expect(printed.split('Avertissements\u00a0:')).toHaveLength(2);
    expect((await otp('verify')).printed).toContain('Avertissements\u00a0:');
  });

  it('whole after the first load, light after what is written, none for nothing, whole after a week', async () => {
    const first = await json('sync');
    expect(first).toMatchObject({
      ...{ code: 0, status: 'reussi', proofDue: 'complete' },
      verification: { depth: 'complete', dossiers: 40, differenceCount: 0, complete: true },
      proof: { depth: 'complete', dossiers: 40, differences: 0 },
    });
    const nothing = await otp('sync');
    expect(nothing.printed).toMatch(
      STATEMENT(
        'Dernière vérification \\(complète, cellule par cellule\\)\u00a0: 40\u00a0dossiers, 0\u00a0écart',
      ),
    );
    const quiet = await json('sync');
    expect(quiet).toMatchObject({ verification: null, proofDue: null });
    expect(quiet.destination.requests).toBe(1);
    expect(quiet.source.requests).toBeLessThanOrEqual(4);
    modifyOne();
    const wrote = await otp('sync');
    expect(wrote.code).toBe(0);
    expect(wrote.printed).toMatch(STATEMENT('✓ 40\u00a0dossiers, 0\u00a0écart'));
    expect(wrote.printed).toContain('Profondeur\u00a0: légère');
    await daysPass(1);
    expect(await json('sync')).toMatchObject({ verification: { depth: 'legere' }, proofDue: 'legere' });
    await daysPass(7);
    expect(await json('sync')).toMatchObject({ verification: { depth: 'complete' }, proofDue: 'complete' });
    const due = await json('sync');
    expect(due).toMatchObject({ verification: null, proof: { depth: 'complete' } });
  });

  it.each([
    ['a_la_verification', 0, 2, 0],
    ['au_changement', 1, 0, 2],
  ])('the weekly one with CELLULES_MODIFIEES=%s', async (policy, code, repaired, left) => {
    const settings = { CELLULES_MODIFIEES: policy };
    await otp('sync', settings);
    grist.document().editCell(DOSSIERS, idOf(DOSSIERS, 2), 'motivation', 'changé');
    grist.document().deleteRows(CHAMPS, [idOf(CHAMPS, 3)]);
    await daysPass(7);
    expect(await json('sync', settings)).toMatchObject({
      ...{ code, status: 'reussi', verification: { depth: 'complete', repaired, differenceCount: left } },
    });
    expect((await json('verify', settings)).differenceCount).toBe(left);
  });

  it('the weekly one takes no row away, whatever the policy', async () => {
    await otp('sync');
    grist.document().addRow(DOSSIERS, { number: numberAt(1) });
    grist.document().addRow(DOSSIERS, { number: 424242 });
    await daysPass(7);
    expect(await json('sync')).toMatchObject({ code: 1, verification: { repaired: 0, differenceCount: 2 } });
    expect(rows(DOSSIERS)).toHaveLength(42);
  });

  it('a light one that finds something answers 1, and the run stays a success', async () => {
    await otp('sync');
    grist.document().deleteRows(DOSSIERS, [idOf(DOSSIERS, 5)]);
    modifyOne();
    const { code, status, verification } = await json('sync');
    expect({ code, status }).toEqual({ code: 1, status: 'reussi' });
    expect(verification).toMatchObject({ depth: 'legere', differences: [{ kind: 'manquante' }] });
  });

  it('one that cannot be made does not undo the synchronisation', async () => {
    await otp('sync');
    await daysPass(7);
    grist.fault({ path: '/sql', times: 1, fault: { type: 'status', status: 401, when: 'before' } });
    const { code, printed, told } = await otp('sync');
    expect(code).toBe(1);
    expect(printed).toContain('Synchronisation réussie');
    expect(told).toContain('La vérification n’a pas pu être faite');
    grist.clearFaults();
    expect(await json('sync')).toMatchObject({ code: 0, verification: { depth: 'complete' } });
  });

  it('a preview proves nothing, and keeps nothing', async () => {
    await otp('plan');
    expect(
      await db.sql('SELECT depth FROM proof JOIN link ON link.id = proof.link_id WHERE document = $1', [
        grist.docId,
      ]),
    ).toEqual([]);
  });
});
