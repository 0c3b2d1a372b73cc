// Stages: how the conductor runs its pieces so that a run survives its process. The conductor may be executed again from
// its top at every stage (Inngest does), with what finished stages answered: so whatever costs a request, or could be
// different a moment later, happens inside a stage, and comes out as a small value that JSON holds.

import { addTraffic, NO_TRAFFIC, type RunTraffic } from './traffic';
import type { Workshop } from './workshop';

/** Runs a stage, or gives back what it answered when it was run before. The workshop exists inside stages only. */
export type Stages = {
  run<T>(id: string, work: (workshop: Workshop) => Promise<T>): Promise<T>;
  /** Have so many stages been run that the rest must be a run of its own? Absent: never. */
  isFull?(): boolean;
};

export type Conducted = Pick<Stages, 'run'> & {
  /** Was the run asked to stop when the last stage ended? Told by the stage: a replay must take the same turn. */
  isStopped(): boolean;
  /** Must what is left of a long reading be a run of its own? Its end is not put off: that takes few stages. */
  isFull(): boolean;
  /** Of the stages so far. */
  traffic(): RunTraffic;
};

export function conducted(stages: Stages): Conducted {
  let stopped = false;
  let traffic = NO_TRAFFIC;
  return {
    isStopped: () => stopped,
    isFull: () => stages.isFull?.() === true,
    traffic: () => traffic,
    async run(id, work) {
      const told = await stages.run(id, async (workshop) => ({
        value: await work(workshop),
        stopped: workshop.ports.stop.aborted,
        traffic: workshop.takeTraffic(),
      }));
      stopped = told.stopped;
      traffic = addTraffic(traffic, told.traffic);
      return told.value;
    },
  };
}
