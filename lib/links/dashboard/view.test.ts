// Searching, filtering, sorting and paging somebody's links.

import { describe, expect, it } from 'vitest';
import { PAGE_SIZE, shownOf, type Wanted } from './view';

type Line = Parameters<typeof shownOf>[0][number];

const line = (id: string, changes: Partial<Line> = {}): Line => ({
  ...{
    id,
    title: `Démarche ${id}`,
    demarche: Number(id),
    documentName: null,
    status: 'À jour',
    freshAt: null,
  },
  ...changes,
});

const ALL: Wanted = { search: '', status: null, sort: 'titre', page: 1 };
const ids = (lines: readonly Line[], wanted: Partial<Wanted>) =>
  shownOf(lines, { ...ALL, ...wanted }).lines.map(({ id }) => id);

describe('the search', () => {
  const lines = [
    line('1', { title: 'Aide à l’élève', documentName: 'Suivi 2026' }),
    line('22', { title: null }),
    line('3', { title: 'Subvention' }),
  ];

  it.each([
    ['ELEVE', ['1']],
    ["l'eleve aide", ['1']],
    ['suivi', ['1']],
    ['22', ['22']],
    ['aide subvention', []],
    ['  ', ['1', '22', '3']],
    ['<b>(.*', []],
  ])('« %s »', (search, found) => {
    expect(ids(lines, { search })).toEqual(found);
  });
});

describe('the filter by status', () => {
  it('keeps one status, and counts them all', () => {
    const lines = [line('1'), line('2', { status: 'En erreur' }), line('3', { status: 'En erreur' })];
    const shown = shownOf(lines, { ...ALL, status: 'En erreur' });
    expect(shown.lines.map(({ id }) => id)).toEqual(['2', '3']);
    expect(shown.byStatus).toMatchObject({ 'À jour': 1, 'En erreur': 2, 'En pause': 0 });
    expect(ids(lines, { status: 'En pause' })).toEqual([]);
  });
});

describe('the order', () => {
  const lines = [
    line('10', { title: 'zone', status: 'À jour', freshAt: new Date(1_000) }),
    line('9', { title: 'Éco 10', status: 'En erreur', freshAt: new Date(2_000) }),
    line('8', { title: 'eco 9', status: 'À vérifier' }),
  ];

  it.each([
    ['titre', ['8', '9', '10']],
    ['etat', ['9', '8', '10']],
    ['fraicheur', ['8', '10', '9']],
  ] as const)('by %s', (sort, order) => {
    expect(ids(lines, { sort })).toEqual(order);
  });
});

describe('pages', () => {
  const lines = Array.from({ length: 2 * PAGE_SIZE + 1 }, (_, index) => line(String(index + 1)));

  it.each([
    [1, '1', PAGE_SIZE, 1],
    [2, String(PAGE_SIZE + 1), PAGE_SIZE, 2],
    [3, String(2 * PAGE_SIZE + 1), 1, 3],
    [99, String(2 * PAGE_SIZE + 1), 1, 3],
    [-4, '1', PAGE_SIZE, 1],
  ])('page %i begins with %s', (page, first, length, told) => {
    const shown = shownOf(lines, { ...ALL, page });
    expect([shown.lines[0]?.id, shown.lines.length, shown.page, shown.pages]).toEqual([
      first,
      length,
      told,
      3,
    ]);
  });
});
