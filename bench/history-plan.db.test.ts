// A year of history does not slow pages down: their statements are answered by indexes, whatever the number of runs.

import { beforeAll, describe, expect, it } from 'vitest';
import { historyPage, historyRun } from '../lib/links/history/read';
import { listLinks } from '../lib/links/list';
import { planRuns } from '../lib/links/runs/plan';
import { watchRuns } from '../lib/links/runs/watch';
import { eventsAfter } from '../lib/store/event-rows';
import { explain, statementsOf } from '../lib/store/explained';
import { testDatabase } from '../lib/store/testing/database';
import { fillLinks, fillRuns } from './service-data';

const store = testDatabase();
const NOW = Date.parse('2026-11-23T00:30:00Z');
const clock = { now: () => NOW };
let linkId = '';
let runId = '';

beforeAll(async () => {
  const database = store.database();
  await fillLinks(database, 60, new Date(NOW - 30 * 60_000));
  await fillRuns(database, { now: NOW, days: 365, detailDays: 10, eventsARun: 12 });
  const link = await database.client.link.findFirstOrThrow({ select: { id: true } });
  linkId = link.id;
  const run = await database.client.run.findFirstOrThrow({ where: { linkId }, orderBy: { fence: 'desc' } });
  runId = run.id;
});

type Work = Parameters<typeof statementsOf>[1];

/** How each statement that reads runs or their events does it. */
async function plansOf(work: Work): Promise<readonly string[]> {
  const plans: string[] = [];
  for (const statement of await statementsOf(store.database(), work)) {
    plans.push((await explain(store.database(), statement, false)).join('\n'));
  }
  expect(plans.length).toBeGreaterThan(0);
  return plans;
}

const with_ = (database: Parameters<Work>[0]) => ({ database, clock });

describe('with a year of daily runs', () => {
  it.each<[string, RegExp, Work]>([
    ['the first page of a history', /run_link_id_fence_idx/, (db) => historyPage(with_(db), linkId, null)],
    ['a page of 300 days ago', /run_link_id_fence_idx/, (db) => historyPage(with_(db), linkId, 3_000)],
    ['a run and its failures', /run_pkey/, (db) => historyRun(with_(db), runId)],
    ['the lines of a run', /run_event_run_id_id_idx/, (db) => eventsAfter(db, runId, 0, 1_000)],
    ['the dashboard', /run_link_id_fence_idx/, (db) => listLinks(with_(db), null)],
    ['the dashboard of a person', /run_link_id_fence_idx/, (db) => listLinks(with_(db), [linkId])],
    ['the planner', /link/, (db) => planRuns(with_(db))],
    ['the watchdog', /run/, (db) => watchRuns(with_(db))],
  ])('%s reads no table of runs or events whole', async (_what, index, work) => {
    const plans = await plansOf(work);
    expect(plans.join('\n')).toMatch(index);
    for (const plan of plans) expect(plan).not.toMatch(/Seq Scan on run(_event)?\b/);
  });
});
