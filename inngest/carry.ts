// Carrying a run from its request to its end, in steps. Executed again from the top at every step: everything that reads,
// writes or looks at the time is inside of one.

import type { FailureCode } from '../lib/errors/catalogue';
import { Failure } from '../lib/errors/failure';
import { conductStages } from '../lib/run/conduct';
import { conductDecision } from '../lib/run/decision';
import type { Ports, RunHandle } from '../lib/run/ports';
import { proofDue } from '../lib/run/proof-due';
import { makeReadyPage, removeReadyPage } from '../lib/run/ready-pages';
import { undoChange } from '../lib/run/undo';
import { conductVerification, type VerificationPolicy } from '../lib/run/verification';
import type { Workshop } from '../lib/run/workshop';
import type { RunScope } from '../lib/store/run-requests';
import { type Concluded, concludeHere } from './conclude';
import { type Attempt, durableStages, durably, type EngineStep } from './durable';
import { LINKS_DUE, POST_DUE, type RunIds, runEvent } from './events';
import type { Works } from './works';
import type { Begun, Carried } from './workshops';

/** What is used of the SDK's `step`. */
export type CarryStep = EngineStep & {
  sleep(id: string, time: string): Promise<void>;
  sendEvent(
    id: string,
    events: { id?: string; name: string; data: Record<string, unknown> }[],
  ): Promise<unknown>;
};

/** While another link writes in the same document. */
const WAIT = '30s';

export type CarryAnswer = { readonly status: Concluded['status'] | 'taken' | 'over' };

export async function carry(
  works: Works,
  step: CarryStep,
  given: Attempt,
  ids: RunIds,
  executor: string,
): Promise<CarryAnswer> {
  const { retryAfter } = works.limits;
  const watched = works.watch === undefined ? {} : { watch: works.watch };
  const context = { execution: ids.runId, liaison: ids.linkId };
  const attempt: Attempt = { ...given, retryAfter, context, ...watched };
  const carried: Carried = { runId: ids.runId, executor };
  let code: FailureCode | null = null;
  try {
    for (let turn = 1; ; turn += 1) {
      const begun = await durably(step, attempt, `begin-${turn}`, () => works.workshops.begin(carried));
      if (begun.status === 'taken' || begun.status === 'over') return { status: begun.status };
      if (begun.status === 'started') {
        await workOn(works, step, attempt, carried, begun);
        break;
      }
      await step.sleep(`wait-${turn}`, WAIT);
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    code = error.code;
  }
  const { linkId } = ids;
  const concluded = await durably(step, attempt, 'conclude', () =>
    concludeHere(works, carried, { linkId, code }),
  );
  const events = eventsAfter(linkId, concluded);
  if (events.length > 0) await step.sendEvent('follow', events);
  return { status: concluded.status };
}

type Started = Extract<Begun, { status: 'started' }>;

function workOn(
  works: Works,
  step: CarryStep,
  attempt: Attempt,
  carried: Carried,
  begun: Started,
): Promise<void> {
  switch (begun.kind) {
    case 'sync':
      return synchronise(works, step, attempt, carried, begun);
    case 'verify':
      return verify(works, step, attempt, carried, begun);
    case 'decision':
      return decide(works, step, attempt, carried, begun);
  }
}

async function synchronise(
  works: Works,
  step: CarryStep,
  attempt: Attempt,
  carried: Carried,
  { settings, full, retry }: Pick<Extract<Begun, { status: 'started' }>, 'settings' | 'full' | 'retry'>,
): Promise<void> {
  const { workshops, limits } = works;
  const stages = durableStages(step, attempt, { carried, settings, workshops, most: limits.stages });
  await conductStages(stages, settings, {
    // Whoever made the link was shown both, and accepted.
    ...{ acceptClosed: true, acceptConversions: false },
    ...{ full, upkeep: 'due', prove: true },
    ...(retry === null ? {} : { retry }),
    stepBudget: limits.stepBudget,
  });
}

/**
 * One step: a verification has no cursor. As deep as somebody asked; otherwise the one that its history asks for, or a
 * whole one.
 */
async function verify(
  { workshops }: Works,
  step: CarryStep,
  attempt: Attempt,
  carried: Carried,
  { settings, scope }: Started,
): Promise<void> {
  await durably(step, attempt, 'verify', () =>
    workshops.within(carried, settings, async (workshop) => {
      const policy = scope.mode === 'preuve' ? scope : await policyDue(workshop);
      const { depth, repair } = policy;
      const { dossiers, differenceCount, complete } = await conductVerification(workshop, { depth, repair });
      return { depth, dossiers, differenceCount, complete };
    }),
  );
}

async function policyDue({ ports, handle, settings }: Workshop): Promise<VerificationPolicy> {
  const depth = proofDue(await ports.ledger.lastProofs(handle.linkId), ports.clock.now()) ?? 'complete';
  const restores = depth === 'complete' && settings.policies.editedCells === 'a_la_verification';
  return { depth, repair: restores ? { doubles: false, orphans: false } : null };
}

/** One step: what a killed process had done of it is looked at again before anything is written. */
async function decide(
  { workshops }: Works,
  step: CarryStep,
  attempt: Attempt,
  carried: Carried,
  { settings, scope }: Started,
): Promise<void> {
  switch (scope.mode) {
    case 'annulation':
      await durably(step, attempt, 'undo', () =>
        workshops.within(carried, settings, async ({ ports, handle }) => {
          const undone = await conductDecision(ports, handle, () => undoChange(ports, handle, scope.change));
          return { number: undone.number };
        }),
      );
      return;
    case 'page':
      await durably(step, attempt, 'page', () =>
        workshops.within(carried, settings, async ({ ports, handle }) => ({
          status: await conductDecision(ports, handle, () => turnPage(ports, handle, scope)),
        })),
      );
      return;
    case 'nouveautes':
    case 'tout':
    case 'echecs':
    case 'preuve':
      throw new Failure('EXECUTION_INCONNUE');
  }
}

async function turnPage(
  ports: Ports,
  handle: RunHandle,
  { page, word }: Extract<RunScope, { mode: 'page' }>,
): Promise<string> {
  if (word === 'creer') return makeReadyPage(ports, handle, page);
  return (await removeReadyPage(ports, handle, page)).status;
}

type Announced = { id?: string; name: string; data: Record<string, unknown> };

/** Pure. What an end sets going: a proof that is due, a run that is to be taken up again, messages. */
function eventsAfter(linkId: string, concluded: Concluded): Announced[] {
  switch (concluded.status) {
    case 'elsewhere':
    case 'gone':
      return [];
    case 'interrompu':
    case 'reussi':
    case 'avec_echecs':
    case 'echoue':
    case 'annule':
      return [
        ...(concluded.proof === null ? [] : [runEvent('verify', { runId: concluded.proof, linkId })]),
        ...(concluded.status === 'interrompu' ? [{ name: LINKS_DUE, data: {} }] : []),
        ...(concluded.messages > 0 ? [{ name: POST_DUE, data: {} }] : []),
      ];
  }
}
