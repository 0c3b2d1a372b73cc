// A draft without its step: on to the one that was reached.

import { type DraftProps, seenDraft } from './draft-gate';

export default async function DraftPage({ params }: DraftProps): Promise<never> {
  const { brouillon } = await params;
  await seenDraft(brouillon, null);
  throw new Error('the gate leads to a step');
}
