// The count on the last line is the truth, whatever way the tests went wrong.

import { describe, expect, it } from 'vitest';
import { tallyBrowser, tallyPlaywright, tallyReport, tallyVitest, total } from './tally.mjs';

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((one) => ({ status: one })),
});

describe('the tally of a test run', () => {
  it.each([
    ['all is well', [file('passed', 'passed', 'passed'), file('passed', 'passed')], 0, 3, 0, 0],
    ['a test fails', [file('failed', 'passed', 'failed')], 1, 1, 1, 0],
    ['a file cannot be read', [file('passed', 'passed'), file('failed')], 1, 1, 1, 0],
    ['a set-up fails after tests that passed', [file('failed', 'passed', 'skipped')], 1, 1, 1, 1],
    ['an error comes from outside of the tests', [file('passed', 'passed')], 1, 1, 1, 0],
    ['no test is found', [], 0, 0, 1, 0],
    ['every test is skipped', [file('passed', 'skipped', 'todo')], 0, 0, 1, 2],
  ])('when %s', (_what, testResults, status, passed, failed, skipped) => {
    expect(tallyReport({ testResults }, status)).toEqual({ passed, failed, skipped });
  });

  it('when it crashed before leaving a report', () => {
    expect(tallyVitest('/nowhere/report.json', 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it.each([
    ['all is well', { expected: 3 }, [], 0, 3, 0, 0],
    ['a test fails', { expected: 2, unexpected: 1 }, [], 1, 2, 1, 0],
    ['a test passes at the second try', { expected: 2, flaky: 1 }, [], 0, 2, 1, 0],
    ['the set-up fails', {}, [{ message: 'no' }], 1, 0, 1, 0],
    ['an error comes from outside of the tests', { expected: 3 }, [{ message: 'no' }], 1, 3, 1, 0],
    ['no test is found', {}, [], 0, 0, 1, 0],
    ['it ends badly', { expected: 3 }, [], 1, 3, 1, 0],
    ['a test is skipped', { expected: 1, skipped: 2 }, [], 0, 1, 0, 2],
  ])('of a browser, when %s', (_what, counts, errors, status, passed, failed, skipped) => {
    const stats = { expected: 0, unexpected: 0, flaky: 0, skipped: 0, ...counts };
    expect(tallyBrowser({ stats, errors }, status)).toEqual({ passed, failed, skipped });
  });

  it('of a browser, when it crashed before leaving a report', () => {
    expect(tallyPlaywright('/nowhere/report.json', 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('adds up', () => {
    const one = { passed: 1, failed: 2, skipped: 3 };
    expect(total([one, one])).toEqual({ passed: 2, failed: 4, skipped: 6 });
    expect(total([])).toEqual({ passed: 0, failed: 0, skipped: 0 });
  });
});
