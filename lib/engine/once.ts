// What happens only once in 24 hours: an event's id, a value of an `idempotency` expression (facts/inngest.md §7).

import { createHash } from 'node:crypto';
import type { Tx } from './connection';

/** Short whatever the value is; the function is part of it, because the same event may start several. */
export function onceKey(functionId: string, kind: 'event' | 'idempotency', value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify([functionId, kind, value]))
    .digest('hex');
}

export async function isTaken(tx: Tx, key: string): Promise<boolean> {
  const rows = await tx.query('SELECT 1 FROM engine_once WHERE key = $1 AND expires_at > now()', [key]);
  return rows.length > 0;
}

export async function take(tx: Tx, key: string): Promise<void> {
  await tx.query(
    `INSERT INTO engine_once (key, expires_at) VALUES ($1, now() + interval '24 hours')
     ON CONFLICT (key) DO UPDATE SET expires_at = excluded.expires_at`,
    [key],
  );
}
