// The workshops of runs, kept in this process from one step to the next, so that the form is not read again each time. A
// fresh process opens its own, under a new fence: whatever an older one still writes is refused.

import { keptSchemaCache } from '../lib/demarches/schema/kept-schema-cache';
import { Failure } from '../lib/errors/failure';
import type { Reach } from '../lib/http/reach';
import { openRunJournal, type RunJournal } from '../lib/journal/writer';
import type { Service } from '../lib/links/service';
import { readSettings } from '../lib/links/settings';
import { beat } from '../lib/run/heartbeat';
import type { Ledger, LinkSettings, RunHandle, RunRequest } from '../lib/run/ports';
import { openWorkshop, type Workshop } from '../lib/run/workshop';
import { openKept } from '../lib/store/kept';
import { readManagedLink } from '../lib/store/managed-links';
import { openRequestQuota } from '../lib/store/request-quota';
import { admits } from '../lib/store/run-admission';
import { isCancelAsked } from '../lib/store/run-cancel';
import type { RunScope } from '../lib/store/run-requests';
import { startRun } from '../lib/store/run-start';
import type { SealKeys } from '../lib/store/seal';
import { wire } from '../lib/wiring';
import { accessOf } from '../lib/wiring-access';

/** A run of the service, and the execution of the engine that carries it. */
export type Carried = { readonly runId: string; readonly executor: string };

export type Begun =
  | {
      readonly status: 'started';
      readonly kind: RunRequest['kind'];
      readonly scope: RunScope;
      readonly full: boolean;
      /** Nothing but dossiers that failed; null: an ordinary run. */
      readonly retry: { readonly dossiers: readonly number[] | null } | null;
      readonly settings: LinkSettings;
    }
  | { readonly status: 'waiting' | 'taken' | 'over' };

export type Workshops = {
  /** Takes the leases. Its answer may be remembered: it holds neither the fence nor any secret. */
  begin(carried: Carried): Promise<Begun>;
  /**
   * Works in the workshop of a run, opening it where this process has none. Throws BAIL_PERDU when the run is not ours
   * any more, SECRET_ABSENT and SECRET_ILLISIBLE.
   */
  within<T>(carried: Carried, settings: LinkSettings, work: (workshop: Workshop) => Promise<T>): Promise<T>;
  /** The journal of a run, in the way that this process writes it. */
  tell(runId: string, work: (journal: RunJournal) => void): Promise<void>;
  /** Somebody wants it to stop: this process, if it is at it, need not wait for its heart to ask. */
  nudge(runId: string): void;
  leave(runId: string): Promise<void>;
  close(): Promise<void>;
};

type Bench = {
  readonly handle: RunHandle;
  readonly workshop: Workshop;
  readonly journal: RunJournal;
  readonly stop: AbortController;
  close(): Promise<void>;
  users: number;
  idle: NodeJS.Timeout | null;
};

/** A workshop that no step used for so long belongs to a run that its engine dropped: its lease must not live on. */
const IDLE_MS = 10_000;

export function openWorkshops({
  service,
  ledger,
  keys,
  most,
  reach,
  fileOrigins,
}: {
  readonly service: Service;
  readonly ledger: Ledger;
  readonly keys: SealKeys;
  /** Runs that go on at once, wherever they do. */
  readonly most: number;
  readonly reach: Reach;
  /** Where DN's files may be copied from, besides the instances themselves. */
  readonly fileOrigins: readonly string[];
}): Workshops {
  const { database } = service;
  const benches = new Map<string, Bench>();
  const quotaOf = openRequestQuota(database);
  const schemas = keptSchemaCache(openKept(database, service.clock));

  const drop = async (runId: string, bench: Bench) => {
    if (benches.get(runId) === bench) benches.delete(runId);
    if (bench.idle !== null) clearTimeout(bench.idle);
    await bench.close();
  };

  const open = async (carried: Carried, settings: LinkSettings): Promise<Bench> => {
    const { runId } = carried;
    const begun = await startRun(service, carried);
    if (begun.status !== 'started') throw new Failure('BAIL_PERDU', { facts: { status: begun.status } });
    const { handle } = begun;
    const access = await accessOf(database, keys, handle.linkId);
    const journal = await openRunJournal(service, runId);
    const stop = new AbortController();
    const wired = wire(access, {
      ...{ ledger, journal, schemas, quotaOf, stop: stop.signal },
      exclude: settings.options.exclus,
      reach,
      fileOrigins,
    });
    const heart = beat(ledger, handle, () => stop.abort(), undefined, {
      isAsked: () => isCancelAsked(database, runId),
      onAsked: () => stop.abort(),
    });
    return {
      ...{ handle, journal, stop, users: 0, idle: null },
      workshop: openWorkshop(wired.ports, handle, settings),
      async close() {
        heart.stop();
        await journal.close();
        await wired.close();
      },
    };
  };

  const take = async (carried: Carried, settings: LinkSettings): Promise<Bench> => {
    const { runId } = carried;
    const kept = benches.get(runId);
    if (kept !== undefined) {
      try {
        await ledger.renew(kept.handle);
        return kept;
      } catch (error) {
        if (!(error instanceof Failure) || error.code !== 'BAIL_PERDU') throw error;
        // Another process went on with it meanwhile, and now it is our turn again.
        await drop(runId, kept);
      }
    }
    const bench = await open(carried, settings);
    benches.set(runId, bench);
    return bench;
  };

  return {
    async begin(carried) {
      if (!(await admits(service, carried.runId, most))) return { status: 'waiting' };
      const begun = await startRun(service, carried);
      if (begun.status !== 'started') return { status: begun.status };
      const link = await readManagedLink(database, begun.handle.linkId);
      const { scope, kind } = begun;
      const full = scope.mode === 'tout';
      const retry = scope.mode === 'echecs' ? { dossiers: scope.dossiers } : null;
      return { status: 'started', kind, full, retry, scope, settings: readSettings(link.settings) };
    },
    async within(carried, settings, work) {
      const bench = await take(carried, settings);
      if (bench.idle !== null) clearTimeout(bench.idle);
      bench.users += 1;
      try {
        return await work(bench.workshop);
      } finally {
        bench.users -= 1;
        if (bench.users === 0) {
          // What fails to close now (Postgres away) is closed with the process: no run depends on it.
          bench.idle = setTimeout(() => void drop(carried.runId, bench).catch(() => undefined), IDLE_MS);
          bench.idle.unref();
        }
      }
    },
    async tell(runId, work) {
      const kept = benches.get(runId);
      const journal = kept?.journal ?? (await openRunJournal(service, runId));
      work(journal);
      if (kept === undefined) await journal.close();
    },
    nudge: (runId) => benches.get(runId)?.stop.abort(),
    async leave(runId) {
      const kept = benches.get(runId);
      if (kept !== undefined) await drop(runId, kept);
    },
    async close() {
      await Promise.all([...benches].map(([runId, bench]) => drop(runId, bench)));
    },
  };
}
