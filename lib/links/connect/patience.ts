// How long a look at the two sides may take, for somebody who waits in front of a page.

import { Failure } from '../../errors/failure';

export const PATIENCE_MS = 45_000;

/** Throws APERCU_TROP_LONG after this long; what is being asked is then told to stop. */
export async function within<T>(milliseconds: number, work: (stop: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Failure('APERCU_TROP_LONG'));
      stop.abort();
    }, milliseconds);
  });
  const working = work(stop.signal);
  // Its end, once nobody waits for it any more, is nobody's business.
  working.catch(() => undefined);
  try {
    return await Promise.race([working, late]);
  } finally {
    clearTimeout(timer);
  }
}
