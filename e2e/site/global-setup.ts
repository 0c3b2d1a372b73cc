// Starts what the tests of the site need: a database of their own, the simulated ProConnect and mail relay, the built site.
// All on free ports, all stopped at the end.

import { randomBytes, randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { buildSite } from '../../scripts/site-build.mjs';
import { freePort, startSite } from '../../scripts/site-server.mjs';
import { openTestDatabase, TEMPLATE, TEST_SERVER_VARIABLE } from '../../scripts/test-database.mjs';
import { type MailSimulator, startMail } from '../../simulators/mail/start';
import { startProConnect } from '../../simulators/proconnect/start';

export default async function setUp(): Promise<() => Promise<void>> {
  const closings: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const closing of closings.reverse()) await closing();
  };
  try {
    const [databaseUrl, port] = await Promise.all([ownDatabase(closings), freePort(), buildSite()]);
    const origin = `http://127.0.0.1:${port}`;
    const proConnect = await startProConnect({ site: origin });
    closings.push(() => proConnect.close());
    const mail: MailSimulator = await startMail();
    closings.push(() => mail.close());
    const sealKeys = `e2e:${randomBytes(32).toString('base64')}`;
    const metricsToken = randomBytes(24).toString('hex');
    const site = await startSite({
      port,
      env: {
        MODE_DEMONSTRATION: 'oui',
        ADRESSE_SITE: origin,
        DATABASE_URL: databaseUrl,
        CLES_DE_CHIFFREMENT: sealKeys,
        METRIQUES_JETON: metricsToken,
        ACCES_DOMAINES: 'exemple.gouv.fr',
        ACCES_SIRET: '22000001600019',
        CONTACT: 'contact@exemple.gouv.fr',
        PROCONNECT_ISSUER: proConnect.issuer,
        PROCONNECT_CLIENT_ID: proConnect.clientId,
        PROCONNECT_CLIENT_SECRET: proConnect.clientSecret,
        SMTP_URL: mail.smtp,
        COURRIEL_EXPEDITEUR: 'ne-pas-repondre@exemple.gouv.fr',
        BOITE_DEMONSTRATION: mail.url,
      },
    });
    closings.push(async () => {
      await site.stop();
      if (process.env.OTP_SITE_OUTPUT) console.log(site.output());
    });
    process.env.OTP_SITE = origin;
    process.env.OTP_MAILBOX = mail.url;
    process.env.OTP_DATABASE = databaseUrl;
    process.env.OTP_METRICS_TOKEN = metricsToken;
    process.env.OTP_SEAL_KEYS = sealKeys;
    return close;
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
