// The embedded engine: executes Inngest functions durably on Postgres, inside this process, where no Inngest server is
// configured. docs/decisions/0011 says what it honours, what it refuses, and how it differs from the real server.

import { randomUUID } from 'node:crypto';
import { startAlarm } from './alarm';
import { type Backoff, tableBackoff } from './backoff';
import { ClockWentBack, followClock } from './clock';
import { type Connection, type Listener, openConnection, type Signal } from './connection';
import { cancelLateRuns } from './deadline';
import { type Definitions, dispatch } from './dispatch';
import { receive } from './event';
import { execute } from './execute';
import { type EngineHealth, readHealth } from './health';
import { claim, freeOrphans, giveBack } from './job';
import type { Handler } from './protocol';
import { type Pump, startPump } from './pump';
import { createRegistrar } from './registration';
import { openSession, type Session } from './session';
import { type SweepOptions, type Swept, sweep } from './sweep';
import { armCrons, fireCrons } from './timer';
import { endDueWaits } from './wait';

export type EngineOptions = {
  /** Of a migrated database. Not through a pooler that shares sessions: a lock of the session is a sign of life. */
  readonly url: string;
  /** Calls at a time in this process. */
  readonly slots?: number;
  /** Longest time before something that nobody announced is noticed (the death of another process). */
  readonly pollMs?: number;
  readonly backoff?: Backoff;
  /** What went wrong inside of the engine itself, for the log. Functions' own errors are theirs. */
  readonly onTrouble?: (what: string, error: unknown) => void;
};

export type Engine = {
  /** For the client: `new Inngest({ id, isDev: true, eventKey: 'embedded', checkpointing: false, fetch: engine.fetch })`. */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;
  /**
   * Executes the functions that `serve({ client, functions })` of `inngest/edge` serves. Events may be sent before.
   * Throws `Failure` MOTEUR_FONCTION_REFUSEE, MOTEUR_INSCRIPTION, or what Postgres said when it does not answer.
   */
  start(handler: Handler): Promise<void>;
  /**
   * Takes nothing more, waits for the calls in hand, gives back those that are not over by the deadline: another process
   * makes them again, at the same attempt. The engine cannot be started again.
   */
  stop(deadlineMs?: number): Promise<void>;
  /** Waits no longer than `patienceMs` for Postgres, then throws what it said. */
  health(patienceMs?: number): Promise<EngineHealth>;
  sweep(options: SweepOptions): Promise<Swept>;
};

const SLOTS = 10;
const POLL_MS = 1_000;
const CONNECTIONS = 6;
const STOP_MS = 25_000;
const HEALTH_MS = 2_000;

/** What is due and yet stays (another process is at it) is looked at again after so long. */
const SHORTEST_NAP_MS = 20;

/** What runs between `start` and `stop`. */
type Works = {
  readonly session: Session;
  readonly definitions: Definitions;
  readonly calls: Pump;
  readonly events: Pump;
  readonly timers: Pump;
  readonly inHand: ReadonlySet<Promise<void>>;
  readonly stopAlarm: () => void;
};

