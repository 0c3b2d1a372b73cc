// What the tool does, and what befalls it: runs that succeed, fail, die, meet another one, or are taken up again.

import { Failure } from '../../../../lib/errors/failure';
import { conduct, type RunPolicy, type Step as RunStep } from '../../../../lib/run/conduct';
import type { Ports, RunHandle } from '../../../../lib/run/ports';
import { rehearse } from '../../../../lib/run/rehearsal';
import type { VerifyReport } from '../../../../lib/run/report';
import { conductVerification } from '../../../../lib/run/verification';
import { openWorkshop } from '../../../../lib/run/workshop';
import { type Dice, diceOf } from '../dice';
import { armFaults, armStrike, loseAnAnswer, makePagesSmall, poisonADossier } from '../faults';
import { type Fate, mortal } from '../mortal';
import type { Scene } from '../scene';
import { drawOptions, drawScope } from '../settings';
import { NOTHING, type Outcome, type Step, type StepFamily } from '../step';
import { DOCUMENT_STEPS } from './document';
import { changeDossiers, DOSSIER_KINDS, DOSSIER_STEPS } from './dossiers';
import { FORM_STEPS } from './form';
import { LIBERTY_STEPS } from './liberties';

const POLICY: RunPolicy = {
  acceptClosed: false,
  acceptConversions: false,
  full: false,
  upkeep: 'due',
  stepBudget: null,
};
/** Everything read again and compared, and a census: after it nothing is owed any more. */
export const WHOLE: Partial<RunPolicy> = { full: true, upkeep: 'now' };
const KILLS_WITHIN = 45;

/** Calls of a port in a whole run, about. */
const CALLS_WITHIN = 110;

const WAITS = [1_000, 60_000, 3_600_000, 13 * 3_600_000, 30 * 3_600_000, 8 * 24 * 3_600_000];
const SKEWS = [-600_000, -240_000, 0, 240_000, 600_000];

export const TOOL_STEPS = {
  sync: { weight: 2, take: (scene) => sync(scene) },
  sync_full: { weight: 0.7, take: (scene) => sync(scene, { policy: WHOLE }) },
  sync_with_census: { weight: 0.7, take: (scene) => sync(scene, { policy: { upkeep: 'now' } }) },
  sync_in_small_steps: {
    weight: 1,
    take: (scene, dice) => {
      makePagesSmall(scene, 1 + dice.below(5));
      return sync(scene, { policy: { stepBudget: 0 } });
    },
  },
  sync_under_faults: { weight: 2, take: (scene, dice) => sync(scene, armFaults(scene, dice)) },
  /** One dossier that DN cannot serve, whole or at all: it is listed, and tried again first. */
  sync_with_a_poisoned_dossier: {
    weight: 1,
    take: (scene, dice) => {
      const number = poisonADossier(scene, dice);
      if (number !== null && dice.chance(0.7)) scene.dn.control({ type: 'touch', number });
      return sync(scene, { policy: dice.chance(0.3) ? WHOLE : {} });
    },
  },
  /** Rows are written, and nothing says so. */
  sync_losing_an_answer: {
    weight: 1.5,
    take: (scene, dice) => {
      makePagesSmall(scene, 1 + dice.below(4));
      return sync(scene, { ...loseAnAnswer(scene, dice), policy: { stepBudget: 0, full: dice.chance(0.3) } });
    },
  },
  sync_killed: {
    weight: 1.5,
    take: (scene, dice) => {
      if (dice.chance(0.6)) makePagesSmall(scene, 2 + dice.below(4));
      return sync(scene, { at: 1 + dice.below(KILLS_WITHIN), policy: smallSteps(dice) });
    },
  },
  sync_killed_under_faults: {
    weight: 1,
    take: (scene, dice) =>
      sync(scene, {
        ...armFaults(scene, dice),
        at: 1 + dice.below(KILLS_WITHIN),
        policy: smallSteps(dice),
      }),
  },
  /** Between any two calls of a port, what only reads included. */
  sync_killed_between_calls: {
    weight: 1,
    take: (scene, dice) => {
      if (dice.chance(0.5)) makePagesSmall(scene, 2 + dice.below(4));
      const at = 1 + dice.below(CALLS_WITHIN);
      return sync(scene, { at, counts: 'calls', policy: { ...smallSteps(dice), full: dice.chance(0.2) } });
    },
  },
  /** Between two requests of one call, or while one is on its way. */
  sync_killed_inside_a_call: {
    weight: 1.5,
    take: (scene, dice) => {
      if (dice.chance(0.5)) makePagesSmall(scene, 2 + dice.below(4));
      return sync(scene, { ...armStrike(scene, dice), policy: smallSteps(dice) });
    },
  },
  sync_resumed_as_durable_steps: {
    weight: 1,
    take: (scene, dice) => {
      makePagesSmall(scene, 2 + dice.below(4));
      return durable(scene, dice);
    },
  },
  sync_while_dossiers_change: {
    weight: 1.5,
    take: (scene, dice) => {
      makePagesSmall(scene, 2 + dice.below(4));
      return sync(scene, { ...changing(scene, dice), isQuiet: false, policy: smallSteps(dice) });
    },
  },
  /** Something happens, a run sees it, and then what was dated before it is committed. */
  sync_before_a_late_commit: {
    weight: 0.8,
    take: async (scene, dice) => {
      changeDossiers(scene, 'touch', dice);
      const outcome = await sync(scene, { isQuiet: false });
      await (dice.chance(0.6) ? DOSSIER_STEPS.edit_champ_late : DOSSIER_STEPS.hide_late).take(scene, dice);
      return outcome;
    },
  },
  sync_while_the_form_changes: {
    weight: 0.7,
    take: (scene, dice) => sync(scene, meanwhile(scene, dice, Object.values(FORM_STEPS))),
  },
  sync_while_the_document_changes: {
    weight: 1,
    take: (scene, dice) =>
      sync(
        scene,
        meanwhile(scene, dice, [...Object.values(DOCUMENT_STEPS), ...Object.values(LIBERTY_STEPS)]),
      ),
  },
  sync_twice_at_once: { weight: 1, take: (scene, dice) => twiceAtOnce(scene, dice) },
  sync_taken_over: {
    weight: 1,
    take: (scene, dice) => {
      makePagesSmall(scene, 2 + dice.below(4));
      return takenOver(scene, dice);
    },
  },
  verify: { weight: 0.4, take: (scene) => verifyOnTheWay(scene) },
  preview: { weight: 0.4, take: (scene) => preview(scene) },
  change_scope: {
    weight: 1,
    take: (scene, dice) => {
      const groups = scene.dn.demarche().groupes.map(({ number }) => number);
      scene.chooseScope(drawScope(dice, groups));
    },
  },
  change_options: {
    weight: 0.4,
    take: (scene, dice) => {
      const { champs, annotations } = scene.dn.demarche().form;
      const ids = [...champs, ...annotations].map(({ id }) => id);
      scene.chooseOptions(drawOptions(dice, ids));
    },
  },
  /** By up to ten minutes, from the next process on: machines that share a Ledger need not agree with DN. */
  skew_clock: {
    weight: 0.5,
    take: (scene, dice) => scene.skewClock(dice.among(SKEWS) ?? 0),
  },
  wait: {
    weight: 1,
    take: (scene, dice) => scene.clock.advance(dice.among(WAITS) ?? 0),
  },
} satisfies StepFamily;

