// The outline of a form: sections, blocks, retired fields, and what is hinted as sensitive.

import { describe, expect, it } from 'vitest';
import type { Form } from './model/demarche';
import { choosable, outlineOf } from './outline';
import { sensitivityOf } from './sensitive';
import { descriptor } from './testing/samples';

const FORM: Form = {
  origin: 'descriptors',
  champs: [
    descriptor('a', 'Text', 'Titre'),
    descriptor('s1', 'HeaderSection', 'Contact'),
    descriptor('e', 'Explication', 'Comment faire'),
    descriptor('b', 'Iban', 'Compte'),
    descriptor('c', 'Repetition', 'Lieux', {
      children: [descriptor('s2', 'HeaderSection', 'Le lieu'), descriptor('d', 'Text', 'Nom du lieu')],
    }),
    descriptor('s3', 'HeaderSection', 'Rubrique vide'),
    descriptor('old', 'Text', 'Agrément', { retired: { revision: 'r', since: null } }),
  ],
  annotations: [descriptor('n', 'Textarea', 'Avis du service')],
};

describe('the outline of a form', () => {
  it('has a section for each title that holds fields, then the annotations, then what was retired', () => {
    expect(
      outlineOf(FORM).map(({ kind, title, fields }) => [kind, title, fields.map(({ id }) => id)]),
    ).toEqual([
      ['champs', null, ['a']],
      ['champs', 'Contact', ['b', 'c']],
      ['annotations', null, ['n']],
      ['retires', null, ['old']],
    ]);
  });

  it('tells the type of each field, and holds those of blocks', () => {
    const [, contact] = outlineOf(FORM);
    expect(contact?.fields).toMatchObject([
      { label: 'Compte', type: 'IBAN', sensitive: 'coordonnées bancaires', children: [] },
      {
        label: 'Lieux',
        type: 'bloc répétable',
        sensitive: null,
        children: [{ id: 'd', type: 'texte court' }],
      },
    ]);
    expect(choosable(outlineOf(FORM)).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd', 'n', 'old']);
  });
});

describe('a field that deserves a second thought', () => {
  it.each([
    ['Text', 'Numéro de sécurité sociale', 'numéro de sécurité sociale'],
    ['Text', 'NIR', 'numéro de sécurité sociale'],
    ['PieceJustificative', 'RIB du bénéficiaire', 'coordonnées bancaires'],
    ['PieceJustificative', 'Pièce d’identité', 'titre d’identité'],
    ['Date', 'Date de naissance', 'état civil'],
    ['YesNo', 'Êtes-vous en situation de handicap ?', 'santé'],
    ['IntegerNumber', 'Revenu fiscal de référence', 'ressources'],
    ['Text', 'Prénom', 'identité'],
    ['Email', 'Courriel', 'coordonnées'],
    ['Civilite', 'Civilité', 'état civil'],
    ['Address', 'Adresse du projet', 'adresse'],
    ['TitreIdentite', 'Justificatif', 'titre d’identité'],
    ['QuotientFamilial', 'QF', 'situation personnelle'],
  ])('%s « %s »: %s', (typename, label, told) => {
    expect(sensitivityOf(descriptor('x', typename, label))).toBe(told);
  });

  it.each([
    ['Text', 'Titre du projet'],
    ['Text', 'Nom du lieu'],
    ['Text', 'Contribution du tribunal'],
    ['Carte', 'Périmètre'],
    ['Text', 'Maison de santé'.replace('santé', 'quartier')],
  ])('is not %s « %s »', (typename, label) => {
    expect(sensitivityOf(descriptor('x', typename, label))).toBeNull();
  });
});
