// A history: how a démarche begins, then steps in order. A step is its kind and a seed of its own, so that removing one
// changes nothing of what the others draw: that is what makes a failing history easy to shorten.

import { diceOf } from './dice';

/** What happens in Démarche numérique. */
export const SOURCE_STEPS = [
  'add_dossiers',
  'edit_champ',
  'set_state',
  'move_group',
  'archive',
  'set_labels',
  'set_followers',
  'add_row',
  'remove_row',
  'ask_avis',
  'answer_avis',
  'add_message',
  'touch',
  'hide',
  'restore',
  'purge',
  'batch',
] as const;

/** What the user does in Grist. */
export const DOCUMENT_STEPS = [
  'rename_column',
  'relabel_column',
  'rename_table',
  'add_column',
  'add_formula',
  'add_row_without_key',
  'edit_user_cell',
] as const;

/** What the tool does, and what befalls it. */
export const TOOL_STEPS = [
  'sync',
  'sync_in_small_steps',
  'sync_under_faults',
  'sync_killed',
  'sync_killed_under_faults',
  'sync_resumed_as_durable_steps',
  'sync_while_dossiers_change',
  'sync_twice_at_once',
  'sync_taken_over',
  'change_scope',
  'wait',
] as const;

export type SourceStep = (typeof SOURCE_STEPS)[number];
export type DocumentStep = (typeof DOCUMENT_STEPS)[number];
export type ToolStep = (typeof TOOL_STEPS)[number];
export type StepKind = SourceStep | DocumentStep | ToolStep;
export type HistoryStep = { readonly kind: StepKind; readonly seed: number };

export type History = {
  readonly seed: number;
  readonly form: 'small' | 'tiny' | 'blocks';
  readonly dossiers: number;
  readonly steps: readonly HistoryStep[];
};

/** `excluded`: kinds never drawn. */
export function drawHistory(seed: number, excluded: readonly StepKind[]): History {
  const dice = diceOf(seed);
  const pick = <T extends StepKind>(kinds: readonly T[]): T | undefined =>
    dice.among(kinds.filter((kind) => !excluded.includes(kind)));
  const form = dice.among(['small', 'tiny', 'blocks', 'blocks'] as const) ?? 'tiny';
  const dossiers = 6 + dice.below(10);
  const length = 6 + dice.below(14);
  const steps: HistoryStep[] = [];
  // A death in the very first run leaves the most behind.
  if (dice.chance(0.25)) steps.push({ kind: 'sync_killed', seed: dice.below(1_000_000_000) });
  while (steps.length < length) {
    const kind = dice.chance(0.45)
      ? pick(SOURCE_STEPS)
      : dice.chance(0.35)
        ? pick(DOCUMENT_STEPS)
        : pick(TOOL_STEPS);
    if (kind !== undefined) steps.push({ kind, seed: dice.below(1_000_000_000) });
  }
  return { seed, form, dossiers, steps };
}

const FORMS = ['small', 'tiny', 'blocks'] as const;
const KINDS: readonly StepKind[] = [...SOURCE_STEPS, ...DOCUMENT_STEPS, ...TOOL_STEPS];

/** What `spell` gives, back to a history. Throws on anything else. */
export function readHistory(spelt: string): History {
  const [, seed = '', form, dossiers = '', steps = ''] =
    /HISTORY_SEED=(\d+) form=(\w+) dossiers=(\d+) steps: ?(.*)$/.exec(spelt) ?? [];
  const known = FORMS.find((one) => one === form);
  if (known === undefined) throw new Error(`not a history: ${spelt}`);
  return {
    seed: Number(seed),
    form: known,
    dossiers: Number(dossiers),
    steps: steps.split(' ').flatMap((step) => {
      const [name, own] = step.split('#');
      const kind = KINDS.find((one) => one === name);
      return kind === undefined ? [] : [{ kind, seed: Number(own) }];
    }),
  };
}

export function spell(history: History): string {
  const steps = history.steps.map(({ kind, seed }) => `${kind}#${seed}`).join(' ');
  return `HISTORY_SEED=${history.seed} form=${history.form} dossiers=${history.dossiers} steps: ${steps}`;
}
