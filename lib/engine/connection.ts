// Transactions on Postgres that survive its absence: repeated while it is away, and telling who must wake up once committed.

import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool, type PoolClient, type QueryResultRow } from 'pg';
import { watchRoom } from './room';

/** What a transaction leaves behind for others to do. */
export type Signal = 'jobs' | 'events';

export type Tx = {
  query<Row extends QueryResultRow>(statement: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** Once committed: wakes this process, and the others through NOTIFY. */
  signal(what: Signal): void;
  /** Once committed: this process looks again after so many milliseconds. */
  signalAfter(ms: number): void;
};

export type Connection = {
  /**
   * Runs `work` in a transaction. It may run several times: Postgres restarts, deadlocks. Gives up after `patienceMs`
   * without Postgres (for ever by default), or when the connection is closed.
   */
  transact<T>(work: (tx: Tx) => Promise<T>, patienceMs?: number): Promise<T>;
  /** A transaction of one statement, which costs one exchange with the server: for what each step does. */
  statement<Row extends QueryResultRow>(text: string, values: readonly unknown[]): Promise<readonly Row[]>;
  /**
   * Statements without parameters, in one transaction and one exchange, each seeing what was committed before it. Gives the
   * rows of the last one.
   */
  script<Row extends QueryResultRow>(text: string): Promise<readonly Row[]>;
  /** How many of these are refused at the moment because the disk of Postgres is full: they wait for it to have room. */
  roomless(): number;
  close(): Promise<void>;
};

export type Listener = {
  wake(what: Signal): void;
  wakeAfter(ms: number): void;
  /** Something that should not happen, for the log. */
  trouble(what: string, error: unknown): void;
};

/** The channel of NOTIFY. Its payload is `<process> <signals>`: one's own are ignored, they were heard at once. */
export const CHANNEL = 'engine';

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2_000;
const CONNECT_MS = 10_000;

export function openConnection(
  url: string,
  connections: number,
  processId: string,
  listener: Listener,
): Connection {
  const pool = new Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: CONNECT_MS,
    application_name: 'one-trick-pony engine',
  });
  // An idle connection that breaks is dropped by the pool; the next statement opens another.
  pool.on('error', () => undefined);
  const closing = new AbortController();
  // Everything that waits for Postgres listens to it.
  setMaxListeners(0, closing.signal);
  const room = watchRoom((error) => listener.trouble('waiting for room on the disk of Postgres', error));

  const patiently = async <T>(work: () => Promise<T>, patienceMs = Number.POSITIVE_INFINITY): Promise<T> => {
    const givenUpAt = performance.now() + patienceMs;
    const turn = room.begin();
    try {
      for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
        try {
          return await work();
        } catch (error) {
          turn.refused(error);
          if (!isPassing(error) || closing.signal.aborted || performance.now() + pause > givenUpAt)
            throw error;
          await sleep(pause, undefined, { signal: closing.signal });
        }
      }
    } finally {
      turn.end();
    }
  };

  return {
    roomless: room.count,
    transact: (work, patienceMs) => patiently(() => once(pool, work, processId, listener), patienceMs),
    statement: async <Row extends QueryResultRow>(text: string, values: readonly unknown[]) =>
      (await patiently(() => pool.query<Row>(text, [...values]))).rows,
    script: async <Row extends QueryResultRow>(text: string) => {
      // Several statements at once give several results, which the driver's types do not say.
      const results: unknown = await patiently(() => pool.query<Row>(text));
      return Array.isArray(results) ? results.at(-1).rows : [];
    },
    close: () => {
      closing.abort();
      return pool.end();
    },
  };
}

async function once<T>(
  pool: Pool,
  work: (tx: Tx) => Promise<T>,
  processId: string,
  listener: Listener,
): Promise<T> {
  const client = await pool.connect();
  const signals = new Set<Signal>();
  const delays: number[] = [];
  const tx: Tx = {
    query: async (statement, values = []) => (await client.query(statement, [...values])).rows,
    signal: (what) => signals.add(what),
    signalAfter: (ms) => delays.push(ms),
  };
  // While in use, a broken connection also says so outside of any statement.
  const quiet = () => undefined;
  client.on('error', quiet);
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    const result = await work(tx);
    if (signals.size > 0) {
      await client.query('SELECT pg_notify($1, $2)', [CHANNEL, `${processId} ${[...signals].join(' ')}`]);
    }
    await client.query('COMMIT');
    for (const what of signals) listener.wake(what);
    for (const ms of delays) listener.wakeAfter(ms);
    return result;
  } catch (error) {
    broken = await rollback(client);
    throw error;
  } finally {
    client.off('error', quiet);
    client.release(broken);
  }
}

/** The error of a connection that cannot even roll back: the pool must drop it. */
async function rollback(client: PoolClient): Promise<Error | undefined> {
  try {
    await client.query('ROLLBACK');
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Will the same work succeed once Postgres is back, or the other transaction over? */
export function isPassing(error: unknown): boolean {
  const { code, message } = Object(error);
  if (typeof code === 'string' && PASSING.test(code)) return true;
  return (
    typeof message === 'string' && /^(Connection terminated|Client has encountered|timeout e)/.test(message)
  );
}

/** Classes 08, 57P and 53 (shut down, starting up, too many connections, no room on the disk), serialisation, deadlock; and the system's own. */
const PASSING = /^(08...|57P..|53...|40001|40P01|E[A-Z]+)$/;
