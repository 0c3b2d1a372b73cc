// The demo: both simulators, a realistic démarche, a first synchronisation and its verification, then where to look.
// Started by `npm start`, which has installed, started Postgres and migrated; DATABASE_URL says where.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { type Started, startChild } from '../simulators/ready';
import { DEMO_ENV } from './demo-settings';
import { EXIT } from './exit';
import { main } from './main';

const DEMARCHES = z.object({ url: z.string(), token: z.string(), number: z.number() });
const GRIST = z.object({ url: z.string(), key: z.string(), docId: z.string() });

const say = (text: string) => void process.stdout.write(`${text}\n`);

/** Ports that are easy to remember; the simulators take free ones when somebody else has these. */
const PORTS = { demarches: '4150', grist: '4151' } as const;

async function demo(): Promise<number> {
  say('Démarrage d’une Démarche numérique et d’un Grist simulés…');
  const [demarches, grist] = await Promise.all([
    startChild('./demarches/main.ts', ['--port', PORTS.demarches, '--preset', 'demo', '--dossiers', '2000']),
    startChild('./grist/main.ts', ['--port', PORTS.grist]),
  ]);
  const started = [demarches, grist];
  try {
    const dn = DEMARCHES.parse(demarches.ready);
    const document = GRIST.parse(grist.ready);
    writeSettings(dn, document);
    say(
      `\nPremière synchronisation de la démarche ${dn.number} (2\u202f000 dossiers, tous les types de champ)\n`,
    );
    // A démarche of this size is verified cell by cell right after its first load, by itself.
    const synced = await main(['sync', '--demo']);
    if (synced === EXIT.interrupted) return synced;
    say(whereToLook(document, dn.number));
    await untilStopped(started);
    return synced;
  } finally {
    rmSync(DEMO_ENV, { force: true });
    await Promise.all(started.map((one) => one.stop()));
  }
}

/** The settings of the demo, for `npm run otp -- … --demo`; the token and the key are of the simulators. */
function writeSettings(dn: z.infer<typeof DEMARCHES>, document: z.infer<typeof GRIST>): void {
  const lines = {
    DEMARCHES_API_URL: new URL(dn.url).origin,
    DEMARCHES_API_TOKEN: dn.token,
    DEMARCHE_NUMBER: dn.number,
    GRIST_BASE_URL: document.url,
    GRIST_API_KEY: document.key,
    GRIST_DOC_ID: document.docId,
    AVEC_TRAITEMENTS: 'oui',
    AVEC_MESSAGES: 'oui',
    ETABLISSEMENT_DETAILLE: 'oui',
  };
  mkdirSync(dirname(DEMO_ENV), { recursive: true });
  const text = Object.entries(lines).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(DEMO_ENV, text.join(''), { mode: 0o600 });
}

function whereToLook({ url, key, docId }: z.infer<typeof GRIST>, number: number): string {
  const tables = `${url}/api/docs/${docId}/tables`;
  return [
    '',
    'La démonstration tourne. Dans un autre terminal\u00a0:',
    '  npm run otp -- sync --demo      synchroniser de nouveau (rien à écrire)',
    '  npm run otp -- plan --demo      voir ce qui changerait',
    '  npm run otp -- verify --demo    tout relire et comparer (--profondeur legere, --reparer)',
    '  npm run otp -- check --demo     tester les deux accès',
    '',
    'Voir ce qui est dans le document\u00a0:',
    `  curl -s -H 'Authorization: Bearer ${key}' ${tables}`,
    `  curl -s -H 'Authorization: Bearer ${key}' '${tables}/Demarche_${number}_dossiers/records?limit=2'`,
    '',
    'Ctrl-C arrête tout.',
  ].join('\n');
}

/** Until Ctrl-C, or until a simulator ends by itself. In a test (`DEMO_ONCE`) the demo ends here. */
function untilStopped(started: readonly Started[]): Promise<void> {
  if (process.env.DEMO_ONCE !== undefined) return Promise.resolve();
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
    for (const one of started) one.process.once('exit', () => resolve());
  });
}

process.exitCode = await demo().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  return EXIT.impossible;
});
