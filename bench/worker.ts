// One measure in a process of its own, so that its memory is its own: `tsx bench/worker.ts '<json>'`.
// Modes: `sync` (a synchronisation, the first or a later one), `read` (all pages, nothing written), `write` (all rows
// written, the time of reading taken out).

import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { makeBudget } from '../lib/demarches/budget';
import { keptSchemaCache } from '../lib/demarches/schema/kept-schema-cache';
import { EVERYWHERE } from '../lib/http/reach';
import { conduct, type RunPolicy } from '../lib/run/conduct';
import { pagesOf } from '../lib/run/pages';
import { prepare } from '../lib/run/prepare';
import { restructure } from '../lib/run/restructure';
import { openWorkshop, type Workshop } from '../lib/run/workshop';
import { writeBatch } from '../lib/run/writer';
import { openDatabase } from '../lib/store/database';
import { openKept } from '../lib/store/kept';
import { openLedger } from '../lib/store/ledger';
import { DEFAULT_OPTIONS, EVERYTHING } from '../lib/sync/model/options';
import { DEFAULT_POLICIES } from '../lib/sync/model/policies';
import type { Wanted } from '../lib/sync/plan';
import { SYSTEM_CLOCK, wire } from '../lib/wiring';
import { machineMs, processorMs } from './processor';

const INPUT = z.object({
  mode: z.enum(['sync', 'read', 'write']),
  databaseUrl: z.string(),
  demarches: z.object({ url: z.string(), token: z.string(), number: z.number() }),
  grist: z.object({ url: z.string(), key: z.string(), docId: z.string() }),
  /** Pids of the processes that work beside this one, by name; null for one that is not on this machine. */
  others: z.record(z.string(), z.number().nullable()),
});

const POLICY: RunPolicy = {
  acceptClosed: false,
  acceptConversions: false,
  full: false,
  upkeep: 'due',
  stepBudget: null,
};
const STEP = { run: <T>(_id: string, work: () => Promise<T>) => work() };

const input = INPUT.parse(JSON.parse(process.argv[2] ?? '{}'));
/** When each phase began, and what the processors had done by then. */
const phases = new Map<string, Instant>();
const database = await openDatabase(input.databaseUrl);
const ledger = openLedger(database, SYSTEM_CLOCK);
const { ports, close } = wire(
  {
    demarchesUrl: input.demarches.url,
    demarchesToken: input.demarches.token,
    demarche: input.demarches.number,
    gristUrl: input.grist.url,
    gristKey: input.grist.key,
    document: input.grist.docId,
  },
  {
    ledger,
    reach: EVERYWHERE,
    fileOrigins: [],
    journal: {
      write: (event) => {
        if (event.type === 'phase') phases.set(event.phase, instant());
      },
    },
    stop: new AbortController().signal,
    exclude: [],
    schemas: keptSchemaCache(openKept(database, SYSTEM_CLOCK)),
    // DN's 300 requests a minute would measure waiting: the counts show that they would be respected.
    budget: makeBudget({ perMinute: Number.POSITIVE_INFINITY }),
  },
);
const link = await ledger.openLink({
  sourceUrl: new URL(input.demarches.url).origin,
  demarche: input.demarches.number,
  destinationUrl: input.grist.url,
  document: input.grist.docId,
});
const begun = await ledger.beginRun({ linkId: link.id, kind: 'sync', trigger: 'bench' });
if (begun.status === 'busy') throw new Error('busy');
const workshop = openWorkshop(ports, begun.handle, {
  scope: EVERYTHING,
  options: DEFAULT_OPTIONS,
  policies: DEFAULT_POLICIES,
});

const measured = await { sync, read: readAll, write: writeAll }[input.mode](workshop);
process.stdout.write(
  `${JSON.stringify({
    ...measured,
    source: ports.source.traffic(),
    destination: ports.destination.traffic(),
    peakMb: Math.round(peakMemory() / 1e6),
    cpuMs: Math.round((process.cpuUsage().user + process.cpuUsage().system) / 1000),
  })}\n`,
);
await close();
await database.close();

