// The demo: the site with its engine, the four simulated services, a link with its first synchronisation and its proof, then
// where to look. Started by `npm start`, which has installed, started Postgres and migrated; DATABASE_URL says where.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { announceFrom } from '../inngest/announce';
import { openDatabase } from '../lib/store/database';
import { buildSite } from '../scripts/site-build.mjs';
import { reservePort, startSite } from '../scripts/site-server.mjs';
import { emptyDocument } from '../simulators/grist/empty-document';
import { type Started, startChild } from '../simulators/ready';
import { followLink } from './demo-follow';
import { type DemoSides, demoKey, makeDemoLink } from './demo-link';
import { DEMO_ENV } from './demo-settings';
import { EXIT } from './exit';

const DEMARCHES = z.object({ url: z.string(), token: z.string(), number: z.number() });
const GRIST = z.object({ url: z.string(), key: z.string(), docId: z.string() });
const PROCONNECT = z.object({ issuer: z.string(), clientId: z.string(), clientSecret: z.string() });
const MAIL = z.object({ smtp: z.string(), url: z.string() });

const say = (text: string) => void process.stdout.write(`${text}\n`);

/** Ports that are easy to remember; free ones are taken when somebody else has these. */
const PORTS = {
  site: 3000,
  demarches: '4150',
  grist: '4151',
  proconnect: '4152',
  mail: '4153',
  mailbox: '4154',
};

const DOSSIERS = '2000';

async function demo(databaseUrl: string): Promise<number> {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  const closings: (() => Promise<unknown>)[] = [];
  try {
    say(
      'Démarrage de Démarche numérique, de Grist, de ProConnect et d’une messagerie, tous simulés ; construction du site…',
    );
    const { port, release } = await reservePort(PORTS.site);
    closings.push(release);
    const origin = `http://127.0.0.1:${port}`;
    const building = buildSite(stopping.signal);
    // Awaited below; until then it must not be an unhandled rejection.
    building.catch(() => undefined);
    const simulators = await startSimulators(origin, closings);
    const { demarches, grist, proConnect, mail } = simulators;
    const sides: DemoSides = {
      ...{ demarchesOrigin: new URL(demarches.url).origin, token: demarches.token, number: demarches.number },
      ...{ gristUrl: grist.url, key: grist.key, docId: grist.docId },
    };
    writeSettings(sides);
    closings.push(async () => rmSync(DEMO_ENV, { force: true }));
    const second = await emptyDocument(sides);
    await building;
    await release();
    const site = await startSite({
      port,
      env: {
        MODE_DEMONSTRATION: 'oui',
        ADRESSE_SITE: origin,
        DATABASE_URL: databaseUrl,
        CLES_DE_CHIFFREMENT: demoKey(),
        PROCONNECT_ISSUER: proConnect.issuer,
        PROCONNECT_CLIENT_ID: proConnect.clientId,
        PROCONNECT_CLIENT_SECRET: proConnect.clientSecret,
        SMTP_URL: mail.smtp,
        BOITE_DEMONSTRATION: mail.url,
        INSTANCES_DN: sides.demarchesOrigin,
        INSTANCES_GRIST: grist.url,
        // For whoever makes a link by hand, of the same démarche with another document.
        DEMONSTRATION_JETON: sides.token,
        DEMONSTRATION_DEMARCHE: String(sides.number),
        DEMONSTRATION_DOCUMENT: second,
        DEMONSTRATION_CLE: sides.key,
      },
    });
    closings.push(site.stop);
    const database = await openDatabase(databaseUrl);
    closings.push(database.close);
    const link = await makeDemoLink(database, sides);
    await announceFrom(databaseUrl, 'sync', link);
    say(
      `\nLe site est ouvert\u00a0: ${origin}/liaisons (connectez-vous avec ProConnect, en tant que ${link.owner.name})`,
    );
    say(`\nPremière synchronisation de la démarche ${sides.number}, par le service\u00a0:`);
    const { succeeded, statement } = await followLink(database, link, say, stopping.signal);
    if (stopping.signal.aborted) return EXIT.interrupted;
    if (statement !== null) say(`\n${succeeded ? '✓' : '✗'} ${statement}`);
    say(whereToLook(sides, { origin, mailbox: mail.url }));
    await untilStopped(simulators.started, stopping.signal);
    return succeeded ? EXIT.clean : EXIT.failures;
  } finally {
    // The site first: nobody is told of sides that are gone. Two that do not need each other are not waited for in turn.
    for (const closing of closings.reverse()) await closing();
  }
}

