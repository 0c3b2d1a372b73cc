// Messages that wait for the mail relay: for somebody who still owns or manages the link, and still wants them.

import type { Database } from './database';
import { guarded } from './store-failure';

/** Who a message is for is looked at as it leaves, not only as it was written. */
export type WaitingMessage = {
  readonly id: bigint;
  readonly linkId: string;
  readonly userId: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly page: string;
};

/** Refusals after which a message is given up: half a day after the first one. */
const MOST_ATTEMPTS = 7;

/** A message that waited longer, for want of a relay, says nothing true any more. */
const STALE_MS = 7 * 24 * 60 * 60_000;

/** The oldest after this one that is to leave alone, at once; null when none is left. */
export async function nextMessage(
  database: Database,
  after: bigint,
  now: Date,
): Promise<WaitingMessage | null> {
  const [row] = await guarded(
    () => database.client.$queryRaw<WaitingMessage[]>`
      SELECT outbox.id, outbox.link_id::text AS "linkId", outbox.user_id::text AS "userId", email AS "to", subject, text, page
      FROM outbox
      JOIN app_user ON app_user.id = outbox.user_id
      JOIN membership ON membership.link_id = outbox.link_id AND membership.user_id = outbox.user_id
      WHERE channel = 'courriel' AND sent_at IS NULL AND outbox.id > ${after} AND NOT alert_digest
        AND role <> 'lecteur' AND (retry_at IS NULL OR retry_at <= ${now}::timestamptz)
        AND NOT EXISTS (
          SELECT 1 FROM alert_mute AS mute WHERE mute.link_id = outbox.link_id AND mute.user_id = outbox.user_id
        )
      ORDER BY outbox.id LIMIT 1`,
  );
  return row ?? null;
}

/** Those of one person that leave together: what came before `slot`, of all their links, by link and in order. */
export async function nextDigest(
  database: Database,
  /** Who already had theirs in this round. */
  served: readonly string[],
  now: Date,
  slot: Date,
): Promise<readonly WaitingMessage[]> {
  return guarded(
    () => database.client.$queryRaw<WaitingMessage[]>`
      WITH waiting AS (
        SELECT outbox.id, outbox.link_id, outbox.user_id, email, subject, text, page
        FROM outbox
        JOIN app_user ON app_user.id = outbox.user_id
        JOIN membership ON membership.link_id = outbox.link_id AND membership.user_id = outbox.user_id
        WHERE channel = 'courriel' AND sent_at IS NULL AND alert_digest AND outbox.created_at < ${slot}::timestamptz
          AND role <> 'lecteur' AND (retry_at IS NULL OR retry_at <= ${now}::timestamptz)
          AND outbox.user_id <> ALL(${served}::uuid[])
          AND NOT EXISTS (
            SELECT 1 FROM alert_mute AS mute WHERE mute.link_id = outbox.link_id AND mute.user_id = outbox.user_id
          )
      )
      SELECT id, link_id::text AS "linkId", user_id::text AS "userId", email AS "to", subject, text, page
      FROM waiting WHERE user_id = (SELECT min(user_id::text)::uuid FROM waiting)
      ORDER BY link_id, id LIMIT 200`,
  );
}

export async function markSent(database: Database, ids: readonly bigint[], at: Date): Promise<void> {
  await guarded(() =>
    database.client.outbox.updateMany({ where: { id: { in: [...ids] } }, data: { sentAt: at } }),
  );
}

/** To be tried again in a quarter of an hour, then half an hour, and so on up to eight hours. */
export async function markRefused(database: Database, ids: readonly bigint[], at: Date): Promise<void> {
  await guarded(
    () => database.client.$executeRaw`
      UPDATE outbox SET attempts = attempts + 1,
        retry_at = ${at}::timestamptz + interval '15 minutes' * power(2, least(attempts, 5))
      WHERE id = ANY(${ids}::bigint[])`,
  );
}

/**
 * Forgets what nobody is to get any more: they left, asked for silence, or the relay refused too often, or for too long; of
 * webhooks, those of links that have none.
 */
export function dropUndeliverable(database: Database, now: Date): Promise<number> {
  const stale = new Date(now.getTime() - STALE_MS);
  return guarded(
    () => database.client.$executeRaw`
      DELETE FROM outbox WHERE sent_at IS NULL AND (
        created_at < ${stale}::timestamptz
        OR channel = 'webhook' AND NOT EXISTS (SELECT 1 FROM link_webhook AS hook WHERE hook.link_id = outbox.link_id)
        OR channel = 'courriel' AND (
          attempts >= ${MOST_ATTEMPTS}
          OR NOT EXISTS (
            SELECT 1 FROM membership
            WHERE membership.link_id = outbox.link_id AND membership.user_id = outbox.user_id AND role <> 'lecteur'
          )
          OR EXISTS (
            SELECT 1 FROM alert_mute AS mute WHERE mute.link_id = outbox.link_id AND mute.user_id = outbox.user_id
          )
        )
      )`,
  );
}
