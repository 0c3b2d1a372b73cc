// The heartbeat: it renews, it notices a lost lease, and it notices that somebody cancelled.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Failure } from '../errors/failure';
import { beat, type Cancellation } from './heartbeat';
import type { Ledger } from './ports';
import { memoryLedger } from './testing/memory-ledger';

const HANDLE = { runId: 'r', linkId: 'l', fence: 1 };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function ledgerThat(renew: Ledger['renew']): Ledger {
  return { ...memoryLedger(), renew };
}

function cancellation(asked: () => Promise<boolean>): Cancellation & { readonly told: () => number } {
  let told = 0;
  const onAsked = () => {
    told += 1;
  };
  return { isAsked: asked, onAsked, told: () => told };
}

describe('the heartbeat', () => {
  it('renews at each interval, until it is stopped', async () => {
    const renew = vi.fn(async () => undefined);
    const heart = beat(ledgerThat(renew), HANDLE, () => undefined, 1_000);
    await vi.advanceTimersByTimeAsync(3_500);
    expect(renew).toHaveBeenCalledTimes(3);
    heart.stop();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(renew).toHaveBeenCalledTimes(3);
  });

  it('tells a lost lease once, and not a database out of reach', async () => {
    const lost = vi.fn();
    let code: 'BASE_INJOIGNABLE' | 'BAIL_PERDU' = 'BASE_INJOIGNABLE';
    beat(
      ledgerThat(() => Promise.reject(new Failure(code))),
      HANDLE,
      lost,
      1_000,
    );
    await vi.advanceTimersByTimeAsync(5_000);
    expect(lost).not.toHaveBeenCalled();
    code = 'BAIL_PERDU';
    await vi.advanceTimersByTimeAsync(5_000);
    expect(lost).toHaveBeenCalledTimes(1);
  });

  it('tells within a few seconds, once, that somebody cancelled', async () => {
    let asked = false;
    const wish = cancellation(async () => asked);
    beat(
      ledgerThat(async () => undefined),
      HANDLE,
      () => undefined,
      30_000,
      wish,
    );
    await vi.advanceTimersByTimeAsync(60_000);
    expect(wish.told()).toBe(0);
    asked = true;
    await vi.advanceTimersByTimeAsync(2_000);
    expect(wish.told()).toBe(1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(wish.told()).toBe(1);
  });

  it('asks again when the database was out of reach, and nothing once stopped', async () => {
    let reachable = false;
    const wish = cancellation(async () => {
      if (!reachable) throw new Failure('BASE_INJOIGNABLE');
      return true;
    });
    const heart = beat(
      ledgerThat(async () => undefined),
      HANDLE,
      () => undefined,
      30_000,
      wish,
    );
    await vi.advanceTimersByTimeAsync(4_000);
    expect(wish.told()).toBe(0);
    reachable = true;
    heart.stop();
    await vi.advanceTimersByTimeAsync(4_000);
    expect(wish.told()).toBe(0);
  });
});
