// How long a follower rests between two looks at the dashboard.

import { expect, it } from 'vitest';
import { restAfter } from './follow';

it.each([
  ['a quick look', 5, 1_000],
  ['a look of fifty milliseconds', 50, 1_000],
  ['a look of two hundred milliseconds', 200, 4_000],
  ['a look that took very long', 3_000, 10_000],
])('%s', (_what, took, rest) => {
  expect(restAfter(took, { least: 1_000, most: 10_000 })).toBe(rest);
});
