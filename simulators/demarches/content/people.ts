// Invented persons: usagers, demandeurs, instructeurs, experts. Every e-mail is at exemple.fr.

import type { Dice } from './dice';

const PRENOMS = [
  'Aïcha',
  'Amélie',
  'Antoine',
  'Awa',
  'Béatrice',
  'Camille',
  'Chloé',
  'Driss',
  'Élodie',
  'Émile',
  'Fatou',
  'Félix',
  'Gaëlle',
  'Hugo',
  'Inès',
  'Jean-Baptiste',
  'Joséphine',
  'Karim',
  'Léa',
  'Loïc',
  'Maëlys',
  'Marc',
  'Mehdi',
  'Noémie',
  'Océane',
  'Paul',
  'Quentin',
  'Rémi',
  'Salomé',
  'Théo',
  'Ulysse',
  'Valérie',
  'Wassim',
  'Yann',
  'Zoé',
  'Anne-Sophie',
];

const NOMS = [
  'Abadie',
  'Bâ',
  'Bernès',
  'Cœuret',
  'Courtade',
  'D’Aubrac',
  'Delmas',
  'Diallo',
  'Dupuy-Lagarde',
  'Estève',
  'Faure',
  'Garrigue',
  'Haddad',
  'Imbert',
  'Jaoui',
  'Kerbrat',
  'Lafforgue',
  'Le Goff',
  'Marty',
  'Müller',
  'Nguyen',
  'O’Leary',
  'Pélissier',
  'Quéméner',
  'Rouanet',
  'Saint-Aubin',
  'Traoré',
  'Urrutia',
  'Vidal',
  'Weiss',
  'Ybarra',
  'Zerbib',
];

export type Person = {
  readonly civilite: 'M' | 'Mme' | null;
  readonly prenom: string;
  readonly nom: string;
  readonly email: string;
};

const ascii = (text: string): string =>
  text
    .replace(/œ/g, 'oe')
    .normalize('NFD')
    .replace(/[^a-z]/gi, '')
    .toLowerCase();

export const person = (dice: Dice): Person => {
  const prenom = dice.pick(PRENOMS);
  const nom = dice.pick(NOMS);
  const civilite = dice.chance(0.05) ? null : dice.chance(0.5) ? 'M' : 'Mme';
  return { civilite, prenom, nom, email: `${ascii(prenom)}.${ascii(nom)}${dice.below(1000)}@exemple.fr` };
};
