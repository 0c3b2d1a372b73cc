// Where scenarios are played: on the embedded engine, or on a real Inngest server over HTTP.

import { createServer, type IncomingMessage, type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientOptions, Inngest, InngestFunction } from 'inngest';
import { serve } from 'inngest/edge';
import { type Engine, openEngine } from '../../../lib/engine/engine';
import { letTimePass } from '../../../lib/engine/testing/time';

export type Stage = {
  readonly clientOptions: Partial<ClientOptions>;
  /** How long a scenario may take in all. */
  readonly patienceMs: number;
  serve(app: string, client: Inngest, functions: readonly InngestFunction.Any[]): Promise<void>;
  quiet(): Promise<void>;
  elapse(seconds: number): Promise<void>;
  /** Between two scenarios, and at the end. */
  close(): Promise<void>;
};

type Sql = (statement: string, values?: readonly unknown[]) => Promise<readonly Record<string, unknown>[]>;

/** Calls last seconds at most: an engine still busy after so long holds something for ever. */
const QUIET_PATIENCE_MS = 20_000;

/** An engine for one scenario. Its clock is put forward instead of being waited for. */
export function embeddedStage(url: string, sql: Sql): Stage {
  const engine: Engine = openEngine({ url, pollMs: 100, backoff: () => 1 });
  const idle = async (): Promise<boolean> => {
    const { queued, running, events } = await engine.health();
    return queued + running + events === 0;
  };
  const quiet = async (): Promise<void> => {
    // Twice in a row: between an event and its job there is an instant that looks idle.
    const givenUpAt = performance.now() + QUIET_PATIENCE_MS;
    for (let times = 0; times < 2; ) {
      if (performance.now() > givenUpAt) throw new Error('the engine does not come to rest');
      times = (await idle()) ? times + 1 : 0;
      await sleep(20);
    }
  };
  return {
    clientOptions: { isDev: true, eventKey: 'embedded', fetch: engine.fetch },
    patienceMs: 50_000,
    serve: (_app, client, functions) => engine.start(serve({ client, functions: [...functions] })),
    quiet,
    elapse: async (seconds) => {
      await sleep(50); // what was just noted is written down first
      await letTimePass(sql, `${seconds} seconds`);
    },
    close: async () => {
      await engine.stop(1_000);
      // What a scenario leaves asleep is nobody's any more, and would be counted by the next one.
      await sql(
        'TRUNCATE engine_event, engine_run, engine_step, engine_job, engine_wait, engine_once, engine_cron',
      );
    },
  };
}

export type ServerAddress = {
  readonly baseUrl: string;
  readonly eventKey: string;
  readonly signingKey: string;
};

/** Longest that a request of the server may be in coming when nothing more is to come. */
const QUIET_MS = 6_000;

/** A real server, which calls us back on a loopback port with signed requests. */
export async function serverStage({ baseUrl, eventKey, signingKey }: ServerAddress): Promise<Stage> {
  const apps = new Map<string, (request: Request) => Promise<Response>>();
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const url = new URL(incoming.url ?? '/', `http://localhost:${portOf(server)}`);
      const handler = apps.get(url.pathname);
      if (handler === undefined) {
        outgoing.writeHead(404).end();
        return;
      }
      const response = await handler(await requestOf(incoming, url));
      outgoing.writeHead(response.status, Object.fromEntries(response.headers));
      outgoing.end(Buffer.from(await response.arrayBuffer()));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    clientOptions: { isDev: false, baseUrl, eventKey, signingKey },
    patienceMs: 180_000,
    serve: async (app, client, functions) => {
      const path = `/api/inngest/${app}`;
      const origin = `http://localhost:${portOf(server)}`;
      apps.set(path, serve({ client, functions: [...functions], servePath: path, serveOrigin: origin }));
      const response = await fetch(`${origin}${path}`, { method: 'PUT' });
      if (!response.ok) throw new Error(`registration refused: ${response.status} ${await response.text()}`);
      await refuseUnsigned(`${origin}${path}`);
    },
    quiet: () => sleep(QUIET_MS),
    elapse: (seconds) => sleep(seconds * 1_000),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** The signature of calls is checked: one without it must not start anything. */
async function refuseUnsigned(url: string): Promise<void> {
  const { status } = await fetch(`${url}?fnId=x&stepId=step`, { method: 'POST', body: '{}' });
  if (status !== 401) throw new Error(`an unsigned call was answered with ${status}, not 401`);
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function requestOf(incoming: IncomingMessage, url: URL): Promise<Request> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part);
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers.set(name, String(value));
  }
  const method = incoming.method ?? 'GET';
  return new Request(url, {
    method,
    headers,
    ...(method === 'GET' || method === 'HEAD' ? {} : { body: Buffer.concat(parts) }),
  });
}
