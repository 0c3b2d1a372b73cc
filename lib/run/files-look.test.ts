// What files weigh, told from some dossiers: by field, scaled only where it may be, and never from what is not wanted.

import { describe, expect, it } from 'vitest';
import { copyableFields } from '../sync/copyable';
import { estimateFiles, sumOf } from '../sync/files-weight';
import type { Dossier } from '../sync/model/dossier';
import { DEFAULT_OPTIONS, EVERYTHING } from '../sync/model/options';
import { champ, demarche, descriptor, dossier, file } from '../sync/testing/samples';
import { lookAtFiles } from './files-look';
import type { Page, PageRequest, Selection } from './ports';

const CHAMPS = [
  descriptor('rib', 'PieceJustificative', 'RIB'),
  descriptor('identite', 'TitreIdentite', 'Carte d’identité'),
  descriptor('nom', 'Text', 'Nom'),
  descriptor('bloc', 'Repetition', 'Parcelles', {
    children: [
      descriptor('plan', 'PieceJustificative', 'Plan'),
      descriptor('surface', 'DecimalNumber', 'm²'),
    ],
  }),
];
const FORM = {
  champs: CHAMPS,
  annotations: [descriptor('avis', 'PieceJustificative', '')],
  origin: 'descriptors' as const,
};
const FIELDS = copyableFields(FORM);

/** A dossier with one RIB of 1 000 bytes and two plans of 500 each. */
function filed(number: number, more: Partial<Dossier> = {}): Dossier {
  const plans = [file('a.pdf', { byteSize: 500 }), file('b.pdf', { byteSize: 500 })];
  return dossier(
    [
      champ('rib', { kind: 'files', files: [file('rib.pdf', { byteSize: 1_000 })] }),
      champ('identite', { kind: 'titre_identite', filled: true }),
      champ('bloc', {
        kind: 'repetition',
        rows: plans.map((plan, index) => ({
          id: `Row-${index}`,
          champs: [champ('plan', { kind: 'files', files: [plan] })],
        })),
      }),
    ],
    { number, ...more },
  );
}

const weights = (fields: ReturnType<typeof estimateFiles>['fields']) =>
  Object.fromEntries(fields.map(({ id, files, bytes, unsized }) => [id, [files, bytes, unsized]]));

describe('the fields whose files may be copied', () => {
  it('are those of files, in blocks and annotations too, never a titre d’identité', () => {
    expect(FIELDS).toEqual([
      { id: 'rib', label: 'RIB' },
      { id: 'plan', label: 'Parcelles\u00a0: Plan' },
      { id: 'avis', label: 'Sans libellé' },
    ]);
  });
});

describe('an estimate', () => {
  it('is exact where every dossier was read', () => {
    const seen = { dossiers: [filed(1), filed(2)], isWhole: true, announced: 900 };
    const { basis, read, fields } = estimateFiles(FIELDS, seen, EVERYTHING);
    expect({ basis, read }).toEqual({ basis: 'exacte', read: 2 });
    expect(weights(fields)).toEqual({ rib: [2, 2_000, 0], plan: [4, 2_000, 0], avis: [0, 0, 0] });
    expect(sumOf(fields)).toEqual({ files: 6, bytes: 4_000, unsized: 0 });
  });

  it('is scaled from the dossiers read to all of them', () => {
    const seen = { dossiers: [filed(1), filed(2), filed(3), filed(4)], isWhole: false, announced: 1_000 };
    const { basis, fields } = estimateFiles(FIELDS, seen, EVERYTHING);
    expect(basis).toBe('estimee');
    expect(weights(fields)).toMatchObject({ rib: [1_000, 1_000_000, 0], plan: [2_000, 1_000_000, 0] });
  });

  it('leaves out what the link does not want, and does not guess from nothing', () => {
    const refused = { state: 'refuse' };
    const scope = { ...EVERYTHING, statuts: ['en_construction'] };
    const half = { dossiers: [filed(1), filed(2, refused)], isWhole: false, announced: 100 };
    expect(weights(estimateFiles(FIELDS, half, scope).fields)).toMatchObject({ rib: [50, 50_000, 0] });
    const none = { dossiers: [filed(1, refused)], isWhole: false, announced: 100 };
    expect(estimateFiles(FIELDS, none, scope).basis).toBe('inconnue');
    expect(estimateFiles(FIELDS, { ...none, isWhole: true }, scope).basis).toBe('exacte');
  });

  it('tells only of what was read where the instance does not count', () => {
    const seen = { dossiers: [filed(1)], isWhole: false, announced: null };
    const { basis, fields } = estimateFiles(FIELDS, seen, EVERYTHING);
    expect(basis).toBe('partielle');
    expect(weights(fields)).toMatchObject({ rib: [1, 1_000, 0] });
  });

  it('tells a pièce justificative that dossiers say is a titre d’identité', () => {
    const seen = { dossiers: [filed(1)], isWhole: true, announced: null };
    const fields = [...FIELDS, { id: 'identite', label: 'Carte d’identité' }];
    const told = estimateFiles(fields, seen, EVERYTHING).fields.filter(({ isIdentity }) => isIdentity);
    expect(told).toMatchObject([{ id: 'identite', files: 0 }]);
  });

  it('says how many sizes it does not know', () => {
    const unknown = dossier([
      champ('rib', { kind: 'files', files: [file('x', { byteSize: null }), file('y')] }),
    ]);
    const seen = { dossiers: [unknown], isWhole: true, announced: null };
    expect(weights(estimateFiles(FIELDS, seen, EVERYTHING).fields)).toMatchObject({ rib: [2, 1_234, 1] });
  });
});

