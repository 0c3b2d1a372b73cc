// Links with a past, for pages that list many: written straight into the database, nothing behind them.

import { randomUUID } from 'node:crypto';
import { createLink } from '../../../lib/links/create';
import { saveSchedule } from '../../../lib/links/save-schedule';
import type { Schedule } from '../../../lib/links/schedule/schedule';
import { readSettings } from '../../../lib/links/settings';
import { openRights, type Role } from '../../../lib/store/access-rights';
import type { Database } from '../../../lib/store/database';
import { SYSTEM_CLOCK } from '../../../lib/wiring';

export type PastRun = {
  readonly status: 'reussi' | 'avec_echecs' | 'interrompu' | 'echoue' | 'annule';
  readonly kind?: 'sync' | 'verify';
  readonly trigger?: string;
  readonly code?: string;
  readonly added?: number;
  readonly updated?: number;
  readonly failed?: number;
  /** Minutes ago. */
  readonly ago: number;
};

export type PastLink = {
  readonly title: string;
  readonly demarche?: number;
  readonly role?: Role;
  readonly schedule?: Schedule;
  readonly paused?: boolean;
  readonly decisions?: number;
  /** The oldest first. */
  readonly runs?: readonly PastRun[];
};

const MINUTE = 60_000;

/** A link of that person. Its instances do not exist: nothing can be synchronised. */
export async function pastLink(database: Database, userId: string, link: PastLink): Promise<string> {
  const service = { database, clock: SYSTEM_CLOCK };
  const { linkId } = await createLink(service, {
    ...{ sourceUrl: 'https://dn.invalid', demarche: link.demarche ?? 4242 },
    ...{ destinationUrl: 'https://grist.invalid', document: randomUUID() },
    ...{ title: link.title, documentName: `Suivi : ${link.title}`, settings: readSettings({}) },
    ...{ sourceCredentialId: null, destinationCredentialId: null },
  });
  if (link.schedule !== undefined) await saveSchedule(service, linkId, link.schedule);
  await openRights(database).give(linkId, userId, link.role ?? 'proprietaire', new Date());
  let freshAt: Date | null = null;
  for (const run of link.runs ?? []) {
    const at = new Date(Date.now() - run.ago * MINUTE);
    const isWhole = run.status === 'reussi' || run.status === 'avec_echecs';
    if (isWhole && run.kind !== 'verify') freshAt = at;
    const { added = 0, updated = 0, failed = 0 } = run;
    await database.client.run.create({
      data: {
        ...{ linkId, kind: run.kind ?? 'sync', trigger: run.trigger ?? 'planification', status: run.status },
        ...{ code: run.code ?? null, requestedAt: at, startedAt: at, aliveAt: at },
        endedAt: new Date(at.getTime() + 42_000),
        ...{ read: added + updated + failed, added, updated, failed, concluded: true },
        phases: { preparation: 2_000, structure: 1_000, lecture: 38_000, cloture: 1_000 },
        traffic: {
          source: { requests: 12, retries: 1, bytesSent: 9_000, bytesReceived: 640_000 },
          destination: { requests: 7, retries: 0, bytesSent: 310_000, bytesReceived: 4_000 },
        },
      },
    });
  }
  await database.client.link.update({
    where: { id: linkId },
    data: {
      ...{ freshAt, decisionsAwaited: link.decisions ?? 0 },
      ...(link.paused === true ? { pausedAt: new Date() } : {}),
    },
  });
  return linkId;
}
