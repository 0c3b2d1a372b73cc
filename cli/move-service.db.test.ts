// A service of the original moved in one command: both simulators over real HTTP, a real Postgres, invented secrets.

import { randomBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { leaveTheirDocument } from '../e2e/original/testing/their-document';
import { csvOf, sealFernet } from '../lib/links/import/testing';
import { testDatabase } from '../lib/store/testing/database';
import { type DemarchesSimulator, startDemarches } from '../simulators/demarches/start';
import { type Simulator, startGrist } from '../simulators/grist/start';
import { moveService } from './move-service';

const store = testDatabase();
const FERNET = randomBytes(32).toString('base64url');
let dn: DemarchesSimulator;
let grist: Simulator;

beforeEach(async () => {
  dn = await startDemarches({ preset: 'tiny', rateLimit: null });
  grist = await startGrist();
  await leaveTheirDocument(grist, { demarche: dn.demarche(), dossiers: [...dn.truth()] });
});
afterEach(async () => {
  await dn.close();
  await grist.close();
  await store.sql('DELETE FROM link');
  await store.sql('DELETE FROM credential');
  await store.sql('DROP TABLE IF EXISTS otp_configurations, user_schedules');
});

const row = (more: Readonly<Record<string, string>> = {}) => ({
  ...{ id: '1', ds_api_token: sealFernet(FERNET, dn.token), demarche_number: String(dn.number) },
  ...{ grist_base_url: `${grist.url}/api`, grist_api_key: sealFernet(FERNET, grist.key) },
  ...{ grist_doc_id: grist.docId, grist_user_id: '5', grist_user_email: 'alice@exemple.gouv.fr' },
  ...{ filter_date_start: '2024-01-01', filter_statuses: 'accepte,refuse', enabled: 'true' },
  ...more,
});

function fileOf(rows: readonly Readonly<Record<string, string>>[]): string {
  const file = join(mkdtempSync(join(tmpdir(), 'reprise-')), 'export.csv');
  writeFileSync(file, csvOf(rows));
  return file;
}

async function move(given: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const printed: string[] = [];
  const told: string[] = [];
  const code = await moveService(
    ['--proprietaire=bob@exemple.gouv.fr', `--demarches=${dn.origin}`, ...given],
    {
      environment: {
        ...{ DATABASE_URL: store.url(), MODE_DEMONSTRATION: 'oui', REPRISE_CLE: FERNET },
        CLES_DE_CHIFFREMENT: `k1:${randomBytes(32).toString('base64')}`,
        ...more,
      },
      print: (text) => void printed.push(text),
      tell: (text) => void told.push(text),
    },
    '/nowhere/.env',
  );
  return { code, printed: printed.join('\n'), told: told.join('') };
}

const count = async (table: string) => Number((await store.sql(`SELECT count(*) AS n FROM ${table}`))[0]?.n);

describe('npm run reprise', () => {
  it('rehearses, applies, and adds nothing the second time', async () => {
    const file = fileOf([
      row(),
      row({ id: '2', grist_doc_id: 'inconnuinconnu' }),
      row({ id: '3', grist_api_key: '' }),
      row({ id: '4', filter_groups: 'tous' }),
    ]);
    const tried = await move([`--csv=${file}`]);
    expect(tried).toMatchObject({ code: 1, told: '' });
    expect(tried.printed).toMatch(/à créer.*colonnes reprises, aucune convertie/);
    expect(tried.printed).toContain('GRIST_DOC_INTROUVABLE');
    expect(tried.printed).toContain('pas de clé Grist');
    expect(tried.printed).toContain('filtre illisible');
    expect([await count('link'), await count('credential')]).toEqual([0, 0]);

    const history = grist.document().history();
    const done = await move([`--csv=${file}`, '--appliquer', '--adresses-grist']);
    expect(done.printed).toContain('créée');
    for (const secret of [dn.token, grist.key, FERNET]) {
      expect(`${done.printed}${done.told}${tried.printed}`).not.toContain(secret);
    }
    const [link] = await store.sql('SELECT settings, schedule FROM link');
    expect(link).toMatchObject({
      schedule: { kind: 'quotidien' },
      settings: {
        scope: { depotDebut: '2024-01-01', statuts: ['accepte', 'refuse'] },
        takeOver: { tables: expect.arrayContaining([{ table: 'dossiers', id: 'Demarche_4242_dossiers' }]) },
      },
    });
    const owners = await store.sql(
      "SELECT email FROM app_user JOIN membership ON membership.user_id = app_user.id WHERE role = 'proprietaire'",
    );
    expect(owners).toEqual([{ email: 'alice@exemple.gouv.fr' }]);
    // Nothing was written in the document: that is the first synchronisation's business.
    expect(grist.document().history()).toBe(history);

    const again = await move([`--csv=${file}`, '--appliquer']);
    expect(again.printed).toContain('déjà là');
    expect([await count('link'), await count('credential')]).toEqual([1, 2]);
  });

  it('refuses a key that is not theirs, in one sentence, and writes nothing', async () => {
    const other = randomBytes(32).toString('base64url');
    const file = fileOf([row()]);
    const wrong = await move([`--csv=${file}`, '--appliquer'], { REPRISE_CLE: other });
    expect(wrong).toMatchObject({ code: 2, printed: '' });
    expect(wrong.told).toContain('REPRISE_CLE n’ouvre aucun secret');
    expect((await move([`--csv=${file}`], { REPRISE_CLE: 'courte' })).code).toBe(2);
    expect((await move(['--csv=/nulle/part.csv'])).code).toBe(2);
    expect((await move([`--csv=${file}`, '--essai', '--appliquer'])).printed).toContain('npm run reprise');
    expect([await count('link'), await count('credential')]).toEqual([0, 0]);
  });

  it('reads the original’s own base, where its schedules are', async () => {
    const given = row();
    const { enabled: _, ...columns } = given;
    const names = Object.keys(columns);
    await store.sql(`CREATE TABLE otp_configurations (${names.map((name) => `${name} text`).join(', ')})`);
    await store.sql('CREATE TABLE user_schedules (otp_config_id text, frequency text, enabled boolean)');
    await store.sql(
      `INSERT INTO otp_configurations VALUES (${names.map((_name, rank) => `$${rank + 1}`).join(', ')})`,
      Object.values(columns),
    );
    await store.sql("INSERT INTO user_schedules VALUES ('1', 'daily', false)");
    const done = await move(['--appliquer'], { REPRISE_BASE: store.url() });
    expect(done).toMatchObject({ code: 0 });
    expect(await store.sql('SELECT schedule FROM link')).toEqual([{ schedule: null }]);
    const absent = await move([], { REPRISE_BASE: 'postgres://personne@127.0.0.1:9/rien' });
    expect(absent).toMatchObject({ code: 2 });
    expect(absent.told).toContain('BASE_INJOIGNABLE');
  });
});
