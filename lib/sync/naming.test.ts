// Names of columns: valid, unique, and independent of the order of the form.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_ID_LENGTH, type Nameable, nameAll, slug } from './naming';

const things = fc.uniqueArray(
  fc.record({
    key: fc.string({ minLength: 1 }),
    label: fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.constantFrom(
        'ID',
        'Or',
        'Global',
        'Commentaire',
        '1. Intitulé',
        '2024 – Montant',
        '🚀',
        'Œuvre',
        'id code',
      ),
    ),
    parts: fc.constantFrom([''], ['', 'code'], ['', 'code_insee', 'code_postal', 'departement_code']),
  }),
  { selector: ({ key }) => key, maxLength: 40 },
);
const TAKEN: ReadonlySet<string> = new Set(['dossier', 'dossier_number', 'commentaire']);

const flat = (names: ReadonlyMap<string, readonly string[]>) => [...names.values()].flat();

describe('nameAll', () => {
  it('gives every part an id that Grist keeps as it is, unique and not taken', () => {
    fc.assert(
      fc.property(things, (list) => {
        const names = nameAll(list, TAKEN);
        const ids = flat(names);
        expect(new Set([...ids, ...TAKEN]).size).toBe(ids.length + TAKEN.size);
        for (const id of ids) expect(id).toMatch(/^[a-z][a-z0-9_]*$/);
        for (const id of ids) expect(id.length).toBeLessThanOrEqual(MAX_ID_LENGTH);
        expect(ids).not.toContain('id');
        for (const { key, parts } of list) expect(names.get(key)).toHaveLength(parts.length);
      }),
    );
  });

  it('D12: gives the same ids whatever the order of the form', () => {
    fc.assert(
      fc.property(things, fc.infiniteStream(fc.nat()), (list, stream) => {
        const shuffled = [...list].sort(() => ((stream.next().value ?? 0) % 3) - 1);
        expect(Object.fromEntries(nameAll(shuffled, TAKEN))).toEqual(
          Object.fromEntries(nameAll(list, TAKEN)),
        );
      }),
    );
  });

  it('D9: never proposes an id that Grist would change: reserved words get another', () => {
    const names = nameAll(
      ['ID', 'Or', 'Global', 'Class', 'manualSort', 'gristHelper_x'].map(
        (label): Nameable => ({
          key: label,
          label,
          parts: [''],
        }),
      ),
      new Set(),
    );
    expect(flat(names)).toEqual([
      'champ_id',
      'champ_or',
      'champ_global',
      'champ_class',
      'champ_manualsort',
      'champ_gristhelper_x',
    ]);
  });

  it('D12: two fields with one label both get a suffix of their own, and keep it when one is hidden', () => {
    const twins = [
      { key: 'Champ-7', label: 'Commentaire', parts: [''] },
      { key: 'Champ-9', label: 'Commentaire', parts: [''] },
    ];
    const names = nameAll(twins, new Set());
    expect(names.get('Champ-7')).not.toEqual(names.get('Champ-9'));
    expect(names.get('Champ-7')?.[0]).toMatch(/^commentaire_[a-z0-9]{6}$/);
    expect(nameAll([...twins].reverse(), new Set()).get('Champ-7')).toEqual(names.get('Champ-7'));
  });

  it('parts fields whose parts clash: « commune » and « commune code »', () => {
    const names = nameAll(
      [
        { key: 'a', label: 'Commune', parts: ['', 'code'] },
        { key: 'b', label: 'Commune code', parts: [''] },
      ],
      new Set(),
    );
    expect(new Set(flat(names)).size).toBe(3);
  });
});

describe('slug', () => {
  it.each([
    ['Prénom du demandeur', 'prenom_du_demandeur'],
    ['Œuvre & Straße', 'oeuvre_et_strasse'],
    ['Coût (€) / an', 'cout_euros_an'],
    ['N° SIRET', 'n_siret'],
    ['日本', ''],
    ['🚀', ''],
    ['1. Intitulé', '1_intitule'],
  ])('%s → %s', (label, id) => expect(slug(label)).toBe(id));
});
