// Following runs live: one listening connection a process, one reading for all who follow the same run, and no queue for
// those who do not read.

import type { Database } from '../store/database';
import { EVENT_CHANNEL, type EventRow, eventsAfter, lastEventId } from '../store/event-rows';
import { openNotifications } from '../store/notifications';

/** Lines of a run kept in memory for those who are up to date; the others read from the table. */
const KEPT = 500;
const SLICE = 500;

/** Should a notice be lost, whoever follows is at most this late. */
const SAFETY_MS = 15_000;

export type Hub = {
  /**
   * The lines of a run after `after`, slice by slice, as they come, until `signal` aborts. Nothing is read for a
   * follower that does not ask for the next slice: it costs nothing, and loses nothing.
   */
  follow(runId: string, after: number, signal: AbortSignal): AsyncGenerator<readonly EventRow[]>;
  /** Tells of every line of every run, by the id of the run. Returns how to stop listening. */
  onNotice(listener: (runId: string) => void): () => void;
  /** For the health page. */
  state(): { readonly listening: boolean; readonly runs: number; readonly followers: number };
  close(): Promise<void>;
};

type Reel = {
  followers: number;
  /** The last lines, and the id before the first of them. */
  lines: readonly EventRow[];
  floor: number;
  /** Something was told since the last reading. */
  stale: boolean;
  reading: Promise<void> | null;
  readonly bell: Bell;
};

/** `safetyMs`: for tests. */
export function openHub(database: Database, url: string, safetyMs = SAFETY_MS): Hub {
  const reels = new Map<string, Reel>();
  const listeners = new Set<(runId: string) => void>();
  const ring = (reel: Reel) => {
    reel.stale = true;
    reel.bell.ring();
  };
  const ringAll = () => {
    for (const reel of reels.values()) ring(reel);
  };
  const notifications = openNotifications(url, EVENT_CHANNEL, {
    onNotice(runId) {
      const reel = reels.get(runId);
      if (reel !== undefined) ring(reel);
      for (const listener of listeners) listener(runId);
    },
    onReady: ringAll,
  });
  const safety = setInterval(ringAll, safetyMs);
  safety.unref();

  const join = (runId: string): Reel => {
    const reel = reels.get(runId) ?? {
      ...{ followers: 0, lines: [], floor: Number.POSITIVE_INFINITY, stale: true, reading: null },
      bell: makeBell(),
    };
    reels.set(runId, reel);
    reel.followers += 1;
    return reel;
  };

  return {
    async *follow(runId, after, signal) {
      const reel = join(runId);
      let last = after;
      try {
        while (!signal.aborted) {
          const rung = reel.bell.next();
          await refresh(database, runId, reel, signal);
          const lines =
            last >= reel.floor
              ? reel.lines.filter(({ id }) => id > last)
              : await eventsAfter(database, runId, last, SLICE);
          const end = lines.at(-1);
          if (end === undefined) {
            await orAborted(rung, signal);
            continue;
          }
          last = end.id;
          yield lines;
        }
      } finally {
        reel.followers -= 1;
        if (reel.followers === 0) reels.delete(runId);
      }
    },
    onNotice(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    state: () => ({
      listening: notifications.isListening(),
      runs: reels.size,
      followers: [...reels.values()].reduce((sum, reel) => sum + reel.followers, 0),
    }),
    async close() {
      clearInterval(safety);
      await notifications.close();
    },
  };
}

/** One reading at a time, and all who came while it goes on wait for it: what it finds is for them too. A database out of reach leaves the reel stale: it is read again. */
async function refresh(database: Database, runId: string, reel: Reel, signal: AbortSignal): Promise<void> {
  while ((reel.stale || reel.reading !== null) && !signal.aborted) {
    reel.reading ??= read(database, runId, reel).finally(() => {
      reel.reading = null;
    });
    await reel.reading;
  }
}

async function read(database: Database, runId: string, reel: Reel): Promise<void> {
  reel.stale = false;
  try {
    if (reel.floor === Number.POSITIVE_INFINITY) reel.floor = await lastEventId(database, runId);
    for (;;) {
      const head = reel.lines.at(-1)?.id ?? reel.floor;
      const more = await eventsAfter(database, runId, head, SLICE);
      const all = [...reel.lines, ...more];
      const dropped = all[all.length - KEPT - 1];
      if (dropped !== undefined) reel.floor = dropped.id;
      reel.lines = all.slice(-KEPT);
      if (more.length < SLICE) return;
    }
  } catch {
    // Tried again in a moment: Postgres may be restarting.
    await new Promise<void>((resolve) => {
      setTimeout(resolve, 250).unref();
    });
    reel.stale = true;
  }
}

type Bell = { ring(): void; next(): Promise<void> };

/** A bell that all who wait hear once. Take `next` before looking, so that what rings while one looks is heard. */
function makeBell(): Bell {
  let wake: () => void = () => undefined;
  let waiting = new Promise<void>((resolve) => {
    wake = resolve;
  });
  return {
    next: () => waiting,
    ring() {
      wake();
      waiting = new Promise<void>((resolve) => {
        wake = resolve;
      });
    },
  };
}

function orAborted(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      signal.removeEventListener('abort', done);
      resolve();
    };
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
    void promise.then(done);
  });
}
