// Invented sentences and words of French administration, and the texts that break careless code.

import type { Dice } from './dice';

const SUBJECTS = [
  'La commune',
  'L’association',
  'Le porteur de projet',
  'Notre équipe',
  'Le collectif',
  'La demandeuse',
];
const VERBS = [
  'souhaite rénover',
  'prévoit d’acquérir',
  'demande à occuper',
  'propose de restaurer',
  'a déjà financé',
];
const OBJECTS = [
  'le gymnase municipal',
  'un verger conservatoire',
  'la façade de la halle',
  'trois vélos cargos',
  'la berge du canal',
  'l’orgue de l’église',
  'un local d’accueil',
  'le sentier du littoral',
];
const ENDS = [
  'avant la fin de l’été.',
  'avec l’appui du département.',
  'en trois tranches.',
  'sans aide extérieure.',
  'dès 2027.',
];

export const sentence = (dice: Dice): string =>
  `${dice.pick(SUBJECTS)} ${dice.pick(VERBS)} ${dice.pick(OBJECTS)} ${dice.pick(ENDS)}`;

export const paragraphs = (dice: Dice): string =>
  Array.from({ length: dice.between(1, 3) }, () => `${sentence(dice)} ${sentence(dice)}`).join('\n\n');

/** Texts that a careless writer turns into something else: formulas, markup, numbers, lists, nothing. */
export const NASTY: readonly string[] = [
  '=1+1',
  '=IMPORT("http://exemple.fr")',
  '@SOMME(A1:A2)',
  '+33 6 00 00 00 00',
  '-',
  '<b>gras</b> & <script>alert(1)</script>',
  '👩🏽‍🚒🇫🇷 œuvre',
  '000042',
  '1e5',
  'true',
  'null',
  '["L","piège"]',
  ' espaces autour ',
  'ligne 1\r\nligne 2\ttabulation',
  'e\u0301 décomposé et \u202eretourné',
  '\\ " \' ` $ {} %',
  '2026-02-30',
  '0',
];

/** One text in twelve is nasty. */
export const words = (dice: Dice): string => (dice.chance(1 / 12) ? dice.pick(NASTY) : sentence(dice));
