// What an operator watches, counted on a real database.

import { describe, expect, it } from 'vitest';
import { serviceOf } from '../links/testing';
import { metricCounts } from './metric-counts';
import { testDatabase } from './testing/database';
import { COMMIT, SUCCESS } from './testing/samples';

const store = testDatabase();

describe('the counts of the measures', () => {
  it('follow links, runs and what is late', async () => {
    const { link, run, ledger, clock } = serviceOf(store);
    const [planned] = [await link({ kind: 'horaire' }), await link()];
    const counts = () => metricCounts(store.database(), new Date(clock.now()));
    expect(await counts()).toMatchObject({ links: 2, scheduled: 1, late: 0, openRuns: 0, ended: [] });
    const handle = await run(planned);
    expect((await counts()).openRuns).toBe(1);
    await ledger.finishRun(handle, SUCCESS, COMMIT);
    clock.advance(3 * 3_600_000);
    expect(await counts()).toMatchObject({ openRuns: 0, late: 1 });
  });
});
