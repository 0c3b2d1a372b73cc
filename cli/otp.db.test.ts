// The commands against both simulators over real HTTP, and a real Postgres: what they do, say, and answer to the shell.

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../lib/store/testing/database';
import type { Dossier } from '../lib/sync/model/dossier';
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

const settings = (more: Record<string, string> = {}) => ({ ...settingsFor(db.url(), dn, grist), ...more });
const otp = (args: string, more: Record<string, string> = {}) => runOtp(args.split(' '), settings(more));
const EVERYTHING = { AVEC_TRAITEMENTS: 'oui', AVEC_MESSAGES: 'oui', ETABLISSEMENT_DETAILLE: 'oui' };

describe('otp', () => {
  it('sync, sync again, verify: everything, then nothing, then no difference, over every type of champ', async () => {
    const first = await otp('sync --json', EVERYTHING);
    expect(first).toMatchObject({ code: 0 });
    expect(JSON.parse(first.printed)).toMatchObject({ status: 'reussi', counts: { added: 60, failed: 0 } });
    const written = grist.document().history();
    const second = await otp('sync --json', EVERYTHING);
    expect(JSON.parse(second.printed)).toMatchObject({ status: 'reussi', counts: { added: 0, updated: 0 } });
    expect(grist.document().history()).toBe(written);
    const verified = await otp('verify', EVERYTHING);
    expect(verified.printed).toMatch(/^✓ 60\u00a0dossiers, 0\u00a0écart, vérifié le /);
    expect(verified.code).toBe(0);
    expect(grist.document().history()).toBe(written);
  });

  it('plan writes nothing, and says what sync then does', async () => {
    const planned = await otp('plan --json');
    expect(planned.code).toBe(0);
    expect(
      grist
        .document()
        .tables()
        .map(({ id }) => id),
    ).not.toContain('Demarche_4242_dossiers');
    const { tables } = JSON.parse(planned.printed);
    expect((await otp('sync')).code).toBe(0);
    for (const [key, counts] of Object.entries<{ add: number }>(tables)) {
      const name = key.startsWith('bloc:') ? null : `Demarche_4242_${key}`;
      if (name !== null) expect(grist.document().rows(name), name).toHaveLength(counts.add);
    }
    expect((await otp('plan')).printed).toContain('Lignes\u00a0: rien à changer');
  });

  it('verify lists a cell changed, a row deleted and a row added by hand, and answers 1', async () => {
    await otp('sync');
    const [row, other] = grist.document().rows('Demarche_4242_champs');
    const column = grist
      .document()
      .table('Demarche_4242_champs')
      .columns.find(({ type }) => type === 'Text');
    grist.document().editCell('Demarche_4242_champs', row?.id ?? 0, column?.id ?? '', 'changé à la main');
    grist.document().deleteRows('Demarche_4242_champs', [other?.id ?? 0]);
    grist.document().addRow('Demarche_4242_champs', {});
    const verified = await otp('verify');
    expect(verified.code).toBe(1);
    expect(verified.printed).toContain(', 2\u00a0écarts,');
    expect(verified.printed).toContain('la ligne manque dans Grist');
    expect(verified.printed).toContain('qui ne sont pas les nôtres');
    expect(verified.printed).not.toContain('changé à la main');
  });

  it('sync with a dossier that DN cannot serve answers 1, lists it, and writes the others', async () => {
    const bad = [...dn.truth()][5]?.number ?? 0;
    dn.control({
      type: 'set_faults',
      rules: [{ when: { dossier: bad }, fault: { type: 'poison' } }],
    });
    const report = await otp('sync --json');
    expect(report.code).toBe(1);
    expect(JSON.parse(report.printed)).toMatchObject({
      counts: { added: 59, failed: 1 },
      failures: [{ number: bad }],
    });
    dn.control({ type: 'set_faults', rules: [] });
    expect(JSON.parse((await otp('sync --json')).printed)).toMatchObject({
      healed: 1,
      counts: { failed: 0 },
    });
    expect((await otp('verify')).code).toBe(0);
  });

  it.each([
    ['STATUTS_DOSSIERS', 'en_instruction', (one: Dossier) => one.state === 'en_instruction'],
    ['STATUTS_DOSSIERS', 'Accepté, refuse', (one: Dossier) => ['accepte', 'refuse'].includes(one.state)],
    ['DOSSIERS_ARCHIVES', 'exclus', (one: Dossier) => !one.archived],
    ['DATE_DEPOT_DEBUT', '2026-03-01', (one: Dossier) => (one.dates.depot ?? '') >= '2026-03-01'],
    ['DATE_DEPOT_FIN', '01/03/2026', (one: Dossier) => (one.dates.depot ?? '') < '2026-03-02'],
  ])('%s=%s keeps exactly those dossiers', async (name, value, keeps) => {
    expect((await otp('sync', { [name]: value })).code).toBe(0);
    const wanted = [...dn.truth()].filter(keeps).map(({ number }) => number);
    const rows = grist.document().rows('Demarche_4242_dossiers');
    expect(rows.map(({ number }) => number).sort()).toEqual(wanted.sort());
    expect((await otp('verify', { [name]: value })).code).toBe(0);
  });

  it('follows a form that is renamed, extended and retyped: columns keep their place, nothing is lost', async () => {
    expect((await otp('sync')).code).toBe(0);
    const champs = () => grist.document().table('Demarche_4242_champs').columns;
    const before = champs();
    const { champs: draft } = dn.control({ type: 'draft' });
    const [title, summary] = draft.filter(({ typename }) => typename === 'TextChampDescriptor');
    dn.control({ type: 'rename_field', field: title?.id ?? '', label: 'Intitulé du projet' });
    dn.control({ type: 'retype_field', field: summary?.id ?? '', to: 'date' });
    dn.control({ type: 'add_field', side: 'champs', spec: { type: 'text', label: 'Nouveau champ' } });
    dn.control({ type: 'publish', rebase: true });
    expect((await otp('sync')).code).toBe(0);
    const after = champs();
    const byRef = new Map(after.map((column) => [column.ref, column]));
    for (const { ref, id, type } of before) expect(byRef.get(ref)).toMatchObject({ id, type });
    expect(after.map(({ label }) => label)).toContain('Intitulé du projet');
    const twins = after.filter(({ label }) => label === summary?.label);
    expect(twins.map(({ type }) => type)).toEqual(['Text', 'Date']);
    expect(after.map(({ label }) => label)).toContain('Nouveau champ');
    expect((await otp('verify')).code).toBe(0);
    const written = grist.document().history();
    expect((await otp('sync')).code).toBe(0);
    expect(grist.document().history()).toBe(written);
  });

  it('check says who may do what, and answers 2 when something is missing', async () => {
    const good = await otp('check');
    expect(good.printed).toContain('✓ Démarche');
    expect(good.printed).toContain('✓ Document Grist');
    expect(good.code).toBe(0);
    const bad = await otp('check', { GRIST_API_KEY: grist.people.viewer.key });
    expect(bad.code).toBe(2);
    expect(bad.printed).toContain('GRIST_ACCES_INSUFFISANT');
  });

  it('keeps two démarches apart in one document, and refuses the same tables to two links', async () => {
    await otp('sync');
    const other = await startDemarches({ preset: 'tiny', seed: 3, number: 777, rateLimit: null });
    const same = await startDemarches({ preset: 'tiny', seed: 3, number: dn.number, rateLimit: null });
    try {
      const access = (simulator: DemarchesSimulator) => settingsFor(db.url(), simulator, grist);
      expect((await runOtp(['sync'], access(other))).code).toBe(0);
      const before = grist.document().history();
      const refused = await runOtp(['sync'], access(same));
      expect(refused.code).toBe(2);
      expect(refused.told).toContain('GRIST_TABLES_DEJA_LIEES');
      expect(grist.document().history()).toBe(before);
    } finally {
      await other.close();
      await same.close();
    }
  });

  it('asks before converting the columns of an existing document, then converts them', async () => {
    await otp('sync');
    // The Ledger is lost, and somebody made the numbers texts: as the original's documents are.
    grist.document().retypeColumn('Demarche_4242_champs', 'dossier_number', 'Text');
    await db.sql('TRUNCATE link CASCADE');
    const before = grist.document().history();
    const refused = await otp('sync');
    expect(refused.code).toBe(2);
    expect(refused.told).toContain('Text → Int');
    expect(grist.document().history()).toBe(before);
    expect((await otp('sync --accepter-conversions')).code).toBe(0);
    expect((await otp('verify')).code).toBe(0);
    expect(grist.document().rows('Demarche_4242_dossiers')).toHaveLength(60);
  });

  it('Ctrl-C finishes the batch in hand, answers 130, and the next run goes on', async () => {
    const many = await startDemarches({ preset: 'tiny', dossiers: 400, seed: 1, rateLimit: null });
    try {
      const access = settingsFor(db.url(), many, grist);
      let pages = 0;
      const timer = setInterval(() => {
        pages = many.stats().requests;
        if (pages >= 4) {
          clearInterval(timer);
          process.emit('SIGINT');
        }
      }, 1);
      const stopped = await runOtp(['sync', '--json'], access);
      clearInterval(timer);
      expect(stopped.code).toBe(130);
      const first = JSON.parse(stopped.printed).counts.added;
      const rest = await runOtp(['sync', '--json'], access);
      expect(first + JSON.parse(rest.printed).counts.added).toBe(400);
      expect((await runOtp(['verify'], access)).code).toBe(0);
    } finally {
      await many.close();
    }
  });

  it('D7: two synchronisations at once, one writes and the other says so; every dossier has one row', async () => {
    const both = await Promise.all([otp('sync'), otp('sync')]);
    expect(both.map(({ code }) => code).sort()).toEqual([0, 2]);
    expect(both.find(({ code }) => code === 2)?.told).toContain('SYNCHRO_DEJA_EN_COURS');
    const document = grist.document();
    for (const table of ['dossiers', 'champs', 'demandeurs']) {
      const numbers = document
        .rows(`Demarche_4242_${table}`)
        .map((row) => row[table === 'dossiers' ? 'number' : 'dossier_number']);
      expect(new Set(numbers).size).toBe(numbers.length);
      expect(numbers).toHaveLength([...dn.truth()].length);
    }
  });

  it('shows a live bar on a terminal, and plain lines elsewhere', async () => {
    const told: string[] = [];
    await runOtp(['sync'], settings(), { isInteractive: true, tell: (text) => void told.push(text) });
    expect(told.join('')).toContain('\r\u001b[2K');
    expect((await otp('sync')).told).not.toContain('\u001b');
  });
});