const smallSteps = (dice: Dice): Partial<RunPolicy> => ({ stepBudget: dice.chance(0.5) ? 0 : null });

type Circumstances = Partial<Fate> & {
  readonly policy?: Partial<RunPolicy>;
  readonly impatient?: boolean;
  readonly isQuiet?: boolean;
};

/** One synchronisation in a process of its own. Throws what is neither a `Failure` nor the death asked for. */
export async function sync(scene: Scene, more: Circumstances = {}): Promise<Outcome> {
  const adapters = scene.connect(more.impatient);
  const life = mortal(adapters.ports, { ...more, at: more.at ?? null });
  try {
    const handle = await begin(scene, life.ports);
    const workshop = openWorkshop(life.ports, handle, scene.settings());
    const policy = { ...POLICY, ...more.policy };
    const report = await conduct(life.step, workshop, policy);
    return {
      type: 'reported',
      report,
      isQuiet: more.isQuiet ?? true,
      isFull: policy.full && policy.upkeep === 'now',
    };
  } catch (error) {
    if (life.isDead()) return { type: 'killed' };
    return failed(error);
  } finally {
    await life.settled();
    await adapters.close();
    if (life.isDead()) await scene.expireLeases();
  }
}

async function begin(scene: Scene, ports: Ports): Promise<RunHandle> {
  const { id } = await scene.link();
  const begun = await ports.ledger.beginRun({ linkId: id, kind: 'sync', trigger: 'cli' });
  if (begun.status === 'busy') throw new Failure('SYNCHRO_DEJA_EN_COURS');
  return begun.handle;
}

function failed(error: unknown): Outcome {
  if (error instanceof Failure) return { type: 'failed', code: error.code };
  throw error;
}

/** Changes in DN at a few instants of a run. */
function changing(scene: Scene, dice: Dice) {
  const instants = new Set([1 + dice.below(8), 1 + dice.below(16), 1 + dice.below(30)]);
  return {
    meanwhile: async (instant: number) => {
      if (!instants.has(instant)) return;
      const kind = dice.among(DOSSIER_KINDS) ?? 'touch';
      changeDossiers(scene, kind, diceOf(dice.below(1_000_000)));
    },
  };
}

