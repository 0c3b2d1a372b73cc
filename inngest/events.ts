// The events of the service: ids only. A name that is here is never sent with anything else.

import type { Inngest } from 'inngest';
import type { RunRequest } from '../lib/run/ports';

/** A run waits for an engine. Which kind of run it is, its row says. */
export const SYNC_REQUESTED = 'sync/requested';
export const VERIFY_REQUESTED = 'verification/requested';
export const DECISION_REQUESTED = 'decision/requested';
/** Somebody asked a run to stop: a nudge, the wish itself is in Postgres. */
export const SYNC_CANCELLED = 'sync/cancelled';
/** Links may be due now: the planner need not wait for its minute. */
export const LINKS_DUE = 'liaisons/dues';
/** Messages wait for the post. */
export const POST_DUE = 'courrier/depose';

export type RunIds = { readonly runId: string; readonly linkId: string };

const REQUESTED: Readonly<Record<RunRequest['kind'], string>> = {
  sync: SYNC_REQUESTED,
  verify: VERIFY_REQUESTED,
  decision: DECISION_REQUESTED,
};

/** `again`: what makes it another announcement of the same run; an event of the same id is dropped for a day. */
export function runEvent(kind: RunRequest['kind'], { runId, linkId }: RunIds, again = '') {
  const name = REQUESTED[kind];
  return { id: `${name}:${runId}${again}`, name, data: { runId, linkId } };
}

/** For routes and actions. What is not sent is announced again by the watchdog, minutes later. */
export async function announceRun(client: Inngest, kind: RunRequest['kind'], ids: RunIds): Promise<void> {
  await client.send(runEvent(kind, ids));
}

export async function announceCancel(client: Inngest, { runId, linkId }: RunIds): Promise<void> {
  await client.send({ name: SYNC_CANCELLED, data: { runId, linkId } });
}

/** The ids of an event of ours; null for anything else. */
export function idsOf(data: unknown): RunIds | null {
  const { runId, linkId } = Object(data);
  return typeof runId === 'string' && typeof linkId === 'string' ? { runId, linkId } : null;
}
