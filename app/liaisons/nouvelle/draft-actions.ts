'use server';
// A new link is begun, from the site or from the widget, or given up.

import { notFound, redirect } from 'next/navigation';
import { z } from 'zod';
import type { FormState } from '../../../components/form/state';
import { record } from '../../../lib/access/audit';
import { requireThisSite, signedIn, visitor } from '../../../lib/access/request';
import { access, siteDatabase } from '../../../lib/access/service';
import { spendDeparture } from '../../../lib/access/widget/departure';
import { deleteDraft, insertDraft } from '../../../lib/store/draft-rows';
import { SYSTEM_CLOCK } from '../../../lib/wiring';
import { act } from '../../act';
import { stepPath } from './[brouillon]/draft-gate';

const HERE = '/liaisons/nouvelle';

export async function startDraft(): Promise<void> {
  await requireThisSite();
  const { person } = await signedIn(HERE);
  const id = await insertDraft({ database: await siteDatabase(), clock: SYSTEM_CLOCK }, person.id);
  await record(await access(), await visitor(), {
    ...{ actorId: person.id, act: 'brouillon-commence', object: `brouillon:${id}` },
  });
  redirect(stepPath(id, 'jeton'));
}

/** What the widget proved, against a draft that begins with its document. Everything else is asked as usual. */
export async function startFromGrist(_before: FormState, form: FormData): Promise<FormState> {
  return act(form, {
    ...{ path: `${HERE}/depuis-grist`, act: 'brouillon-commence', secrets: ['preuve'] },
    gate: async (userId) => ({ object: `personne:${userId}` }),
    schema: z.object({ preuve: z.string().default('') }),
    work: async ({ userId, input }) => {
      const { grist, document } = await spendDeparture(await access(), input.preuve);
      const service = { database: await siteDatabase(), clock: SYSTEM_CLOCK };
      const id = await insertDraft(service, userId, { destinationUrl: grist, document });
      await record(await access(), await visitor(), {
        ...{ actorId: userId, act: 'brouillon-commence', object: `brouillon:${id}` },
      });
      redirect(stepPath(id, 'jeton'));
    },
  });
}

export async function removeDraft(form: FormData): Promise<void> {
  await requireThisSite();
  const { person } = await signedIn(HERE);
  const id = String(form.get('brouillon') ?? '').slice(0, 36);
  if (!(await deleteDraft(await siteDatabase(), { id, ownerId: person.id }))) notFound();
  await record(await access(), await visitor(), {
    ...{ actorId: person.id, act: 'brouillon-abandonne', object: `brouillon:${id.toLowerCase()}` },
  });
  redirect(HERE);
}
