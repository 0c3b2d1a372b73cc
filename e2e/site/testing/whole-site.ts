// The whole service as a process: a database of its own, the simulated ProConnect and mail relay, the built site. All on free
// ports. One is shared by the tests of the site; a test that must know all that a service says starts another.

import { randomBytes, randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { freePort, startSite } from '../../../scripts/site-server.mjs';
import { openTestDatabase, TEMPLATE, TEST_SERVER_VARIABLE } from '../../../scripts/test-database.mjs';
import { type MailSimulator, startMail } from '../../../simulators/mail/start';
import { startProConnect } from '../../../simulators/proconnect/start';

export type WholeSite = {
  readonly origin: string;
  readonly databaseUrl: string;
  /** Address of the simulated mailbox. */
  readonly mailbox: string;
  /** What the site is entrusted with by its operator. */
  readonly secrets: {
    readonly sealKeys: string;
    readonly sessions: string;
    readonly metricsToken: string;
    readonly proConnect: string;
  };
  /** All that the process wrote so far, on both of its outputs. */
  readonly output: () => string;
  readonly close: () => Promise<void>;
};

/** The site must be built. `env` is added to what the tests of the site share. */
export async function startWholeSite(env: Readonly<Record<string, string>> = {}): Promise<WholeSite> {
  const closings: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const closing of closings.reverse()) await closing();
  };
  try {
    const [databaseUrl, port] = await Promise.all([ownDatabase(closings), freePort()]);
    const origin = `http://127.0.0.1:${port}`;
    const proConnect = await startProConnect({ site: origin });
    closings.push(() => proConnect.close());
    const mail: MailSimulator = await startMail();
    closings.push(() => mail.close());
    const secrets = {
      sealKeys: `e2e:${randomBytes(32).toString('base64')}`,
      sessions: randomBytes(36).toString('base64url'),
      metricsToken: randomBytes(24).toString('hex'),
      proConnect: proConnect.clientSecret,
    };
    const site = await startSite({
      port,
      env: {
        MODE_DEMONSTRATION: 'oui',
        ADRESSE_SITE: origin,
        DATABASE_URL: databaseUrl,
        CLES_DE_CHIFFREMENT: secrets.sealKeys,
        SECRET_SESSIONS: secrets.sessions,
        METRIQUES_JETON: secrets.metricsToken,
        ACCES_DOMAINES: 'exemple.gouv.fr',
        ACCES_SIRET: '22000001600019',
        CONTACT: 'contact@exemple.gouv.fr',
        PROCONNECT_ISSUER: proConnect.issuer,
        PROCONNECT_CLIENT_ID: proConnect.clientId,
        PROCONNECT_CLIENT_SECRET: proConnect.clientSecret,
        SMTP_URL: mail.smtp,
        COURRIEL_EXPEDITEUR: 'ne-pas-repondre@exemple.gouv.fr',
        BOITE_DEMONSTRATION: mail.url,
        ...env,
      },
    });
    closings.push(() => site.stop());
    return { origin, databaseUrl, mailbox: mail.url, secrets, output: site.output, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A clone of the migrated template: on the Postgres of `npm test`, or on one of our own. */
async function ownDatabase(closings: (() => Promise<unknown>)[]): Promise<string> {
  const given = process.env[TEST_SERVER_VARIABLE];
  let server = given;
  if (server === undefined) {
    const opened = await openTestDatabase();
    closings.push(opened.close);
    server = opened.server;
  }
  const name = `site_${randomUUID().replaceAll('-', '')}`;
  await run(server, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
  if (given !== undefined) closings.push(() => run(given, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

async function run(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
