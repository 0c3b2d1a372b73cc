// What an action gives back to its form: what was typed, what is wrong with it, what was done.

export type FormProblem = {
  /** Name of the field, also the id of its control; null when it is about the whole form. */
  readonly field: string | null;
  readonly text: string;
};

export type FormState = {
  /** What was typed, by field, to be shown again. Never a secret. */
  readonly typed: Readonly<Record<string, readonly string[]>>;
  readonly problems: readonly FormProblem[];
  /** What was done, in one sentence; null while nothing was. */
  readonly news: string | null;
};

/** A form that nobody has sent yet. */
export const UNSENT: FormState = { typed: {}, problems: [], news: null };

/** What the control of a field shows: what was typed, or `saved`. */
export function shown({ typed }: FormState, field: string, saved: string): string {
  return typed[field]?.[0] ?? saved;
}

/** The first thing that is wrong with a field, as the DSFR's inputs take it. */
export function fieldState(
  { problems }: FormState,
  field: string,
): { readonly state: 'error' | 'default'; readonly stateRelatedMessage?: string } {
  const found = problems.find((problem) => problem.field === field);
  return found === undefined ? { state: 'default' } : { state: 'error', stateRelatedMessage: found.text };
}
