// The road of every action of the wizard: `act`, on the draft of the field `brouillon`. A stranger's is a page that does not
// exist.

import { notFound, redirect } from 'next/navigation';
import type { FormProblem, FormState } from '../../../components/form/state';
import { sealKeys } from '../../../inngest/running';
import { site, siteDatabase } from '../../../lib/access/service';
import type { FailureCode } from '../../../lib/errors/catalogue';
import { Failure } from '../../../lib/errors/failure';
import type { Sealing } from '../../../lib/links/connect/credentials';
import type { Probes } from '../../../lib/links/connect/probes';
import { mayOpen, type WizardStep } from '../../../lib/links/connect/steps';
import { type Draft, readDraft } from '../../../lib/store/draft-rows';
import { SYSTEM_CLOCK } from '../../../lib/wiring';
import { openProbes } from '../../../lib/wiring-connect';
import { act, inWords, type Road, tooManyTries } from '../../act';
import { stepPath } from './[brouillon]/draft-gate';

export type OnDraft = {
  readonly draft: Draft;
  readonly sealing: Sealing;
  readonly probes: Probes;
};

/** What works on a draft: the service's memory and keys, and the two sides within the border. */
export async function connecting(): Promise<Omit<OnDraft, 'draft'>> {
  const database = await siteDatabase();
  const keys = sealKeys();
  const { instances, reach } = site();
  return {
    sealing: { database, keys, clock: SYSTEM_CLOCK },
    probes: openProbes({ database, keys, instances, reach }),
  };
}

export async function actOnDraft<Input>(
  form: FormData,
  road: Omit<Road<Input>, 'gate' | 'path' | 'work'> & {
    readonly step: WizardStep;
    /** It asks one of the two sides something: not too often. */
    readonly tries?: boolean;
    readonly work: (
      asked: OnDraft & { readonly input: Input; readonly audit: () => Promise<void> },
    ) => Promise<string | readonly FormProblem[]>;
  },
): Promise<FormState> {
  const id = String(form.get('brouillon') ?? '')
    .slice(0, 36)
    .toLowerCase();
  let seen: Draft | null = null;
  return act(form, {
    ...road,
    path: `/liaisons/nouvelle/${encodeURIComponent(id)}/${road.step}`,
    gate: async (userId) => {
      seen = await readDraft(await siteDatabase(), { id, ownerId: userId });
      if (seen === null) notFound();
      if (seen.linkId === null && !mayOpen(seen, road.step)) {
        return { field: null, text: inWords(new Failure('BROUILLON_INCOMPLET')) };
      }
      const tries = road.tries === true ? await tooManyTries(userId) : null;
      return tries ?? { object: `brouillon:${seen.id}` };
    },
    work: async ({ input, audit }) => {
      if (seen === null) notFound();
      return road.work({ ...(await connecting()), draft: seen, input, audit });
    },
  });
}

/** Works; an expected failure is told by the field that it is about, in the catalogue's words. */
export async function atField<T>(
  fieldOf: (code: FailureCode) => string | null,
  work: () => Promise<T>,
): Promise<{ readonly done: T } | { readonly problems: readonly FormProblem[] }> {
  try {
    return { done: await work() };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { problems: [{ field: fieldOf(error.code), text: inWords(error) }] };
  }
}

/** To this step, what was asked for being written in the audit log. */
export async function onward(draft: Draft, step: WizardStep, audit: () => Promise<void>): Promise<never> {
  await audit();
  redirect(stepPath(draft.id, step));
}
