// Plays a history to its end, then lets everything be quiet and asks what was promised (design/house.md, 1 to 6).

import { changeDocument } from './document-steps';
import {
  DOCUMENT_STEPS,
  type DocumentStep,
  type History,
  type HistoryStep,
  SOURCE_STEPS,
  type SourceStep,
} from './history';
import { alwaysWrong, orphans, wrongAfterSuccess } from './oracle';
import { openScene, type Scene } from './scene';
import { changeSource } from './source-steps';
import { type Outcome, sync, useTool, verification } from './tool-steps';

/** Runs after the last step, all troubles over, before the document must be equal. */
const RUNS_TO_QUIET = 3;

export type Played = {
  /** What was not as promised, in words; empty when every promise held. */
  readonly broken: readonly string[];
  readonly outcomes: readonly string[];
};

export async function play(history: History): Promise<Played> {
  const scene = await openScene(history);
  const outcomes: string[] = [];
  try {
    for (const [rank, step] of history.steps.entries()) {
      const outcome = await take(scene, step);
      const told =
        outcome.type === 'reported'
          ? outcome.report.status
          : outcome.type === 'failed'
            ? outcome.code
            : outcome.type;
      outcomes.push(told);
      scene.quieten();
      const succeeded = outcome.type === 'reported' && outcome.isQuiet && outcome.report.status === 'reussi';
      const wrong = succeeded ? await wrongAfterSuccess(scene) : await alwaysWrong(scene);
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

async function take(scene: Scene, { kind, seed }: HistoryStep): Promise<Outcome> {
  const nothing: Outcome = { type: 'nothing' };
  if (isSource(kind)) {
    changeSource(scene, kind, seed);
    return nothing;
  }
  if (isDocument(kind)) {
    await changeDocument(scene, kind, seed);
    return nothing;
  }
  return useTool(scene, kind, seed);
}

const isSource = (kind: HistoryStep['kind']): kind is SourceStep => SOURCE_STEPS.some((one) => one === kind);
const isDocument = (kind: HistoryStep['kind']): kind is DocumentStep =>
  DOCUMENT_STEPS.some((one) => one === kind);

/** The end: quiet, a run or a few, a proof, a run that has nothing to do. */
async function unkept(scene: Scene): Promise<readonly string[]> {
  scene.quieten();
  scene.ledger.expireLeases();
  let last: Outcome = { type: 'nothing' };
  for (let run = 1; run <= RUNS_TO_QUIET; run += 1) {
    last = await sync(scene);
    if (last.type === 'reported' && last.report.status === 'reussi') break;
  }
  if (last.type !== 'reported') return [`no run ends once all is quiet: ${JSON.stringify(last)}`];
  const broken: string[] = [];
  if (last.report.status !== 'reussi') {
    broken.push(`status ${last.report.status} once all is quiet: ${JSON.stringify(last.report.failures)}`);
  }
  broken.push(...(await wrongAfterSuccess(scene)), ...(await orphans(scene)));

  const written = scene.grist.document().history();
  const again = await sync(scene);
  if (again.type !== 'reported') return [...broken, `a second run: ${JSON.stringify(again)}`];
  const { added, updated, removed, failed } = again.report.counts;
  if (again.report.status !== 'reussi' || added + updated + removed + failed > 0) {
    broken.push(`a second run did something: ${JSON.stringify(again.report)}`);
  }
  const report = await verification(scene);
  if (report.differenceCount > 0) broken.push(`verify: ${JSON.stringify(report.differences.slice(0, 5))}`);
  if (report.late > 0) broken.push(`verify: ${report.late} late once all is quiet`);
  if (report.structure.length > 0) broken.push(`verify, structure: ${JSON.stringify(report.structure)}`);
  if (!report.complete || report.unreadable.length > 0) broken.push('verify did not read everything');
  if (scene.grist.document().history() !== written) broken.push('something was written again');
  return broken;
}
