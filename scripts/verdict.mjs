// Runs checks, Vitest and Playwright one after the other, says what went wrong, and ends on the line that counts: `N passed, N failed`.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { needBrowser } from './browser.mjs';
import { tallyPlaywright, tallyVitest, total } from './tally.mjs';
import { runCommand, runNode, toolPath } from './tools.mjs';

/** @typedef {import('./tally.mjs').Tally} Tally */

const PASSED = { passed: 1, failed: 0, skipped: 0 };
const FAILED = { passed: 0, failed: 1, skipped: 0 };

/**
 * Two at a time: none of them keeps two cores busy alone.
 * @param {readonly import('./checks.mjs').Check[]} checks
 * @param {AbortSignal} signal
 * @returns {Promise<Tally>}
 */
export async function runChecks(checks, signal) {
  const left = [...checks];
  /** @type {Tally[]} */
  const tallies = [];
  const work = async () => {
    for (let check = left.shift(); check !== undefined && !signal.aborted; check = left.shift()) {
      tallies.push(await runCheck(check, signal));
    }
  };
  await Promise.all([work(), work()]);
  return total(tallies);
}

/**
 * @param {import('./checks.mjs').Check} check
 * @param {AbortSignal} signal
 * @returns {Promise<Tally>}
 */
async function runCheck({ name, run }, signal) {
  const start = performance.now();
  const { ok, output } = await run(signal).catch((error) => ({ ok: false, output: String(error) }));
  console.log(`${ok ? '✓' : '✗'} ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
  if (!ok) console.log(output.trim().replaceAll(/^/gm, '    '));
  return ok ? PASSED : FAILED;
}

/**
 * @param {readonly string[]} args of `vitest run`
 * @param {{ env?: Record<string, string>, signal: AbortSignal }} options
 * @returns {Promise<Tally>}
 */
export async function runVitest(args, { env = {}, signal }) {
  const folder = mkdtempSync(join(tmpdir(), 'one-trick-pony-report-'));
  const report = join(folder, 'vitest.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const { status } = await runNode(
      [toolPath('vitest'), 'run', '--allowOnly=false', ...reporters, ...args],
      {
        env,
        signal,
        show: true,
      },
    );
    return tallyVitest(report, status);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The site in a browser. Without one, says how to get it and counts one failure.
 * @param {{ env?: Record<string, string>, signal: AbortSignal }} options
 * @returns {Promise<Tally>}
 */
export async function runPlaywright({ env = {}, signal }) {
  try {
    await needBrowser(signal);
  } catch (error) {
    console.log(error instanceof Error ? error.message : error);
    return FAILED;
  }
  const folder = mkdtempSync(join(tmpdir(), 'one-trick-pony-report-'));
  const report = join(folder, 'playwright.json');
  try {
    const { status } = await runCommand(
      process.execPath,
      [toolPath('playwright', '@playwright/test'), 'test', '--reporter=list,json'],
      { env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report }, signal, show: true },
    );
    return tallyPlaywright(report, status);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Prints the last line and ends the process: 130 when interrupted, 1 when anything failed.
 * @param {readonly Tally[]} tallies
 * @param {AbortSignal} signal
 */
export function conclude(tallies, signal) {
  const { passed, failed, skipped } = total(tallies);
  if (signal.aborted) console.log('Interrompu : le compte n’est pas complet.');
  if (skipped > 0) console.log(`${skipped} tests ont été sautés.`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(signal.aborted ? 130 : failed > 0 || passed === 0 ? 1 : 0);
}
