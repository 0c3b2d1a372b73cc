// Shortens a history that breaks a promise: steps are taken away as long as it still breaks one.

import type { History } from './history';
import { play } from './play';
import type { Memory } from './scene';

/** `plays`: at most that many tries. Returns the shortest history found that still fails. */
export async function shorten(history: History, plays: number, remembering?: () => Memory): Promise<History> {
  let shortest = history;
  let left = plays;
  const fails = async (candidate: History): Promise<boolean> => {
    left -= 1;
    try {
      return (await play(candidate, remembering?.())).broken.length > 0;
    } catch {
      return true;
    }
  };
  for (
    let size = Math.ceil(history.steps.length / 2);
    size >= 1;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  ) {
    for (let from = 0; from < shortest.steps.length && left > 0; ) {
      const steps = shortest.steps.toSpliced(from, size);
      if (await fails({ ...shortest, steps })) shortest = { ...shortest, steps };
      else from += size;
    }
  }
  return shortest;
}
