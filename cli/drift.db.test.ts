// `otp drift` against both simulators and a real Postgres: the form changes, the user decides, history tells.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../lib/store/testing/database';
import { type DemarchesSimulator, startDemarches } from '../simulators/demarches/start';
import { type Simulator, startGrist } from '../simulators/grist/start';
import { runOtp, settingsFor } from './testing';

const db = testDatabase();
let dn: DemarchesSimulator;
let grist: Simulator;

beforeEach(async () => {
  dn = await startDemarches({ preset: 'demo', dossiers: 12, seed: 7, rateLimit: null });
  grist = await startGrist();
});
afterEach(async () => {
  await dn.close();
  await grist.close();
});

const otp = (args: string, more: Record<string, string> = {}) =>
  runOtp(args.split(' '), { ...settingsFor(db.url(), dn, grist), ...more });
const ASK = { CHANGEMENTS_DU_FORMULAIRE: 'demander' };
const CHAMPS = 'Demarche_4242_champs';
const columns = () => grist.document().table(CHAMPS).columns;

type Listed = { number: number; kind: string; status: string; label: string; undoable: boolean };
const history = async (): Promise<readonly Listed[]> =>
  (JSON.parse((await otp('drift --json')).printed).changes as (Listed & { reason: string })[]).filter(
    ({ reason }) => reason !== 'premiere_synchronisation',
  );
const numberOf = async (kind: string): Promise<number> => {
  const found = (await history()).findLast((change) => change.kind === kind);
  if (found === undefined) throw new Error(`no ${kind}`);
  return found.number;
};

/** Texts of the form, in order. */
const texts = () =>
  dn.control({ type: 'draft' }).champs.filter(({ typename }) => typename === 'TextChampDescriptor');