describe('the look', () => {
  const SETTINGS = { scope: EVERYTHING, options: DEFAULT_OPTIONS };
  const NOW = Date.parse('2026-06-01T00:00:00Z');
  const page = (dossiers: readonly Dossier[], hasNextPage: boolean): Page => ({
    ...{ dossiers, unreadable: [], endCursor: 'c', hasNextPage },
  });

  function sourceOf(pages: readonly Page[], champs = CHAMPS) {
    const asked: { request: PageRequest; selection: Selection }[] = [];
    return {
      asked,
      describe: async () => demarche(champs, { dossiersCount: 300 }),
      page: async (request: PageRequest, selection: Selection) => {
        const answer = pages[asked.length];
        asked.push({ request, selection });
        if (answer === undefined) throw new Error('a page too many');
        return answer;
      },
    };
  }

  it('takes old dossiers and recent ones, each once, and asks for no address of a file', async () => {
    const source = sourceOf([page([filed(1), filed(2)], true), page([filed(2), filed(9)], true)]);
    const { basis, read, fields } = await lookAtFiles(source, SETTINGS, NOW);
    expect({ basis, read }).toEqual({ basis: 'estimee', read: 3 });
    expect(weights(fields)).toMatchObject({ rib: [300, 300_000, 0] });
    expect(source.asked.map(({ request }) => request.since)).toEqual([null, '2026-05-02T00:00:00.000Z']);
    expect(source.asked.every(({ selection }) => !selection.pieces)).toBe(true);
  });

  it('is one page where there is no other', async () => {
    const source = sourceOf([page([filed(1)], false)]);
    expect(await lookAtFiles(source, SETTINGS, NOW)).toMatchObject({ basis: 'exacte', read: 1 });
  });

  it('is not exact where a dossier could not be read', async () => {
    const unreadable = { number: 8, code: 'DS_ERREUR_INTERNE' as const, facts: {} };
    const source = sourceOf([{ ...page([filed(1)], false), unreadable: [unreadable] }]);
    expect(await lookAtFiles(source, SETTINGS, NOW)).toMatchObject({ basis: 'estimee' });
  });

  it('passes over excluded fields and blocks, and asks for nothing where no field has files', async () => {
    const source = sourceOf([page([filed(1)], false)]);
    const settings = { ...SETTINGS, options: { ...DEFAULT_OPTIONS, exclus: ['bloc'] } };
    expect((await lookAtFiles(source, settings, NOW)).fields.map(({ id }) => id)).toEqual(['rib']);
    const none = sourceOf([], [descriptor('nom', 'Text', 'Nom')]);
    expect(await lookAtFiles(none, SETTINGS, NOW)).toMatchObject({ fields: [] });
    expect(none.asked).toEqual([]);
  });
});
