// What passed and what failed: each check counts as one, each test as one, and so does a test run that ended badly.

import { existsSync, readFileSync } from 'node:fs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */

/**
 * What a Vitest run amounts to. A file that could not even be read counts as one failure; so do a run that found no
 * test, one that left no report, and one that ended badly though every test passed (an error outside of the tests).
 * @param {string} report path of Vitest's JSON report
 * @param {number} status exit status of Vitest
 * @returns {Tally}
 */
export function tallyVitest(report, status) {
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  return tallyReport(JSON.parse(readFileSync(report, 'utf8')), status);
}

/**
 * Pure.
 * @param {{ testResults: { status: string, assertionResults: { status: string }[] }[] }} report
 * @param {number} status
 * @returns {Tally}
 */
export function tallyReport(report, status) {
  const tests = report.testResults.flatMap((file) => file.assertionResults.map((test) => test.status));
  const count = (/** @type {string} */ wanted) => tests.filter((found) => found === wanted).length;
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
  ).length;
  const passed = count('passed');
  const failed = count('failed') + brokenFiles;
  const endedBadly = failed === 0 && (status !== 0 || passed === 0);
  return { passed, failed: failed + (endedBadly ? 1 : 0), skipped: tests.length - passed - count('failed') };
}

/**
 * What a Playwright run amounts to. A test that passed at the second try failed; so did a run that found no test, left no
 * report, or met an error outside of the tests.
 * @param {string} report path of Playwright's JSON report
 * @param {number} status exit status of Playwright
 * @returns {Tally}
 */
export function tallyPlaywright(report, status) {
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  return tallyBrowser(JSON.parse(readFileSync(report, 'utf8')), status);
}

/**
 * Pure.
 * @param {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number }, errors: unknown[] }} report
 * @param {number} status
 * @returns {Tally}
 */
export function tallyBrowser({ stats, errors }, status) {
  const passed = stats.expected;
  const failed = stats.unexpected + stats.flaky;
  const endedBadly = errors.length > 0 || (failed === 0 && (status !== 0 || passed === 0));
  return { passed, failed: failed + (endedBadly ? 1 : 0), skipped: stats.skipped };
}

/**
 * @param {readonly Tally[]} tallies
 * @returns {Tally}
 */
export function total(tallies) {
  const sum = (/** @type {keyof Tally} */ key) => tallies.reduce((so, tally) => so + tally[key], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
}
