import { describe, expect, it } from 'vitest';
import type { Bindings, FoundTable, TableKey } from '../model/table';
import { designPage, pageMark } from './design';
import { placeTables } from './place';

const DOSSIERS = ['number', 'state', 'date_depot', 'date_traitement'];

/** Tables whose columns are named by their keys; a Text but for what is a reference or an instant. */
function document(tables: Readonly<Record<string, readonly string[]>>, retired: readonly string[] = []) {
  const found: FoundTable[] = [];
  const ties: Bindings['tables'][number][] = [];
  let ref = 0;
  for (const [key, names] of Object.entries(tables)) {
    const table = { ref: found.length + 1, id: `T_${key.replace(':', '_')}` };
    const columns = names.map((id) => {
      ref += 1;
      const type =
        id === 'dossier' ? 'Ref:T_dossiers' : id.startsWith('date') ? 'DateTime:Europe/Paris' : 'Text';
      const words = { label: id, description: '', widgetOptions: {}, untieColIdFromLabel: true };
      return { ...words, ref, id, type, isFormula: false, formula: '' };
    });
    found.push({ ...table, columns });
    ties.push({
      ...{ ...table, key: key as TableKey, label: key },
      columns: columns.map((column) => ({
        ...{ key: `meta:${column.id}`, ref: column.ref, id: column.id, label: column.id, description: '' },
        ...(retired.includes(column.id) ? { retired: 'Revision-2' } : {}),
      })),
    });
  }
  return placeTables(found, { tables: ties });
}

function made(kind: 'suivi' | 'delais' | 'groupes' | 'zones', placed: ReturnType<typeof document>) {
  const designed = designPage(kind, placed, 'marque');
  if (!designed.ok) throw new Error(designed.why);
  return designed.design;
}

describe('Suivi', () => {
  it('of one wide table has no other cards', () => {
    const { sections, layout } = made('suivi', document({ dossiers: [...DOSSIERS, 'projet'] }));
    expect(sections.map(({ name }) => name)).toEqual(['statuts', 'dossiers', 'fiche']);
    expect(layout).toEqual({ rows: [['statuts', 'dossiers'], ['fiche']], aside: [] });
    expect(sections[2]?.fields).toHaveLength(5);
  });

  it('folds away the lists that would not fit, and loses none', () => {
    const blocks = Object.fromEntries([1, 2, 3, 4].map((n) => [`bloc:${n}`, ['dossier', 'nom']]));
    const placed = document({ dossiers: DOSSIERS, ...blocks, avis: ['dossier', 'question'] });
    const { layout } = made('suivi', placed);
    expect(layout.rows.at(-1)).toEqual(['avis', 'bloc:1', 'bloc:2']);
    expect(layout.aside).toEqual(['bloc:3', 'bloc:4']);
  });

  it('leaves out fields that left the form, and tables whose reference is gone', () => {
    const placed = document({ dossiers: [...DOSSIERS, 'ancien'], avis: ['question'] }, ['ancien']);
    const { sections } = made('suivi', placed);
    expect(sections.map(({ name }) => name)).not.toContain('avis');
    expect(sections[2]?.fields).toHaveLength(DOSSIERS.length);
  });
});

describe('Délais', () => {
  it('takes another name for its column where people have one of that name', () => {
    const placed = document({ dossiers: [...DOSSIERS, 'Mois_decision', 'mois_decision_2'] });
    expect(made('delais', placed).columns.map(({ id }) => id)).toEqual(['mois_decision_3']);
  });
});

describe('what a page needs', () => {
  it.each([
    ['suivi', { dossiers: ['number'] }, 'Statut'],
    ['suivi', { dossiers: ['state'] }, 'numéro'],
    ['delais', { dossiers: ['number', 'date_depot'] }, 'Date de la décision'],
    ['groupes', { dossiers: ['number', 'state'] }, 'Groupe instructeur'],
    ['zones', { dossiers: DOSSIERS }, 'Carte'],
    ['zones', { dossiers: DOSSIERS, zones: ['latitude'] }, 'Dossier'],
  ] as const)('%s: %o lacks « %s »', (kind, tables, what) => {
    expect(designPage(kind, document(tables), 'marque')).toEqual({
      ok: false,
      why: expect.stringContaining(what),
    });
  });
});

it('marks differ by page and by link', () => {
  const marks = [pageMark('suivi', 'a'), pageMark('suivi', 'b'), pageMark('zones', 'a')];
  expect(new Set(marks).size).toBe(3);
});