async function sync(given: Workshop) {
  const start = instant();
  const report = await conduct(STEP, given, POLICY);
  const end = instant();
  const transfer = between(phases.get('lecture') ?? start, phases.get('suppressions') ?? end);
  const { added, updated, unchanged, removed, failed } = report.counts;
  const counts = { added, updated, unchanged, removed, failed };
  return { wallMs: end.from - start.to, transfer, status: report.status, counts };
}

async function readAll(given: Workshop) {
  const { selection } = await given.readForm();
  const request = { order: 'updated', since: null, after: null, state: null, archived: null } as const;
  let dossiers = 0;
  const start = instant();
  for await (const { page } of pagesOf(ports.source, request, selection, () => false)) {
    dossiers += page.dossiers.length;
  }
  const transfer = between(start, instant());
  return { wallMs: transfer.wallMs, transfer, dossiers };
}

/**
 * The rows of each thousand are made while the clock is stopped: only planning and writing are timed. Making rows,
 * comparing fingerprints and what the Ledger records are in neither lone leg: the ratio is against us by as much.
 */
async function writeAll(given: Workshop) {
  await prepare(given, POLICY);
  await restructure(given, POLICY);
  const { selection, shape } = await given.form();
  const request = { order: 'updated', since: null, after: null, state: null, archived: null } as const;
  let transfer: Transfer = { wallMs: 0, cpuMs: {}, machineMs: 0 };
  let batch: Wanted[] = [];
  const flush = async () => {
    const start = instant();
    await writeBatch(given, batch);
    transfer = sum(transfer, between(start, instant()));
    batch = [];
  };
  for await (const { page } of pagesOf(ports.source, request, selection, () => false)) {
    batch.push(...page.dossiers.map((one) => ({ dossier: one.number, rows: shape.rowsOf(one).rows })));
    if (batch.length >= 1000) await flush();
  }
  await flush();
  return { wallMs: transfer.wallMs, transfer };
}

/** Looking at the processors takes a few milliseconds, from `from` to `to`: they are nobody's. */
type Instant = {
  readonly from: number;
  readonly to: number;
  readonly cpu: Readonly<Record<string, number>>;
  readonly machine: number | null;
};
/** `cpuMs`: by process; `machineMs`: of every program of the machine, null when it is not known. */
type Transfer = {
  readonly wallMs: number;
  readonly cpuMs: Readonly<Record<string, number>>;
  readonly machineMs: number | null;
};

function instant(): Instant {
  const from = performance.now();
  const { user, system } = process.cpuUsage();
  const cpu = { nous: (user + system) / 1000, ...processorMs(input.others) };
  return { from, cpu, machine: machineMs(), to: performance.now() };
}

function between(before: Instant, after: Instant): Transfer {
  const cpuMs = Object.fromEntries(
    Object.entries(before.cpu).flatMap(([name, ms]) => {
      const now = after.cpu[name];
      return now === undefined ? [] : [[name, Math.round(now - ms)]];
    }),
  );
  const machine = before.machine === null || after.machine === null ? null : after.machine - before.machine;
  return { wallMs: after.from - before.to, cpuMs, machineMs: machine };
}

function sum(left: Transfer, right: Transfer): Transfer {
  const names = Object.keys(right.cpuMs);
  return {
    wallMs: left.wallMs + right.wallMs,
    cpuMs: Object.fromEntries(
      names.map((name) => [name, (left.cpuMs[name] ?? 0) + (right.cpuMs[name] ?? 0)]),
    ),
    machineMs: left.machineMs === null || right.machineMs === null ? null : left.machineMs + right.machineMs,
  };
}

/** Bytes: the greatest resident size of this process, as the kernel knows it. */
function peakMemory(): number {
  const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  return line === undefined ? process.resourceUsage().maxRSS * 1024 : Number(line) * 1024;
}
