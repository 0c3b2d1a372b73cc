// What other processes tell through Postgres: one connection of its own, made again whenever it breaks.

import { Client } from 'pg';

export type Listener = {
  /** Something was told on the channel. */
  onNotice(payload: string): void;
  /** The connection is (again) there: what was told meanwhile was missed, look for it. */
  onReady(): void;
};

export type Notifications = {
  /** Is the connection there at this moment? */
  isListening(): boolean;
  close(): Promise<void>;
};

/** Waits before each new attempt, in milliseconds: a Postgres that restarts is back in a second or two. */
const ATTEMPTS = [50, 100, 200, 500, 1_000, 2_000, 5_000] as const;

/** Listens until closed. It never throws: a Postgres that is not there is tried again. */
export function openNotifications(url: string, channel: string, listener: Listener): Notifications {
  let closed = false;
  let failures = 0;
  let listening = false;
  let timer: NodeJS.Timeout | null = null;
  let client: Client | null = null;

  const connect = async () => {
    const one = new Client({
      ...{ connectionString: url, connectionTimeoutMillis: 10_000, keepAlive: true },
      application_name: 'one-trick-pony journal',
    });
    client = one;
    // Told twice when a connection breaks: as an error, then as its end.
    one.once('end', () => retry(one));
    one.on('error', () => retry(one));
    one.on('notification', ({ payload = '' }) => listener.onNotice(payload));
    try {
      await one.connect();
      await one.query(`LISTEN ${one.escapeIdentifier(channel)}`);
      if (closed) return;
      failures = 0;
      listening = true;
      listener.onReady();
    } catch {
      retry(one);
    }
  };

  const retry = (broken: Client) => {
    if (closed || client !== broken) return;
    client = null;
    listening = false;
    broken.end().catch(() => undefined);
    const wait = ATTEMPTS[Math.min(failures, ATTEMPTS.length - 1)] ?? 5_000;
    failures += 1;
    timer = setTimeout(connect, wait);
    timer.unref();
  };

  void connect();
  return {
    isListening: () => listening,
    async close() {
      closed = true;
      listening = false;
      if (timer !== null) clearTimeout(timer);
      await client?.end().catch(() => undefined);
    },
  };
}
