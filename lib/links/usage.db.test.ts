// The public statistics: what is counted, and that they are not read at each visit.

import { describe, expect, it } from 'vitest';
import { testDatabase } from '../store/testing/database';
import { batch, COMMIT, dossier, SUCCESS } from '../store/testing/samples';
import { serviceOf } from './testing';
import { usage } from './usage';

const store = testDatabase();

describe('the public statistics', () => {
  it('count links, and runs that ended lately, once an hour', async () => {
    const { service, clock, ledger, link, run } = serviceOf(store);
    expect(await usage(service)).toMatchObject({ links: 0, demarches: 0, runs: 0, complete: 0, written: 0 });
    const linkId = await link();
    const handle = await run(linkId);
    await ledger.commitBatch(handle, batch({ dossiers: [dossier(1), dossier(2)] }));
    await ledger.finishRun(handle, SUCCESS, COMMIT);
    clock.advance(3_599_000);
    expect(await usage(service)).toMatchObject({ links: 0, runs: 0 });
    clock.advance(1_000);
    expect(await usage(service)).toMatchObject({ links: 1, demarches: 1, runs: 1, complete: 1, written: 2 });
    clock.advance(31 * 24 * 3_600_000);
    expect(await usage(service)).toMatchObject({ links: 1, runs: 0, written: 0 });
  });
});
