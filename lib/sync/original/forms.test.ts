// The original's forms, made from our cells.

import { describe, expect, it } from 'vitest';
import type { Cell } from '../model/table';
import { originalCell, sameValue } from './forms';

const parts = (cells: Readonly<Record<string, Cell>>) => (name: string) => cells[name] ?? null;

describe('the same value as a text', () => {
  it.each([
    [1_746_086_400, 'DateTime:Europe/Paris', '2025-05-01T10:00:00+02:00'],
    [1_735_725_600, 'DateTime:Europe/Paris', '2025-01-01T11:00:00+01:00'],
    [1_746_057_600, 'Date', '2025-05-01'],
    [1001, 'Int', '1001'],
    [12.5, 'Numeric', '12.5'],
    [true, 'Bool', 'True'],
    [false, 'Bool', 'False'],
    ['En cours', 'Choice', 'En cours'],
    [null, 'Date', null],
  ] as const)('%j of %s is %j', (cell, wanted, text) => {
    expect(sameValue(cell, wanted, 'Text')).toBe(text);
  });

  it('a list is joined, a reference to the dossier stays one', () => {
    expect(sameValue(['L', 'Eau', 'Bois, haies'], 'ChoiceList', 'Text')).toBe('Eau, Bois, haies');
    expect(sameValue({ parent: true }, { ref: 'dossiers' }, 'Text')).toEqual({ parent: true });
  });

  it('a text that its own type could not hold stays what it is', () => {
    expect(sameValue('le 1er mai', 'Date', 'Text')).toBe('le 1er mai');
    expect(sameValue("'12345678901234567890", 'Numeric', 'Text')).toBe('12345678901234567890');
    expect(sameValue("'quoted'", 'Choice', 'Text')).toBe("'quoted'");
  });

  it('is itself in the column of numbers that the original made', () => {
    expect(sameValue(12, 'Numeric', 'Int')).toBe(12);
  });
});

describe('renderings of the original', () => {
  it.each([
    ['oui_non', { '': 'Oui' }, 'Bool', true],
    ['oui_non', { '': 'Non' }, 'Text', 'False'],
    ['oui_non', { '': null }, 'Bool', null],
    ['type_de_demandeur', { '': 'Personne morale' }, 'Text', 'PersonneMorale'],
    ['civilite_de_demandeur', { '': 'M.' }, 'Text', 'M'],
    ['civilite_de_demandeur', { '': 'Mme' }, 'Text', 'Mme'],
    ['choix_lies', { '': 'Eau', secondaire: 'Mare' }, 'Text', 'Eau - Mare'],
    ['choix_lies', { '': 'Eau' }, 'Text', 'Eau'],
    ['lieu', { '': 'France', code: 'FR' }, 'Text', 'France (FR)'],
    ['commune', { '': 'Lyon', code_postal: '69001', departement: 'Rhône' }, 'Text', 'Lyon (69001), Rhône'],
    ['commune', { '': 'Lyon' }, 'Text', 'Lyon'],
    ['commune', {}, 'Text', null],
    ['commune_de_bloc', { '': 'Lyon', code_insee: '69123' }, 'Text', 'Lyon (69123)'],
    ['fondation', { titre: 'Haies', commune: 'Lyon', code_postal: '69001' }, 'Text', 'Haies - Lyon (69001)'],
    ['telephone', { '': '0510566144' }, 'Text', '05 10 56 61 44'],
    ['telephone', { '': '+33510566144' }, 'Text', '+33510566144'],
    ['fichiers', { '': 'a.pdf\nb.pdf' }, 'Text', 'a.pdf, b.pdf'],
  ] as const)('%s of %j in %s is %j', (form, cells, type, expected) => {
    expect(originalCell(form, parts(cells), type)).toBe(expected);
  });
});
