// Looking at a link and telling its people what changed, once.

import { changeOf } from '../alerts/change';
import { readNotified } from '../alerts/facts';
import { type Message, type Named, webhookMessage } from '../alerts/message';
import { isFileCode } from '../errors/file-code';
import { listLinkRows } from '../store/link-list';
import { type ManagedLink, readManagedLink } from '../store/managed-links';
import { type KeptMessage, tellOnce, tokensOf } from '../store/outbox';
import { storedCode } from '../store/stored-json';
import { staleAt } from './schedule/next';
import { readSchedule } from './schedule/schedule';
import type { Service } from './service';

/** Returns what its people, and its webhook, are to be told. Throws LIAISON_INCONNUE. */
export async function notifyLink(service: Service, linkId: string): Promise<readonly Message[]> {
  const { database, clock } = service;
  const link = await readManagedLink(database, linkId);
  const [listed] = await listLinkRows(database, [linkId]);
  const tokens = await tokensOf(database, [link.sourceCredentialId, link.destinationCredentialId]);
  const now = new Date(clock.now());
  const stale = staleAt(readSchedule(link.schedule), link.freshAt ?? link.createdAt, link.rank);
  const last = listed?.last ?? null;
  const code = last?.code == null ? null : storedCode(last.code);
  const isBroken = last !== null && (last.status === 'echoue' || last.status === 'interrompu');
  const change = changeOf(
    readNotified(link.notified),
    {
      ...namesOf(link),
      tokens,
      paused: link.pausedAt !== null,
      broken: isBroken ? code : null,
      copyingStopped: last?.status === 'avec_echecs' && code !== null && isFileCode(code) ? code : null,
      ...{ consecutiveFailures: link.consecutiveFailures, freshAt: link.freshAt },
      stale: stale !== null && stale.getTime() < now.getTime(),
      decisionsAwaited: link.decisionsAwaited,
    },
    now,
  );
  if (JSON.stringify(change.notified) === JSON.stringify(link.notified)) return [];
  const messages = change.messages.map((message) => keptOf(linkId, message));
  const told = { before: link.notified, after: change.notified, messages };
  return (await tellOnce(service, linkId, told)) ? change.messages : [];
}

/** What its owners are told when its webhook does not answer. Throws LIAISON_INCONNUE. */
export async function webhookFailure({ database }: Service, linkId: string): Promise<KeptMessage> {
  return keptOf(linkId, webhookMessage(namesOf(await readManagedLink(database, linkId))));
}

function keptOf(linkId: string, { room, ...message }: Message): KeptMessage {
  return { ...message, page: `/liaisons/${linkId}${room}` };
}

function namesOf(link: Pick<ManagedLink, 'name' | 'title' | 'demarche' | 'documentName'>): Named {
  const { demarche, documentName } = link;
  return { name: link.name ?? link.title ?? `Démarche n°\u00a0${demarche}`, demarche, documentName };
}
