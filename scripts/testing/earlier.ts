// Databases of earlier times: brought to one migration as Prisma did it, with rows of that time in every table.

import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { ROOT } from '../tools.mjs';

const FOLDER = join(ROOT, 'prisma', 'migrations');

/** Names of the migrations, the first one first. */
export const MIGRATIONS: readonly string[] = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

/** What `prisma migrate deploy` creates. */
const PRISMA_TABLE = `CREATE TABLE _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`;

export type Run = (statement: string, values?: readonly unknown[]) => Promise<readonly Row[]>;
export type Row = Readonly<Record<string, unknown>>;

/** Gives `work` a connection. */
export async function connected<Result>(
  url: string,
  work: (run: Run, client: Client) => Promise<Result>,
): Promise<Result> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(async (statement, values = []) => {
      const { rows } = await client.query<Row>(statement, [...values]);
      return rows;
    }, client);
  } finally {
    await client.end();
  }
}

/** Url of another database of the same server. */
export function databaseOf(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

/** Replays what one migration says. */
export async function replay(run: Run, name: string): Promise<void> {
  await run(readFileSync(join(FOLDER, name, 'migration.sql'), 'utf8'));
}

/** Notes it as Prisma does. */
export async function note(run: Run, name: string, finished = true): Promise<void> {
  const script = readFileSync(join(FOLDER, name, 'migration.sql'));
  const checksum = createHash('sha256').update(script).digest('hex');
  await run(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
     VALUES ($1, $2, $3, CASE WHEN $4 THEN now() END, CASE WHEN $4 THEN 1 ELSE 0 END)`,
    [randomUUID(), checksum, name, finished],
  );
}

/** An empty database that knows the migrations up to this one. */
export async function createEarlier(server: string, name: string, upTo: string): Promise<string> {
  await connected(server, (run) => run(`CREATE DATABASE ${name}`));
  const url = databaseOf(server, name);
  await connected(url, async (run) => {
    await run(PRISMA_TABLE);
    for (const migration of MIGRATIONS.filter((one) => one <= upTo)) {
      await replay(run, migration);
      await note(run, migration);
    }
  });
  return url;
}

const AT = `'2026-03-02T08:00:00Z'`;
export const LINK = '00000000-0000-7000-8000-000000000001';
export const RUN = '00000000-0000-7000-8000-000000000002';
export const OPEN_RUN = '00000000-0000-7000-8000-000000000003';
export const PERSON = '00000000-0000-7000-8000-000000000004';
export const SECRET = '00000000-0000-7000-8000-000000000005';
const OTHER = '00000000-0000-7000-8000-000000000006';
const DRAFT = '00000000-0000-7000-8000-000000000007';

/** Rows as the program of that time wrote them, by the migration that made room for them. A new table asks for its own. */
const PLANTS: readonly (readonly [since: string, statement: string])[] = [
  [
    '20261123000000_init',
    `INSERT INTO link (id, source_url, demarche, destination_url, document, bindings, watermark, tombstones, checkpoint)
     VALUES ('${LINK}', 'https://dn.exemple.fr', 1234, 'https://grist.exemple.fr', 'document',
       '{"tables":[{"key":"dossiers","ref":7,"id":"Demarche_1234_dossiers","columns":[]}]}', ${AT}, ${AT},
       '{"full":false,"compares":false,"order":"updated","since":null,"after":"c","startedAt":"2026-03-02T08:00:00.000Z","maxSeen":null,"scopeFingerprint":"portee"}')`,
  ],
  [
    '20261123000000_init',
    `INSERT INTO run (id, link_id, kind, trigger, status, started_at, alive_at, ended_at, read, added)
     VALUES ('${RUN}', '${LINK}', 'sync', 'cli', 'reussi', ${AT}, ${AT}, ${AT}, 2, 2),
            ('${OPEN_RUN}', '${LINK}', 'verify', 'cli', 'en_cours', ${AT}, ${AT}, NULL, 0, 0)`,
  ],
  [
    '20261123000000_init',
    `INSERT INTO link_dossier (link_id, number, fingerprint, version, revision_id, presence)
     VALUES ('${LINK}', 11, 'f11', '2026-03-01T10:00:00+01:00', 'r', 'live'),
            ('${LINK}', 12, 'f12', '2026-03-01T10:00:00+01:00', NULL, 'out_of_scope')`,
  ],
  [
    '20261123000000_init',
    `INSERT INTO bound_table VALUES ('https://grist.exemple.fr', 'document', 7, '${LINK}', 'dossiers')`,
  ],
  [
    '20261123000000_init',
    `INSERT INTO dossier_failure (link_id, key, number, code, facts, first_seen_at, last_seen_at, last_run_id)
     VALUES ('${LINK}', 'number:12', 12, 'DS_CHAMP_ILLISIBLE', '{}', ${AT}, ${AT}, '${RUN}')`,
  ],
  ['20261123000000_init', `INSERT INTO run_note VALUES ('${RUN}', 'prepare', '{"tables":1}', ${AT})`],
  ['20261123000000_init', `INSERT INTO lease VALUES ('link:${LINK}', '${OPEN_RUN}', 2, ${AT})`],
  ['20261123030000_kept', `INSERT INTO kept VALUES ('schema', '{"a":1}', ${AT})`],
  [
    '20261123060000_form',
    `INSERT INTO schema_change (link_id, number, item, kind, table_key, label, reason, status, run_id, first_seen_at)
     VALUES ('${LINK}', 1, 'i', 'colonne_ajoutee', 'dossiers', 'Libellé', 'premiere_synchronisation', 'en_attente', '${RUN}', ${AT})`,
  ],
  [
    '20261123070000_proof',
    `INSERT INTO proof VALUES ('${RUN}', '${LINK}', 'complete', ${AT}, 2, 2, 20, 0, 0, 0, 0, 'racine', true)`,
  ],
  [
    '20261123080000_engine',
    `INSERT INTO engine_event (uid, batch, name, payload, due_at) VALUES ('u', 'b', 'sync', '{"data":{}}', ${AT})`,
  ],
  [
    '20261123080000_engine',
    `INSERT INTO engine_run (id, function_id, event, batch, lanes, lane_limits) VALUES ('r', 'f', '{}', 'b', '{}', '{}')`,
  ],
  ['20261123080000_engine', `INSERT INTO engine_step VALUES ('r', 's', 1, '{"data":1}')`],
  [
    '20261123080000_engine',
    `INSERT INTO engine_job (run_id, function_id, lanes, lane_limits) VALUES ('r', 'f', '{a}', '{1}')`,
  ],
  [
    '20261123080000_engine',
    `INSERT INTO engine_wait (run_id, step, kind, due_at) VALUES ('r', 's', 'sleep', ${AT})`,
  ],
  ['20261123080000_engine', `INSERT INTO engine_once VALUES ('k', ${AT})`],
  ['20261123080000_engine', `INSERT INTO engine_cron VALUES ('f', '* * * * *', ${AT}, NULL)`],
  [
    '20261123090000_service',
    `INSERT INTO credential VALUES ('${SECRET}', 'jeton_dn', 'https://dn.exemple.fr', '\\x0102', 'abcd', NULL, ${AT})`,
  ],
  ['20261123090000_service', `UPDATE link SET source_credential_id = '${SECRET}' WHERE id = '${LINK}'`],
  [
    '20261123090000_service',
    `INSERT INTO run_event (run_id, at, type, sentence, data) VALUES ('${RUN}', ${AT}, 'phase', 'Lecture', '{}')`,
  ],
  [
    '20261123090000_service',
    `INSERT INTO outbox (link_id, kind, subject, text, created_at, sent_at)
     VALUES ('${LINK}', 'panne', 'Sujet', 'Texte', ${AT}, ${AT})`,
  ],
  [
    '20261123100000_access',
    `INSERT INTO app_user (id, email, given_name, created_at) VALUES
       ('${PERSON}', 'camille@exemple.gouv.fr', 'Camille', ${AT}), ('${OTHER}', 'dominique@exemple.gouv.fr', NULL, ${AT})`,
  ],
  [
    '20261123100000_access',
    `INSERT INTO user_account VALUES
       ('${PERSON}', '${PERSON}', 'courriel', 'camille@exemple.gouv.fr', 'camille@exemple.gouv.fr', NULL, ${AT}, ${AT})`,
  ],
  [
    '20261123100000_access',
    `INSERT INTO user_session VALUES ('${PERSON}', 'empreinte', '${PERSON}', '${PERSON}', 'Firefox', ${AT}, ${AT}, ${AT})`,
  ],
  [
    '20261123100000_access',
    `INSERT INTO verification_token VALUES ('empreinte', 'camille@exemple.gouv.fr', 'connexion', NULL, '/', ${AT}, ${AT})`,
  ],
  [
    '20261123100000_access',
    `INSERT INTO invitation VALUES ('lou@exemple.gouv.fr', '${PERSON}', ${AT}, ${AT})`,
  ],
  [
    '20261123100000_access',
    `INSERT INTO membership VALUES ('${LINK}', '${PERSON}', 'proprietaire', ${AT}), ('${LINK}', '${OTHER}', 'lecteur', ${AT})`,
  ],
  ['20261123100000_access', `INSERT INTO rate_count VALUES ('k', ${AT}, 3)`],
  [
    '20261123100000_access',
    `INSERT INTO audit (at, actor_id, act, object) VALUES (${AT}, '${PERSON}', 'connexion', 'compte:${PERSON}')`,
  ],
  [
    '20261123110000_drafts',
    `INSERT INTO link_draft (id, owner_id, step, created_at, updated_at) VALUES ('${DRAFT}', '${PERSON}', 'donnees', ${AT}, ${AT})`,
  ],
  [
    '20261123120000_manage',
    `INSERT INTO pending_membership VALUES ('${LINK}', 'lou@exemple.gouv.fr', 'lecteur', NULL, ${AT}, ${AT})`,
  ],
  ['20261123130000_quota', `INSERT INTO request_quota VALUES ('empreinte', ${AT}, 5, NULL)`],
  ['20261123131000_engine_clock', `INSERT INTO engine_clock VALUES (1, ${AT})`],
  ['20261123140000_alerts', `INSERT INTO alert_mute VALUES ('${LINK}', '${OTHER}', ${AT})`],
  [
    '20261123140000_alerts',
    `INSERT INTO link_webhook VALUES ('${LINK}', 'https://exemple.fr/entree', 'sel', ${AT}, NULL)`,
  ],
  [
    '20261123171000_ready_pages',
    `UPDATE link SET ready_pages = '[{"kind":"zones","intact":true,"lastColumn":9,"columns":[],
       "page":{"viewRef":4,"name":"Zones","layout":"","sections":[]}}]' WHERE id = '${LINK}'`,
  ],
  ['20261123190000_files', `INSERT INTO link_file VALUES ('${LINK}', 12, 'cle', 1500, 3, 'abcdef', true)`],
];

