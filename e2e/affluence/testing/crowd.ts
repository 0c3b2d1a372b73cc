// Fifty people on the dashboard of five hundred links, twenty of which synchronise at once: what pages cost and how long they take.
// The built site is a process of its own (pages, engine, live lines), and so are both simulated sides; people are in this one.

import { z } from 'zod';
import { memoryOf } from '../../../bench/processor';
import { fillLinks, fillRuns } from '../../../bench/service-data';
import { withServiceDatabase } from '../../../bench/service-database';
import { announceFrom } from '../../../inngest/announce';
import { makeLink } from '../../../inngest/testing/service';
import { requestRun } from '../../../lib/links/runs/request';
import type { Database } from '../../../lib/store/database';
import { SYSTEM_CLOCK } from '../../../lib/wiring';
import { buildSite } from '../../../scripts/site-build.mjs';
import { freePort, startSite } from '../../../scripts/site-server.mjs';
import { startMail } from '../../../simulators/mail/start';
import { type Started, startChild } from '../../../simulators/ready';
import { listenerOf, processorTime } from '../../site/testing/server-time';
import { gatherPeople, type People } from './people';
import { siteEnvironment } from './site-environment';

const LINKS = 500;
const PEOPLE = 50;
const SYNCS = 20;
const DAYS = 30;
const DOSSIERS = 500;
const SYNCS_BY_DEMARCHE = 5;

/** How long people are watched while nothing synchronises. */
const QUIET_MS = 60_000;

const DEMARCHES = z.object({ url: z.string(), token: z.string(), number: z.number() });
const GRIST = z.object({
  ...{ url: z.string(), key: z.string(), docId: z.string() },
  control: z.object({ url: z.string(), token: z.string() }),
});

type Say = (text: string) => void;

export const crowd = (say: Say): Promise<void> =>
  withServiceDatabase(async (database, databaseUrl) => {
    const closings: (() => Promise<unknown>)[] = [];
    try {
      await buildSite();
      const tomorrow = new Date(Date.now() + 24 * 3_600_000);
      await fillLinks(database, LINKS - SYNCS, tomorrow);
      await fillRuns(database, { now: Date.now(), days: DAYS, detailDays: 1, eventsARun: 12 });
      const links = await startSides(database, closings);
      const mail = await startMail();
      closings.push(mail.close);
      const port = await freePort();
      const env = { ...siteEnvironment(databaseUrl, port, mail), SYNCHRONISATIONS_SIMULTANEES: `${SYNCS}` };
      const site = await startSite({ port, env });
      closings.push(site.stop);
      const pid = await listenerOf(port);
      if (pid === null) throw new Error('the site listens, and no process does');
      const people = await gatherPeople(database, `http://127.0.0.1:${port}`, PEOPLE);
      closings.push(people.leave);
      const measured = (name: string, work: () => Promise<unknown>) =>
        measure({ say, database, pid, people }, name, work);
      // A first look compiles what has never run.
      await people.lookFor(10_000);
      people.forget();
      await measured(`${PEOPLE} personnes, aucune synchronisation`, () => people.lookFor(QUIET_MS));
      await measured(
        `${PEOPLE} personnes, ${SYNCS} premières charges de ${DOSSIERS} dossiers à la fois`,
        () => people.lookUntil(synchroniseAll(database, databaseUrl, links)),
      );
      await measured(`${PEOPLE} personnes, ${SYNCS} mises à jour sans nouveauté à la fois`, () =>
        people.lookUntil(synchroniseAll(database, databaseUrl, links)),
      );
    } finally {
      for (const closing of closings.reverse()) await closing();
    }
  });

type Scene = {
  readonly say: Say;
  readonly database: Database;
  readonly pid: string;
  readonly people: People;
};

async function measure({ say, database, pid, people }: Scene, name: string, work: () => Promise<unknown>) {
  const [started, cpu, transactions] = [
    performance.now(),
    await processorTime(pid),
    await transactionsOf(database),
  ];
  await work();
  const seconds = (performance.now() - started) / 1_000;
  const used = ((await processorTime(pid)) - cpu) / 1_000 / seconds;
  const asked = ((await transactionsOf(database)) - transactions) / seconds;
  say(`${name} (${seconds.toFixed(0)}\u00a0s)`);
  for (const line of people.report()) say(`  ${line}`);
  say(
    `  service\u00a0: ${Math.round(used * 100)}\u00a0% d’un cœur, ${memoryOf(pid)}\u00a0Mo\u00a0; base\u00a0: ${asked.toFixed(0)} transactions par seconde`,
  );
  people.forget();
}

async function transactionsOf(database: Database): Promise<number> {
  const [row] = await database.client.$queryRaw<{ count: number }[]>`
    SELECT xact_commit::float8 AS count FROM pg_stat_database WHERE datname = current_database()`;
  return row?.count ?? 0;
}

async function startSides(
  database: Database,
  closings: (() => Promise<unknown>)[],
): Promise<readonly string[]> {
  const started: Started[] = [];
  closings.push(() => Promise.all(started.map((one) => one.stop())));
  const start = async (entry: string, args: readonly string[]) => {
    const one = await startChild(entry, ['--port', '0', ...args]);
    started.push(one);
    return one.ready;
  };
  const grist = GRIST.parse(await start('./grist/main.ts', []));
  const links: string[] = [];
  for (let rank = 0; rank < SYNCS / SYNCS_BY_DEMARCHE; rank += 1) {
    const number = 9_000 + rank;
    const demarche = DEMARCHES.parse(
      await start('./demarches/main.ts', [
        '--preset',
        'demo',
        '--dossiers',
        `${DOSSIERS}`,
        '--number',
        `${number}`,
      ]),
    );
    for (let turn = 0; turn < SYNCS_BY_DEMARCHE; turn += 1) {
      const docId = await newDocument(grist);
      const sides = { origin: new URL(demarche.url).origin, token: demarche.token, number };
      links.push(await makeLink(database, { demarches: sides, grist: { ...grist, docId } }));
    }
  }
  return links;
}

async function newDocument({ url, key }: z.infer<typeof GRIST>): Promise<string> {
  const answer = await fetch(`${url}/api/workspaces/2/docs`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Mesure' }),
  });
  if (!answer.ok) throw new Error(`a new document: ${answer.status}`);
  return z.string().parse(await answer.json());
}

/** All at once, until the last one has ended. */
async function synchroniseAll(
  database: Database,
  databaseUrl: string,
  links: readonly string[],
): Promise<void> {
  const runs = await Promise.all(
    links.map(async (linkId) => {
      const { runId } = await requestRun(
        { database, clock: SYSTEM_CLOCK },
        { linkId, trigger: 'api', by: null },
      );
      await announceFrom(databaseUrl, 'sync', { runId, linkId });
      return runId;
    }),
  );
  for (;;) {
    const open = await database.client.run.count({
      where: {
        OR: [
          { id: { in: runs }, endedAt: null },
          { linkId: { in: [...links] }, endedAt: null },
        ],
      },
    });
    if (open === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  const failed = await database.client.run.count({ where: { id: { in: runs }, status: { not: 'reussi' } } });
  if (failed > 0) throw new Error(`${failed} runs did not succeed`);
}
