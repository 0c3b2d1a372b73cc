// What no date tells, from one end to the other: both simulators over real HTTP, a real Postgres, and DN's clock moved
// ahead by a day.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunReport } from '../lib/run/conduct';
import { testDatabase } from '../lib/store/testing/database';
import { type DemarchesSimulator, startDemarches } from '../simulators/demarches/start';
import { type Simulator, startGrist } from '../simulators/grist/start';
import { runOtp, settingsFor } from './testing';

const db = testDatabase();
let dn: DemarchesSimulator;
let grist: Simulator;

beforeEach(async () => {
  dn = await startDemarches({ preset: 'demo', dossiers: 60, seed: 7, rateLimit: null });
  grist = await startGrist();
});
afterEach(async () => {
  await dn.close();
  await grist.close();
});

const DAY = 24 * 3_600_000;
const otp = (args: string, more: Record<string, string> = {}) =>
  runOtp(args.split(' '), { ...settingsFor(db.url(), dn, grist), ...more });
const sync = async (more: Record<string, string> = {}): Promise<RunReport> =>
  JSON.parse((await otp('sync --json', more)).printed);
const numbers = () => dn.control({ type: 'numbers' });
const aDayLater = () => dn.control({ type: 'advance_clock', ms: DAY });
const rowOf = (number: number, table = 'dossiers') =>
  grist
    .document()
    .rows(`Demarche_4242_${table}`)
    .filter((row) => row.number === number || row.dossier_number === number);
const verified = async (more: Record<string, string> = {}) => (await otp('verify', more)).code;

describe('what no date tells', () => {
  it('an expired dossier is marked at the next census, then deleted, and one that vanished stays marked', async () => {
    await sync();
    const [expired = 0, vanished = 0] = numbers();
    dn.control({ type: 'expire', number: expired });
    dn.control({ type: 'vanish', number: vanished });
    expect(await sync()).toMatchObject({
      status: 'reussi',
      counts: { removed: 0 },
      upkeep: { census: null },
    });
    aDayLater();
    const told = await otp('sync');
    expect(told.code).toBe(0);
    expect(told.printed).toContain('Recensement\u00a0: 58\u00a0dossiers dans DN, 2\u00a0introuvables');
    expect(rowOf(expired)).toMatchObject([{ etat_dn: 'introuvable' }]);
    expect(await verified()).toBe(0);
    dn.control({ type: 'purge', number: expired });
    expect(await sync()).toMatchObject({ counts: { removed: 1 } });
    expect(rowOf(expired)).toMatchObject([{ etat_dn: 'supprimé', raison_suppression: 'expiration' }]);
    expect(rowOf(vanished)).toMatchObject([{ etat_dn: 'introuvable' }]);
    dn.control({ type: 'reset_stats' });
    const history = grist.document().history();
    await sync();
    expect(grist.document().history()).toBe(history);
    expect(dn.stats().requests).toBeLessThanOrEqual(4);
  });

  it('every silent change is in the document the day after, and nothing else is asked for', async () => {
    await sync();
    const truth = [...dn.truth()];
    const [first, second] = truth;
    dn.control({ type: 'change_usager', number: first?.number ?? 0, email: 'nouvelle@exemple.fr' });
    dn.control({ type: 'set_labels', number: second?.number ?? 0, labels: [32], bump: false });
    const incomplete = truth.find(({ demandeur }) => demandeur.type === 'morale_incomplete');
    dn.control({ type: 'complete_etablissement', number: incomplete?.number ?? 0 });
    aDayLater();
    dn.control({ type: 'reset_stats' });
    expect(await sync()).toMatchObject({ status: 'reussi', counts: { updated: 3 } });
    // Description (and the référentiel’s columns), delta, deletions, census, and the three dossiers.
    expect(dn.stats().requests).toBeLessThanOrEqual(8);
    expect(rowOf(first?.number ?? 0)).toMatchObject([{ usager_email: 'nouvelle@exemple.fr' }]);
    expect(rowOf(incomplete?.number ?? 0)).toMatchObject([{ demandeur_type: 'Personne morale' }]);
    expect(await verified()).toBe(0);
  });

  it('a revision published: dossiers attached late are read again, whenever it happens', async () => {
    await sync();
    const { champs } = dn.control({ type: 'draft' });
    const text = champs.find(({ typename }) => typename === 'TextChampDescriptor')?.id ?? '';
    dn.control({ type: 'rename_field', field: text, label: 'Autre nom' });
    dn.control({ type: 'publish' });
    dn.control({ type: 'rebase', count: 3 });
    expect(await sync()).toMatchObject({ counts: { updated: 3 } });
    dn.control({ type: 'rebase' });
    const late = await sync();
    expect(late.counts.updated).toBeGreaterThan(3);
    expect(late.upkeep?.census).toMatchObject({ unrebased: 0 });
    expect(await verified()).toBe(0);
    expect((await sync()).upkeep).toEqual({ full: null, reread: null, census: null });
  });

  it('a mass disappearance is refused with its reason, and a second run lets it through', async () => {
    await sync();
    for (const number of numbers().slice(0, 25)) dn.control({ type: 'vanish', number });
    aDayLater();
    const refused = await otp('sync');
    expect(refused.code).toBe(1);
    expect(refused.printed).toContain('DS_DISPARITION_MASSIVE');
    expect(refused.told).toContain('25 dossiers ne sont plus montrés');
    const absent = () =>
      grist
        .document()
        .rows('Demarche_4242_dossiers')
        .filter(({ etat_dn }) => etat_dn === 'introuvable');
    expect(absent()).toEqual([]);
    // DN's dates hold seconds: the second run is of another one.
    dn.control({ type: 'advance_clock', ms: 2000 });
    expect(await sync()).toMatchObject({ status: 'reussi', counts: { removed: 25 } });
    expect(absent()).toHaveLength(25);
    expect(await verified()).toBe(0);
  });

  it('--recensement does not wait for the day after', async () => {
    await sync();
    dn.control({ type: 'vanish', number: numbers()[0] ?? 0 });
    const report = JSON.parse((await otp('sync --json --recensement')).printed);
    expect(report).toMatchObject({ counts: { removed: 1 }, upkeep: { census: { listed: 59, absent: 1 } } });
  });

  it('a week later everything is read again, and what nothing told is healed', async () => {
    await sync();
    const { champs } = dn.control({ type: 'draft' });
    const id = champs.find(({ typename }) => typename === 'TextChampDescriptor')?.id ?? '';
    const one = [...dn.truth()].find((dossier) =>
      dossier.champs.some(({ descriptorId }) => descriptorId === id),
    );
    const edit = {
      type: 'edit_champ',
      number: one?.number ?? 0,
      field: id,
      value: 'sans bruit',
      bump: false,
    } as const;
    dn.control(edit);
    aDayLater();
    expect(await sync()).toMatchObject({ counts: { updated: 0 } });
    dn.control({ type: 'advance_clock', ms: 6 * DAY });
    expect(await sync()).toMatchObject({ counts: { updated: 1 }, upkeep: { full: 'comparee' } });
    expect(await verified()).toBe(0);
  });

  it('a démarche deleted in DN stops the run with its reason, and removes nothing', async () => {
    await sync();
    const history = grist.document().history();
    dn.control({ type: 'delete_demarche' });
    aDayLater();
    const stopped = await otp('sync');
    expect(stopped.code).toBe(2);
    expect(stopped.told).toContain('DS_DEMARCHE_INTROUVABLE');
    expect(grist.document().history()).toBe(history);
  });
});

