// Invented établissements, entreprises and associations. Their SIREN start with 0: no real one does.

import type { Association, Entreprise, Etablissement } from '../../../lib/sync/model/dossier';
import type { Dice } from './dice';
import { address } from './places';

/** Last digit of a SIREN or a SIRET (Luhn). */
const withKey = (digits: string): string => {
  let sum = 0;
  for (let index = digits.length - 1, double = true; index >= 0; index -= 1, double = !double) {
    const digit = Number(digits[index]) * (double ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return digits + String((10 - (sum % 10)) % 10);
};

export const siretNumber = (dice: Dice): string =>
  withKey(`${withKey(`0${dice.digits(7)}`)}0${dice.digits(3)}`);

const ACTIVITES = [
  'Maçonnerie',
  'Verger',
  'Atelier',
  'Compagnie théâtrale',
  'Boulangerie',
  'Coopérative',
  'Œnothèque',
];
const NOMS = ['des Trois Ponts', 'du Canal', 'de l’Étoile', 'Saint-Clair', 'des Hauts Plateaux', '& Filles'];

const day = (dice: Dice, from: number, to: number): string =>
  `${dice.between(from, to)}-${String(dice.between(1, 12)).padStart(2, '0')}-${String(dice.between(1, 28)).padStart(2, '0')}`;

const entreprise = (dice: Dice, siret: string): Entreprise => {
  const raisonSociale = `${dice.pick(ACTIVITES)} ${dice.pick(NOMS)}`;
  const alone = dice.chance(0.2);
  return {
    siren: siret.slice(0, 9),
    raisonSociale,
    nomCommercial: dice.chance(0.5) ? raisonSociale.toUpperCase() : '',
    formeJuridique: alone ? 'Entrepreneur individuel' : 'SAS, société par actions simplifiée',
    formeJuridiqueCode: alone ? '1000' : '5710',
    // DN says -1 for an unknown capital; some are beyond 2^53.
    capitalSocial: dice.chance(0.2)
      ? '-1'
      : dice.chance(0.05)
        ? '9007199254740993'
        : String(dice.between(1, 900) * 1000),
    codeEffectif: dice.chance(0.3) ? null : dice.pick(['00', '01', '03', '12']),
    numeroTva: dice.chance(0.3) ? null : `FR${dice.digits(2)}${siret.slice(0, 9)}`,
    dateCreation: day(dice, 1950, 2023),
    etatAdministratif: dice.chance(0.08) ? 'Ferme' : 'Actif',
    siretSiegeSocial: siret,
    enseigne: dice.chance(0.3) ? `À l’enseigne ${dice.pick(NOMS)}` : null,
    nom: alone ? 'Lafforgue' : null,
    prenom: alone ? 'Salomé' : null,
  };
};

const association = (dice: Dice): Association => ({
  rna: `W${dice.digits(9)}`,
  titre: `Les amis ${dice.pick(NOMS)}`,
  objet: dice.chance(0.2) ? null : 'Faire connaître le patrimoine du canton ; organiser une fête par an.',
  dateCreation: dice.chance(0.3) ? null : day(dice, 1901, 2022),
  dateDeclaration: day(dice, 2000, 2024),
  datePublication: day(dice, 2000, 2024),
});

/** Sometimes without entreprise (DN gives null while it is unknown), sometimes with an association. */
export const etablissement = (dice: Dice): Etablissement => {
  const siret = siretNumber(dice);
  return {
    siret,
    siegeSocial: dice.chance(0.7),
    naf: dice.chance(0.1) ? null : dice.pick(['0121Z', '4399C', '9001Z', '1071C']),
    libelleNaf: dice.pick([
      'Culture de la vigne',
      'Travaux de maçonnerie',
      'Arts du spectacle vivant',
      'Boulangerie',
    ]),
    address: address(dice),
    entreprise: dice.chance(0.1) ? null : entreprise(dice, siret),
    association: dice.chance(0.2) ? association(dice) : null,
  };
};

export const rnaNumber = (dice: Dice): string => `W${dice.digits(9)}`;
export const rnfNumber = (dice: Dice): string => `${dice.digits(3)}-FDD-${dice.digits(5)}-01`;
export const organisationTitle = (dice: Dice): string => `Les amis ${dice.pick(NOMS)}`;
