// The root: one hash for a démarche, the same for whoever reads it however they do, another one for any other content.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dossier } from '../sync/model/dossier';
import { champ } from '../sync/testing/samples';
import { fingerprintRows, lightOf, type Marking, rootOf } from './fingerprint';
import { LIGHT_COLUMNS, lightFingerprint } from './light-columns';
import { memoryWorld, sampleDossier } from './testing/memory-world';
import { BLOCK, PROJECT } from './testing/world';

const text = fc.string({ maxLength: 8 });
const dossiers = fc
  .uniqueArray(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 12 })
  .chain((numbers) =>
    fc.tuple(
      ...numbers.map((number) =>
        fc
          .record({
            project: text,
            names: fc.array(text, { maxLength: 3 }),
            day: fc.integer({ min: 1, max: 28 }),
          })
          .map(({ project, names, day }) => withRows(sampleDossier(number, project, day), names)),
      ),
    ),
  );

function withRows(dossier: Dossier, names: readonly string[]): Dossier {
  const rows = names.map((name, index) => ({
    id: `Row-${dossier.number}-${index}`,
    champs: [champ('Champ-6', { kind: 'text', text: name })],
  }));
  const [project] = dossier.champs;
  return {
    ...dossier,
    champs: [...(project === undefined ? [] : [project]), champ('Champ-5', { kind: 'repetition', rows })],
  };
}

type Manner = {
  readonly pageSize: number;
  /** Interrupted after so many effects of the Ledger, then begun again. */
  readonly kills: readonly number[];
  readonly turn: number;
};
const manner: fc.Arbitrary<Manner> = fc.record({
  pageSize: fc.integer({ min: 1, max: 15 }),
  kills: fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 3 }),
  turn: fc.integer({ min: 0, max: 11 }),
});

/** Roots as the whole verification and the light one give them, after a load in this manner. */
async function rootsOf(given: readonly Dossier[], { pageSize, kills, turn }: Manner) {
  const here = memoryWorld([...given.slice(turn), ...given.slice(0, turn)]);
  here.source.pageSize = pageSize;
  for (const kill of kills) {
    let left = kill;
    here.ledger.onEffect = () => {
      left -= 1;
      if (left === 0) throw new Error('killed');
    };
    await here.sync({ stepBudget: 0 }).catch(() => undefined);
    here.ledger.onEffect = () => {};
    here.ledger.expireLeases();
  }
  await here.sync();
  here.source.pageSize = 16 - pageSize;
  const [whole, light] = [await here.verify('complete'), await here.verify('legere')];
  expect(whole.differenceCount + light.differenceCount).toBe(0);
  return [whole.root, light.root];
}