describe('rows of dossiers that leave', () => {
  const children = ['champs', 'demandeurs', 'avis', 'pieces'];

  it('archived: all of them move, come back whole, and nothing is written twice', async () => {
    const policy = { DOSSIERS_PARTIS: 'archiver' };
    await sync(policy);
    const number = [...dn.truth()].find(({ avis }) => avis.length > 0)?.number ?? 0;
    const counts = () => ['dossiers', ...children].map((table) => rowOf(number, table).length);
    const kept = () => ['dossiers', ...children].map((table) => rowOf(number, `archive_${table}`).length);
    const before = counts();
    const values = rowOf(number, 'champs')[0];
    dn.control({ type: 'hide', number, by: 'administration' });
    const told = await otp('sync', policy);
    expect(told.printed).toContain('Archivés*');
    expect(counts()).toEqual(before.map(() => 0));
    expect(kept()).toEqual(before);
    const [dossier] = rowOf(number, 'archive_dossiers');
    expect(dossier).toMatchObject({ etat_dn: 'en attente de suppression' });
    const moved = rowOf(number, 'archive_champs')[0];
    // A link to a dossier is a formula: it finds no dossier that is not in the document's table.
    const others = { id: moved?.id, dossier: dossier?.id, demande_precedente_ligne: 0 };
    expect(moved).toEqual({ ...values, ...others });
    const history = grist.document().history();
    await sync(policy);
    expect(await verified(policy)).toBe(0);
    expect(grist.document().history()).toBe(history);
    dn.control({ type: 'restore', number });
    await sync(policy);
    expect(counts()).toEqual(before);
    expect(kept()).toEqual(before.map(() => 0));
    expect(await verified(policy)).toBe(0);
  });

  it('deleted: none is left, and they are added again when the dossier comes back', async () => {
    const policy = { DOSSIERS_PARTIS: 'supprimer' };
    await sync(policy);
    const number = numbers()[0] ?? 0;
    dn.control({ type: 'vanish', number });
    aDayLater();
    expect((await otp('sync', policy)).printed).toContain('Effacés du document*');
    for (const table of ['dossiers', ...children]) expect(rowOf(number, table)).toEqual([]);
    expect(await verified(policy)).toBe(0);
    dn.control({ type: 'hide', number: numbers()[0] ?? 0, by: 'administration' });
    await sync(policy);
    expect(await verified(policy)).toBe(0);
  });

  it('out of the filters: archived, and back with them', async () => {
    const policy = { DOSSIERS_HORS_PERIMETRE: 'archiver' };
    await sync(policy);
    const wanted = [...dn.truth()].filter(({ state }) => state === 'en_instruction').length;
    const narrow = { ...policy, STATUTS_DOSSIERS: 'en_instruction' };
    await sync(narrow);
    const rows = (table: string) => grist.document().rows(`Demarche_4242_${table}`).length;
    expect([rows('dossiers'), rows('archive_dossiers')]).toEqual([wanted, 60 - wanted]);
    expect(await verified(narrow)).toBe(0);
    await sync(policy);
    expect([rows('dossiers'), rows('archive_dossiers')]).toEqual([60, 0]);
    expect(await verified(policy)).toBe(0);
  });
});
