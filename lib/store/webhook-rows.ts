// Rows of `link_webhook`, and the messages that wait for them.

import type { Database } from './database';
import { type KeptMessage, keepForPeople } from './outbox';
import { guarded } from './store-failure';
import { inTransaction } from './transaction';

export type Webhook = {
  /** As lib/access/webhook/address.ts seals it. */
  readonly sealedUrl: string;
  readonly salt: string;
  /** Since when it does not answer, and its owners know; null: it answers, or was not tried. */
  readonly failedAt: Date | null;
};

export type WaitingHook = {
  readonly id: bigint;
  readonly linkId: string;
  readonly demarche: number;
  readonly kind: string;
  readonly sentence: string;
  readonly page: string;
  readonly createdAt: Date;
  readonly sealedUrl: string;
  readonly salt: string;
};

/** Tries of one message. */
const MOST_ATTEMPTS = 4;

export async function readWebhook(database: Database, linkId: string): Promise<Webhook | null> {
  const row = await guarded(() =>
    database.client.linkWebhook.findUnique({
      where: { linkId },
      select: { url: true, salt: true, failedAt: true },
    }),
  );
  return row === null ? null : { sealedUrl: row.url, salt: row.salt, failedAt: row.failedAt };
}

/** Another address begins afresh, with a key of its own. */
export async function saveWebhook(
  database: Database,
  linkId: string,
  { sealedUrl: url, salt }: Pick<Webhook, 'sealedUrl' | 'salt'>,
  at: Date,
): Promise<void> {
  const data = { url, salt, createdAt: at, failedAt: null };
  await guarded(() =>
    database.client.linkWebhook.upsert({ where: { linkId }, create: { linkId, ...data }, update: data }),
  );
}

/** What was waiting for it is not sent. */
export async function removeWebhook(database: Database, linkId: string): Promise<void> {
  await inTransaction(database, async (tx) => {
    await tx.linkWebhook.deleteMany({ where: { linkId } });
    await tx.outbox.deleteMany({ where: { linkId, channel: 'webhook', sentAt: null } });
  });
}

/** The oldest that is due, of a link that is not in `skipped`; null when none is left. */
export async function nextHook(
  database: Database,
  skipped: readonly string[],
  now: Date,
): Promise<WaitingHook | null> {
  const [row] = await guarded(
    () => database.client.$queryRaw<WaitingHook[]>`
      SELECT outbox.id, outbox.link_id::text AS "linkId", demarche, kind, sentence, page,
        outbox.created_at AS "createdAt", url AS "sealedUrl", salt
      FROM outbox
      JOIN link_webhook ON link_webhook.link_id = outbox.link_id
      JOIN link ON link.id = outbox.link_id
      WHERE channel = 'webhook' AND sent_at IS NULL AND outbox.link_id <> ALL(${skipped}::uuid[])
        AND (retry_at IS NULL OR retry_at <= ${now}::timestamptz)
      ORDER BY outbox.id LIMIT 1`,
  );
  return row ?? null;
}

export async function hookSent(database: Database, { id, linkId }: WaitingHook, at: Date): Promise<void> {
  await inTransaction(database, async (tx) => {
    await tx.outbox.updateMany({ where: { id }, data: { sentAt: at } });
    await tx.linkWebhook.updateMany({ where: { linkId }, data: { failedAt: null } });
  });
}

/**
 * Tried again later, a few times. The last refusal gives it up, and tells `failure` to the owners: once, until the address
 * answers again.
 */
export async function hookRefused(
  database: Database,
  { id, linkId }: WaitingHook,
  failure: KeptMessage,
  at: Date,
): Promise<void> {
  await inTransaction(database, async (tx) => {
    const [row] = await tx.$queryRaw<{ attempts: number }[]>`
      UPDATE outbox SET attempts = attempts + 1,
        retry_at = ${at}::timestamptz + interval '10 minutes' * power(2, attempts)
      WHERE id = ${id} RETURNING attempts`;
    if (row === undefined || row.attempts < MOST_ATTEMPTS) return;
    await tx.outbox.deleteMany({ where: { id } });
    const { count } = await tx.linkWebhook.updateMany({
      where: { linkId, failedAt: null },
      data: { failedAt: at },
    });
    if (count > 0) await keepForPeople(tx, linkId, failure, ['proprietaire'], at);
  });
}
