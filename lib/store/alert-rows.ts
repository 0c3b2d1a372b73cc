// Who wants to be told what: silence on a link, one message a day, and who hears of a link.

import type { Database } from './database';
import { guarded } from './store-failure';

/** @param linkId null: every link that this person owns or manages. Nothing when they have left it. */
export async function muteAlerts(
  database: Database,
  { userId, linkId }: { readonly userId: string; readonly linkId: string | null },
  at: Date,
): Promise<void> {
  await guarded(
    () => database.client.$executeRaw`
      INSERT INTO alert_mute (link_id, user_id, muted_at)
      SELECT link_id, user_id, ${at}::timestamptz FROM membership
      WHERE user_id = ${userId}::uuid AND role <> 'lecteur' AND (${linkId}::uuid IS NULL OR link_id = ${linkId}::uuid)
      ON CONFLICT (link_id, user_id) DO NOTHING`,
  );
}

export async function unmuteAlerts(database: Database, userId: string, linkId: string): Promise<void> {
  await guarded(() => database.client.alertMute.deleteMany({ where: { userId, linkId } }));
}

export async function isMuted(database: Database, userId: string, linkId: string): Promise<boolean> {
  return (await guarded(() => database.client.alertMute.count({ where: { userId, linkId } }))) > 0;
}

/** One message a day rather than one at each change? */
export async function wantsDigest(database: Database, userId: string): Promise<boolean> {
  const row = await guarded(() =>
    database.client.user.findUnique({ where: { id: userId }, select: { alertDigest: true } }),
  );
  return row?.alertDigest === true;
}

export async function setDigest(database: Database, userId: string, wanted: boolean): Promise<void> {
  await guarded(() =>
    database.client.user.updateMany({ where: { id: userId }, data: { alertDigest: wanted } }),
  );
}

/** How many people are told of a link. */
export async function listenersOf(database: Database, linkId: string): Promise<number> {
  const [row] = await guarded(
    () => database.client.$queryRaw<{ people: number }[]>`
      SELECT count(*)::int AS people FROM membership
      WHERE link_id = ${linkId}::uuid AND role <> 'lecteur' AND NOT EXISTS (
        SELECT 1 FROM alert_mute AS mute
        WHERE mute.link_id = membership.link_id AND mute.user_id = membership.user_id
      )`,
  );
  return row?.people ?? 0;
}