describe('otp drift', () => {
  it('lists what was done and why, in French', async () => {
    await otp('sync');
    expect((await otp('drift')).printed).toContain('Rien n’attend votre accord.');
    dn.control({ type: 'rename_field', field: texts()[0]?.id ?? '', label: 'Titre complet du projet' });
    dn.control({ type: 'add_field', side: 'champs', spec: { type: 'text', label: 'Nouveau champ' } });
    dn.control({ type: 'publish', rebase: true });
    const synced = await otp('sync');
    expect(synced.printed).toContain('✓ Colonne «\u00a0Nouveau champ\u00a0»\u00a0: ajout — fait');
    const { printed } = await otp('drift');
    expect(printed).toContain('nouveau libellé «\u00a0Titre complet du projet\u00a0»');
    expect(printed).toContain('champ ajouté au formulaire');
    expect(printed).toContain(CHAMPS);
  });

  it('« demander »: plan and sync say what waits and how to decide; accepted, it is done; refused, it is left', async () => {
    await otp('sync', ASK);
    const [title] = texts();
    dn.control({ type: 'rename_field', field: title?.id ?? '', label: 'Titre complet du projet' });
    dn.control({ type: 'add_field', side: 'champs', spec: { type: 'text', label: 'Nouveau champ' } });
    dn.control({ type: 'publish', rebase: true });
    expect((await otp('plan', ASK)).printed).toContain('attend votre accord');
    const waiting = await otp('sync', ASK);
    expect(waiting.code).toBe(0);
    expect(waiting.printed).toContain('npm run otp -- drift');
    expect(columns().map(({ label }) => label)).not.toContain('Nouveau champ');
    expect((await otp(`drift accepter ${await numberOf('colonne_ajoutee')}`)).printed).toContain('accepté');
    expect((await otp(`drift refuser ${await numberOf('libelle_modifie')}`)).code).toBe(0);
    expect((await otp('sync', ASK)).code).toBe(0);
    expect(columns().map(({ label }) => label)).toContain('Nouveau champ');
    expect(columns().map(({ label }) => label)).toContain(title?.label);
    expect((await history()).map(({ kind, status }) => `${kind} ${status}`).sort()).toEqual([
      'colonne_ajoutee faite',
      'libelle_modifie refusee',
    ]);
    expect((await otp('verify', ASK)).code).toBe(0);
    const written = grist.document().history();
    await otp('sync', ASK);
    expect(grist.document().history()).toBe(written);
  });

  it('« suspendre »: 2, FORMULAIRE_MODIFIE, nothing written; then « accepter tout » goes on', async () => {
    const PAUSE = { CHANGEMENTS_DU_FORMULAIRE: 'suspendre' };
    await otp('sync', PAUSE);
    dn.control({ type: 'add_field', side: 'champs', spec: { type: 'text', label: 'Nouveau champ' } });
    dn.control({ type: 'publish', rebase: true });
    const before = grist.document().history();
    const stopped = await otp('sync', PAUSE);
    expect(stopped.code).toBe(2);
    expect(stopped.told).toContain('FORMULAIRE_MODIFIE');
    expect(stopped.told).toContain('Nouveau champ');
    expect(stopped.told).toContain('npm run otp -- drift');
    expect(grist.document().history()).toBe(before);
    expect((await otp('drift accepter tout')).code).toBe(0);
    expect((await otp('sync', PAUSE)).code).toBe(0);
    expect((await otp('verify', PAUSE)).code).toBe(0);
  });

  it('undoes an added column, a label, a hidden field; and says why when it cannot', async () => {
    await otp('sync');
    const [title, summary] = texts();
    dn.control({ type: 'rename_field', field: title?.id ?? '', label: 'Titre complet du projet' });
    dn.control({ type: 'add_field', side: 'champs', spec: { type: 'text', label: 'Nouveau champ' } });
    dn.control({ type: 'remove_field', field: summary?.id ?? '' });
    dn.control({ type: 'publish', rebase: false });
    const HIDE = { CHAMPS_RETIRES: 'masquer' };
    await otp('sync', HIDE);
    const shown = () =>
      JSON.stringify(
        columns()
          .map(({ label }) => label)
          .sort(),
      );
    expect(shown()).toContain('Nouveau champ');
    expect((await otp(`drift annuler ${await numberOf('colonne_ajoutee')}`)).code).toBe(0);
    expect((await otp(`drift annuler ${await numberOf('libelle_modifie')}`)).code).toBe(0);
    const retired = (await history()).find(
      ({ kind, label }) => kind === 'champ_retire' && label === summary?.label,
    );
    expect(retired).toMatchObject({ status: 'faite', undoable: true });
    expect((await otp(`drift annuler ${retired?.number}`)).code).toBe(0);
    expect(columns().find(({ label }) => label === summary?.label)?.description).not.toContain('retiré');
    const left = shown();
    await otp('sync', HIDE);
    expect(shown()).toBe(left);
    expect(left).not.toContain('Nouveau champ');
    expect(left).toContain(title?.label);
    const again = await otp(`drift annuler ${await numberOf('libelle_modifie')}`);
    expect(again.code).toBe(2);
    expect(again.told).toContain('CHANGEMENT_NON_ANNULABLE');
  });

  it('a column deleted in Grist is made again, with its values, on the user’s word', async () => {
    await otp('sync');
    const column = columns().find(({ label }) => label === texts()[0]?.label);
    grist.document().deleteColumn(CHAMPS, column?.id ?? '');
    const told = await otp('sync');
    expect(told.printed).toContain('supprimée dans Grist — signalé');
    expect((await otp(`drift accepter ${await numberOf('colonne_manquante')}`)).code).toBe(0);
    expect((await otp('sync')).code).toBe(0);
    expect((await otp('verify')).code).toBe(0);
  });

  it('tables deleted in Grist are made again with « recreer », the dossiers’ own too', async () => {
    await otp('sync');
    grist.document().deleteTable('Demarche_4242_dossiers');
    const stopped = await otp('sync');
    expect(stopped.code).toBe(2);
    expect(stopped.told).toContain('GRIST_TABLE_SUPPRIMEE');
    const AGAIN = { COLONNES_SUPPRIMEES: 'recreer' };
    expect((await otp('sync', AGAIN)).code).toBe(0);
    expect(grist.document().rows('Demarche_4242_dossiers')).toHaveLength(12);
    const dossier = columns().find(({ id }) => id === 'dossier');
    expect(dossier?.type).toBe('Ref:Demarche_4242_dossiers');
    expect((await otp('verify', AGAIN)).code).toBe(0);
  });

  it('a key retyped in Grist: the run stops and says how; restored, nothing is lost nor doubled', async () => {
    await otp('sync');
    grist.document().retypeColumn('Demarche_4242_dossiers', 'number', 'Date');
    const stopped = await otp('sync');
    expect(stopped.code).toBe(2);
    expect(stopped.told).toContain('GRIST_COLONNE_CLE');
    expect((await otp(`drift accepter ${await numberOf('colonne_retypee')}`)).code).toBe(0);
    expect((await otp('sync')).code).toBe(0);
    expect(grist.document().rows('Demarche_4242_dossiers')).toHaveLength(12);
    expect((await otp('verify')).code).toBe(0);
  });

  it('D9: fields of reserved names get one column each, filled, and no other at the syncs that follow', async () => {
    await otp('sync');
    const before = columns().length;
    for (const label of ['ID', 'Or', 'Global', 'manualSort']) {
      dn.control({ type: 'add_field', side: 'champs', spec: { type: 'text', label } });
    }
    dn.control({ type: 'publish', rebase: true });
    await otp('sync');
    const made = columns().map(({ id, ref }) => `${id} ${ref}`);
    const written = grist.document().history();
    for (let run = 0; run < 3; run += 1) await otp('sync');
    expect(columns().map(({ id, ref }) => `${id} ${ref}`)).toEqual(made);
    expect(made).toHaveLength(before + 4);
    expect(grist.document().history()).toBe(written);
    expect((await otp('verify')).code).toBe(0);
  });

  it.each([
    ['drift accepter', 'attend le numéro'],
    ['drift accepter douze', 'n’est pas le numéro'],
    ['drift jeter 3', 'n’existe pas'],
    ['drift annuler 1 2', 'un à un'],
    ['drift annuler 99999', 'CHANGEMENT_INCONNU'],
  ])('%s: 2, and a sentence', async (command, sentence) => {
    const answer = await otp(command);
    expect(answer.code).toBe(2);
    expect(answer.told).toContain(sentence);
  });

  it('refuses to decide while a run holds the lease', async () => {
    await otp('sync');
    await db.sql(
      `UPDATE lease SET holder = (SELECT id FROM run LIMIT 1), expires_at = now() + interval '1 minute'`,
    );
    const busy = await otp('drift accepter 1');
    expect(busy.code).toBe(2);
    expect(busy.told).toContain('SYNCHRO_DEJA_EN_COURS');
  });
});
