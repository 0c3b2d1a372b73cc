// A history: how a démarche begins, then steps in order. A step is its kind and a seed of its own, so that removing one
// changes nothing of what the others draw: that is what makes a failing history easy to shorten.

import { type Dice, diceOf } from './dice';
import { FAMILIES, isStepKind, type StepKind, stepOf } from './registry';

export type HistoryStep = { readonly kind: StepKind; readonly seed: number };

/** `small`: every type of field; the others are in scene.ts. */
export const FORMS = ['small', 'tiny', 'blocks', 'mixed'] as const;
export type FormName = (typeof FORMS)[number];

export type History = {
  readonly seed: number;
  readonly form: FormName;
  readonly dossiers: number;
  readonly steps: readonly HistoryStep[];
};

/** The form with every type of field is the dearest to play: it is drawn less often. */
const DRAWN_FORMS: readonly FormName[] = ['small', 'tiny', 'blocks', 'blocks', 'mixed', 'mixed', 'mixed'];

const FIRST: readonly StepKind[] = [
  'sync',
  'sync',
  'sync',
  'sync',
  'sync_killed',
  'sync_killed_inside_a_call',
  'sync_losing_an_answer',
];

/** `excluded`: kinds never drawn. */
export function drawHistory(seed: number, excluded: readonly StepKind[]): History {
  const dice = diceOf(seed);
  const form = dice.among(DRAWN_FORMS) ?? 'tiny';
  const dossiers = 4 + dice.below(9);
  const length = 6 + dice.below(14);
  const steps: HistoryStep[] = [];
  const add = (kind: StepKind) => steps.push({ kind, seed: dice.below(1_000_000_000) });
  // What befalls the very first run leaves the most behind; most other steps need one.
  if (dice.chance(0.75)) add(dice.among(FIRST) ?? 'sync');
  while (steps.length < length) {
    const family = weighted(dice, FAMILIES, ({ share }) => share);
    const kinds = family?.kinds.filter((kind) => !excluded.includes(kind)) ?? [];
    const kind = weighted<StepKind>(dice, kinds, (one) => stepOf(one).weight);
    if (kind !== undefined) add(kind);
  }
  return { seed, form, dossiers, steps };
}

function weighted<T>(dice: Dice, items: readonly T[], weightOf: (item: T) => number): T | undefined {
  const total = items.reduce((sum, item) => sum + weightOf(item), 0);
  let left = (dice.below(1_000_000) / 1_000_000) * total;
  for (const item of items) {
    left -= weightOf(item);
    if (left < 0) return item;
  }
  return items.at(-1);
}

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
    steps: steps
      .split(' ')
      .filter((step) => step !== '')
      .map((step) => {
        const [kind = '', own] = step.split('#');
        if (!isStepKind(kind)) throw new Error(`not a step: ${step}`);
        return { kind, seed: Number(own) };
      }),
  };
}

export function spell(history: History): string {
  const steps = history.steps.map(({ kind, seed }) => `${kind}#${seed}`).join(' ');
  return `HISTORY_SEED=${history.seed} form=${history.form} dossiers=${history.dossiers} steps: ${steps}`;
}
