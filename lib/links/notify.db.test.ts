// Telling people: once for each change, though two processes look at once, and nothing is lost.

import { describe, expect, it } from 'vitest';
import { muteAlerts } from '../store/alert-rows';
import { testDatabase } from '../store/testing/database';
import { COMMIT, identity, SUCCESS } from '../store/testing/samples';
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
    const { gestionnaire } = await peopleOf(linkId);
    const end = async (status: 'echoue' | 'reussi') => {
      const handle = await setting.run(linkId);
      const code = status === 'echoue' ? 'DS_JETON_EXPIRE' : null;
      await ledger.finishRun(handle, { ...SUCCESS, status, code }, status === 'reussi' ? COMMIT : null);
      await concludeRun(service, handle.runId);
    };
    const kinds = async () =>
      (
        await store.sql('SELECT kind FROM outbox WHERE link_id = $1 AND user_id = $2 ORDER BY id', [
          linkId,
          gestionnaire,
        ])
      ).map(({ kind }) => kind);
    expect(await notifyLink(service, linkId)).toEqual([]);
    await end('echoue');
    await Promise.all(Array.from({ length: 6 }, () => notifyLink(service, linkId)));
    expect(await kinds()).toEqual(['panne']);
    await end('echoue');
    expect(await notifyLink(service, linkId)).toEqual([]);
    await end('reussi');
    expect(await notifyLink(service, linkId)).toMatchObject([{ kind: 'retablissement' }]);
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
    expect(await notifyLink(service, linkId)).toEqual([]);
    clock.advance(60_000);
    expect(await notifyLink(service, linkId)).toMatchObject([{ kind: 'retard' }]);
    expect(await notifyLink(service, linkId)).toEqual([]);
  });

  it('keeps one message for each owner and manager, none for a reader, a stranger, or whoever asked for silence', async () => {
    const setting = serviceOf(store);
    const { service, clock, ledger } = setting;
    const linkId = await setting.link();
    const people = await peopleOf(linkId);
    await peopleOf(await setting.link(null, { ...identity(), demarche: 77 }));
    await muteAlerts(service.database, { userId: people.silencieuse, linkId }, new Date(clock.now()));
    const handle = await setting.run(linkId);
    await ledger.finishRun(handle, { ...SUCCESS, status: 'echoue', code: 'DS_JETON_EXPIRE' }, null);
    await concludeRun(service, handle.runId);
    await notifyLink(service, linkId);
    const rows = await store.sql(
      'SELECT user_id::text AS to, channel, kind, sentence, page FROM outbox WHERE link_id = $1',
      [linkId],
    );
    const kept = {
      ...{ channel: 'courriel', kind: 'panne', page: `/liaisons/${linkId}/reglages` },
      sentence: 'Le jeton d’accès à Démarche numérique a expiré.',
    };
    expect(new Map(rows.map((row) => [row.to, row]))).toEqual(
      new Map([people.proprietaire, people.gestionnaire].map((to) => [to, { to, ...kept }])),
    );
  });
});

let serial = 0;

/** An owner, a manager, a reader, and a manager who will ask for silence. */
async function peopleOf(linkId: string) {
  const join = async (role: string): Promise<string> => {
    serial += 1;
    const [user] = await store.sql(
      `INSERT INTO app_user (id, email, created_at) VALUES (gen_random_uuid(), $1, now()) RETURNING id::text AS id`,
      [`personne${serial}@exemple.gouv.fr`],
    );
    await store.sql(
      `INSERT INTO membership (link_id, user_id, role, created_at) VALUES ($1, $2, $3::role, now())`,
      [linkId, user?.id, role],
    );
    return String(user?.id);
  };
  const proprietaire = await join('proprietaire');
  const gestionnaire = await join('gestionnaire');
  await join('lecteur');
  return { proprietaire, gestionnaire, silencieuse: await join('gestionnaire') };
}
