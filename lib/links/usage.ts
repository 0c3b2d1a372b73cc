// The public statistics of the service, read once an hour.

import type { Database } from '../store/database';
import { type UsageCounts, usageCounts } from '../store/usage-counts';
import type { Service } from './service';

const HOUR = 3_600_000;

/** What « lately » means. */
export const USAGE_DAYS = 30;

export type Usage = UsageCounts & { readonly at: Date };

const kept = new WeakMap<Database, Usage>();

export async function usage({ database, clock }: Service): Promise<Usage> {
  const now = clock.now();
  const before = kept.get(database);
  if (before !== undefined && now - before.at.getTime() < HOUR) return before;
  const counts = await usageCounts(database, new Date(now - USAGE_DAYS * 24 * HOUR));
  const fresh = { ...counts, at: new Date(now) };
  kept.set(database, fresh);
  return fresh;
}
