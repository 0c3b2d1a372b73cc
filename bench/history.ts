// A year of daily runs of 500 links, 90 days of events: how long pages take, and why (EXPLAIN ANALYZE of the very statements
// that they ask).

import { historyPage, historyRun } from '../lib/links/history/read';
import { listLinks } from '../lib/links/list';
import { planRuns } from '../lib/links/runs/plan';
import { watchRuns } from '../lib/links/runs/watch';
import type { Database } from '../lib/store/database';
import { eventsAfter } from '../lib/store/event-rows';
import { explain, statementsOf } from '../lib/store/explained';
import { fillLinks, fillRuns } from './service-data';
import { median, timed, withServiceDatabase } from './service-database';

const LINKS = 500;
const DAYS = 365;
const DETAIL_DAYS = 90;
const EVENTS_A_RUN = 12;
const NOW = Date.parse('2026-11-23T00:30:00Z');
type Say = (text: string) => void;

export const history = (say: Say): Promise<void> =>
  withServiceDatabase(async (database) => {
    await fillLinks(database, LINKS, new Date(NOW - 30 * 60_000));
    const given = { now: NOW, days: DAYS, detailDays: DETAIL_DAYS, eventsARun: EVENTS_A_RUN };
    const filling = await timed(() => fillRuns(database, given));
    const [size] = await database.client.$queryRaw<{ runs: bigint; events: bigint; bytes: string }[]>`
    SELECT (SELECT count(*) FROM run) AS runs, (SELECT count(*) FROM run_event) AS events,
      pg_size_pretty(pg_database_size(current_database())) AS bytes`;
    say(
      `${size?.runs} exécutions, ${size?.events} événements, ${size?.bytes} (remplies en ${Math.round(filling.ms / 1000)}\u00a0s)\n`,
    );

    const service = { database, clock: { now: () => NOW } };
    const [link] = await database.client.link.findMany({ take: 1, select: { id: true } });
    if (link === undefined) throw new Error('no link');
    const first = await historyPage(service, link.id, null, 25);
    const [far] = await database.client.$queryRaw<{ fence: number }[]>`
    SELECT fence::float8 AS fence FROM run WHERE link_id = ${link.id}::uuid ORDER BY fence DESC OFFSET 300 LIMIT 1`;
    const old = far?.fence ?? null;
    const runId = first.runs[0]?.id ?? '';
    const on = (noting: Database) => ({ ...service, database: noting });
    const pages: readonly (readonly [string, (noting: Database) => Promise<unknown>])[] = [
      ['tableau de bord (500 liaisons, état compris)', (db) => listLinks(on(db), null)],
      ['première page de l’historique d’une liaison', (db) => historyPage(on(db), link.id, null, 25)],
      ['page d’il y a 300 jours', (db) => historyPage(on(db), link.id, old, 25)],
      ['une exécution, avec ses échecs', (db) => historyRun(on(db), runId)],
      ['les lignes d’une exécution', (db) => eventsAfter(db, runId, 0, 1_000)],
      ['le tour du veilleur', (db) => watchRuns(on(db))],
    ];
    for (const [what, page] of pages) await report(say, what, () => page(database));
    say('');
    for (const [what, page] of pages) {
      for (const statement of await statementsOf(database, page)) {
        say(`── ${what}`);
        for (const line of await explain(database, statement, true)) say(`   ${line}`);
        say('');
      }
    }
    const planned = await timed(() => planRuns(service));
    say(
      `Planification de ${planned.value.length} liaisons sur cette base\u00a0: ${Math.round(planned.ms)}\u00a0ms`,
    );
  });

async function report(say: Say, what: string, work: () => Promise<unknown>): Promise<void> {
  const times: number[] = [];
  for (let turn = 0; turn < 11; turn += 1) times.push((await timed(work)).ms);
  const worst = Math.max(...times);
  say(
    `${what}\u00a0: ${median(times).toFixed(1)}\u00a0ms (médiane de 11), ${worst.toFixed(1)}\u00a0ms au pire`,
  );
}
