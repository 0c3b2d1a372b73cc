'use server';
// What the pages of links ask for: synchronise one or several, pause, take up again, try dossiers again.

import { refresh } from 'next/cache';
import { notFound, redirect } from 'next/navigation';
import { z } from 'zod';
import type { FormState } from '../../components/form/state';
import { plural } from '../../components/run/words';
import { announceRun } from '../../inngest/events';
import { inngestClient, runs } from '../../inngest/running';
import { authorise } from '../../lib/access/authorise';
import { visitor } from '../../lib/access/request';
import { access } from '../../lib/access/service';
import { retryFailures } from '../../lib/links/history/retry-failures';
import { pauseLink, resumeLink } from '../../lib/links/pause';
import { requestRun } from '../../lib/links/runs/request';
import { act, actOnLink, tooManyRuns } from '../act';

const NOTHING = z.object({});

/** Asks for a run and shows it; or shows the one that goes on. */
export async function synchronise(_state: FormState, form: FormData): Promise<FormState> {
  return actOnLink(form, {
    ...{ right: 'gerer', page: '', act: 'synchronisation-demandee', schema: NOTHING, runs: true },
    work: async ({ linkId, userId, audit }) => {
      const { runId } = await ask(linkId, userId);
      await audit();
      return redirect(`/executions/${runId}`);
    },
  });
}

/** More than anybody ticks. */
const MOST = 200;

export async function synchroniseSeveral(_state: FormState, form: FormData): Promise<FormState> {
  const ids = [...new Set(form.getAll('liaisons').map((id) => String(id).slice(0, 36).toLowerCase()))];
  return act(form, {
    ...{ path: '/liaisons', act: 'synchronisation-demandee', schema: NOTHING },
    gate: async (userId) => {
      if (ids.length === 0) return { field: null, text: 'Cochez au moins une démarche.' };
      if (ids.length > MOST) return { field: null, text: `Cochez au plus ${MOST} démarches à la fois.` };
      for (const linkId of ids) {
        const asked = { userId, linkId, right: 'gerer' } as const;
        const allowed = await authorise(await access(), await visitor(), asked);
        if (allowed.ok) continue;
        if (allowed.reason === 'introuvable') notFound();
        return {
          field: null,
          text: 'Votre rôle sur une des démarches cochées ne permet pas de la synchroniser.',
        };
      }
      return (await tooManyRuns(userId, ids)) ?? { object: ids.map((id) => `liaison:${id}`) };
    },
    work: async ({ userId }) => {
      let asked = 0;
      for (const linkId of ids) {
        if ((await ask(linkId, userId)).isNew) asked += 1;
      }
      refresh();
      return severalWords(asked, ids.length - asked);
    },
  });
}

function severalWords(asked: number, already: number): string {
  const going =
    already === 1 ? 'Une était déjà en cours.' : `${plural(already, 'étaient', 'étaient')} déjà en cours.`;
  const made =
    asked === 0 ? [] : [`${plural(asked, 'synchronisation demandée', 'synchronisations demandées')}.`];
  return [...made, ...(already === 0 ? [] : [going])].join(' ');
}

/**
 * What a link is told to do next, in one action: the form that offers it becomes another one once it is done, and what was
 * answered must still be shown there without JavaScript.
 */
export async function steer(state: FormState, form: FormData): Promise<FormState> {
  switch (form.get('geste')) {
    case 'reprendre':
      return resume(form);
    case 'pause':
      return pause(form);
    default:
      return synchronise(state, form);
  }
}

async function pause(form: FormData): Promise<FormState> {
  return actOnLink(form, {
    ...{ right: 'gerer', page: '', act: 'liaison-en-pause', schema: NOTHING },
    work: async ({ linkId }) => {
      await pauseLink((await runs()).works.service, linkId);
      refresh();
      return 'La liaison est en pause : elle ne se synchronise plus d’elle-même.';
    },
  });
}

async function resume(form: FormData): Promise<FormState> {
  return actOnLink(form, {
    ...{ right: 'gerer', page: '', act: 'liaison-reprise', schema: NOTHING },
    work: async ({ linkId }) => {
      await resumeLink((await runs()).works.service, linkId);
      refresh();
      return 'La liaison a repris : elle suit de nouveau sa planification.';
    },
  });
}

const number = z.coerce.number<string>().int().positive().max(2_147_483_647);

/** The dossiers that were ticked (`dossiers`), or all that are still to be written (`tous`). */
const RETRIED = z
  .object({
    tous: z.literal('oui').optional(),
    dossiers: z
      .union([number.transform((one) => [one]), z.array(number)])
      .optional()
      .catch([]),
  })
  .transform(({ tous, dossiers }) => (tous === 'oui' ? null : (dossiers ?? [])));

/** « Réessayer ces dossiers »: shows the run of these alone. */
export async function retry(_state: FormState, form: FormData): Promise<FormState> {
  return actOnLink(form, {
    ...{ right: 'gerer', page: '/historique', act: 'dossiers-a-reessayer', schema: RETRIED, runs: true },
    work: async ({ linkId, userId, input: dossiers, audit }) => {
      if (dossiers !== null && dossiers.length === 0)
        return [{ field: null, text: 'Cochez au moins un dossier.' }];
      const { service } = (await runs()).works;
      const { runId, status } = await retryFailures(service, { linkId, dossiers, by: userId });
      if (status === 'already') {
        // A verification, perhaps: it tries nothing again.
        refresh();
        return 'Une autre opération est en cours sur cette liaison : ces dossiers seront réessayés en premier à la prochaine synchronisation.';
      }
      await announceRun(await inngestClient(), 'sync', { runId, linkId });
      await audit();
      return redirect(`/executions/${runId}`);
    },
  });
}

async function ask(
  linkId: string,
  userId: string,
): Promise<{ readonly runId: string; readonly isNew: boolean }> {
  const { works } = await runs();
  const { status, runId } = await requestRun(works.service, { linkId, trigger: 'manuel', by: userId });
  if (status === 'requested') await announceRun(await inngestClient(), 'sync', { runId, linkId });
  return { runId, isNew: status === 'requested' };
}
