// From a document to the wizard: once, for half an hour, and for the document that was proven.

import { describe, expect, it } from 'vitest';
import { testDatabase } from '../../store/testing/database';
import { testAccess } from '../testing/access';
import { DEPARTURE_MS, departureProof, spendDeparture } from './departure';
import { widgetSession } from './session';

const store = testDatabase();

const SESSION = {
  ...{ grist: 'https://grist.exemple.invalid', document: 'documentdetest', user: 7, until: 0 },
  right: 'lecture',
} as const;

describe('a departure', () => {
  it('gives its document once', async () => {
    const access = testAccess(store.database());
    const proof = departureProof(access.site.sessionSecret, SESSION, access.clock.now());
    const answers = await Promise.allSettled([spendDeparture(access, proof), spendDeparture(access, proof)]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const [done] = answers.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(done).toEqual({ grist: SESSION.grist, document: SESSION.document });
  });

  it('is over after half an hour', async () => {
    const access = testAccess(store.database());
    const proof = departureProof(access.site.sessionSecret, SESSION, access.clock.now());
    access.wait(DEPARTURE_MS);
    await expect(spendDeparture(access, proof)).rejects.toThrow('WIDGET_DEPART_FINI');
  });

  it('is not a session, nor anything that was not made here', async () => {
    const access = testAccess(store.database());
    const { session } = widgetSession(access.site.sessionSecret, SESSION, access.clock.now());
    for (const text of [session, '', 'a.b', departureProof('un autre secret', SESSION, access.clock.now())]) {
      await expect(spendDeparture(access, text)).rejects.toThrow('WIDGET_DEPART_FINI');
    }
  });
});
