import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { RowGroup } from '../sync/model/operation';
import type { BoundTable } from '../sync/model/table';
import type { Applied, Wire } from './wire';
import { openWriter } from './write';

const dossiers: BoundTable = {
  key: 'dossiers',
  ref: 2,
  id: 'Demarche_1_dossiers',
  keyColumns: ['n'],
  dossierColumn: 'n',
  columns: [{ key: 'n', ref: 10, id: 'number', type: 'Int' }],
};

/** A document that answers when told, and counts what is on its way. */
function heldWire() {
  const waiting: (() => void)[] = [];
  const seen = { requests: 0, inFlight: 0, most: 0 };
  const unused = () => Promise.reject(new Error('not in this test'));
  const apply = async (body: Uint8Array): Promise<Applied> => {
    seen.requests += 1;
    seen.inFlight += 1;
    seen.most = Math.max(seen.most, seen.inFlight);
    await new Promise<void>((resolve) => waiting.push(resolve));
    seen.inFlight -= 1;
    const actions = JSON.parse(Buffer.from(body).toString('utf8')) as [string, string, unknown[]][];
    return { status: 'applied', values: actions.map(([, , ids]) => ids.map((_, at) => at + 1)) };
  };
  const wire: Wire = { read: unused, settle: unused, upload: unused, apply };
  return { wire, seen, answer: () => waiting.shift()?.() };
}

/** Groups that count how many of them were encoded. */
function countedGroups(count: number) {
  const counter = { encoded: 0 };
  const groups = Array.from({ length: count }, (_, at): RowGroup => {
    const operations = [
      { type: 'add', table: 'dossiers', key: String(at), cells: { n: at + 1 }, reason: 'nouveau' },
    ] as const;
    return Object.defineProperty({ dossier: at + 1, operations }, 'dossier', {
      enumerable: true,
      get: () => {
        counter.encoded += 1;
        return at + 1;
      },
    });
  });
  return { counter, groups };
}

const soon = async () => {
  for (let turn = 0; turn < 20; turn += 1) await setImmediate();
};

describe('the requests of one write', () => {
  it('go one at a time, each encoded while the one before is on its way', async () => {
    const { wire, seen, answer } = heldWire();
    const { counter, groups } = countedGroups(2500);
    const writing = openWriter(wire, () => Promise.resolve(new Set())).write([dossiers], groups);
    await soon();
    // The first one waits for its answer; the second is full, and the row that did not fit in it is known.
    expect([seen.requests, counter.encoded]).toEqual([1, 2001]);
    answer();
    await soon();
    expect([seen.requests, counter.encoded]).toEqual([2, 2500]);
    answer();
    await soon();
    answer();
    expect(await writing).toHaveLength(2500);
    expect(seen).toEqual({ requests: 3, inFlight: 0, most: 1 });
  });
});
