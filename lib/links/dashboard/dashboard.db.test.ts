// The dashboard: few queries however many links, what changes told to who may know it and to nobody else.

import pg from 'pg';
import { describe, expect, it, vi } from 'vitest';
import { openHub } from '../../journal/hub';
import { openRunJournal } from '../../journal/writer';
import { openRights } from '../../store/access-rights';
import { updateLink } from '../../store/managed-links';
import { testDatabase } from '../../store/testing/database';
import { SUCCESS } from '../../store/testing/samples';
import { pauseLink } from '../pause';
import { concludeRun } from '../runs/conclude';
import { requestRun } from '../runs/request';
import { serviceOf } from '../testing';
import { type DashboardNews, stateOf } from './changes';
import { followDashboard } from './follow';
import { readDashboard } from './read';

const store = testDatabase();

async function person(email: string): Promise<string> {
  const [row] = await store.sql(
    `INSERT INTO app_user (id, email, created_at) VALUES (gen_random_uuid(), $1, now()) RETURNING id::text AS id`,
    [email],
  );
  return String(row?.id);
}

const give = (linkId: string, userId: string, role: 'proprietaire' | 'lecteur' = 'proprietaire') =>
  openRights(store.database()).give(linkId, userId, role, new Date());

/** Statements that reach Postgres while some work is done. */
async function statements<T>(work: () => Promise<T>): Promise<readonly [T, number]> {
  const spy = vi.spyOn(pg.Client.prototype, 'query');
  try {
    const answer = await work();
    return [answer, spy.mock.calls.length];
  } finally {
    spy.mockRestore();
  }
}

describe('reading the dashboard', () => {
  it('makes three statements for one link with a run that goes on, and three for two hundred with ten thousand runs', async () => {
    const setting = serviceOf(store);
    const me = await person('une@exemple.fr');
    const linkId = await setting.link();
    await give(linkId, me);
    const { runId } = await setting.run(linkId);
    const journal = await openRunJournal(setting.service, runId);
    journal.write({ type: 'phase', phase: 'lecture' });
    await journal.close();
    const [[line], few] = await statements(() => readDashboard(setting.service, me));
    expect(line).toMatchObject({ id: linkId, role: 'proprietaire', status: 'En cours' });
    expect(line?.progress).toContain('Lecture des dossiers');
    expect(few).toBe(3);

    await store.sql(
      `WITH made AS (
         INSERT INTO link (id, source_url, demarche, destination_url, document, title)
         SELECT gen_random_uuid(), 'https://dn', n, 'https://grist', 'doc' || n, 'Démarche ' || n
         FROM generate_series(1, 199) AS n RETURNING id
       ), members AS (
         INSERT INTO membership (link_id, user_id, role, created_at)
         SELECT id, $1, 'lecteur', now() FROM made
       )
       INSERT INTO run (id, link_id, kind, trigger, status, requested_at, started_at, alive_at, ended_at, added, concluded)
       SELECT gen_random_uuid(), made.id, 'sync', 'planification', 'reussi', now(), now(), now(), now(), n, true
       FROM made, generate_series(1, 50) AS n`,
      [me],
    );
    const [lines, many] = await statements(() => readDashboard(setting.service, me));
    expect(lines).toHaveLength(200);
    expect(many).toBe(3);
  });

  it('shows a person their links only, and one only when that is asked for', async () => {
    const setting = serviceOf(store);
    const [me, other] = [await person('moi@exemple.fr'), await person('autre@exemple.fr')];
    const [mine, shared, theirs] = [await setting.link(), await setting.link(), await setting.link()];
    await give(mine, me);
    await give(shared, me, 'lecteur');
    await give(theirs, other);
    const ids = async (only: string | null = null) =>
      (await readDashboard(setting.service, me, only)).map(({ id }) => id).sort();
    expect(await ids()).toEqual([mine, shared].sort());
    expect(await ids(shared)).toEqual([shared]);
    expect(await ids(theirs)).toEqual([]);
    expect(await readDashboard(setting.service, await person('sans@exemple.fr'))).toEqual([]);
  });
});

