// The journal in Postgres: in order, complete, thinned where it repeats itself, and followed live through a restart.

import { setMaxListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { NO_COUNTS } from '../run/counts';
import type { JournalEvent } from '../run/ports';
import { appendEvents, type EventRow } from '../store/event-rows';
import { openLedger } from '../store/ledger';
import { testDatabase } from '../store/testing/database';
import { batch, identity, testClock } from '../store/testing/samples';
import { openHub } from './hub';
import { journalAfter, journalView, wholeJournal } from './read';
import { openRunJournal } from './writer';

const store = testDatabase();

async function run() {
  const clock = testClock();
  const ledger = openLedger(store.database(), clock);
  const { id: linkId } = await ledger.openLink(identity());
  const begun = await ledger.beginRun({ linkId, kind: 'sync', trigger: 'cli' });
  if (begun.status === 'busy') throw new Error('busy');
  const { handle } = begun;
  const context = { database: store.database(), clock };
  return {
    ...{ clock, ledger, handle, runId: handle.runId, context },
    journal: () => openRunJournal(context, handle.runId),
    lines: () => journalAfter(store.database(), handle.runId, 0),
  };
}

const progress = (done: number, total: number | null = 40_000): JournalEvent => ({
  ...{ type: 'progress', phase: 'lecture', done, total },
  counts: { ...NO_COUNTS, read: done },
});

const notice = (sentence: string) => ({
  ...{ at: new Date(), type: 'information' as const, sentence, data: {} },
});

async function take(
  slices: AsyncGenerator<readonly EventRow[]>,
  count: number,
): Promise<readonly EventRow[]> {
  const lines: EventRow[] = [];
  while (lines.length < count) {
    const { value, done } = await slices.next();
    if (done) break;
    lines.push(...value);
  }
  return lines;
}

describe('writing', () => {
  it('keeps every line in order, with its sentence, its codes and no value', async () => {
    const { journal, lines } = await run();
    const writer = await journal();
    writer.write({ type: 'phase', phase: 'preparation' });
    writer.write({ type: 'notice', sentence: 'La démarche compte 3 dossiers.' });
    writer.write({ type: 'phase', phase: 'lecture' });
    writer.write({ type: 'failure', dossier: 12, code: 'DS_DOSSIER_ILLISIBLE' });
    writer.end('avec_echecs', null);
    await writer.close();
    const written = await lines();
    expect(written.map(({ type }) => type)).toEqual([...['phase', 'information', 'phase', 'echec', 'fin']]);
    expect(written[3]).toMatchObject({
      sentence: 'Dossier 12\u00a0: Démarche numérique n’arrive pas à donner ce dossier.',
      data: { dossier: 12, code: 'DS_DOSSIER_ILLISIBLE' },
    });
  });

  it('tells the progress of 40 000 dossiers in a few rows: the latest, twice a second at most', async () => {
    const { journal, lines, clock } = await run();
    const writer = await journal();
    for (let done = 1; done <= 40_000; done += 1) writer.write(progress(done));
    await writer.close();
    const quick = await lines();
    expect(quick.length).toBeLessThanOrEqual(2);
    expect(quick.at(-1)).toMatchObject({ sentence: '40\u202f000\u00a0dossiers sur 40\u202f000.' });
    clock.advance(1_000);
  });

  it('keeps what was reached before a phase ended', async () => {
    const { journal, lines } = await run();
    const writer = await journal();
    writer.write(progress(1));
    writer.write(progress(7));
    writer.write({ type: 'phase', phase: 'suppressions' });
    await writer.close();
    expect((await lines()).map(({ type, data }) => [type, (data as { done?: number }).done])).toEqual([
      ['progression', 7],
      ['phase', undefined],
    ]);
  });

  it('goes on, in a later step, from what the run has done, and does not repeat its phase', async () => {
    const { journal, lines, ledger, handle } = await run();
    const first = await journal();
    first.write({ type: 'phase', phase: 'lecture' });
    first.write(progress(500));
    await ledger.commitBatch(handle, batch({ counts: { ...NO_COUNTS, read: 500 } }));
    // The same process plays another step: the conductor counts from zero again.
    first.write({ type: 'phase', phase: 'lecture' });
    first.write(progress(300));
    await first.close();
    await ledger.commitBatch(handle, batch({ counts: { ...NO_COUNTS, read: 300 } }));
    const next = await journal();
    next.write({ type: 'phase', phase: 'lecture' });
    next.write(progress(200));
    await next.close();
    const told = await lines();
    expect(told.filter(({ type }) => type === 'phase')).toHaveLength(1);
    expect(told.at(-1)?.data).toMatchObject({ done: 1_000, counts: { read: 1_000 } });
  });

  it('thins the older progress of a long run, and nothing else', async () => {
    const { clock, journal, lines, runId } = await run();
    const start = clock.now();
    const at = (second: number) => new Date(start + second * 1_000);
    const events = Array.from({ length: 600 }, (_, second) => ({
      ...{ at: at(second), type: 'progression' as const, sentence: `${second}`, data: {} },
    }));
    await appendEvents(store.database(), runId, [notice('début'), ...events]);
    clock.advance(600_000);
    const writer = await journal();
    for (let row = 0; row < 121; row += 1) {
      writer.write(progress(row));
      writer.write({ type: 'phase', phase: row % 2 === 0 ? 'lecture' : 'suppressions' });
    }
    await writer.close();
    const kept = await lines();
    expect(kept.filter(({ type }) => type === 'information' || type === 'phase')).toHaveLength(122);
    const old = kept.filter(({ type, at: time }) => type === 'progression' && time < at(540));
    expect(old.length).toBeLessThanOrEqual(56);
    expect(old.length).toBeGreaterThan(40);
  });

  it('never stops a run when the database is gone, and writes later what it could not', async () => {
    const { clock, runId } = await run();
    const database = store.database();
    let broken = true;
    const client = new Proxy(database.client, {
      get(target, name) {
        if (broken && name === '$transaction') return () => Promise.reject(new Error('gone'));
        return Reflect.get(target, name);
      },
    });
    const writer = await openRunJournal({ database: { ...database, client }, clock }, runId);
    writer.write({ type: 'notice', sentence: 'un' });
    await new Promise((resolve) => setTimeout(resolve, 20));
    broken = false;
    writer.write({ type: 'notice', sentence: 'deux' });
    await writer.close();
    const written = await journalAfter(database, runId, 0);
    expect(written.map(({ sentence }) => sentence)).toEqual(['un', 'deux']);
  });
});

describe('reading', () => {
  it('gives the last thousand lines to a view, and all of them to a download', async () => {
    const { runId } = await run();
    const sentences = Array.from({ length: 2_500 }, (_, index) => `ligne ${index}`);
    await appendEvents(store.database(), runId, sentences.map(notice));
    const view = await journalView(store.database(), runId);
    expect(view.map(({ sentence }) => sentence)).toEqual(sentences.slice(-1_000));
    const all: string[] = [];
    for await (const slice of wholeJournal(store.database(), runId))
      all.push(...slice.map(({ sentence }) => sentence));
    expect(all).toEqual(sentences);
    expect(await journalView(store.database(), 'pas-un-identifiant')).toEqual([]);
  });

  it('never shows a smaller id after a greater one, with several writers at once', async () => {
    const { runId } = await run();
    const seen: number[] = [];
    const writing = Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        appendEvents(store.database(), runId, [notice(`${index} a`), notice(`${index} b`)]),
      ),
    );
    let last = 0;
    while (seen.length < 80) {
      const lines = await journalAfter(store.database(), runId, last);
      seen.push(...lines.map(({ id }) => id));
      last = lines.at(-1)?.id ?? last;
    }
    await writing;
    expect(seen).toHaveLength(80);
    expect(seen).toEqual([...seen].sort((left, right) => left - right));
  });
});

