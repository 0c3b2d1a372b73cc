// The random histories as tests: how many, which ones, and what a failure tells.
//
// HISTORY_SEED=123 plays that one; HISTORIES=1000 plays that many, HISTORIES_FROM=5000 from there; HISTORY='…' plays one
// spelt as a failure spells it; SHORTEN=40 shortens what fails in at most 40 tries. What is avoided: known-bugs.ts.

import { describe, expect, it } from 'vitest';
import { drawHistory, type History, readHistory, spell } from './history';
import { AVOIDED_STEPS, ONCE_BROKEN } from './known-bugs';
import { play } from './play';
import type { Memory } from './scene';
import { shorten } from './shorten';

/** In memory, in so many files of tests as nearly halve the time on two cores. */
export const SHARDS = 4;
const IN_MEMORY = 288;

/** Of one history, in ms: the machine may be slow, or shared. */
export const LONGEST = 120_000;

const { env } = process;
const number = (name: string, usual: number): number => Number(env[name] ?? usual);

/** Every fourth seed, beginning with the shard's own; and the once broken ones, likewise. */
export function shardOfHistories(shard: number): void {
  const mine = (_: unknown, rank: number) => rank % SHARDS === shard - 1;
  if (env.HISTORY !== undefined || env.HISTORY_SEED !== undefined) {
    if (shard === 1) describe('one history', () => void it('as it was asked', () => holds(asked()), LONGEST));
    else it.skip('one history is asked for', () => {});
    return;
  }
  const first = number('HISTORIES_FROM', 1);
  const seeds = Array.from({ length: number('HISTORIES', IN_MEMORY) }, (_, rank) => first + rank).filter(
    mine,
  );
  describe('random histories', () => {
    it.each(seeds)('HISTORY_SEED=%d', (seed) => holds(drawHistory(seed, AVOIDED_STEPS)), LONGEST);
  });
  describe('once broken', () => {
    it.each(ONCE_BROKEN.filter(mine))('%s', (_name, spelt) => holds(readHistory(spelt)), LONGEST);
  });
}

function asked(): History {
  return env.HISTORY === undefined
    ? drawHistory(number('HISTORY_SEED', 1), AVOIDED_STEPS)
    : readHistory(env.HISTORY);
}

/** Fails with the history as it can be played again, and a shorter one where it was asked for. */
export async function holds(history: History, remembering?: () => Memory): Promise<void> {
  const { broken, outcomes } = await play(history, remembering?.());
  if (broken.length === 0) return;
  const shortest = await shorten(history, number('SHORTEN', 0), remembering);
  const told = [spell(history), outcomes.join(' '), `shorter: ${spell(shortest)}`, ...broken].join('\n');
  expect(broken, told).toEqual([]);
}