async function startSimulators(origin: string, closings: (() => Promise<unknown>)[]) {
  const attempts = await Promise.allSettled([
    startChild('./demarches/main.ts', [
      '--port',
      PORTS.demarches,
      '--preset',
      'demo',
      '--dossiers',
      DOSSIERS,
    ]),
    startChild('./grist/main.ts', ['--port', PORTS.grist]),
    startChild('./proconnect/main.ts', ['--port', PORTS.proconnect, '--site', origin]),
    startChild('./mail/main.ts', ['--port', PORTS.mail, '--pages-port', PORTS.mailbox]),
  ]);
  const started = attempts.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  closings.push(() => Promise.all(started.map((one) => one.stop())));
  const failed = attempts.find((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  const [demarches, grist, proConnect, mail] = started;
  return {
    started,
    demarches: DEMARCHES.parse(demarches?.ready),
    grist: GRIST.parse(grist?.ready),
    proConnect: PROCONNECT.parse(proConnect?.ready),
    mail: MAIL.parse(mail?.ready),
  };
}

/** The settings of the demo, for `npm run otp -- … --demo`; the token and the key are of the simulators. */
function writeSettings({ demarchesOrigin, token, number, gristUrl, key, docId }: DemoSides): void {
  const lines = {
    DEMARCHES_API_URL: demarchesOrigin,
    DEMARCHES_API_TOKEN: token,
    DEMARCHE_NUMBER: number,
    GRIST_BASE_URL: gristUrl,
    GRIST_API_KEY: key,
    GRIST_DOC_ID: docId,
    AVEC_TRAITEMENTS: 'oui',
    AVEC_MESSAGES: 'oui',
    ETABLISSEMENT_DETAILLE: 'oui',
  };
  mkdirSync(dirname(DEMO_ENV), { recursive: true });
  const text = Object.entries(lines).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(DEMO_ENV, text.join(''), { mode: 0o600 });
}

function whereToLook(
  { gristUrl, key, docId, number }: DemoSides,
  { origin, mailbox }: { readonly origin: string; readonly mailbox: string },
): string {
  const tables = `${gristUrl}/api/docs/${docId}/tables`;
  return [
    '',
    'La démonstration tourne\u00a0:',
    `  le site                ${origin}/liaisons`,
    `  la messagerie simulée  ${mailbox}`,
    `  le Grist simulé        ${gristUrl} (une API, sans pages)`,
    `  l’état du service      ${origin}/api/sante`,
    '',
    'Voir ce qui est dans le document\u00a0:',
    `  curl -s -H 'Authorization: Bearer ${key}' ${tables}`,
    `  curl -s -H 'Authorization: Bearer ${key}' '${tables}/Demarche_${number}_dossiers/records?limit=2'`,
    '',
    'Dans un autre terminal\u00a0:',
    '  npm run otp -- sync --demo      synchroniser de nouveau (rien à écrire)',
    '  npm run otp -- plan --demo      voir ce qui changerait',
    '  npm run otp -- verify --demo    tout relire et comparer (--profondeur legere, --reparer)',
    '',
    'Ctrl-C arrête tout.',
  ].join('\n');
}

/** Until Ctrl-C, or until a simulator ends by itself. In a test (`DEMO_ONCE`) the demo ends here. */
function untilStopped(started: readonly Started[], signal: AbortSignal): Promise<void> {
  if (process.env.DEMO_ONCE !== undefined || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve());
    for (const one of started) one.process.once('exit', () => resolve());
  });
}

process.exitCode = await demo(process.env.DATABASE_URL ?? '').catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  return EXIT.impossible;
});
