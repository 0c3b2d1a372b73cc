// Carrying a run from its request to its end, in steps. Executed again from the top at every step: everything that reads,
// writes or looks at the time is inside of one.

import type { FailureCode } from '../lib/errors/catalogue';
import { Failure } from '../lib/errors/failure';
import { requestRun } from '../lib/links/runs/request';
import { conductStages } from '../lib/run/conduct';
import type { LinkSettings } from '../lib/run/ports';
import { proofDue } from '../lib/run/proof-due';
import { conductVerification } from '../lib/run/verification';
import { type Concluded, concludeHere } from './conclude';
import { type Attempt, durableStages, durably, type EngineStep } from './durable';
import { LINKS_DUE, POST_DUE, type RunIds, runEvent } from './events';
import type { Works } from './works';
import type { Carried } from './workshops';

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
  attempt: Attempt,
  ids: RunIds,
  executor: string,
): Promise<CarryAnswer> {
  const carried: Carried = { runId: ids.runId, executor };
  let code: FailureCode | null = null;
  let done: Done = { title: null, proves: false };
  try {
    for (let turn = 1; ; turn += 1) {
      const begun = await durably(step, attempt, `begin-${turn}`, () => works.workshops.begin(carried));
      if (begun.status === 'taken' || begun.status === 'over') return { status: begun.status };
      if (begun.status === 'started') {
        done = await (begun.kind === 'sync'
          ? synchronise(works, step, attempt, carried, begun)
          : verify(works, step, attempt, carried, begun.settings));
        break;
      }
      await step.sleep(`wait-${turn}`, WAIT);
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    code = error.code;
  }
  const { title, proves } = done;
  const concluded = await durably(step, attempt, 'conclude', () =>
    concludeHere(works, carried, { linkId: ids.linkId, code, title }),
  );
  await follow(works, step, attempt, ids, concluded, proves);
  return { status: concluded.status };
}

type Done = { readonly title: string | null; readonly proves: boolean };

async function synchronise(
  works: Works,
  step: CarryStep,
  attempt: Attempt,
  carried: Carried,
  { settings, full }: { readonly settings: LinkSettings; readonly full: boolean },
): Promise<Done> {
  const { workshops, limits } = works;
  const stages = durableStages(step, attempt, { carried, settings, workshops, most: limits.stages });
  const { title, proofDue: due } = await conductStages(stages, settings, {
    // Whoever made the link was shown both, and accepted.
    ...{ acceptClosed: true, acceptConversions: false },
    ...{ full, upkeep: 'due', prove: true },
    stepBudget: limits.stepBudget,
  });
  return { title, proves: due !== null };
}

/** One step: a verification has no cursor. The one that its history asks for; a whole one when somebody just asks. */
async function verify(
  { workshops }: Works,
  step: CarryStep,
  attempt: Attempt,
  carried: Carried,
  settings: LinkSettings,
): Promise<Done> {
  await durably(step, attempt, 'verify', () =>
    workshops.within(carried, settings, async (workshop) => {
      const { ports, handle } = workshop;
      const depth = proofDue(await ports.ledger.lastProofs(handle.linkId), ports.clock.now()) ?? 'complete';
      const restores = depth === 'complete' && settings.policies.editedCells === 'a_la_verification';
      const repair = restores ? { doubles: false, orphans: false } : null;
      const { dossiers, differenceCount, complete } = await conductVerification(workshop, { depth, repair });
      return { depth, dossiers, differenceCount, complete };
    }),
  );
  return { title: null, proves: false };
}

/** What an end sets going: a proof that is due, a run that is to be taken up again, messages. */
async function follow(
  { service }: Works,
  step: CarryStep,
  attempt: Attempt,
  { linkId }: RunIds,
  concluded: Concluded,
  proves: boolean,
): Promise<void> {
  const events: { id?: string; name: string; data: Record<string, unknown> }[] = [];
  switch (concluded.status) {
    case 'elsewhere':
    case 'gone':
      return;
    case 'reussi':
    case 'avec_echecs':
      if (proves) {
        const asked = await durably(step, attempt, 'ask-proof', () =>
          requestRun(service, { linkId, kind: 'verify', trigger: 'planification', by: null }),
        ).catch(goneWith);
        // Already: another run has begun meanwhile; the proof is still due after that one.
        if (asked?.status === 'requested') events.push(runEvent('verify', { runId: asked.runId, linkId }));
      }
      break;
    case 'interrompu':
      events.push({ name: LINKS_DUE, data: {} });
      break;
    case 'echoue':
    case 'annule':
      break;
  }
  if (concluded.messages > 0) events.push({ name: POST_DUE, data: {} });
  if (events.length > 0) await step.sendEvent('follow', events);
}

/** The link was deleted in between: nothing is left to prove. */
function goneWith(error: unknown): null {
  if (error instanceof Failure && error.code === 'LIAISON_INCONNUE') return null;
  throw error;
}