describe('bad input: a clear French sentence, 2, and nothing written', () => {
  const cases: readonly (readonly [string, string, () => Record<string, string>])[] = [
    ['a wrong token', 'DS_JETON_REFUSE', () => ({ DEMARCHES_API_TOKEN: 'faux' })],
    ['a démarche that is not in the token’s scope', 'DS_DEMARCHE_', () => ({ DEMARCHE_NUMBER: '999999' })],
    ['a démarche number that is no number', 'DEMARCHE_NUMERO_INVALIDE', () => ({ DEMARCHE_NUMBER: 'douze' })],
    [
      'a Grist address that is not https',
      'GRIST_URL_NON_AUTORISEE',
      () => ({ GRIST_BASE_URL: 'http://grist.exemple.fr' }),
    ],
    ['a site that is not Grist', 'GRIST_PAS_GRIST', () => ({ GRIST_BASE_URL: dn.origin })],
    ['a Grist that cannot be reached', 'GRIST_INJOIGNABLE', () => ({ GRIST_BASE_URL: 'http://127.0.0.1:9' })],
    ['a wrong key', 'GRIST_CLE_REFUSEE', () => ({ GRIST_API_KEY: 'fausse' })],
    [
      'a key that may only read',
      'GRIST_ACCES_INSUFFISANT',
      () => ({ GRIST_API_KEY: grist.people.viewer.key }),
    ],
    ['a key without access', 'GRIST_ACCES_INSUFFISANT', () => ({ GRIST_API_KEY: grist.people.stranger.key })],
    ['an unknown document', 'GRIST_DOC_INTROUVABLE', () => ({ GRIST_DOC_ID: 'aaaaaaaaaaaaaaaaaaaaaa' })],
    ['a missing key', 'CONFIG_INCOMPLETE', () => ({ GRIST_API_KEY: '' })],
    [
      'dates in the wrong order',
      'CONFIG_INVALIDE',
      () => ({ DATE_DEPOT_DEBUT: '2026-02-01', DATE_DEPOT_FIN: '2026-01-01' }),
    ],
    ['an unknown status', 'CONFIG_INVALIDE', () => ({ STATUTS_DOSSIERS: 'perdu' })],
    [
      'a database that cannot be reached',
      'BASE_INJOIGNABLE',
      () => ({ DATABASE_URL: 'postgresql://a:b@127.0.0.1:9/x' }),
    ],
  ];

  it.each(cases)('%s: %s', async (_name, code, more) => {
    const before = grist.document().history();
    const { told, printed, code: exit } = await otp('sync', more());
    expect(exit).toBe(2);
    expect(told).toContain(code);
    expect(told).toMatch(/Que faire\u00a0: \p{Lu}/u);
    expect(printed).toBe('');
    expect(grist.document().history()).toBe(before);
    for (const secret of [dn.token, grist.key]) expect(told).not.toContain(secret);
  });

  it('an expired token, a refused network with its address, a démarche closed', async () => {
    const before = grist.document().history();
    const token = dn.control({ type: 'issue_token' });
    dn.control({ type: 'expire_token', token });
    expect((await otp('sync', { DEMARCHES_API_TOKEN: token })).told).toContain('DS_JETON_EXPIRE');
    const second = dn.control({ type: 'issue_token' });
    dn.control({ type: 'refuse_network', token: second, address: '203.0.113.7' });
    const network = await otp('sync', { DEMARCHES_API_TOKEN: second });
    expect(network.told).toContain('DS_JETON_IP_REFUSEE');
    expect(network.told).toContain('203.0.113.7');
    dn.control({ type: 'set_demarche_state', state: 'close' });
    expect(await otp('sync')).toMatchObject({ code: 2 });
    expect((await otp('sync')).told).toContain('--accepter-close');
    expect(grist.document().history()).toBe(before);
    expect((await otp('sync --accepter-close')).code).toBe(0);
  });

  it('a document in the trash, schema changes forbidden', async () => {
    grist.document().putInTrash();
    expect((await otp('sync')).told).toContain('GRIST_DOC_CORBEILLE');
    grist.document().takeOutOfTrash();
    grist.document().setRules({ structure: 'forbidden', appliesTo: 'not_owners' });
    const refused = await otp('sync', { GRIST_API_KEY: grist.people.editor.key });
    expect(refused.code).toBe(2);
    expect(refused.told).toContain('GRIST_STRUCTURE_INTERDITE');
  });

  it('a half-written .env: the line, never its content', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'otp-'));
    const file = join(folder, '.env');
    writeFileSync(file, `DEMARCHE_NUMBER=12\nDEMARCHES_API_TOKEN="secret-a-ne-pas-dire\n`);
    const { code, told } = await runOtp(['sync', '--env-file', file], {});
    expect(code).toBe(2);
    expect(told).toContain('CONFIG_INVALIDE');
    expect(told).toMatch(/ligne\u00a0?\s?2/);
    expect(told).not.toContain('secret-a-ne-pas-dire');
  });

  it('an unknown command or flag', async () => {
    expect((await otp('synchro')).told).toContain('n’existe pas');
    expect((await otp('sync --vite')).told).toContain('--vite');
    expect(await otp('aide')).toMatchObject({ code: 0 });
  });
});
