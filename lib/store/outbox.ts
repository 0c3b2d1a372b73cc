// Rows of `outbox`: messages that wait for a mail relay, kept together with what they make true.

import type { Clock } from '../run/ports';
import type { Database } from './database';
import { guarded } from './store-failure';
import { inTransaction, type Transaction } from './transaction';

export type KeptMessage = { readonly kind: string; readonly subject: string; readonly text: string };

/** A mail port that only keeps. */
export function openOutbox(database: Database, clock: Clock) {
  return {
    send: (linkId: string | null, messages: readonly KeptMessage[]): Promise<void> =>
      inTransaction(database, (tx) => keep(tx, linkId, messages, clock.now())),
  };
}

/**
 * People are told, and it is remembered that they were, in one transaction: once, though two processes looked at the
 * link at the same time. False when the other one told them.
 */
export function tellOnce(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  linkId: string,
  told: { readonly before: unknown; readonly after: unknown; readonly messages: readonly KeptMessage[] },
): Promise<boolean> {
  return inTransaction(database, async (tx) => {
    const before = told.before === null || told.before === undefined ? null : JSON.stringify(told.before);
    const changed = await tx.$executeRaw`
      UPDATE link SET notified = ${JSON.stringify(told.after)}::jsonb
      WHERE id = ${linkId}::uuid AND notified IS NOT DISTINCT FROM ${before}::jsonb`;
    if (changed === 0) return false;
    await keep(tx, linkId, told.messages, clock.now());
    return true;
  });
}

async function keep(
  tx: Transaction,
  linkId: string | null,
  messages: readonly KeptMessage[],
  now: number,
): Promise<void> {
  const createdAt = new Date(now);
  const data = messages.map(({ kind, subject, text }) => ({ linkId, kind, subject, text, createdAt }));
  await tx.outbox.createMany({ data });
}

/** The credentials of a link, as alerts look at them. */
export function tokensOf(database: Database, ids: readonly (string | null)[]) {
  return guarded(() =>
    database.client.credential.findMany({
      where: { id: { in: ids.filter((id) => id !== null) } },
      select: { id: true, kind: true, hint: true, expiresAt: true },
      orderBy: { id: 'asc' },
    }),
  );
}
