import { describe, expect, it } from 'vitest';
import { Failure } from '../errors/failure';
import { define } from './definition';

const function_ = (more: Record<string, unknown>) => ({
  id: 'app-f',
  name: 'f',
  triggers: [{ event: 'go' }],
  steps: { step: { id: 'step', name: 'step', runtime: { type: 'http', url: 'http://embedded' } } },
  ...more,
});

describe('what is understood', () => {
  it('five attempts when nothing is said', () => {
    expect(define(function_({})).maxAttempts).toBe(5);
  });

  it.each([
    [0, 1],
    [2, 3],
    [20, 21],
  ])('retries: %i → %i attempts', (attempts, most) => {
    expect(define(function_({ steps: { step: { retries: { attempts } } } })).maxAttempts).toBe(most);
  });

  it('lanes: of the function, of the environment, of the account', () => {
    const lanes = (concurrency: unknown) =>
      define(function_({ concurrency })).concurrency.map(({ lane, limit }) => [lane, limit]);
    expect(lanes(3)).toEqual([['fn app-f ', 3]]);
    expect(
      lanes([
        { limit: 2, key: 'event.data.k' },
        { limit: 1, key: 'event.data.k', scope: 'env' },
      ]),
    ).toEqual([
      ['fn app-f event.data.k', 2],
      ['env event.data.k', 1],
    ]);
    expect(lanes([{ limit: 4, key: '"all"', scope: 'account' }])).toEqual([['account "all"', 4]]);
  });

  it('timeouts in milliseconds', () => {
    const { startTimeout, finishTimeout } = define(function_({ timeouts: { start: '10s', finish: '2h' } }));
    expect([startTimeout, finishTimeout]).toEqual([10_000, 7_200_000]);
  });
});

describe('what is refused, by name', () => {
  it.each([
    ['debounce', { debounce: { period: '2s' } }],
    ['throttle', { throttle: { limit: 1, period: '1s' } }],
    ['rateLimit', { rateLimit: { limit: 1, period: '1s' } }],
    ['priority', { priority: { run: '1' } }],
    ['batchEvents', { batchEvents: { maxSize: 2, timeout: '1s' } }],
    ['uneOptionDeDemain', { uneOptionDeDemain: true }],
    ['concurrency', { concurrency: [1, 2, 3] }],
    ['concurrency', { concurrency: [{ limit: 1, scope: 'env' }] }],
    ['concurrency', { concurrency: [{ limit: 1, key: 'event.data.', scope: 'fn' }] }],
    ['concurrency', { concurrency: [{ limit: 1, key: 'event.id', scope: 'planète' }] }],
    ['singleton', { singleton: { mode: 'queue' } }],
    ['singleton', { singleton: { mode: 'skip', key: 'steps.a' } }],
    ['idempotency', { idempotency: 'event.data.list.map(x, x)' }],
    ['timeouts.finish', { timeouts: { finish: 'soon' } }],
    ['cancelOn', { cancel: Array.from({ length: 6 }, () => ({ event: 'stop' })) }],
    ['cancelOn', { cancel: [{ event: 'stop', if: 'async.data.k ==' }] }],
    ['cancelOn.timeout', { cancel: [{ event: 'stop', timeout: '1h' }] }],
    ['triggers', { triggers: [{ event: 'go/*' }] }],
    ['triggers', { triggers: [{ event: 'go', expression: 'event.data.k ==' }] }],
    ['triggers', { triggers: [{}] }],
    ['cron', { triggers: [{ cron: '@daily' }] }],
    ['jitter', { triggers: [{ cron: '0 0 * * *', jitter: '1m' }] }],
  ])('%s %j', (option, more) => {
    let refused: unknown;
    try {
      define(function_(more));
    } catch (error) {
      refused = error;
    }
    expect(refused).toBeInstanceOf(Failure);
    const { code, detail } = Object(refused);
    expect(code).toBe('MOTEUR_FONCTION_REFUSEE');
    expect(detail).toContain(`fonction « app-f », option « ${option} » : `);
  });
});
