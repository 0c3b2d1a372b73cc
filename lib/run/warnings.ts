// Warnings kept with a run: enough to act on, bounded whatever the form, in a report as in what stages answer.

import type { CellWarning } from '../sync/model/operation';

export const MAX_WARNINGS = 1000;

/** How many more are kept once so many are. */
export function room(kept: number): number {
  return Math.max(0, MAX_WARNINGS - kept);
}

/** The counts of what a stage answers tell how many there were. */
export function trimmed<T extends { readonly warnings: readonly CellWarning[] }>(answer: T, most: number): T {
  return answer.warnings.length <= most ? answer : { ...answer, warnings: answer.warnings.slice(0, most) };
}
