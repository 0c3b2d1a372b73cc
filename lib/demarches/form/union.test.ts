import { describe, expect, test } from 'vitest';
import type { RawRevision } from './descriptor-shape';
import { hasReferentiel, withExposedColumns } from './exposed-columns';
import type { Sampled } from './sample';
import { unionOfRevisions } from './union';

const field = (id: string, label: string, typename = 'TextChampDescriptor', more: object = {}) => ({
  __typename: typename,
  id,
  label,
  ...more,
});
const revision = (
  id: string,
  datePublication: string | null,
  champs: ReturnType<typeof field>[],
): RawRevision => ({
  id,
  datePublication,
  champDescriptors: champs,
  annotationDescriptors: [],
});

describe('unionOfRevisions', () => {
  test('the active revision first, then what former ones had, the newest first', () => {
    const active = revision('r3', '2026-03-01', [
      field('a', 'A renommé', 'TextareaChampDescriptor'),
      field('d', 'D'),
    ]);
    const { champs } = unionOfRevisions(active, [
      revision('r1', '2026-01-01', [field('a', 'A'), field('b', 'B de r1'), field('c', 'C')]),
      revision('r2', '2026-02-01', [field('b', 'B de r2'), field('a', 'A')]),
      active,
    ]);
    expect(champs.map(({ id, label, typename }) => [id, label, typename])).toEqual([
      ['a', 'A renommé', 'TextareaChampDescriptor'],
      ['d', 'D', 'TextChampDescriptor'],
      ['b', 'B de r2', 'TextChampDescriptor'],
      ['c', 'C', 'TextChampDescriptor'],
    ]);
  });

  test('a draft is not a published revision', () => {
    const { champs } = unionOfRevisions(revision('r1', '2026-01-01', [field('a', 'A')]), [
      revision('draft', null, [field('z', 'Z')]),
    ]);
    expect(champs.map(({ id }) => id)).toEqual(['a']);
  });

  test('blocks are united field by field', () => {
    const block = (children: ReturnType<typeof field>[]) =>
      field('bloc', 'Bloc', 'RepetitionChampDescriptor', { champDescriptors: children });
    const { champs } = unionOfRevisions(revision('r2', '2026-02-01', [block([field('x', 'X')])]), [
      revision('r1', '2026-01-01', [block([field('y', 'Y'), field('x', 'vieux X')])]),
    ]);
    expect(champs[0]?.children.map(({ id, label }) => [id, label])).toEqual([
      ['x', 'X'],
      ['y', 'Y'],
    ]);
  });

  test('a block that became a text is a text, without the block’s fields', () => {
    const { champs } = unionOfRevisions(revision('r2', '2026-02-01', [field('a', 'A')]), [
      revision('r1', '2026-01-01', [
        field('a', 'A', 'RepetitionChampDescriptor', { champDescriptors: [field('x', 'X')] }),
      ]),
    ]);
    expect(champs).toMatchObject([{ id: 'a', typename: 'TextChampDescriptor', children: [] }]);
  });
});

describe('withExposedColumns', () => {
  const fields = unionOfRevisions(
    revision('r', '2026-01-01', [
      field('ref', 'Référentiel', 'ReferentielChampDescriptor'),
      field('bloc', 'Bloc', 'RepetitionChampDescriptor', {
        champDescriptors: [field('ref2', 'Autre', 'ReferentielChampDescriptor')],
      }),
      field('t', 'Texte'),
    ]),
    [],
  );
  const champ = (descriptorId: string, ...labels: string[]) => ({
    descriptorId,
    label: '',
    typename: 'TextChamp',
    text: null,
    value: {
      kind: 'text' as const,
      text: null,
      exposed: labels.map((label) => ({ id: `id-${label}`, label, text: null })),
    },
  });

  test('columns of every dossier of the sample, in blocks too, and only for référentiels', () => {
    const sample: Sampled[] = [
      { champs: [champ('ref', 'Nom', 'Ville'), champ('t', 'Intrus')], annotations: [] },
      {
        champs: [
          champ('ref', 'Ville', 'Code'),
          {
            ...champ('bloc'),
            value: { kind: 'repetition', rows: [{ id: 'r', champs: [champ('ref2', 'Nom')] }] },
          },
        ],
        annotations: [],
      },
    ];
    const { champs } = withExposedColumns(fields, sample);
    expect(champs.map(({ exposed }) => exposed.map(({ label }) => label))).toEqual([
      ['Nom', 'Ville', 'Code'],
      [],
      [],
    ]);
    expect(champs[1]?.children[0]?.exposed.map(({ label }) => label)).toEqual(['Nom']);
  });

  test('hasReferentiel looks into blocks', () => {
    expect(hasReferentiel(fields)).toBe(true);
    expect(hasReferentiel({ champs: fields.champs.slice(1, 2), annotations: [] })).toBe(true);
    expect(hasReferentiel({ champs: [], annotations: fields.champs.slice(2) })).toBe(false);
  });
});
