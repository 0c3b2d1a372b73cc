// Every kind of step, by family. A new family, or a new step in one, is drawn as soon as it is listed here.

import type { Step } from './step';
import { DOCUMENT_STEPS } from './steps/document';
import { DOSSIER_STEPS } from './steps/dossiers';
import { FORM_STEPS } from './steps/form';
import { LIBERTY_STEPS } from './steps/liberties';
import { SILENT_STEPS } from './steps/silent';
import { TOOL_STEPS } from './steps/tool';

const STEPS = {
  ...DOSSIER_STEPS,
  ...SILENT_STEPS,
  ...FORM_STEPS,
  ...DOCUMENT_STEPS,
  ...LIBERTY_STEPS,
  ...TOOL_STEPS,
};

export type StepKind = keyof typeof STEPS;

export const isStepKind = (name: string): name is StepKind => Object.hasOwn(STEPS, name);

export const stepOf = (kind: StepKind): Step => STEPS[kind];

/** `share`: how often a step of the family is drawn, beside those of the others. */
export const FAMILIES = [
  { share: 30, kinds: kindsOf(DOSSIER_STEPS) },
  { share: 8, kinds: kindsOf(SILENT_STEPS) },
  { share: 10, kinds: kindsOf(FORM_STEPS) },
  { share: 9, kinds: kindsOf(DOCUMENT_STEPS) },
  { share: 11, kinds: kindsOf(LIBERTY_STEPS) },
  { share: 32, kinds: kindsOf(TOOL_STEPS) },
] as const;

function kindsOf<T extends Readonly<Record<string, Step>>>(family: T): readonly (keyof T & StepKind)[] {
  return Object.keys(family).filter((name): name is keyof T & StepKind & string => isStepKind(name));
}