/** Opens no connection yet: the client of the functions must be made with `engine.fetch` first. */
export function openEngine(options: EngineOptions): Engine {
  const { url, slots = SLOTS, pollMs = POLL_MS, backoff = tableBackoff() } = options;
  const trouble = options.onTrouble ?? ((what, error) => console.error(`[engine] ${what}`, error));
  const processId = randomUUID();
  const registrar = createRegistrar();
  let works: Works | null = null;
  let ring = (_ms: number): void => undefined;

  const listener: Listener = {
    wake: (what) => wakePump(works, what),
    wakeAfter: (ms) => ring(ms),
    trouble,
  };
  const connection = openConnection(url, CONNECTIONS, processId, listener);

  const start = async (handler: Handler): Promise<void> => {
    if (works !== null) throw new Error('the engine is already started');
    const definitions = await registrar.register(handler);
    const session = await openSession(url, processId, listener);
    await armCrons(connection, definitions, session.worker());
    const ids = [...definitions.keys()];
    const inHand = new Set<Promise<void>>();
    const workshop = { connection, definitions, handler, backoff };

    const calls = startPump(
      async () => {
        while (session.alive() && inHand.size < slots) {
          const job = await claim(connection, session.worker(), ids);
          if (job === null) break;
          const done = execute(workshop, job)
            .catch((error: unknown) => trouble(`job of ${job.function_id}`, error))
            .finally(() => {
              inHand.delete(done);
              calls.wake();
            });
          inHand.add(done);
          if (!job.more) break;
        }
        return false;
      },
      (error) => trouble('taking jobs', error),
    );
    const events = startPump(
      async () => session.alive() && (await dispatch(connection, definitions)),
      (error) => trouble('dispatching events', error),
    );
    const timers = startPump(
      async () => {
        if (!session.alive()) return false;
        if (await followClock(connection, definitions)) trouble('following the clock', new ClockWentBack());
        await freeOrphans(connection);
        const waits = await endDueWaits(connection);
        const late = await cancelLateRuns(connection);
        const ticks = await fireCrons(connection, definitions);
        ring(Math.max(await nextDueMs(connection, ids), SHORTEST_NAP_MS));
        return waits || late || ticks;
      },
      (error) => trouble('looking at the clock', error),
    );
    const alarm = startAlarm(pollMs, () => {
      timers.wake();
      events.wake();
      calls.wake();
    });
    ring = alarm.soonest;
    works = { session, definitions, calls, events, timers, inHand, stopAlarm: alarm.stop };
    for (const pump of [timers, events, calls]) pump.wake();
  };

  const stop = async (deadlineMs: number): Promise<void> => {
    if (works !== null) {
      const { session, calls, events, timers, inHand, stopAlarm } = works;
      stopAlarm();
      await Promise.all([calls.stop(), events.stop(), timers.stop()]);
      await within(deadlineMs, Promise.all(inHand));
      const patience = 2_000;
      await giveBack(connection, session.worker(), patience).catch((error: unknown) => {
        trouble('giving jobs back', error); // the end of the session frees them as well
      });
      await session.close();
    }
    await connection.close();
  };

  return {
    fetch: (input, init) => answer(connection, registrar.receive, input, init),
    start,
    stop: (deadlineMs = STOP_MS) => stop(deadlineMs),
    health: (patienceMs = HEALTH_MS) => readHealth(connection, works?.session.alive() ?? false, patienceMs),
    sweep: (given) => sweep(connection, [...(works?.definitions.keys() ?? [])], given),
  };
}

function wakePump(works: Works | null, what: Signal): void {
  switch (what) {
    case 'jobs':
      works?.calls.wake();
      return;
    case 'events':
      works?.events.wake();
      return;
  }
}

/** Milliseconds until something that no notification announces: a sleep, a retry, a deadline, a tick, a future event. */
async function nextDueMs(connection: Connection, functions: readonly string[]): Promise<number> {
  return connection.transact(async (tx) => {
    const [row] = await tx.query<{ ms: number | null }>(
      `SELECT extract(epoch FROM min(at) - clock_timestamp())::float8 * 1000 AS ms FROM (
         SELECT min(due_at) AS at FROM engine_wait
         UNION ALL SELECT min(due_at) FROM engine_job WHERE worker IS NULL AND due_at > now()
         UNION ALL SELECT min(due_at) FROM engine_event WHERE dispatched_at IS NULL AND due_at > now()
         UNION ALL SELECT min(deadline) FROM engine_run
         UNION ALL SELECT min(next_at) FROM engine_cron WHERE next_at < 'infinity' AND function_id = ANY($1)) AS soon`,
      [functions],
    );
    return row?.ms ?? Number.POSITIVE_INFINITY;
  });
}

/** Stands in for the network between the SDK and a server: registration and events. */
async function answer(
  connection: Connection,
  register: (body: unknown) => void,
  input: string | URL | Request,
  init: RequestInit | undefined,
): Promise<Response> {
  const request = new Request(input, init);
  const { pathname } = new URL(request.url);
  const body = async (): Promise<unknown> => JSON.parse(await request.text());
  if (pathname === '/fn/register') {
    register(await body());
    return Response.json({ ok: true, modified: false });
  }
  if (pathname.startsWith('/e/')) {
    const received = await receive(connection, await body(), request.headers.get('x-inngest-event-id-seed'));
    return 'error' in received
      ? Response.json({ ids: [], ...received }, { status: received.status })
      : Response.json({ ids: received, status: 200 });
  }
  return Response.json({ error: 'the embedded engine has no such route' }, { status: 404 });
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, deadline]);
  clearTimeout(timer);
}
