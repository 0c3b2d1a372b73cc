// Plays a history to its end, then lets everything be quiet and asks what was promised (design/house.md, 1 to 6, and 7).

import { diceOf } from './dice';
import type { History } from './history';
import { alwaysWrong, orphans } from './oracle/always';
import { type Difference, differencesOf } from './oracle/differences';
import { unexplained, unlisted, untold } from './oracle/told';
import { watchStructure } from './oracle/watch';
import { stepOf } from './registry';
import { type Memory, openScene, type Scene } from './scene';
import { NOTHING, type Outcome, take } from './step';
import { sync, verification, WHOLE } from './steps/conducting';

/** Runs after the last step, all troubles over, before the document must be equal. */
const RUNS_TO_QUIET = 3;

/** What a run says when the table of dossiers, or its numbers, were deleted. */
const BLOCKED: readonly string[] = ['GRIST_TABLE_SUPPRIMEE', 'GRIST_COLONNE_CLE'];

export type Played = {
  /** What was not as promised, in words; empty when every promise held. */
  readonly broken: readonly string[];
  readonly outcomes: readonly string[];
};

/** `memory`: where the product remembers; its own memory by default. */
export async function play(history: History, memory?: Memory): Promise<Played> {
  const scene = await openScene(history, memory);
  const outcomes: string[] = [];
  try {
    for (const [rank, step] of history.steps.entries()) {
      const destroyed = await watchStructure(scene);
      const outcome = await take(stepOf(step.kind), scene, diceOf(step.seed));
      const told = tellOutcome(outcome);
      outcomes.push(told);
      scene.quieten();
      // Only the tool can break a promise.
      const wrong = outcome.type === 'nothing' ? [] : [...destroyed(), ...(await wrongAfter(scene, outcome))];
      if (wrong.length > 0) {
        return { broken: wrong.map((one) => `after step ${rank} (${step.kind}, ${told}): ${one}`), outcomes };
      }
      scene.clock.advance(1 + (step.seed % 300_000));
    }
    return { broken: await unkept(scene), outcomes };
  } finally {
    await scene.close();
  }
}

function tellOutcome(outcome: Outcome): string {
  switch (outcome.type) {
    case 'reported':
      return outcome.report.status;
    case 'failed':
      return outcome.code;
    case 'killed':
    case 'nothing':
      return outcome.type;
  }
}

/** What one step broke: a success, and what a run with failures does not list, are held to DN's truth. */
async function wrongAfter(scene: Scene, outcome: Outcome): Promise<readonly string[]> {
  const wrong = await alwaysWrong(scene);
  if (outcome.type !== 'reported' || !outcome.isQuiet || scene.taken.isBlocked()) return wrong;
  const { report, isFull } = outcome;
  // Columns guessed from some dossiers, because the form could not be read: the run says that they may be incomplete.
  if (report.form.fromSample) return wrong;
  switch (report.status) {
    case 'reussi':
      if (isFull) scene.owed.clear();
      return [
        ...wrong,
        ...tell(notOwed(scene, await differencesOf(scene))),
        ...(await untold(scene, report)),
      ];
    case 'avec_echecs':
      return [...wrong, ...tell(unlisted(notOwed(scene, await differencesOf(scene)), report))];
    case 'interrompu':
    case 'echoue':
      return wrong;
  }
}

/** What no date tells is due only once everything was read again. */
function notOwed({ owed }: Scene, differences: readonly Difference[]): readonly Difference[] {
  return differences.filter(({ dossier }) => dossier === null || !owed.has(dossier));
}

const tell = (differences: readonly Difference[]): readonly string[] =>
  differences.slice(0, 8).map(({ dossier, what }) => (dossier === null ? what : `${dossier}: ${what}`));

/** The end: quiet, a run or a few, all read again, a proof, a run that has nothing to do. */
async function unkept(scene: Scene): Promise<readonly string[]> {
  scene.quieten();
  await scene.expireLeases();
  if (scene.taken.isBlocked()) return blocked(scene);
  const broken: string[] = [];
  let last = await untilSuccess(scene, false);
  broken.push(...wrongEnd(last), ...(await wrongAfter(scene, last)));
  if (broken.length === 0 && scene.owed.size > 0) {
    last = await untilSuccess(scene, true);
    broken.push(...wrongEnd(last), ...(await wrongAfter(scene, last)));
  }
  if (broken.length > 0) return broken;
  broken.push(...(await orphans(scene)));

  const written = scene.grist.document().history();
  const sent = writesSent(scene);
  const again = await sync(scene);
  if (again.type !== 'reported') return [...broken, `a second run: ${JSON.stringify(again)}`];
  const { added, updated, removed, failed } = again.report.counts;
  if (again.report.status !== 'reussi' || added + updated + removed + failed > 0) {
    broken.push(`a second run did something: ${JSON.stringify(again.report.counts)}`);
  }
  broken.push(...unexplained(scene, await verification(scene)));
  if (writesSent(scene) !== sent) broken.push('something was sent to be written again');
  if (scene.grist.document().history() !== written) broken.push('something was written again');
  return broken;
}

/** A success at the latest at the third run; `full`: everything read again. */
async function untilSuccess(scene: Scene, full: boolean): Promise<Outcome> {
  let last: Outcome = NOTHING;
  let acceptConversions = false;
  for (let run = 1; run <= RUNS_TO_QUIET; run += 1) {
    last = await sync(scene, { policy: { ...(full ? WHOLE : {}), acceptConversions } });
    // The user is asked, and says yes.
    acceptConversions ||= last.type === 'failed' && last.code === 'GRIST_COLONNES_A_CONVERTIR';
    if (last.type === 'reported' && last.report.status === 'reussi') break;
  }
  return last;
}

function wrongEnd(outcome: Outcome): readonly string[] {
  if (outcome.type !== 'reported') return [`no run ends once all is quiet: ${JSON.stringify(outcome)}`];
  const { status, failures } = outcome.report;
  return status === 'reussi' ? [] : [`status ${status} once all is quiet: ${JSON.stringify(failures)}`];
}

/** Without a table of dossiers a run writes nothing, and says why. */
async function blocked(scene: Scene): Promise<readonly string[]> {
  const written = scene.grist.document().history();
  const outcome = await sync(scene);
  const broken = [...(await alwaysWrong(scene))];
  if (outcome.type !== 'failed' || !BLOCKED.includes(outcome.code)) {
    broken.push(`no table of dossiers, and the run says ${tellOutcome(outcome)}`);
  }
  if (scene.grist.document().history() !== written) broken.push('written, without a table of dossiers');
  return broken;
}

/** Requests with actions for Grist to apply, since the document was made. */
function writesSent(scene: Scene): number {
  return scene.grist.stats().seen.filter(({ actions }) => actions.length > 0).length;
}
