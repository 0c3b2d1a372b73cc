// Counts of a run, by outcome of the dossiers.

import type { RunCounts } from './ports';

export const NO_COUNTS: RunCounts = {
  read: 0,
  added: 0,
  updated: 0,
  unchanged: 0,
  removed: 0,
  outOfScope: 0,
  failed: 0,
  warnings: 0,
};

export function addCounts(left: RunCounts, right: Partial<RunCounts>): RunCounts {
  return {
    read: left.read + (right.read ?? 0),
    added: left.added + (right.added ?? 0),
    updated: left.updated + (right.updated ?? 0),
    unchanged: left.unchanged + (right.unchanged ?? 0),
    removed: left.removed + (right.removed ?? 0),
    outOfScope: left.outOfScope + (right.outOfScope ?? 0),
    failed: left.failed + (right.failed ?? 0),
    warnings: left.warnings + (right.warnings ?? 0),
  };
}
