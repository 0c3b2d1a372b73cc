// Looking at a link and telling its people what changed, once.

import { changeOf } from '../alerts/change';
import { readNotified } from '../alerts/facts';
import type { Message } from '../alerts/message';
import { listLinkRows } from '../store/link-list';
import { readManagedLink } from '../store/managed-links';
import { tellOnce, tokensOf } from '../store/outbox';
import { storedCode } from '../store/stored-json';
import { staleAt } from './schedule/next';
import { readSchedule } from './schedule/schedule';
import type { Service } from './service';

/** Returns the messages that were kept for sending. `page`: address of the link's page. Throws LIAISON_INCONNUE. */
export async function notifyLink(
  service: Service,
  linkId: string,
  page: string | null,
): Promise<readonly Message[]> {
  const { database, clock } = service;
  const link = await readManagedLink(database, linkId);
  const [listed] = await listLinkRows(database, [linkId]);
  const tokens = await tokensOf(database, [link.sourceCredentialId, link.destinationCredentialId]);
  const now = new Date(clock.now());
  const stale = staleAt(readSchedule(link.schedule), link.freshAt ?? link.createdAt, link.rank);
  const last = listed?.last ?? null;
  const isBroken = last !== null && (last.status === 'echoue' || last.status === 'interrompu');
  const change = changeOf(
    readNotified(link.notified),
    {
      name: link.name ?? link.title ?? `Démarche n°\u00a0${link.demarche}`,
      ...{ demarche: link.demarche, documentName: link.documentName, page, tokens },
      paused: link.pausedAt !== null,
      broken: isBroken && last.code !== null ? storedCode(last.code) : null,
      ...{ consecutiveFailures: link.consecutiveFailures, freshAt: link.freshAt },
      stale: stale !== null && stale.getTime() < now.getTime(),
      decisionsAwaited: link.decisionsAwaited,
    },
    now,
  );
  if (JSON.stringify(change.notified) === JSON.stringify(link.notified)) return [];
  const told = { before: link.notified, after: change.notified, messages: change.messages };
  return (await tellOnce(service, linkId, told)) ? change.messages : [];
}
