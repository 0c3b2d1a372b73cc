// The steps of a new link, in order, and which one a draft may open.

import type { Draft, DraftStep } from '../../store/draft-rows';
import { readSettings } from '../settings';

export const STEPS: readonly DraftStep[] = [
  'jeton',
  'demarche',
  'document',
  'donnees',
  'apercu',
  'planification',
];

/** `reprise`: only for a document that the original tool filled. It is never the furthest one: the preview is open too. */
export type WizardStep = DraftStep | 'reprise';

/** Those that a person goes through with this draft, in order. */
export function stepsOf({ settings }: Pick<Draft, 'settings'>): readonly WizardStep[] {
  const isTakenOver = readSettings(settings).takeOver !== undefined;
  return STEPS.flatMap((step): readonly WizardStep[] =>
    step === 'apercu' && isTakenOver ? ['reprise', step] : [step],
  );
}

/** From 1. */
export function placeOf(step: WizardStep, steps: readonly WizardStep[] = STEPS): number {
  return steps.indexOf(step) + 1;
}

export function stepAfter(step: DraftStep): DraftStep {
  return STEPS[placeOf(step)] ?? step;
}

/**
 * The furthest step that may be opened: as far as the person went, and no further than what is still there (a token
 * deleted elsewhere brings back to its step).
 */
export function reached(draft: Draft): DraftStep {
  const lacking = (
    [
      ['jeton', draft.sourceUrl !== null && draft.sourceCredentialId !== null],
      ['demarche', draft.demarche !== null],
      ['document', draft.document !== null && draft.destinationCredentialId !== null],
    ] as const
  ).find(([, isThere]) => !isThere)?.[0];
  return lacking !== undefined && placeOf(lacking) < placeOf(draft.step) ? lacking : draft.step;
}

export function mayOpen(draft: Draft, step: WizardStep): boolean {
  return placeOf(step === 'reprise' ? 'apercu' : step) <= placeOf(reached(draft));
}

/** Once `done` is saved: the next one; what was reached beyond stays so only when nothing changed. */
export function stepOnceSaved(draft: Draft, done: DraftStep, isChanged: boolean): DraftStep {
  const next = stepAfter(done);
  return !isChanged && placeOf(draft.step) > placeOf(next) ? draft.step : next;
}