/** Rows in every table of that time. */
export async function plant(run: Run, upTo: string): Promise<void> {
  for (const [since, statement] of PLANTS) if (since <= upTo) await run(statement);
}

/** Every row of every table, as text. */
export async function contents(run: Run): Promise<ReadonlyMap<string, readonly Row[]>> {
  const tables = await run(
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name <> '_prisma_migrations' ORDER BY 1`,
  );
  const all = new Map<string, readonly Row[]>();
  for (const { name } of tables) {
    const rows = await run(
      `SELECT to_jsonb(t) AS row FROM "${String(name)}" AS t ORDER BY to_jsonb(t)::text`,
    );
    all.set(
      String(name),
      rows.map(({ row }) => row as Row),
    );
  }
  return all;
}

/** All that makes a structure: columns, types, indexes, constraints, triggers, functions, storage. */
export async function structure(run: Run): Promise<readonly string[]> {
  const rows = await run(`
    SELECT 'column ' || table_name || '.' || column_name || ' ' || ordinal_position || ' ' || udt_name || ' ' || is_nullable
      || ' ' || coalesce(column_default, '') || ' ' || coalesce(datetime_precision::text, '') AS line
      FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
      FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
    UNION ALL SELECT 'trigger ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT 'function ' || pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT 'enum ' || typname || ' ' || string_agg(enumlabel, ',' ORDER BY enumsortorder)
      FROM pg_type JOIN pg_enum ON enumtypid = pg_type.oid GROUP BY typname
    UNION ALL SELECT 'storage ' || relname || ' ' || reloptions::text FROM pg_class
      WHERE relnamespace = 'public'::regnamespace AND reloptions IS NOT NULL`);
  return rows.map(({ line }) => String(line)).sort();
}