describe('the root of a démarche', () => {
  it('does not depend on the order of reading, the size of the pages, nor interruptions; both depths agree', async () => {
    await fc.assert(
      fc.asyncProperty(dossiers, manner, manner, async (given, one, other) => {
        const [whole, light] = await rootsOf(given, one);
        expect(light).toBe(whole);
        expect(await rootsOf(given, other)).toEqual([whole, whole]);
      }),
      { numRuns: 40 },
    );
  });

  it('does not depend on the order of the fields in the form', async () => {
    const here = memoryWorld([sampleDossier(1), sampleDossier(2)]);
    await here.sync();
    const { root } = await here.verify('complete');
    here.source.demarche = {
      ...here.source.demarche,
      form: { ...here.source.demarche.form, champs: [BLOCK, PROJECT] },
    };
    expect(await here.verify('complete')).toMatchObject({ root, differenceCount: 0, late: 0 });
  });

  it('is another one when any cell of any dossier is', async () => {
    await fc.assert(
      fc.asyncProperty(dossiers, fc.nat(), text, async (given, which, project) => {
        const at = which % given.length;
        const before = given[at];
        if (before === undefined) return;
        const [first, ...rest] = before.champs;
        fc.pre(first?.value.kind === 'text' && (first.value.text ?? '') !== project && project.trim() !== '');
        const changed = { ...before, champs: [champ('Champ-1', { kind: 'text', text: project }), ...rest] };
        const plain = { pageSize: 5, kills: [], turn: 0 };
        const [root] = await rootsOf(given, plain);
        const others = given.map((dossier, index) => (index === at ? changed : dossier));
        expect((await rootsOf(others, plain))[0]).not.toBe(root);
      }),
      { numRuns: 25 },
    );
  });

  it('says which dossier is which, and that there are dossiers at all', () => {
    const root = (...given: readonly (readonly [number, string])[]) => rootOf(new Map(given));
    expect(root([1, 'a'], [2, 'b'])).toBe(root([2, 'b'], [1, 'a']));
    const all = [root(), root([1, 'a']), root([2, 'a']), root([1, 'a'], [2, 'b']), root([1, 'b'], [2, 'a'])];
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('the fingerprint of a dossier', () => {
  const rows = (cells: Record<string, string | number | boolean | null>) => [
    { table: 'dossiers', key: '1', dossier: 1, cells } as const,
    { table: 'champs', key: '1', dossier: 1, cells: { a: 1, b: 'x', url: 'https://exemple.fr/1' } } as const,
  ];
  const marking = (): Marking => ({ volatile: new Map([['champs', new Set(['url'])]]), orders: new Map() });
  const volatile = marking();
  const base = { 'meta:number': 1, 'meta:state_code': 'accepte', 'meta:motivation': 'oui' };

  it('has a light half, which only states and dates move', () => {
    const plain = fingerprintRows(rows(base), volatile);
    const reworded = fingerprintRows(rows({ ...base, 'meta:motivation': 'non' }), volatile);
    const decided = fingerprintRows(rows({ ...base, 'meta:state_code': 'refuse' }), volatile);
    expect(new Set([plain, reworded, decided]).size).toBe(3);
    expect(lightOf(reworded)).toBe(lightOf(plain));
    expect(lightOf(decided)).not.toBe(lightOf(plain));
    expect(lightOf('')).toBeNull();
    expect(lightOf('une-empreinte-d-avant')).toBeNull();
  });

  it('depends on neither the order of rows nor that of columns, and leaves out what changes at every reading', () => {
    const [dossier, champs] = rows(base);
    if (dossier === undefined || champs === undefined) throw new Error('two rows');
    const other = { ...champs, cells: { url: 'https://exemple.fr/2', b: 'x', a: 1 } };
    const reversed = Object.fromEntries(Object.entries(dossier.cells).reverse());
    const plain = fingerprintRows([dossier, champs], volatile);
    expect(fingerprintRows([other, { ...dossier, cells: reversed }], marking())).toBe(plain);
    expect(fingerprintRows([other, dossier], volatile)).toBe(plain);
    expect(fingerprintRows([{ ...champs, cells: { ...champs.cells, b: 'y' } }, dossier], volatile)).not.toBe(
      plain,
    );
  });

  it('tells a value that moved from one column to another', () => {
    const cells = (one: string | null, two: string | null) => rows({ 'meta:number': 1, one, two });
    const prints = [cells('x', null), cells(null, 'x'), cells('x', 'x'), cells(null, null)].map((given) =>
      fingerprintRows(given, volatile),
    );
    expect(new Set(prints).size).toBe(4);
    // The same values under other names are other cells, even in one run whose form changed.
    const before = fingerprintRows(rows({ one: 'x' }), volatile);
    expect(fingerprintRows(rows({ autre: 'x' }), volatile)).not.toBe(before);
    expect(fingerprintRows(rows({ one: 'x' }), volatile)).toBe(before);
  });

  it.each(LIGHT_COLUMNS)('covers %s, and spells « nothing » one way', (column) => {
    expect(lightFingerprint({ [column]: 17 })).not.toBe(lightFingerprint({ [column]: 18 }));
    expect(lightFingerprint({ [column]: 17 })).not.toBe(lightFingerprint({}));
    expect(lightFingerprint({ [column]: '17' })).toBe(lightFingerprint({ [column]: 17 }));
    for (const nothing of [null, '', false, 0]) {
      expect(lightFingerprint({ [column]: nothing })).toBe(lightFingerprint({}));
    }
    expect(lightFingerprint({ [column]: true })).toBe(lightFingerprint({ [column]: 1 }));
  });
});