describe('following the dashboard', () => {
  const PACE = { least: 5, most: 60_000 };

  /** The next thing that is news; silence is passed over. */
  async function next(news: AsyncGenerator<DashboardNews | null>): Promise<DashboardNews | null> {
    for await (const one of { [Symbol.asyncIterator]: () => ({ next: () => news.next() }) }) {
      if (one !== null) return one;
    }
    return null;
  }

  it('tells that a run began, how it goes on, and that it ended; of runs of others, nothing', async () => {
    const setting = serviceOf(store);
    const { service, ledger } = setting;
    const me = await person('suiveuse@exemple.fr');
    const [mine, theirs] = [await setting.link(), await setting.link()];
    await give(mine, me);
    const hub = openHub(store.database(), store.url());
    await vi.waitFor(() => expect(hub.state().listening).toBe(true));
    const left = new AbortController();
    const state = async () => stateOf(await readDashboard(service, me));
    const news = followDashboard(service, hub, {
      ...{ userId: me, only: null, signal: left.signal, pace: PACE },
      goesOn: async () => true,
    });

    expect(await next(news)).toEqual({ kind: 'etats', state: await state(), changed: [] });
    const told = next(news);
    // Not mine: it wakes nobody for long.
    const foreign = await setting.run(theirs);
    const others = await openRunJournal(service, foreign.runId);
    others.write({ type: 'phase', phase: 'lecture' });
    await others.close();
    const handle = await setting.run(mine);
    const journal = await openRunJournal(service, handle.runId);
    journal.write({ type: 'phase', phase: 'preparation' });
    expect(await told).toEqual({
      kind: 'etats',
      state: await state(),
      changed: [{ name: 'Démarche 1234', status: 'En cours' }],
    });

    const moved = next(news);
    journal.write({ type: 'notice', sentence: 'Rien à dire.' });
    journal.write({ type: 'phase', phase: 'lecture' });
    const progress = await moved;
    expect(progress).toMatchObject({ kind: 'avancement' });
    expect(Object.keys(progress?.kind === 'avancement' ? progress.runs : {})).toEqual([mine]);

    const ended = next(news);
    await ledger.finishRun(handle, SUCCESS, null);
    await concludeRun(service, handle.runId);
    journal.end('reussi', null);
    await journal.close();
    expect(await ended).toEqual({
      kind: 'etats',
      state: await state(),
      changed: [{ name: 'Démarche 1234', status: 'À jour' }],
    });
    left.abort();
    expect(await news.next()).toMatchObject({ done: true });
    await hub.close();
  });

  it('tells at once what is so, then looks now and then for what no run tells', async () => {
    const setting = serviceOf(store);
    const me = await person('patiente@exemple.fr');
    const linkId = await setting.link();
    await give(linkId, me);
    const left = new AbortController();
    const silent = { onNotice: () => () => undefined };
    const news = followDashboard(setting.service, silent, {
      ...{ userId: me, only: linkId, signal: left.signal },
      ...{ pace: { least: 1, most: 20 }, goesOn: async () => true },
    });
    const state = async () => stateOf(await readDashboard(setting.service, me, linkId));
    expect(await next(news)).toEqual({ kind: 'etats', state: await state(), changed: [] });
    const paused = next(news);
    await pauseLink(setting.service, linkId);
    expect(await paused).toEqual({
      ...{ kind: 'etats', state: await state() },
      changed: [{ name: 'Démarche 1234', status: 'En pause' }],
    });
    const renamed = next(news);
    await updateLink(store.database(), linkId, { title: 'Autre titre' });
    expect(await renamed).toEqual({ kind: 'etats', state: await state(), changed: [] });
    left.abort();
    expect((await news.next()).done).toBe(true);
  });

  it('ends with the session, and takes its ear away', async () => {
    const setting = serviceOf(store);
    const me = await person('partie@exemple.fr');
    const linkId = await setting.link();
    await give(linkId, me);
    let ears = 0;
    const notices = {
      onNotice: () => {
        ears += 1;
        return () => {
          ears -= 1;
        };
      },
    };
    let signedIn = true;
    const news = followDashboard(setting.service, notices, {
      ...{ userId: me, only: null, signal: new AbortController().signal },
      ...{ pace: { least: 1, most: 5 }, goesOn: async () => signedIn },
    });
    expect(await news.next()).toMatchObject({ value: { kind: 'etats' } });
    expect(await news.next()).toMatchObject({ value: null });
    expect(ears).toBe(1);
    signedIn = false;
    expect(await news.next()).toMatchObject({ done: true });
    expect(ears).toBe(0);
  });

  it('does not see a right that was taken away', async () => {
    const setting = serviceOf(store);
    const me = await person('ancienne@exemple.fr');
    const linkId = await setting.link();
    await give(linkId, me);
    const news = followDashboard(
      setting.service,
      { onNotice: () => () => undefined },
      {
        ...{ userId: me, only: null, signal: new AbortController().signal },
        ...{ pace: { least: 1, most: 5 }, goesOn: async () => true },
      },
    );
    expect(await next(news)).toMatchObject({ kind: 'etats' });
    await store.sql('DELETE FROM membership WHERE link_id = $1', [linkId]);
    expect(await next(news)).toEqual({ kind: 'etats', state: stateOf([]), changed: [] });
    await requestRun(setting.service, { linkId, trigger: 'manuel', by: null });
    expect((await news.next()).value).toBeNull();
    await news.return(undefined);
  });
});
