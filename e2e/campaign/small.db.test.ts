// A very small campaign, on each `npm test`: nobody is killed, Postgres stays up, everything else breaks for some seconds.
// The long one is `npm run campagne`.

import { expect, it } from 'vitest';
import { testDatabase } from '../../lib/store/testing/database';
import { runCampaign } from './testing/campaign';
import { faultsOf } from './testing/report';

const store = testDatabase();

it('leaves every link equal, and no run that lies', { timeout: 240_000 }, async () => {
  const plan = { links: 3, stormMs: 6_000, processes: 1, kills: false, everyFault: false, seed: 7 };
  const report = await runCampaign(plan, { databaseUrl: store.url(), victim: null }, () => undefined);
  expect(faultsOf(report)).toEqual([]);
  expect(report.links).toHaveLength(plan.links);
  // It was a storm, and something was looked at.
  expect([...report.met.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0);
  expect(report.testimony.outcomes.get('sync reussi')).toBeGreaterThan(0);
  expect(report.links.map(({ files }) => files > 0)).toEqual([true, false, true]);
});
