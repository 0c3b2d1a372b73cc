// Sealed secrets open in their own cell, under their own key, whole; and nowhere else.

import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Cell, keyNameOf, reseal, type SealKeys, seal, unseal } from './seal';

const OLD = randomBytes(32);
const NEW = randomBytes(32);
const keys: SealKeys = { active: 'k1', keys: new Map([['k1', OLD]]) };
const rotated: SealKeys = {
  active: 'k2',
  keys: new Map([
    ['k2', NEW],
    ['k1', OLD],
  ]),
};
const cell: Cell = { table: 'credential', row: '01', column: 'sealed' };
const SECRET = 'jeton-inventé-à-ne-pas-lire';

describe('a sealed secret', () => {
  it('opens as it was, and shows nothing of itself', () => {
    const sealed = seal(keys, cell, SECRET);
    expect(unseal(keys, cell, sealed)).toBe(SECRET);
    expect(Buffer.from(sealed).toString('utf8')).not.toContain('jeton');
    expect(keyNameOf(sealed)).toBe('k1');
  });

  it('never gives the same bytes twice', () => {
    const all = new Set(
      Array.from({ length: 200 }, () => Buffer.from(seal(keys, cell, SECRET)).toString('hex')),
    );
    expect(all.size).toBe(200);
  });

  it.each<[string, Cell]>([
    ['another row', { ...cell, row: '02' }],
    ['another column', { ...cell, column: 'hint' }],
    ['another table', { ...cell, table: 'link' }],
    ['a cell whose names add up to the same text', { table: 'credential01', row: '', column: 'sealed' }],
  ])('refuses to open in %s', (_where, elsewhere) => {
    expect(() => unseal(keys, elsewhere, seal(keys, cell, SECRET))).toThrow(
      expect.objectContaining({ code: 'SECRET_ILLISIBLE' }),
    );
  });

  it('refuses to open in the cell of another when the two were swapped', () => {
    const other = { ...cell, row: '02' };
    const [mine, theirs] = [seal(keys, cell, SECRET), seal(keys, other, 'autre')];
    for (const [where, bytes] of [
      [cell, theirs],
      [other, mine],
    ] as const) {
      expect(() => unseal(keys, where, bytes)).toThrow(expect.objectContaining({ code: 'SECRET_ILLISIBLE' }));
    }
  });

  it('refuses another key of the same name, and a key that is gone', () => {
    const sealed = seal(keys, cell, SECRET);
    const impostor = { active: 'k1', keys: new Map([['k1', NEW]]) };
    const gone = { active: 'k2', keys: new Map([['k2', NEW]]) };
    for (const wrong of [impostor, gone]) {
      expect(() => unseal(wrong, cell, sealed)).toThrow(
        expect.objectContaining({ code: 'SECRET_ILLISIBLE', detail: null }),
      );
    }
  });

  it('refuses every shortened and every altered envelope', () => {
    const sealed = seal(keys, cell, SECRET);
    for (let length = 0; length < sealed.length; length++) {
      expect(() => unseal(keys, cell, sealed.slice(0, length))).toThrow(
        expect.objectContaining({ code: 'SECRET_ILLISIBLE' }),
      );
    }
    for (let index = 0; index < sealed.length; index++) {
      const altered = sealed.slice();
      altered[index] = (altered[index] ?? 0) ^ 1;
      expect(() => unseal(keys, cell, altered)).toThrow(
        expect.objectContaining({ code: 'SECRET_ILLISIBLE' }),
      );
    }
  });
});

describe('rotation', () => {
  it('seals again what an older key sealed, and leaves the rest', () => {
    const again = reseal(rotated, cell, seal(keys, cell, SECRET));
    if (again === null) throw new Error('nothing was done');
    expect(keyNameOf(again)).toBe('k2');
    expect(unseal(rotated, cell, again)).toBe(SECRET);
    expect(reseal(rotated, cell, again)).toBeNull();
    const after = { active: 'k2', keys: new Map([['k2', NEW]]) };
    expect(unseal(after, cell, again)).toBe(SECRET);
  });
});
