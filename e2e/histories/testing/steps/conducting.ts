// How the tool is run in a history: once, twice at once, taken over, taken up again step by step, looking only.

import { Failure } from '../../../../lib/errors/failure';
import { conduct, type RunPolicy, type Step as RunStep } from '../../../../lib/run/conduct';
import type { Ports, RunHandle } from '../../../../lib/run/ports';
import { rehearse } from '../../../../lib/run/rehearsal';
import type { VerifyReport } from '../../../../lib/run/report';
import { conductVerification } from '../../../../lib/run/verification';
import { openWorkshop } from '../../../../lib/run/workshop';
import { type Dice, diceOf } from '../dice';
import { type Fate, mortal } from '../mortal';
import type { Scene } from '../scene';
import { NOTHING, type Outcome, type Step } from '../step';
import { changeDossiers, DOSSIER_KINDS } from './dossiers';

const POLICY: RunPolicy = {
  acceptClosed: false,
  acceptConversions: false,
  full: false,
  upkeep: 'due',
  stepBudget: null,
};
/** Everything read again and compared, and a census: after it nothing is owed any more. */
export const WHOLE: Partial<RunPolicy> = { full: true, upkeep: 'now' };
export const KILLS_WITHIN = 45;

export const smallSteps = (dice: Dice): Partial<RunPolicy> => ({ stepBudget: dice.chance(0.5) ? 0 : null });

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
export function changing(scene: Scene, dice: Dice) {
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
export function meanwhile(scene: Scene, dice: Dice, steps: readonly Step[]): Circumstances {
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
export function twiceAtOnce(scene: Scene, dice: Dice): Promise<Outcome> {
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
export async function takenOver(scene: Scene, dice: Dice): Promise<Outcome> {
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
export async function durable(scene: Scene, dice: Dice): Promise<Outcome> {
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
export async function verifyOnTheWay(scene: Scene): Promise<Outcome> {
  return writingNothing(scene, async () => {
    await verification(scene);
  });
}

/** A run over ports that write nowhere: what a preview shows. */
export async function preview(scene: Scene): Promise<Outcome> {
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
