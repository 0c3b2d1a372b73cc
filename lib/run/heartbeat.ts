// The heartbeat of a run: its lease is renewed while it works, also during a page that DN takes minutes to make.

import { Failure } from '../errors/failure';
import type { Ledger, RunHandle } from './ports';

/** A third of a lease's life: two beats may be missed. */
const INTERVAL = 30_000;

/**
 * Renews until stopped. When the lease is lost the run may not write any more (its records would be refused by their
 * fencing number): `onLost` is told, once. A Ledger out of reach for a moment is not a lost lease.
 */
export function beat(
  ledger: Ledger,
  handle: RunHandle,
  onLost: () => void,
  interval = INTERVAL,
): { stop(): void } {
  const timer = setInterval(() => {
    ledger.renew(handle).catch((error: unknown) => {
      if (!(error instanceof Failure) || error.code !== 'BAIL_PERDU') return;
      clearInterval(timer);
      onLost();
    });
  }, interval);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