/** Steps of others at a few instants of a run, between any two calls of it. */
function meanwhile(scene: Scene, dice: Dice, steps: readonly Step[]): Circumstances {
  const instants = new Set([1 + dice.below(10), 1 + dice.below(25), 1 + dice.below(50)]);
  return {
    counts: 'calls',
    isQuiet: false,
    policy: smallSteps(dice),
    meanwhile: async (instant) => {
      if (!instants.has(instant)) return;
      await dice.among(steps)?.take(scene, diceOf(dice.below(1_000_000_000)));
    },
  };
}

/** A second start while the first runs is told that it is busy, and does nothing. */
function twiceAtOnce(scene: Scene, dice: Dice): Promise<Outcome> {
  const at = 1 + dice.below(20);
  return sync(scene, {
    meanwhile: async (instant) => {
      if (instant !== at) return;
      const other = await sync(scene);
      if (other.type !== 'failed' || other.code !== 'SYNCHRO_DEJA_EN_COURS') {
        throw new Error(`a second run began while one held the lease: ${other.type}`);
      }
    },
  });
}

/** The first process sleeps past its lease, another does the whole work, then the first wakes up. */
async function takenOver(scene: Scene, dice: Dice): Promise<Outcome> {
  const at = 1 + dice.below(25);
  let other: Outcome = NOTHING;
  const first = await sync(scene, {
    policy: smallSteps(dice),
    meanwhile: async (instant) => {
      if (instant !== at) return;
      await scene.expireLeases();
      other = await sync(scene);
    },
  });
  if (other.type === 'nothing') return first;
  if (first.type === 'reported') throw new Error('a run that lost its lease called itself ended');
  return other;
}

/** As a durable engine does: finished steps are remembered, a dead process is followed by another with the same handle. */
async function durable(scene: Scene, dice: Dice): Promise<Outcome> {
  const finished = new Map<string, string>();
  let handle: RunHandle | null = null;
  for (let tries = 1; ; tries += 1) {
    const adapters = scene.connect();
    const life = mortal(adapters.ports, { at: tries > 3 ? null : 1 + dice.below(KILLS_WITHIN / 2) });
    const step: RunStep = {
      async run<T>(id: string, work: () => Promise<T>): Promise<T> {
        const before = finished.get(id);
        if (before !== undefined) return (JSON.parse(before) as { readonly result: T }).result;
        const result = await life.step.run(id, work);
        finished.set(id, JSON.stringify({ result }));
        return result;
      },
    };
    try {
      handle ??= await begin(scene, life.ports);
      const report = await conduct(step, openWorkshop(life.ports, handle, scene.settings()), {
        ...POLICY,
        stepBudget: 0,
      });
      return { type: 'reported', report, isQuiet: true, isFull: false };
    } catch (error) {
      if (life.isDead()) continue;
      return failed(error);
    } finally {
      await life.settled();
      await adapters.close();
    }
  }
}

/** A whole verification, in a process of its own. */
export async function verification(scene: Scene): Promise<VerifyReport> {
  const adapters = scene.connect();
  try {
    const { id } = await scene.link();
    const begun = await adapters.ports.ledger.beginRun({ linkId: id, kind: 'verify', trigger: 'cli' });
    if (begun.status === 'busy') throw new Error('a lease was left behind');
    return await conductVerification(openWorkshop(adapters.ports, begun.handle, scene.settings()));
  } finally {
    await adapters.close();
  }
}

/** Whatever it finds, it writes nothing and moves nothing. */
async function verifyOnTheWay(scene: Scene): Promise<Outcome> {
  return writingNothing(scene, async () => {
    await verification(scene);
  });
}

/** A run over ports that write nowhere: what a preview shows. */
async function preview(scene: Scene): Promise<Outcome> {
  return writingNothing(scene, async () => {
    const adapters = scene.connect();
    try {
      const { ports, handle } = rehearse(adapters.ports, await scene.link());
      const step: RunStep['run'] = (_id, work) => work();
      await conduct({ run: step }, openWorkshop(ports, handle, scene.settings()), POLICY);
    } finally {
      await adapters.close();
    }
  });
}

async function writingNothing(scene: Scene, work: () => Promise<void>): Promise<Outcome> {
  const seen = async () => {
    const { bindings, cursor } = await scene.link();
    return JSON.stringify([scene.grist.document().history(), bindings, cursor]);
  };
  const before = await seen();
  const outcome = await work().then(() => NOTHING, failed);
  if ((await seen()) !== before) throw new Error('what only looks has written');
  return outcome;
}
