// Stopping alerts by the link of a letter: whoever holds it may do that, and nothing else, signed in or not.

import { muteAlerts } from '../store/alert-rows';
import type { Database } from '../store/database';
import { type Access, instant, type Visitor } from './access';
import { record } from './audit';
import { readUnsubscription } from './unsubscribe';

/** Twice is once. Whoever has left the link hears nothing of it already: it is done as well. */
export async function stopAlerts(
  access: Access,
  database: Database,
  visitor: Visitor,
  token: string,
): Promise<'done' | 'unknown'> {
  const asked = readUnsubscription(access.site.sessionSecret, token);
  if (asked === null) return 'unknown';
  await muteAlerts(database, asked, instant(access));
  const object = asked.linkId === null ? `compte:${asked.userId}` : `liaison:${asked.linkId}`;
  await record(access, visitor, { actorId: asked.userId, act: 'alertes-arretees', object });
  return 'done';
}
