// Shortens a history that breaks a promise: steps are taken away as long as it still breaks one.

import type { History } from './history';
import { play } from './play';

/** `plays`: at most that many tries. Returns the shortest history found that still fails. */
export async function shorten(history: History, plays: number): Promise<History> {
  let shortest = history;
  let left = plays;
  for (
    let size = Math.ceil(history.steps.length / 2);
    size >= 1;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  ) {
    for (let from = 0; from < shortest.steps.length && left > 0; ) {
      const steps = shortest.steps.toSpliced(from, size);
      left -= 1;
      if (await fails({ ...shortest, steps })) shortest = { ...shortest, steps };
      else from += size;
    }
  }
  return shortest;
}

async function fails(history: History): Promise<boolean> {
  try {
    return (await play(history)).broken.length > 0;
  } catch {
    return true;
  }
}
