// A few real places with their official codes, among them the ones that break careless code: 01, 2A, 974, Monaco.

import type { Address } from '../../../lib/sync/model/dossier';
import type { Dice } from './dice';

export type Coded = { readonly name: string; readonly code: string };

export type CommuneData = {
  readonly name: string;
  readonly code: string;
  readonly postalCode: string;
  readonly departement: Coded;
  readonly region: Coded;
  /** Longitude, latitude. */
  readonly centre: readonly [number, number];
};

const ARA: Coded = { name: 'Auvergne-Rhône-Alpes', code: '84' };
const OCCITANIE: Coded = { name: 'Occitanie', code: '76' };
const BRETAGNE: Coded = { name: 'Bretagne', code: '53' };
const CORSE: Coded = { name: 'Corse', code: '94' };
const IDF: Coded = { name: 'Île-de-France', code: '11' };
const PACA: Coded = { name: 'Provence-Alpes-Côte d’Azur', code: '93' };
const REUNION: Coded = { name: 'La Réunion', code: '04' };
const GUADELOUPE: Coded = { name: 'Guadeloupe', code: '01' };
const NORMANDIE: Coded = { name: 'Normandie', code: '28' };
const GRAND_EST: Coded = { name: 'Grand Est', code: '44' };

export const REGIONS: readonly Coded[] = [
  ARA,
  OCCITANIE,
  BRETAGNE,
  CORSE,
  IDF,
  PACA,
  REUNION,
  GUADELOUPE,
  NORMANDIE,
  GRAND_EST,
];

const commune = (
  name: string,
  code: string,
  postalCode: string,
  departement: string,
  region: Coded,
  centre: readonly [number, number],
): CommuneData => ({
  name,
  code,
  postalCode,
  departement: { name: departement, code: departementCode(code) },
  region,
  centre,
});

const departementCode = (code: string): string =>
  code.startsWith('97') ? code.slice(0, 3) : code.slice(0, 2);

export const COMMUNES: readonly CommuneData[] = [
  commune('Bourg-en-Bresse', '01053', '01000', 'Ain', ARA, [5.2287, 46.2051]),
  commune('L’Abergement-Clémenciat', '01001', '01400', 'Ain', ARA, [4.9261, 46.1534]),
  commune('Ajaccio', '2A004', '20000', 'Corse-du-Sud', CORSE, [8.7386, 41.9192]),
  commune('Bastia', '2B033', '20200', 'Haute-Corse', CORSE, [9.4509, 42.6977]),
  commune('Toulouse', '31555', '31000', 'Haute-Garonne', OCCITANIE, [1.4442, 43.6045]),
  commune('Foix', '09122', '09000', 'Ariège', OCCITANIE, [1.6057, 42.9644]),
  commune('Rennes', '35238', '35000', 'Ille-et-Vilaine', BRETAGNE, [-1.6778, 48.1173]),
  commune('Plœmeur', '56162', '56270', 'Morbihan', BRETAGNE, [-3.4297, 47.7369]),
  commune('Paris', '75056', '75001', 'Paris', IDF, [2.3522, 48.8566]),
  commune('Saint-Denis', '93066', '93200', 'Seine-Saint-Denis', IDF, [2.3574, 48.9362]),
  commune('Marseille', '13055', '13001', 'Bouches-du-Rhône', PACA, [5.3698, 43.2965]),
  commune('Saint-Denis', '97411', '97400', 'La Réunion', REUNION, [55.4481, -20.8789]),
  commune('Pointe-à-Pitre', '97120', '97110', 'Guadeloupe', GUADELOUPE, [-61.5339, 16.2412]),
  commune('Y', '80829', '80190', 'Somme', { name: 'Hauts-de-France', code: '32' }, [2.9915, 49.8023]),
  commune('Œting', '57521', '57600', 'Moselle', GRAND_EST, [6.9145, 49.1747]),
  commune('Caen', '14118', '14000', 'Calvados', NORMANDIE, [-0.3707, 49.1829]),
];

export const DEPARTEMENTS: readonly Coded[] = [
  ...new Map(COMMUNES.map(({ departement }) => [departement.code, departement])).values(),
  { name: 'Etranger', code: '99' },
];

export type EpciData = Coded & { readonly departement: Coded };

export const EPCIS: readonly EpciData[] = [
  { name: 'CA du Bassin de Bourg-en-Bresse', code: '200071751', departement: { name: 'Ain', code: '01' } },
  { name: 'Toulouse Métropole', code: '243100518', departement: { name: 'Haute-Garonne', code: '31' } },
  { name: 'Rennes Métropole', code: '243500139', departement: { name: 'Ille-et-Vilaine', code: '35' } },
  { name: 'CA du Pays Ajaccien', code: '242010056', departement: { name: 'Corse-du-Sud', code: '2A' } },
];

/** French name, English name (DN translates `stringValue` when it is asked in English). */
export type PaysData = Coded & { readonly english: string };

export const PAYS: readonly PaysData[] = [
  { name: 'France', code: 'FR', english: 'France' },
  { name: 'Espagne', code: 'ES', english: 'Spain' },
  { name: 'Allemagne', code: 'DE', english: 'Germany' },
  { name: 'Côte d’Ivoire', code: 'CI', english: 'Côte d’Ivoire' },
  { name: 'Monaco', code: 'MC', english: 'Monaco' },
  { name: 'Namibie', code: 'NA', english: 'Namibia' },
];

const VOIES = [
  'rue de la Fontaine',
  'avenue du 8 Mai 1945',
  'impasse des Œillets',
  'place d’Armes',
  'chemin des Écoles',
];

/** An address of the national base. */
export const address = (dice: Dice, at: CommuneData = dice.pick(COMMUNES)): Address => {
  const streetNumber = dice.chance(0.1) ? `${dice.between(1, 40)} bis` : String(dice.between(1, 220));
  const streetName = dice.pick(VOIES);
  return {
    label: `${streetNumber} ${streetName} ${at.postalCode} ${at.name}`,
    type: 'housenumber',
    streetAddress: `${streetNumber} ${streetName}`,
    streetNumber,
    streetName,
    postalCode: at.postalCode,
    cityName: at.name,
    cityCode: at.code,
    departmentName: at.departement.name,
    departmentCode: at.departement.code,
    regionName: at.region.name,
    regionCode: at.region.code,
    countryName: 'France',
    countryCode: 'FR',
  };
};

/** An address typed by hand: DN knows neither the number nor the commune (facts §5). */
export const freeAddress = (dice: Dice): Address => ({
  label: `Lieu-dit « Les ${dice.between(2, 9)} Chênes », 1000 Exempleville`,
  type: 'locality',
  streetAddress: `Lieu-dit « Les ${dice.between(2, 9)} Chênes »`,
  streetNumber: null,
  streetName: '',
  postalCode: '1000',
  cityName: 'Exempleville',
  cityCode: '',
  departmentName: null,
  departmentCode: null,
  regionName: null,
  regionCode: null,
  countryName: 'Belgique',
  countryCode: 'BE',
});
