import { AsyncLocalStorage } from 'node:async_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test, vi } from 'vitest';
import { type BudgetOptions, budgetOf, makeBudget, type Quota, tokensCounted } from './budget';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

/** A budget whose clock moves only when it sleeps. */
function testBudget(options: Omit<BudgetOptions, 'clock' | 'sleep'> = {}) {
  const time = { now: 1_000_000 };
  const waits: number[] = [];
  const budget = makeBudget({
    random: () => 0.5,
    ...options,
    clock: { now: () => time.now },
    sleep: async (ms) => {
      waits.push(ms);
      time.now += ms;
    },
  });
  return { budget, time, waits };
}

describe('a token’s budget', () => {
  test('never more than its number in any 60 seconds', async () => {
    const { budget, time } = testBudget({ perMinute: 5 });
    const sentAt: number[] = [];
    for (let i = 0; i < 23; i += 1) {
      const leave = await budget.enter();
      sentAt.push(time.now);
      time.now += 700;
      leave();
    }
    for (const start of sentAt) {
      expect(sentAt.filter((at) => at >= start && at < start + 60_000).length).toBeLessThanOrEqual(5);
    }
    // 23 requests at 5 a minute: the last one leaves in the fifth minute, and not later.
    expect((sentAt.at(-1) ?? 0) - (sentAt[0] ?? 0)).toBeLessThan(4 * 60_000 + 5 * 700);
  });

  test('draws from what processes share, waits when there is nothing, and draws again what is old', async () => {
    const asked: number[] = [];
    const answers = [
      { granted: 2, waitMs: 0 },
      { granted: 0, waitMs: 4_000 },
      { granted: 2, waitMs: 0 },
      { granted: 2, waitMs: 0 },
    ];
    const { budget, time, waits } = testBudget({
      quota: {
        draw: async () => answers[asked.push(time.now) - 1] ?? { granted: 1, waitMs: 0 },
        block: async () => undefined,
      },
    });
    for (let request = 0; request < 3; request += 1) (await budget.enter())();
    expect(waits).toEqual([4_000]);
    expect(asked).toHaveLength(3);
    time.now += 10_000;
    (await budget.enter())();
    expect(asked).toHaveLength(4);
  });

  test('a 429 is told to the other processes, and what was drawn before it is not used', async () => {
    const told: number[] = [];
    let draws = 0;
    const { budget, waits } = testBudget({
      quota: {
        draw: async () => {
          draws += 1;
          return { granted: 5, waitMs: 0 };
        },
        block: async (ms) => void told.push(ms),
      },
    });
    (await budget.enter())();
    budget.block(20_000);
    (await budget.enter())();
    expect(waits).toEqual([20_500]);
    expect(told).toEqual([20_500]);
    expect(draws).toBe(2);
  });

  test('after a 429 everyone waits, with a jitter, at most 61 s', async () => {
    const { budget, waits } = testBudget();
    budget.block(20_000);
    await Promise.all([budget.enter(), budget.enter()]);
    expect(waits).toEqual([20_500]);
    budget.block(61_000);
    await budget.enter();
    expect(waits).toEqual([20_500, 61_000]);
  });

  test('a shorter 429 does not shorten the wait of a longer one', async () => {
    const { budget, waits } = testBudget();
    budget.block(30_000);
    budget.block(1000);
    await budget.enter();
    expect(waits).toEqual([30_500]);
  });

  test('no more than its number in flight; the next ones leave in order', async () => {
    const { budget } = testBudget({ inFlight: 2 });
    const order: number[] = [];
    const enter = async (name: number) => {
      const leave = await budget.enter();
      order.push(name);
      return leave;
    };
    const [one, two] = await Promise.all([enter(1), enter(2)]);
    const three = enter(3);
    const four = enter(4);
    await new Promise((resolve) => setImmediate(resolve));
    expect(order).toEqual([1, 2]);
    one();
    one();
    const leaveThree = await three;
    await new Promise((resolve) => setImmediate(resolve));
    expect(order).toEqual([1, 2, 3]);
    two();
    leaveThree();
    (await four)();
    expect(order).toEqual([1, 2, 3, 4]);
  });

  test('one that gives up does not block the others', async () => {
    const { budget } = testBudget();
    const stop = AbortSignal.abort();
    await expect(budget.enter(stop)).rejects.toThrow();
    await expect(budget.enter()).resolves.toBeTypeOf('function');
  });

  test('a sleep that returns early is not a busy loop', async () => {
    let slept = 0;
    const budget = makeBudget({
      perMinute: 1,
      sleep: async () => {
        slept += 1;
      },
    });
    (await budget.enter())();
    budget.block(50_000);
    (await budget.enter())();
    expect(slept).toBe(2);
  });

  test('the same token has the same budget in the whole process, another one has its own', async () => {
    const places = await Promise.all([1, 2, 3].map(() => budgetOf('jeton-a').enter()));
    let entered = false;
    const fourth = budgetOf('jeton-a').enter();
    void fourth.then(() => {
      entered = true;
    });
    (await budgetOf('jeton-b').enter())();
    await new Promise((resolve) => setImmediate(resolve));
    expect(entered).toBe(false);
    for (const leave of places) leave();
    (await fourth)();
  });

  test('what a minute has made worth nothing is not kept, what still counts is', async () => {
    const time = { now: 5_000_000 };
    const clock = { now: () => time.now };
    const enter = (token: string) => budgetOf(token, undefined, { clock }).enter();
    const others = tokensCounted();
    for (let rank = 0; rank < 50; rank += 1) (await enter(`passager-${rank}`))();
    const held = await enter('occupé');
    time.now += 30_000;
    (await enter('récent'))();
    budgetOf('bloqué', undefined, { clock }).block(60_000);
    expect(tokensCounted() - others).toBe(53);
    time.now += 30_001;
    (await enter('nouveau'))();
    expect(tokensCounted() - others).toBeLessThanOrEqual(4);
    // In flight still: had it been forgotten, all three of its places would be free.
    const [second, third] = [await enter('occupé'), await enter('occupé')];
    let entered = false;
    const fourth = enter('occupé');
    void fourth.then(() => {
      entered = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(entered).toBe(false);
    for (const leave of [held, second, third]) leave();
    (await fourth)();
  });

  test('nothing of who asked is kept with the count of a token', async () => {
    const surroundings = new AsyncLocalStorage<object>();
    const asked: WeakRef<object>[] = [];
    const ask = async (token: string, quotaOf: (asker: object) => Quota) => {
      const asker = { form: 'a whole form' };
      const budget = budgetOf(token, () => quotaOf(asker));
      await surroundings.run(asker, async () => (await budget.enter())());
      return new WeakRef(asker);
    };
    for (let rank = 0; rank < 20; rank += 1) {
      const quotaOf = (asker: object): Quota => ({
        draw: async () => ({ granted: Object.keys(asker).length, waitMs: 0 }),
        block: async () => undefined,
      });
      asked.push(await ask(`oublié-${rank}`, quotaOf));
    }
    await vi.waitFor(() => {
      collect();
      expect(asked.filter((one) => one.deref() !== undefined)).toHaveLength(0);
    });
  });
});
