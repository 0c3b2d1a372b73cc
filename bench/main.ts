// `npm run bench [-- --sizes 1000,10000 --latency 0,100]`: figures of a first load and of a run with nothing to do,
// on the simulators. Ratios and counts of requests matter; seconds are those of the machine.

import { spawn } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import packageJson from '../package.json';
import { openDatabase } from '../scripts/database.mjs';
import { migrate } from '../scripts/migrate.mjs';
import { startChild } from '../simulators/ready';

const TRAFFIC = z.object({ requests: z.number(), bytesSent: z.number(), bytesReceived: z.number() });
const MEASURE = z.object({
  wallMs: z.number(),
  /** Reading and writing together, without what comes before (form, structure) and after (tombstones, commit). */
  transferMs: z.number().optional(),
  source: TRAFFIC,
  destination: TRAFFIC,
  peakMb: z.number(),
  cpuMs: z.number(),
  status: z.string().optional(),
});
type Measure = z.infer<typeof MEASURE>;
type Row = {
  readonly dossiers: number;
  readonly latency: number;
  readonly modes: ReadonlyMap<string, Measure>;
};

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1000,10000,50000' },
    latency: { type: 'string', default: '0,100' },
  },
});
const list = (text: string) => text.split(',').map(Number);
const say = (text: string) => void process.stdout.write(`${text}\n`);

/** What is measured is what `npm run otp` runs: its heap grows slowly, so that a large démarche needs no large machine. */
const NODE_FLAGS = packageJson.scripts.otp.split(' ').filter((word) => word.startsWith('--'));

const database = await openDatabase();
await migrate(database.url);
say(
  `Machine\u00a0: ${cpus().length} cœurs (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 1e9)} Go, node ${process.version}, ${new Date().toISOString().slice(0, 10)}\n`,
);
const rows: Row[] = [];
try {
  for (const dossiers of list(values.sizes)) {
    for (const latency of list(values.latency)) {
      const row = { dossiers, latency, modes: await measure(dossiers, latency) };
      rows.push(row);
      say(rowText(row));
    }
  }
  say(memoryText(rows));
} finally {
  await database.close();
}

async function measure(dossiers: number, latency: number): Promise<ReadonlyMap<string, Measure>> {
  const dn = await startChild('./demarches/main.ts', [
    ...['--port', '0', '--preset', 'bench', '--dossiers', String(dossiers), '--latency', String(latency)],
    // The limit of 400 requests a minute would measure waiting: counts say that it is respected.
    ...['--rate-limit', 'none'],
  ]);
  try {
    const modes = new Map<string, Measure>();
    modes.set('read', await once('read', dn.ready, await gristOf(latency)));
    modes.set('write', await once('write', dn.ready, await gristOf(latency)));
    const kept = await gristOf(latency);
    modes.set('load', await once('load', dn.ready, kept, true));
    modes.set('again', await once('again', dn.ready, kept));
    return modes;
  } finally {
    await dn.stop();
  }
}

function gristOf(latency: number) {
  return startChild('./grist/main.ts', ['--port', '0', '--latency', String(latency)]);
}

async function once(
  mode: string,
  demarches: unknown,
  grist: Awaited<ReturnType<typeof gristOf>>,
  keep = false,
): Promise<Measure> {
  const input = JSON.stringify({ mode, databaseUrl: database.url, demarches, grist: grist.ready });
  const worker = spawn(
    process.execPath,
    [
      ...NODE_FLAGS,
      '--import',
      import.meta.resolve('tsx'),
      fileURLToPath(new URL('./worker.ts', import.meta.url)),
      input,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let output = '';
  worker.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const code = await new Promise((resolve) => worker.once('exit', resolve));
  if (!keep) await grist.stop();
  if (code !== 0) throw new Error(`bench worker ${mode}: exit ${code}`);
  return MEASURE.parse(JSON.parse(output));
}

function rowText({ dossiers, latency, modes }: Row): string {
  const [read, write, load, again] = ['read', 'write', 'load', 'again'].map((mode) => modes.get(mode));
  if (!read || !write || !load || !again) throw new Error('a measure is missing');
  const pages = Math.ceil(dossiers / 100);
  const writes = Math.ceil(load.destination.bytesSent / 900_000) + Math.ceil(dossiers / 1000);
  const slower = Math.max(read.wallMs, write.wallMs);
  const transfer = load.transferMs ?? load.wallMs;
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  return [
    `N = ${dossiers}, latence ${latency} ms — ${load.status}`,
    `  première charge  DN ${load.source.requests} requêtes (borne ${pages + 6}) · Grist ${load.destination.requests} (borne ${writes + 12}) · ${(load.destination.bytesSent / 1e6).toFixed(1)} Mo écrits`,
    `                   ${seconds(load.wallMs)}, dont lire et écrire ${seconds(transfer)} ; lire seul ${seconds(read.wallMs)}, écrire seul ${seconds(write.wallMs)} ; rapport au plus lent ${(transfer / slower).toFixed(2)} (borne 1.30) · crête ${load.peakMb} Mo · ${seconds(load.cpuMs)} de processeur`,
    `  rien à faire     DN ${again.source.requests} requêtes (borne 4) · Grist ${again.destination.requests} (borne 1) · ${seconds(again.wallMs)} · crête ${again.peakMb} Mo`,
  ].join('\n');
}

function memoryText(all: readonly Row[]): string {
  const peaks = all
    .filter(({ latency }) => latency === all[0]?.latency)
    .map(({ dossiers, modes }) => ({ dossiers, peak: modes.get('load')?.peakMb ?? 0 }));
  return `\nMémoire\u00a0: ${peaks.map(({ dossiers, peak }) => `${dossiers} → ${peak} Mo`).join(', ')} (borne 350 Mo, et 10 % d’écart entre 10 000 et 50 000)`;
}
