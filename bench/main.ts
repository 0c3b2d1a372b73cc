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
import { clusterFolder } from '../scripts/postgres/cluster.mjs';
import { runningServer } from '../scripts/postgres/postmaster.mjs';
import { type Started, startChild } from '../simulators/ready';

const TRAFFIC = z.object({ requests: z.number(), bytesSent: z.number(), bytesReceived: z.number() });
const MEASURE = z.object({
  wallMs: z.number(),
  /** Reading and writing together, without what comes before (form, structure) and after (tombstones, commit). */
  transfer: z.object({
    wallMs: z.number(),
    /** Processor time of ours and of the others, by name. */
    cpuMs: z.record(z.string(), z.number()),
    /** Of every program of the machine, ours included. */
    machineMs: z.number().nullable(),
  }),
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
  /** Every repetition of each mode. */
  readonly modes: ReadonlyMap<Mode, readonly Measure[]>;
};
const MODES = ['read', 'write', 'load', 'again'] as const;
type Mode = (typeof MODES)[number];

/** A second is a noisy measure: small sizes are measured several times, and told by their median. */
function repetitions(dossiers: number): number {
  return dossiers <= 1000 ? 5 : dossiers <= 10_000 ? 3 : 1;
}

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1000,10000,50000' },
    latency: { type: 'string', default: '0,100' },
  },
});
const list = (text: string) => text.split(',').map(Number);
const say = (text: string) => void process.stdout.write(`${text}\n`);

/**
 * What is measured is what `npm run otp` runs: WebAssembly (Prisma, HTTP) without its optimising compiler, which alone
 * took a hundred megabytes, and a heap that grows slowly, so that a large démarche needs no large machine.
 */
const NODE_FLAGS = packageJson.scripts.otp.split(' ').filter((word) => word.startsWith('--'));

const database = await openDatabase();
await migrate(database.url);
/** Our own Postgres; nobody's when DATABASE_URL names one that may be anywhere. */
const postgres = database.place === null ? null : (runningServer(clusterFolder(database.place))?.pid ?? null);
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

/**
 * One simulated DN serves every repetition: only the very first reading pays its warm-up, and a median does not see it.
 * Each measure has a Grist of its own but `again`, which follows `load`.
 */
async function measure(dossiers: number, latency: number): Promise<Row['modes']> {
  const dn = await startChild('./demarches/main.ts', [
    ...['--port', '0', '--preset', 'bench', '--dossiers', String(dossiers), '--latency', String(latency)],
    // The limit of 400 requests a minute would measure waiting: counts say that it is respected.
    ...['--rate-limit', 'none'],
  ]);
  try {
    const modes = new Map<Mode, Measure[]>(MODES.map((mode) => [mode, []]));
    for (let turn = 0; turn < repetitions(dossiers); turn += 1) {
      modes.get('read')?.push(await once('read', dn, await gristOf(latency)));
      modes.get('write')?.push(await once('write', dn, await gristOf(latency)));
      const kept = await gristOf(latency);
      modes.get('load')?.push(await once('load', dn, kept, true));
      modes.get('again')?.push(await once('again', dn, kept));
    }
    return modes;
  } finally {
    await dn.stop();
  }
}

function gristOf(latency: number) {
  return startChild('./grist/main.ts', ['--port', '0', '--latency', String(latency)]);
}

