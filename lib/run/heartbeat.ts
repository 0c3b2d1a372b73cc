// The heartbeat of a run: its lease is renewed while it works, also during a page that DN takes minutes to make, and
// somebody's wish to cancel it is noticed.

import { Failure } from '../errors/failure';
import type { Ledger, RunHandle } from './ports';

/** A third of a lease's life: two beats may be missed. */
const INTERVAL = 30_000;

/** Somebody who clicks « annuler » sees the run stop within a few seconds. */
const CANCEL_INTERVAL = 2_000;

export type Cancellation = {
  /** Was this run asked to stop? A Ledger out of reach for a moment is asked again later. */
  isAsked(): Promise<boolean>;
  /** Told once. The batch in hand is finished, and the run ends cleanly. */
  onAsked(): void;
};

/**
 * Renews until stopped. When the lease is lost the run may not write any more (its records would be refused by their
 * fencing number): `onLost` is told, once. A Ledger out of reach for a moment is not a lost lease.
 */
export function beat(
  ledger: Ledger,
  handle: RunHandle,
  onLost: () => void,
  interval = INTERVAL,
  cancellation: Cancellation | null = null,
): { stop(): void } {
  const timer = setInterval(() => {
    ledger.renew(handle).catch((error: unknown) => {
      if (!(error instanceof Failure) || error.code !== 'BAIL_PERDU') return;
      stop();
      onLost();
    });
  }, interval);
  const watch = cancellation === null ? null : watchCancellation(cancellation);
  const stop = () => {
    clearInterval(timer);
    watch?.stop();
  };
  timer.unref();
  return { stop };
}

function watchCancellation({ isAsked, onAsked }: Cancellation): { stop(): void } {
  let over = false;
  const stop = () => {
    over = true;
    clearInterval(timer);
  };
  const timer = setInterval(() => {
    isAsked().then(
      (asked) => {
        if (!asked || over) return;
        stop();
        onAsked();
      },
      () => undefined,
    );
  }, CANCEL_INTERVAL);
  timer.unref();
  return { stop };
}
