// Random histories of a démarche, of a document and of the tool between them, faults and kills included: once all is
// quiet, the promises 1 to 6 of design/house.md hold. Every success on the way is held to the same truth.
//
// HISTORY_SEED=123 plays that one; HISTORIES=1000 plays that many, HISTORIES_FROM=5000 from there; HISTORY='…' plays one
// spelt as a failure spells it; SHORTEN=40 shortens what fails in at most 40 tries. What is avoided: testing/known-bugs.ts.
//
// Next, with the stages that are to come: changes of the form and publications, changes that move no date, dossiers
// that expire or vanish without a trace, managed columns, tables and rows deleted in Grist, managed cells edited there.

import { describe, expect, it } from 'vitest';
import { drawHistory, type History, readHistory, spell } from './testing/history';
import { AVOIDED_STEPS, ONCE_BROKEN } from './testing/known-bugs';
import { play } from './testing/play';
import { shorten } from './testing/shorten';

const LONGEST = 120_000;

const number = (name: string, usual: number): number => Number(process.env[name] ?? usual);
const first = number('HISTORIES_FROM', 1);
const seeds =
  process.env.HISTORY_SEED === undefined
    ? Array.from({ length: number('HISTORIES', 48) }, (_, rank) => first + rank)
    : [number('HISTORY_SEED', 1)];

async function keepsItsPromises(history: History): Promise<void> {
  const { broken, outcomes } = await play(history);
  if (broken.length === 0) return;
  const shortest = await shorten(history, number('SHORTEN', 0));
  const told = [spell(history), outcomes.join(' '), `shorter: ${spell(shortest)}`].join('\n');
  expect(broken, told).toEqual([]);
}

describe.runIf(process.env.HISTORY === undefined)('random histories', () => {
  it.each(seeds)('HISTORY_SEED=%d', (seed) => keepsItsPromises(drawHistory(seed, AVOIDED_STEPS)), LONGEST);
});

describe.runIf(process.env.HISTORY !== undefined)('one history', () => {
  it('as it was spelt', () => keepsItsPromises(readHistory(process.env.HISTORY ?? '')), LONGEST);
});

describe('once broken', () => {
  it.each(ONCE_BROKEN)('%s', (_name, spelt) => keepsItsPromises(readHistory(spelt)), LONGEST);
});
