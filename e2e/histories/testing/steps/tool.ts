// What the tool does, and what befalls it: runs that succeed, fail, die, meet another one, or are taken up again.

import { armFaults, armStrike, loseAnAnswer, makePagesSmall, poisonADossier } from '../faults';
import { drawOptions, drawScope } from '../settings';
import type { StepFamily } from '../step';
import {
  changing,
  durable,
  KILLS_WITHIN,
  meanwhile,
  preview,
  smallSteps,
  sync,
  takenOver,
  twiceAtOnce,
  verifyOnTheWay,
  WHOLE,
} from './conducting';
import { DOCUMENT_STEPS } from './document';
import { changeDossiers, DOSSIER_STEPS } from './dossiers';
import { FORM_STEPS } from './form';
import { LIBERTY_STEPS } from './liberties';

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
