'use server';
// What the pages of links and runs ask for.

import { notFound, redirect } from 'next/navigation';
import { announceCancel, announceRun } from '../../inngest/events';
import { inngestClient, runs } from '../../inngest/running';
import { record } from '../../lib/access/audit';
import { authorise } from '../../lib/access/authorise';
import { requireThisSite, signedIn, visitor } from '../../lib/access/request';
import { access } from '../../lib/access/service';
import { requestRun } from '../../lib/links/runs/request';
import { historyRow } from '../../lib/store/history-rows';
import { cancelRun } from '../../lib/store/run-cancel';

/** Asks for a run, or shows the one that goes on. */
export async function synchronise(form: FormData): Promise<void> {
  await requireThisSite();
  const linkId = String(form.get('liaison') ?? '');
  const userId = await manager(linkId);
  const { works } = await runs();
  const { status, runId } = await requestRun(works.service, { linkId, trigger: 'manuel', by: userId });
  if (status === 'requested') {
    await audit(userId, 'synchronisation-demandee', linkId);
    await announceRun(await inngestClient(), 'sync', { runId, linkId });
  }
  redirect(`/executions/${runId}`);
}

export async function cancel(form: FormData): Promise<void> {
  await requireThisSite();
  const { works } = await runs();
  const { id: runId, linkId } = await historyRow(works.service.database, String(form.get('execution') ?? ''));
  const userId = await manager(linkId);
  if ((await cancelRun(works.service, { runId, by: userId })) !== 'deja_finie') {
    await audit(userId, 'synchronisation-annulee', linkId);
    await announceCancel(await inngestClient(), { runId, linkId });
  }
  redirect(`/executions/${runId}`);
}

/** Who asks, when they may manage the link. */
async function manager(linkId: string): Promise<string> {
  const { person } = await signedIn('/liaisons');
  const asked = { userId: person.id, linkId, right: 'gerer' } as const;
  if (!(await authorise(await access(), await visitor(), asked)).ok) notFound();
  return person.id;
}

async function audit(
  actorId: string,
  act: 'synchronisation-demandee' | 'synchronisation-annulee',
  linkId: string,
): Promise<void> {
  await record(await access(), await visitor(), { actorId, act, object: `liaison:${linkId}` });
}