async function once(
  mode: Mode,
  dn: Started,
  grist: Awaited<ReturnType<typeof gristOf>>,
  keep = false,
): Promise<Measure> {
  const others = { DN: dn.process.pid ?? null, Grist: grist.process.pid ?? null, Postgres: postgres };
  const input = JSON.stringify({
    mode,
    databaseUrl: database.url,
    demarches: dn.ready,
    grist: grist.ready,
    others,
  });
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
  const [read, write, load, again] = [
    median(modes, 'read'),
    median(modes, 'write'),
    median(modes, 'load'),
    median(modes, 'again'),
  ];
  const pages = Math.ceil(dossiers / 100);
  const writes = Math.ceil(load.destination.bytesSent / 900_000) + Math.ceil(dossiers / 1000);
  const slower = Math.max(read.transfer.wallMs, write.transfer.wallMs);
  const { transfer } = load;
  const times = modes.get('load')?.length ?? 1;
  const peaks = (modes.get('load') ?? []).map(({ peakMb }) => peakMb);
  return [
    `N = ${dossiers}, latence ${latency} ms — ${load.status}${times > 1 ? ` (médiane de ${times})` : ''}`,
    `  première charge  DN ${load.source.requests} requêtes (borne ${pages + 6}) · Grist ${load.destination.requests} (borne ${writes + 12}) · ${decimal(load.destination.bytesSent / 1e6, 1)} Mo écrits`,
    `                   ${seconds(load.wallMs)}, dont lire et écrire ${seconds(transfer.wallMs)}\u202f; lire seul ${seconds(read.transfer.wallMs)}, écrire seul ${seconds(write.transfer.wallMs)}\u202f; rapport au plus lent ${decimal(transfer.wallMs / slower, 2)} (borne 1,30) · crête ${peaks.join(', ')} Mo`,
    `                   ${processorText(transfer, slower)}`,
    `  rien à faire     DN ${again.source.requests} requêtes (borne 4) · Grist ${again.destination.requests} (borne 1) · ${seconds(again.wallMs)} · crête ${again.peakMb} Mo`,
  ].join('\n');
}

/** Where the cores went. No ratio can be lower than the processor time of all, spread over every core, allows. */
function processorText({ wallMs, cpuMs, machineMs }: Measure['transfer'], slowerMs: number): string {
  const all = Object.values(cpuMs).reduce((sum, one) => sum + one, 0);
  const each = Object.entries(cpuMs).map(([name, ms]) => `${name} ${seconds(ms)}`);
  const cores = cpus().length;
  const floor = all / cores / slowerMs;
  const strangers = machineMs === null ? 0 : Math.max(0, machineMs - all) / (wallMs * cores);
  return [
    `processeur\u00a0: ${each.join(', ')}\u202f; ${percent(all / (wallMs * cores))} des ${cores} cœurs\u202f; rapport le plus bas possible ici ${decimal(floor, 2)}`,
    // Below that, it is the kernel and what every machine does.
    ...(strangers > 0.1
      ? [
          `machine occupée\u00a0: d’autres programmes ont pris ${percent(strangers)} des cœurs, les secondes et le rapport ne disent rien`,
        ]
      : []),
  ].join(' · ');
}

function memoryText(all: readonly Row[]): string {
  const lines = [...new Set(all.map(({ latency }) => latency))].map((latency) => {
    const peaks = all
      .filter((row) => row.latency === latency)
      .map(
        ({ dossiers, modes }) =>
          `${dossiers} → ${(modes.get('load') ?? []).map(({ peakMb }) => peakMb).join(', ')} Mo`,
      );
    return `  latence ${latency} ms\u00a0: ${peaks.join('\u202f; ')}`;
  });
  return [
    '\nMémoire, crête de chaque première charge (borne 350 Mo, et 10 % d’écart entre 10 000 et 50 000)\u00a0:',
    ...lines,
  ].join('\n');
}

/** The repetition in the middle, by its time. */
function median(modes: Row['modes'], mode: Mode): Measure {
  const sorted = [...(modes.get(mode) ?? [])].sort((a, b) => a.transfer.wallMs - b.transfer.wallMs);
  const middle = sorted[sorted.length >> 1];
  if (middle === undefined) throw new Error(`bench: no measure of ${mode}`);
  return middle;
}

function seconds(ms: number): string {
  return `${decimal(ms / 1000, 1)} s`;
}

function decimal(value: number, digits: number): string {
  return value.toFixed(digits).replace('.', ',');
}

function percent(part: number): string {
  return `${Math.round(part * 100)}\u00a0%`;
}
