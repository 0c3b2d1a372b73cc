// Tries of a person who makes a link: many are allowed, not without end, and nobody pays for another.

import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { testDatabase } from '../store/testing/database';
import { waitForTry } from './rate-limit';
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
