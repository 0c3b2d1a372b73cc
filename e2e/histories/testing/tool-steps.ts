// What the tool does, and what befalls it: runs that succeed, fail, die, meet another one, or are taken up again.

import { Failure } from '../../../lib/errors/failure';
import { conduct, type RunPolicy, type RunReport, type Step } from '../../../lib/run/conduct';
import type { Ports, RunHandle } from '../../../lib/run/ports';
import type { VerifyReport } from '../../../lib/run/report';
import { conductVerification } from '../../../lib/run/verification';
import { openWorkshop } from '../../../lib/run/workshop';
import { type Dice, diceOf } from './dice';
import { armFaults, makePagesSmall } from './faults';
import { SOURCE_STEPS, type ToolStep } from './history';
import { mortal } from './mortal';
import type { Scene } from './scene';
import { drawScope } from './settings';
import { changeSource } from './source-steps';

const POLICY: RunPolicy = {
  acceptClosed: false,
  acceptConversions: false,
  full: false,
  upkeep: 'due',
  stepBudget: null,
};
const KILLS_WITHIN = 45;

export type Outcome =
  | { readonly type: 'reported'; readonly report: RunReport; readonly isQuiet: boolean }
  | { readonly type: 'failed'; readonly code: string }
  | { readonly type: 'killed' }
  | { readonly type: 'nothing' };

export async function useTool(scene: Scene, kind: ToolStep, seed: number): Promise<Outcome> {
  const dice = diceOf(seed);
  switch (kind) {
    case 'sync':
      return sync(scene);
    case 'sync_in_small_steps':
      makePagesSmall(scene, 1 + dice.below(5));
      return sync(scene, { policy: { stepBudget: 0 } });
    case 'sync_under_faults':
      return sync(scene, armFaults(scene, dice));
    case 'sync_killed':
      if (dice.chance(0.6)) makePagesSmall(scene, 2 + dice.below(4));
      return sync(scene, { at: 1 + dice.below(KILLS_WITHIN), policy: smallSteps(dice) });
    case 'sync_killed_under_faults':
      return sync(scene, {
        ...armFaults(scene, dice),
        at: 1 + dice.below(KILLS_WITHIN),
        policy: smallSteps(dice),
      });
    case 'sync_resumed_as_durable_steps':
      makePagesSmall(scene, 2 + dice.below(4));
      return durable(scene, dice);
    case 'sync_while_dossiers_change':
      makePagesSmall(scene, 2 + dice.below(4));
      return sync(scene, { ...changing(scene, dice), isQuiet: false, policy: smallSteps(dice) });
    case 'sync_twice_at_once':
      return twiceAtOnce(scene, dice);
    case 'sync_taken_over':
      makePagesSmall(scene, 2 + dice.below(4));
      return takenOver(scene, dice);
    case 'change_scope':
      scene.chooseScope(
        drawScope(
          dice,
          scene.dn.demarche().groupes.map(({ number }) => number),
        ),
      );
      return { type: 'nothing' };
    case 'wait':
      scene.clock.advance(dice.among([1_000, 60_000, 3_600_000, 13 * 3_600_000]) ?? 0);
      return { type: 'nothing' };
  }
}

const smallSteps = (dice: Dice): Partial<RunPolicy> => ({ stepBudget: dice.chance(0.5) ? 0 : null });

type Circumstances = {
  readonly policy?: Partial<RunPolicy>;
  /** Dies at that instant. */
  readonly at?: number;
  readonly impatient?: boolean;
  readonly meanwhile?: (instant: number) => Promise<void>;
  readonly isQuiet?: boolean;
};

/** One synchronisation in a process of its own. Throws what is neither a `Failure` nor the death asked for. */
export async function sync(scene: Scene, more: Circumstances = {}): Promise<Outcome> {
  const adapters = scene.connect(more.impatient);
  const life = mortal(adapters.ports, more.at ?? null, more.meanwhile);
  try {
    const handle = await begin(scene, life.ports);
    const workshop = openWorkshop(life.ports, handle, scene.settings());
    const report = await conduct(life.step, workshop, { ...POLICY, ...more.policy });
    return { type: 'reported', report, isQuiet: more.isQuiet ?? true };
  } catch (error) {
    if (life.isDead()) return { type: 'killed' };
    return failed(error);
  } finally {
    await life.settled();
    await adapters.close();
    if (life.isDead()) scene.ledger.expireLeases();
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
      changeSource(scene, dice.among(SOURCE_STEPS) ?? 'touch', dice.below(1_000_000));
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
  let other: Outcome = { type: 'nothing' };
  const first = await sync(scene, {
    policy: smallSteps(dice),
    meanwhile: async (instant) => {
      if (instant !== at) return;
      scene.ledger.expireLeases();
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
    const life = mortal(adapters.ports, tries > 3 ? null : 1 + dice.below(KILLS_WITHIN / 2));
    const step: Step = {
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
      return { type: 'reported', report, isQuiet: true };
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
