// Tries of a person who makes a link: many are allowed, not without end, and nobody pays for another.

import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { testDatabase } from '../store/testing/database';
import { waitForProbe, waitForReading, waitForRuns, waitForTry, waitInWords } from './rate-limit';
import { testAccess } from './testing/access';

const store = testDatabase();

describe('tries of a person', () => {
  it('are sixty in a quarter of an hour, each person for themselves', async () => {
    const access = testAccess(store.database());
    const [one, other] = [randomUUID(), randomUUID()];
    for (let tries = 0; tries < 60; tries += 1) expect(await waitForTry(access, one)).toBeNull();
    expect(await waitForTry(access, one)).toBeGreaterThan(0);
    expect(await waitForTry(access, other)).toBeNull();
    access.wait(15 * 60_000 + 1_000);
    expect(await waitForTry(access, one)).toBeNull();
  });
});

describe('what is asked for by hand', () => {
  const linkOf = () => randomUUID();

  it('a try of a link’s accesses is one of its person too: another link is no way round', async () => {
    const access = testAccess(store.database());
    const person = randomUUID();
    for (let tries = 0; tries < 60; tries += 1)
      expect(await waitForProbe(access, linkOf(), person)).toBeNull();
    expect(await waitForProbe(access, linkOf(), person)).toBeGreaterThan(0);
    expect(await waitForTry(access, person)).toBeGreaterThan(0);
    const link = linkOf();
    for (let tries = 0; tries < 10; tries += 1)
      expect(await waitForProbe(access, link, randomUUID())).toBeNull();
    expect(await waitForProbe(access, link, randomUUID())).toBeGreaterThan(0);
  });

  it('runs: thirty of a link in a quarter of an hour, whoever asks; six hundred of a person', async () => {
    const access = testAccess(store.database());
    const link = linkOf();
    for (let runs = 0; runs < 30; runs += 1)
      expect(await waitForRuns(access, randomUUID(), [link])).toBeNull();
    expect(await waitForRuns(access, randomUUID(), [link])).toBeGreaterThan(0);
    const person = randomUUID();
    const many = () => Array.from({ length: 200 }, linkOf);
    for (let turn = 0; turn < 3; turn += 1) expect(await waitForRuns(access, person, many())).toBeNull();
    const wait = await waitForRuns(access, person, [linkOf()]);
    expect(wait).toBeGreaterThan(0);
    expect(waitInWords(wait ?? 0)).toMatch(/^encore \d+ (minute|seconde)s?$/);
    access.wait(15 * 60_000 + 1_000);
    expect(await waitForRuns(access, person, [link])).toBeNull();
  });

  it('readings: two thousand of a person, counted together by every process', async () => {
    const [one, other] = [testAccess(store.database()), testAccess(store.database())];
    const person = randomUUID();
    const key = `lecture:personne:${person}`;
    await store.sql('INSERT INTO rate_count (key, opened_at, count) VALUES ($1, $2, 1998)', [
      key,
      new Date(one.clock.now()),
    ]);
    expect(await waitForReading(one, person)).toBeNull();
    expect(await waitForReading(other, person)).toBeNull();
    expect(await waitForReading(one, person)).toBeGreaterThan(0);
    expect(await waitForReading(other, randomUUID())).toBeNull();
  });
});
