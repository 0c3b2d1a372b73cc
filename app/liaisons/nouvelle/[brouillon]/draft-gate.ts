// The draft of an address, for its owner; for everybody else the page does not exist.

import { notFound, redirect } from 'next/navigation';
import { cache } from 'react';
import { signedIn } from '../../../../lib/access/request';
import { siteDatabase } from '../../../../lib/access/service';
import { mayOpen, reached, type WizardStep } from '../../../../lib/links/connect/steps';
import { type Draft, readDraft } from '../../../../lib/store/draft-rows';

export type DraftProps = { readonly params: Promise<{ readonly brouillon: string }> };

export function stepPath(draftId: string, step: WizardStep): string {
  return `/liaisons/nouvelle/${encodeURIComponent(draftId)}/${step}`;
}

/**
 * Read once a request. A draft that is a link already leads to it; a step that was not reached leads back to the one that
 * was.
 */
export const seenDraft = cache(async (id: string, step: WizardStep | null): Promise<Draft> => {
  const { person } = await signedIn(step === null ? `/liaisons/nouvelle/${id}` : stepPath(id, step));
  const draft = await readDraft(await siteDatabase(), { id, ownerId: person.id });
  if (draft === null) notFound();
  if (draft.linkId !== null) redirect(`/liaisons/${draft.linkId}`);
  if (step === null || !mayOpen(draft, step)) redirect(stepPath(draft.id, reached(draft)));
  return draft;
});
