import { describe, expect, it } from 'vitest';
import { RUN_OUTPUT_BYTES } from './limits';
import { call, readAnswer } from './protocol';

const headers = (values: Record<string, string> = {}) => new Headers(values);
const ERROR = { name: 'TypeError', message: 'no', stack: 'TypeError: no' };

describe('answers of the SDK', () => {
  it.each([
    ['a result', 200, {}, '{"n":1}', { kind: 'completed', output: '{"n":1}' }],
    ['nothing', 200, {}, '', { kind: 'completed', output: 'null' }],
    [
      'an error that may pass',
      500,
      { 'x-inngest-no-retry': 'false' },
      JSON.stringify(ERROR),
      { kind: 'retry', error: ERROR, after: null },
    ],
    [
      'an error with a date',
      500,
      { 'retry-after': '3' },
      JSON.stringify(ERROR),
      { kind: 'retry', error: ERROR, after: '3' },
    ],
    [
      'a final error',
      400,
      { 'x-inngest-no-retry': 'true' },
      JSON.stringify(ERROR),
      { kind: 'failed', error: ERROR },
    ],
    [
      'an error of no shape',
      500,
      {},
      '"no"',
      { kind: 'retry', error: { name: 'Error', message: 'no' }, after: null },
    ],
    ['too much', 200, {}, `"${'x'.repeat(RUN_OUTPUT_BYTES)}"`, { kind: 'too-large' }],
  ])('%s', (_name, status, values, body, outcome) => {
    expect(readAnswer(status, headers(values), body)).toEqual(outcome);
  });

  it('operations', () => {
    const operation = { op: 'StepRun', id: 'abc', name: 'a', opts: {}, data: { n: 1 } };
    expect(readAnswer(206, headers({ 'retry-after': '5' }), JSON.stringify([operation]))).toMatchObject({
      kind: 'operations',
      operations: [operation],
      after: '5',
    });
  });
});

describe('a call', () => {
  const given = {
    runId: 'r',
    functionId: 'app-f',
    step: 'step',
    attempt: 1,
    maxAttempts: 5,
    planned: true,
    event: '{"name":"go"}',
    steps: '"a":{"data":1},"b":{"data":2}',
    stack: '"a","b"',
    depth: 2,
  };

  it('carries the event and the memory as they are stored', async () => {
    let asked: unknown;
    await call(async (request) => {
      asked = { url: request.url, body: await request.json() };
      return Response.json(null);
    }, given);
    expect(asked).toMatchObject({
      url: 'http://embedded/api/inngest?fnId=app-f&stepId=step',
      body: {
        event: { name: 'go' },
        events: [{ name: 'go' }],
        steps: { a: { data: 1 }, b: { data: 2 } },
        ctx: {
          run_id: 'r',
          attempt: 1,
          max_attempts: 5,
          disable_immediate_execution: true,
          use_api: false,
          stack: { stack: ['a', 'b'], current: 2 },
        },
      },
    });
  });

  it.each([
    ['throws', () => Promise.reject(new Error('broken'))],
    ['answers nonsense', async () => new Response('<html>', { status: 500 })],
    ['reports no list', async () => new Response('{}', { status: 206 })],
  ])('that %s is a failed attempt', async (_name, handler) => {
    expect(await call(handler, given)).toMatchObject({ kind: 'retry', after: null });
  });
});
