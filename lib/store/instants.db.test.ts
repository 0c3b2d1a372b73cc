// What each run writes is asked of Prisma in the same shape every time: an instant given as text would be another shape.

import { expect, it } from 'vitest';
import { openLedger } from './ledger';
import { advanceCursor } from './link-rows';
import { recordProof } from './proof-rows';
import { testDatabase } from './testing/database';
import { COMMIT, identity, proof, testClock } from './testing/samples';
import type { Transaction } from './transaction';

const store = testDatabase();

/** The database, which notes what is asked of its tables. */
function noting(noted: unknown[]): Transaction {
  const within = (table: object) =>
    new Proxy(table, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return (...given: unknown[]) => {
          noted.push(...given);
          return Reflect.apply(method, target, given);
        };
      },
    });
  return new Proxy(store.database().client, {
    get: (target, name) => {
      const found: unknown = Reflect.get(target, name);
      return typeof found === 'object' && found !== null ? within(found) : found;
    },
  });
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (value instanceof Date || typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

it('a cursor and a proof hold no instant as text', async () => {
  const ledger = openLedger(store.database(), testClock());
  const { id: linkId } = await ledger.openLink(identity());
  const begun = await ledger.beginRun({ linkId, kind: 'sync', trigger: 'cli' });
  if (begun.status === 'busy') throw new Error('the link of this test is busy');
  const noted: unknown[] = [];
  await recordProof(noting(noted), begun.handle, proof());
  const rebase = { since: '2026-03-01T08:00:00.000Z', last: '2026-03-02T08:00:00.000Z' };
  await advanceCursor(noting(noted), linkId, { ...COMMIT, pendingRebase: rebase });
  expect(noted).toHaveLength(2);
  expect(textsIn(noted).filter((text) => /^\d{4}-\d{2}-\d{2}T/.test(text))).toEqual([]);
  expect((await ledger.readLink(linkId)).cursor.pendingRebase).toEqual(rebase);
});
