// Rows of `outbox`: messages that wait to be sent, kept together with what they make true. One row a recipient.

import type { Clock } from '../run/ports';
import type { Database } from './database';
import { guarded } from './store-failure';
import { inTransaction, type Transaction } from './transaction';

/** `page`: path of the site where it is looked at. */
export type KeptMessage = {
  readonly kind: string;
  readonly subject: string;
  readonly sentence: string;
  readonly text: string;
  readonly page: string;
};

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
    const at = new Date(clock.now());
    for (const message of told.messages) {
      await keepForPeople(tx, linkId, message, ['proprietaire', 'gestionnaire'], at);
      await keepForWebhook(tx, linkId, message, at);
    }
    return true;
  });
}

/** One row for each person of these roles who did not ask to be told nothing. */
export async function keepForPeople(
  tx: Transaction,
  linkId: string,
  { kind, subject, sentence, text, page }: KeptMessage,
  roles: readonly ('proprietaire' | 'gestionnaire')[],
  at: Date,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO outbox (link_id, channel, user_id, kind, subject, sentence, text, page, created_at)
    SELECT link_id, 'courriel', user_id, ${kind}, ${subject}, ${sentence}, ${text}, ${page}, ${at}::timestamptz
    FROM membership
    WHERE link_id = ${linkId}::uuid AND role::text = ANY(${roles}::text[]) AND NOT EXISTS (
      SELECT 1 FROM alert_mute AS mute
      WHERE mute.link_id = membership.link_id AND mute.user_id = membership.user_id
    )
    ORDER BY user_id`;
}

async function keepForWebhook(
  tx: Transaction,
  linkId: string,
  { kind, subject, sentence, page }: KeptMessage,
  at: Date,
): Promise<void> {
  // Its row never holds the letter: what is not told cannot be sent.
  await tx.$executeRaw`
    INSERT INTO outbox (link_id, channel, kind, subject, sentence, text, page, created_at)
    SELECT link_id, 'webhook', ${kind}, ${subject}, ${sentence}, '', ${page}, ${at}::timestamptz
    FROM link_webhook WHERE link_id = ${linkId}::uuid`;
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
