// Events: their shape, and how they are received. Received means stored: whoever executes functions takes them up from there.

import { createHash, randomUUID } from 'node:crypto';
import type { Connection, Tx } from './connection';
import { EVENT_BYTES, EVENTS_A_REQUEST } from './limits';

/** As functions receive it. */
export type EngineEvent = {
  readonly id: string;
  readonly name: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Epoch milliseconds; in the future: it waits until then. */
  readonly ts: number;
  readonly user?: unknown;
  readonly v?: unknown;
};

/** Names of the engine's own events (facts/inngest.md §4, §5, §7, §10). */
export const FUNCTION_FINISHED = 'inngest/function.finished';
export const FUNCTION_FAILED = 'inngest/function.failed';
export const FUNCTION_CANCELLED = 'inngest/function.cancelled';
export const FUNCTION_INVOKED = 'inngest/function.invoked';
export const SCHEDULED_TIMER = 'inngest/scheduled.timer';

export type Refusal = { readonly status: number; readonly error: string };

/** Postgres away for longer than this, and the sender is told: the SDK tries again. */
const PATIENCE_MS = 10_000;

/**
 * Stores what `client.send` and `step.sendEvent` post, all of it or nothing. Each event gets an id of ours, which is what
 * the sender is told; its own id, if it has one, is what the function sees and what makes it unique.
 * @param seed of the request: posted twice with the same one, the events are stored once
 */
export async function receive(
  connection: Connection,
  body: unknown,
  seed: string | null,
): Promise<readonly string[] | Refusal> {
  const given = Array.isArray(body) ? body : [body];
  if (given.length > EVENTS_A_REQUEST) {
    return { status: 400, error: `Too many events: max ${EVENTS_A_REQUEST} a request` };
  }
  const batch = seed ?? randomUUID();
  const events: { uid: string; event: EngineEvent; payload: string }[] = [];
  for (const [index, one] of given.entries()) {
    const uid = uidOf(batch, index);
    const event = readEvent(one, uid);
    if (event === null) return { status: 400, error: 'Event name is empty' };
    const payload = JSON.stringify(event);
    const size = Buffer.byteLength(payload);
    if (size > EVENT_BYTES) {
      return {
        status: 400,
        error: `Event is over the max size: Max ${EVENT_BYTES} bytes / Size ${size} bytes`,
      };
    }
    events.push({ uid, event, payload });
  }
  await connection.transact(async (tx) => {
    for (const { uid, event, payload } of events) await insert(tx, uid, batch, event, payload);
  }, PATIENCE_MS);
  return events.map(({ uid }) => uid);
}

/** Stores an event of the engine's own, in the transaction that gives rise to it. */
export async function emit(
  tx: Tx,
  event: Omit<EngineEvent, 'id' | 'ts'> & { readonly id?: string },
): Promise<string> {
  const uid = randomUUID();
  const whole = { id: uid, ts: Date.now(), user: {}, ...event };
  await insert(tx, uid, uid, whole, JSON.stringify(whole));
  return uid;
}

async function insert(
  tx: Tx,
  uid: string,
  batch: string,
  event: EngineEvent,
  payload: string,
): Promise<void> {
  // A `ts` is compared with the sender's clock, which is ours; the delay is counted on the database's.
  const delay = Math.max(0, event.ts - Date.now());
  await tx.query(
    `INSERT INTO engine_event (uid, batch, name, payload, received_at, due_at)
     VALUES ($1, $2, $3, $4, clock_timestamp(), clock_timestamp() + $5 * interval '1 millisecond')
     ON CONFLICT (uid) DO NOTHING`,
    [uid, batch, event.name, payload, delay],
  );
  if (delay > 0) tx.signalAfter(delay);
  else tx.signal('events');
}

function readEvent(value: unknown, uid: string): EngineEvent | null {
  const { id, name, data, ts, user, v } = Object(value);
  if (typeof name !== 'string' || name === '') return null;
  return {
    id: typeof id === 'string' && id !== '' ? id : uid,
    name,
    data: typeof data === 'object' && data !== null ? data : {},
    ts: typeof ts === 'number' && ts > 0 ? ts : Date.now(),
    user: user ?? {},
    ...(v === undefined ? {} : { v }),
  };
}

function uidOf(batch: string, index: number): string {
  return createHash('sha256').update(`${batch} ${index}`).digest('hex').slice(0, 32);
}
