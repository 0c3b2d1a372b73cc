// What a step of a history is: how often it is drawn, and what it does to the scene.

import type { RunReport } from '../../../lib/run/conduct';
import type { Dice } from './dice';
import type { Scene } from './scene';

/** What became of a step of the tool. */
export type Outcome =
  | {
      readonly type: 'reported';
      readonly report: RunReport;
      /** Nothing happened in DN nor in the document while it ran. */
      readonly isQuiet: boolean;
      /** It read every dossier again and compared it with the document. */
      readonly isFull: boolean;
    }
  | { readonly type: 'failed'; readonly code: string }
  | { readonly type: 'killed' }
  | { readonly type: 'nothing' };

export const NOTHING: Outcome = { type: 'nothing' };

export type Step = {
  /** Its share among the steps of its family. */
  readonly weight: number;
  /**
   * Draws what it needs from its own dice; does nothing when there is nothing to do it to. Awaited; a step of the tool
   * returns its `Outcome`, the others whatever they like.
   */
  readonly take: (scene: Scene, dice: Dice) => unknown;
};

/** Takes the step, to its end. */
export async function take(step: Step, scene: Scene, dice: Dice): Promise<Outcome> {
  const returned = await step.take(scene, dice);
  return isOutcome(returned) ? returned : NOTHING;
}

function isOutcome(returned: unknown): returned is Outcome {
  return typeof returned === 'object' && returned !== null && 'type' in returned;
}

/** Steps by kind: one file a family, listed in registry.ts. */
export type StepFamily = Readonly<Record<string, Step>>;
