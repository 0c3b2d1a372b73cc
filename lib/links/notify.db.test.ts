// Telling people: once for each change, though two processes look at once, and nothing is lost.

import { describe, expect, it } from 'vitest';
import { openOutbox } from '../store/outbox';
import { testDatabase } from '../store/testing/database';
import { COMMIT, SUCCESS } from '../store/testing/samples';
import { notifyLink } from './notify';
import { concludeRun } from './runs/conclude';
import { serviceOf } from './testing';

const store = testDatabase();
const HOUR = 60 * 60_000;

describe('telling people of a link', () => {
  it('happens once when it breaks and once when it recovers, whoever looks and however often', async () => {
    const setting = serviceOf(store);
    const { service, ledger } = setting;
    const linkId = await setting.link();
    const end = async (status: 'echoue' | 'reussi') => {
      const handle = await setting.run(linkId);
      const code = status === 'echoue' ? 'DS_JETON_EXPIRE' : null;
      await ledger.finishRun(handle, { ...SUCCESS, status, code }, status === 'reussi' ? COMMIT : null);
      await concludeRun(service, handle.runId);
    };
    const kinds = async () =>
      (await store.sql('SELECT kind FROM outbox WHERE link_id = $1 ORDER BY id', [linkId])).map(
        ({ kind }) => kind,
      );
    expect(await notifyLink(service, linkId, null)).toEqual([]);
    await end('echoue');
    await Promise.all(Array.from({ length: 6 }, () => notifyLink(service, linkId, null)));
    expect(await kinds()).toEqual(['panne']);
    await end('echoue');
    expect(await notifyLink(service, linkId, null)).toEqual([]);
    await end('reussi');
    expect(await notifyLink(service, linkId, null)).toMatchObject([{ kind: 'retablissement' }]);
    expect(await kinds()).toEqual(['panne', 'retablissement']);
  });

  it('happens when nothing comes any more, past the delay that the schedule promises (promise 8)', async () => {
    const setting = serviceOf(store);
    const { service, clock, ledger } = setting;
    const linkId = await setting.link({ kind: 'horaire' });
    const handle = await setting.run(linkId);
    await ledger.finishRun(handle, SUCCESS, COMMIT);
    await concludeRun(service, handle.runId);
    clock.advance(3 * HOUR);
    expect(await notifyLink(service, linkId, null)).toEqual([]);
    clock.advance(60_000);
    expect(await notifyLink(service, linkId, null)).toMatchObject([{ kind: 'retard' }]);
    expect(await notifyLink(service, linkId, null)).toEqual([]);
  });

  it('can also be asked for by name: a mail port that keeps', async () => {
    const { service } = serviceOf(store);
    const message = { kind: 'panne', subject: 'Essai', text: 'Bonjour' };
    await openOutbox(service.database, service.clock).send(null, [message]);
    expect(await store.sql('SELECT kind, subject, text, sent_at FROM outbox WHERE link_id IS NULL')).toEqual([
      { ...message, sent_at: null },
    ]);
  });
});
