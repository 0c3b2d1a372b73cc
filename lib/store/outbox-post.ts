// Messages that wait for a mail relay, with the people of their link who are to get them.

import type { Database } from './database';
import { guarded } from './store-failure';

export type WaitingMessage = {
  readonly id: bigint;
  /** Addresses of those who own or manage the link; empty when nobody does any more. */
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
};

/** The oldest first. */
export async function waitingMessages(database: Database, limit: number): Promise<readonly WaitingMessage[]> {
  return guarded(
    () => database.client.$queryRaw<WaitingMessage[]>`
      SELECT outbox.id, subject, text, coalesce(array_agg(app_user.email) FILTER (WHERE app_user.email IS NOT NULL), '{}') AS "to"
      FROM outbox
      LEFT JOIN membership ON membership.link_id = outbox.link_id AND membership.role <> 'lecteur'
      LEFT JOIN app_user ON app_user.id = membership.user_id
      WHERE sent_at IS NULL GROUP BY outbox.id, subject, text ORDER BY outbox.id LIMIT ${limit}`,
  );
}

export async function markSent(database: Database, id: bigint, at: Date): Promise<void> {
  await guarded(() =>
    database.client.outbox.update({ where: { id }, data: { sentAt: at }, select: { id: true } }),
  );
}
