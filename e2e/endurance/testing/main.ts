// `npm run endurance [-- --minutes 60 --liaisons 20 --visiteurs 20]`: the built site under the same load all along, while its
// memory, its connections and its tables are looked at. Leaves with 1 when something grows that must not.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openDatabase } from '../../../lib/store/database';
import { migrate } from '../../../scripts/migrate.mjs';
import { holdPostgres } from '../../../scripts/postgres/holder.mjs';
import { buildSite } from '../../../scripts/site-build.mjs';
import { freePort, startSite } from '../../../scripts/site-server.mjs';
import { startMail } from '../../../simulators/mail/start';
import { siteEnvironment } from '../../affluence/testing/site-environment';
import { keepLoad, setLoad } from './load';
import { growthOf, reportText } from './report';
import { lookAtStore, readProbed, type Stored } from './samples';

const SAMPLE_MS = 30_000;

/** The first sixth is of a service that warms up: first loads, caches, compiled code. */
const WARMING = 1 / 6;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    liaisons: { type: 'string', default: '20' },
    visiteurs: { type: 'string', default: '20' },
  },
});

const whole = (name: keyof typeof values): number => {
  if (!/^[1-9]\d*$/.test(values[name])) {
    throw new Error(`--${name} : un nombre entier, et non « ${values[name]} »`);
  }
  return Number(values[name]);
};

const say = (text: string) => void process.stdout.write(`${text}\n`);

process.exitCode = await endure();

/** 0 when everything that must be flat is. */
async function endure(): Promise<number> {
  const plan = { links: whole('liaisons'), visitors: whole('visiteurs'), lastsMs: whole('minutes') * 60_000 };
  const folder = mkdtempSync(join(tmpdir(), 'endurance-'));
  const file = join(folder, 'probed.jsonl');
  writeFileSync(file, '');
  const closings: (() => Promise<unknown>)[] = [async () => rmSync(folder, { recursive: true })];
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  try {
    await buildSite(stopping.signal);
    const held = await holdPostgres({ throwaway: true });
    closings.push(held.close);
    await migrate(held.url);
    const database = await openDatabase(held.url);
    closings.push(database.close);
    const setting = await setLoad(database, plan);
    closings.push(setting.close);
    const mail = await startMail();
    closings.push(mail.close);
    const port = await freePort();
    const site = await startSite({ port, env: { ...siteEnvironment(held.url, port, mail), ...probe(file) } });
    closings.push(site.stop);
    const started = Date.now();
    say(`${plan.links} liaisons, ${plan.visitors} visiteurs, ${values.minutes} minutes.`);
    const over = stopping.signal;
    const end = setTimeout(() => stopping.abort(), plan.lastsMs);
    closings.push(async () => clearTimeout(end));
    const load = keepLoad(database, setting, `http://127.0.0.1:${port}`, over);
    load.catch(() => stopping.abort());
    const stored: Stored[] = [];
    while (!over.aborted) {
      const one = await lookAtStore(database, join(held.home, 'data'));
      stored.push(one);
      if (stored.length % 10 === 1) tellOne(one, started, file);
      await sleep(SAMPLE_MS, undefined, { signal: over }).catch((error: unknown) => {
        if (!over.aborted) throw error;
      });
    }
    const done = await load;
    const probed = readProbed(file);
    const grown = growthOf(probed, stored, started + (Date.now() - started) * WARMING);
    say(`\n${reportText(grown, probed, stored, done)}`);
    return grown.some(({ verdict }) => verdict === 'grows') ? 1 : 0;
  } finally {
    for (const closing of closings.reverse()) await closing();
  }
}

function tellOne({ runs, connections, folder }: Stored, started: number, file: string): void {
  const last = readProbed(file).at(-1);
  const minute = Math.round((Date.now() - started) / 60_000);
  const memory =
    last === undefined
      ? ''
      : `, tas ${Math.round(last.heapUsed / 1e6)} Mo, processus ${Math.round(last.rss / 1e6)} Mo`;
  say(
    `${minute} min : ${runs} exécutions${memory}, ${connections} connexions, dossier de ${Math.round(folder / 1e6)} Mo`,
  );
}

/** Has the site write down what it holds. */
function probe(file: string): Readonly<Record<string, string>> {
  return {
    NODE_OPTIONS: `--import ${new URL('./probe.mjs', import.meta.url).href}`,
    ENDURANCE_FILE: file,
    ENDURANCE_MS: `${SAMPLE_MS}`,
  };
}
