// The session by which a process is known to be alive: it holds the worker's advisory lock, hears the others, and comes back
// after a restart of Postgres under the same number, so that its calls in hand stay its own.

import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { CHANNEL, isPassing, type Listener } from './connection';
import { FIRST_WORKER, LOCK_CLASS } from './locks';

export type Session = {
  /** The number of its lock. */
  worker(): number;
  /** False while Postgres is away: nothing may be taken, somebody else may believe that we died. */
  alive(): boolean;
  close(): Promise<void>;
};

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2_000;

/** A session of ours that Postgres has not noticed to be dead may hold the number a little longer. */
const PATIENCE_FOR_NUMBER = 5;

/** Connects, or throws what the first connection threw. From then on it reconnects by itself. */
export async function openSession(url: string, processId: string, listener: Listener): Promise<Session> {
  const closing = new AbortController();
  let worker = drawWorker();
  let client: Client | null = null;

  const connect = async (): Promise<void> => {
    const fresh = new Client({
      connectionString: url,
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
      application_name: 'one-trick-pony engine session',
    });
    fresh.on('error', () => undefined); // followed by `end`
    fresh.on('notification', ({ payload = '' }) => hear(payload, processId, listener));
    try {
      await fresh.connect();
      worker = await lockNumber(fresh, worker);
      await fresh.query(`LISTEN ${CHANNEL}`);
    } catch (error) {
      await quietly(fresh);
      throw error;
    }
    client = fresh;
    fresh.once('end', () => {
      if (client === fresh) client = null;
      if (!closing.signal.aborted) void reconnect();
    });
    // Whatever was announced while nobody listened.
    listener.wake('events');
    listener.wake('jobs');
  };

  const reconnect = async (): Promise<void> => {
    for (let pause = FIRST_PAUSE_MS; !closing.signal.aborted; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      try {
        await sleep(pause, undefined, { signal: closing.signal });
        await connect();
        return;
      } catch (error) {
        if (closing.signal.aborted) return;
        if (!isPassing(error)) listener.trouble('reconnecting the engine to Postgres', error);
      }
    }
  };

  await connect();
  return {
    worker: () => worker,
    alive: () => client !== null,
    close: async () => {
      closing.abort();
      const last = client;
      client = null;
      if (last !== null) await quietly(last);
    },
  };
}

function hear(payload: string, processId: string, listener: Listener): void {
  const [from, ...signals] = payload.split(' ');
  if (from === processId) return;
  for (const what of signals) if (what === 'jobs' || what === 'events') listener.wake(what);
}

/** The number asked for, or another when a session that is not quite dead keeps it. */
async function lockNumber(client: Client, wanted: number): Promise<number> {
  let number = wanted;
  for (let attempt = 1; ; attempt++) {
    const { rows } = await client.query<{ held: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS held', [
      LOCK_CLASS,
      number,
    ]);
    if (rows[0]?.held) return number;
    if (attempt % PATIENCE_FOR_NUMBER === 0) number = drawWorker();
    else await sleep(FIRST_PAUSE_MS * attempt);
  }
}

function drawWorker(): number {
  return randomInt(FIRST_WORKER, 2 ** 31 - 1);
}

/** Ends a connection that may already be broken. */
async function quietly(client: Client): Promise<void> {
  await client.end().catch(() => undefined);
}
