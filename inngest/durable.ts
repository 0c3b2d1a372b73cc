// Stages as Inngest's steps. An error loses its class on its way through the SDK, and its message would be kept in the
// engine's tables: what failed comes out as a value, and is thrown again outside of the step. Only what may pass by itself
// is left to the engine, to be tried again.

import { RetryAfterError } from 'inngest';
import type { FailureCode } from '../lib/errors/catalogue';
import { Failure } from '../lib/errors/failure';
import { type Context, inContext } from '../lib/log/context';
import { errorFacts, log } from '../lib/log/log';
import type { LinkSettings } from '../lib/run/ports';
import type { Stages } from '../lib/run/stages';
import type { Carried, Workshops } from './workshops';

/** What is used of the SDK's `step`: its types change what goes through JSON, which ours already is. */
export type EngineStep = { run(id: string, work: () => Promise<unknown>): Promise<unknown> };

/** Which attempt of the step this is, from 0, and how many there will be. */
export type Attempt = {
  readonly attempt: number;
  readonly maxAttempts?: number | undefined;
  readonly watch?: Watch;
  /** As Inngest writes durations. */
  readonly retryAfter?: string;
  /** Whose lines of the log these are. */
  readonly context?: Context;
};

/** Told when the work of a step begins, and when it is done though nobody remembers it yet: where crash tests strike. */
export type Watch = (step: string, moment: 'begin' | 'end') => Promise<void>;

type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      readonly code: FailureCode;
      readonly detail: string | null;
      readonly facts: Failure['facts'];
    };

/** The adapters were patient already: trouble that outlasts them is left alone for a moment, a few times. */
export const RETRY_AFTER = '20s';

/** Runs `work` once, remembered by the engine. Throws `Failure` only; what nobody foresaw is ERREUR_INATTENDUE. */
export async function durably<T>(
  step: EngineStep,
  { attempt, maxAttempts = 1, watch, retryAfter = RETRY_AFTER, context = {} }: Attempt,
  id: string,
  work: () => Promise<T>,
): Promise<T> {
  const outcome = (await step.run(id, () => inContext(context, tried))) as Outcome<T>;
  if (outcome.ok) return outcome.value;
  throw new Failure(outcome.code, { detail: outcome.detail, facts: outcome.facts });

  async function tried(): Promise<Outcome<T>> {
    try {
      await watch?.(id, 'begin');
      const value = await work();
      await watch?.(id, 'end');
      return { ok: true, value };
    } catch (error) {
      const failure = error instanceof Failure ? error : unforeseen(id, error);
      if (mayPass(failure.code) && attempt + 1 < maxAttempts) {
        throw new RetryAfterError(failure.code, retryAfter);
      }
      return { ok: false, code: failure.code, detail: failure.detail, facts: failure.facts };
    }
  }
}

/**
 * The stages of a run. Once there are `most` of them the run is full: it ends as interrupted, and its link is due again.
 */
export function durableStages(
  step: EngineStep,
  attempt: Attempt,
  given: {
    readonly carried: Carried;
    readonly settings: LinkSettings;
    readonly workshops: Workshops;
    readonly most: number;
  },
): Stages {
  const { carried, settings, workshops, most } = given;
  let count = 0;
  return {
    isFull: () => count >= most,
    run(id, work) {
      count += 1;
      return durably(step, attempt, id, () => workshops.within(carried, settings, work));
    },
  };
}

/** Its message may quote anything: the log gets its kind and where it was thrown, and the engine's tables get neither. */
function unforeseen(stage: string, error: unknown): Failure {
  log.fail('etape-en-erreur', error, { etape: stage });
  const { erreur } = errorFacts(error);
  return new Failure('ERREUR_INATTENDUE', { facts: { stage, error: erreur } });
}

function mayPass(code: FailureCode): boolean {
  switch (code) {
    case 'ERREUR_INATTENDUE':
    case 'BASE_INJOIGNABLE':
    case 'BASE_SURCHARGEE':
    case 'DS_INDISPONIBLE':
    case 'GRIST_INDISPONIBLE':
    case 'GRIST_INJOIGNABLE':
    // One answer that is a page, or half of its JSON: of a proxy that restarts as well as of another site.
    case 'GRIST_PAS_GRIST':
    case 'RESEAU_INJOIGNABLE':
    case 'RESEAU_DELAI':
    case 'RESEAU_COUPURE':
      return true;
    default:
      return false;
  }
}
