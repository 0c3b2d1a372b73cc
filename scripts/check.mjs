// `npm run check`: types, style, import directions and the unit tests, which need neither servers nor database. Under a minute.

import { STATIC_CHECKS } from './checks.mjs';
import { install } from './install.mjs';
import { interruption } from './interruption.mjs';
import { conclude, runChecks, runVitest } from './verdict.mjs';

const signal = interruption();
/** @type {import('./tally.mjs').Tally[]} */
const tallies = [];
try {
  await install();
  tallies.push(await runChecks(STATIC_CHECKS, signal));
  const unit = ['--project', 'unit', ...process.argv.slice(2)];
  if (!signal.aborted) tallies.push(await runVitest(unit, { signal }));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  tallies.push({ passed: 0, failed: 1, skipped: 0 });
}
conclude(tallies, signal);