describe('following live', () => {
  it('resumes after the last line seen, then gives what comes, once each', async () => {
    const { runId } = await run();
    const hub = openHub(store.database(), store.url());
    const stop = new AbortController();
    try {
      await appendEvents(store.database(), runId, ['un', 'deux', 'trois'].map(notice));
      const [first] = await journalAfter(store.database(), runId, 0);
      const follower = hub.follow(runId, first?.id ?? 0, stop.signal);
      const begun = await take(follower, 2);
      const coming = take(follower, 2);
      await appendEvents(store.database(), runId, [notice('quatre')]);
      await appendEvents(store.database(), runId, [notice('cinq')]);
      const sentences = [...begun, ...(await coming)].map(({ sentence }) => sentence);
      expect(sentences).toEqual(['deux', 'trois', 'quatre', 'cinq']);
    } finally {
      stop.abort();
      await hub.close();
    }
  });

  it('loses nothing when the listening connection breaks', async () => {
    const { runId } = await run();
    const hub = openHub(store.database(), store.url());
    const stop = new AbortController();
    try {
      const follower = hub.follow(runId, 0, stop.signal);
      const coming = take(follower, 3);
      await appendEvents(store.database(), runId, [notice('avant')]);
      await store.sql(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'one-trick-pony journal' AND datname = current_database()`,
      );
      await appendEvents(store.database(), runId, [notice('pendant')]);
      await appendEvents(store.database(), runId, [notice('après')]);
      expect((await coming).map(({ sentence }) => sentence)).toEqual(['avant', 'pendant', 'après']);
    } finally {
      stop.abort();
      await hub.close();
    }
  });

  it('costs nothing for a follower that never reads, and it loses nothing when it does', async () => {
    const { runId } = await run();
    const hub = openHub(store.database(), store.url());
    const stop = new AbortController();
    try {
      const sleeper = hub.follow(runId, 0, stop.signal);
      await appendEvents(store.database(), runId, [notice('0')]);
      expect(await take(sleeper, 1)).toHaveLength(1);
      // Far more than is kept in memory goes by.
      const reader = hub.follow(runId, 0, stop.signal);
      for (let round = 0; round < 4; round += 1) {
        await appendEvents(
          store.database(),
          runId,
          Array.from({ length: 400 }, (_, index) => notice(`${round * 400 + index + 1}`)),
        );
        await take(reader, 400);
      }
      const late = await take(sleeper, 1_600);
      expect(late.map(({ sentence }) => Number(sentence))).toEqual(
        Array.from({ length: 1_600 }, (_, index) => index + 1),
      );
    } finally {
      stop.abort();
      await hub.close();
    }
  });

  it('reads the table once for two hundred followers of a run', async () => {
    const { runId } = await run();
    const database = store.database();
    let queries = 0;
    const client = new Proxy(database.client, {
      get(target, name) {
        const value = Reflect.get(target, name);
        if (name !== '$queryRaw' || typeof value !== 'function') return value;
        return (...given: unknown[]) => {
          queries += 1;
          return Reflect.apply(value, target, given);
        };
      },
    });
    // Nobody is woken by the clock: the notice alone reaches them all.
    const hub = openHub({ ...database, client }, store.url(), 2 ** 31 - 1);
    const stop = new AbortController();
    try {
      setMaxListeners(0, stop.signal);
      const followers = Array.from({ length: 200 }, () => hub.follow(runId, 0, stop.signal));
      const coming = followers.map((follower) => take(follower, 1));
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(hub.state()).toMatchObject({ runs: 1, followers: 200 });
      queries = 0;
      await appendEvents(database, runId, [notice('bonjour')]);
      const lines = (await Promise.all(coming)).flat();
      expect(lines.map(({ sentence }) => sentence)).toEqual(Array(200).fill('bonjour'));
      expect(queries).toBeLessThan(10);
      stop.abort();
      await Promise.all(followers.map((follower) => follower.next()));
      expect(hub.state()).toMatchObject({ runs: 0, followers: 0 });
    } finally {
      stop.abort();
      await hub.close();
    }
  });
});
