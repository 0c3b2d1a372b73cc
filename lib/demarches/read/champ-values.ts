// One reader a type of champ: from the aliases of our fragments (documents/champs.ts) to the value of the heart.

import type { ChampValue } from '../../sync/model/dossier';
import { readAddress } from './address';
import { readChoice, readChoices } from './choices';
import { readEtablissement } from './etablissement';
import { readExposed } from './exposed';
import { readFiles } from './file';
import { readGeoAreas } from './geo-area';
import { flag, type Json, real, record, text } from './json';
import { readCommune, readPlace } from './place';

type Reader = (champ: Json) => ChampValue;

/** Every type but the repeated block, whose rows hold champs themselves. */
const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  [
    'TextChamp',
    (champ) => {
      const exposed = readExposed(champ);
      const value = text(champ.text);
      return exposed === null ? { kind: 'text', text: value } : { kind: 'text', text: value, exposed };
    },
  ],
  ['EngagementJuridiqueChamp', (champ) => ({ kind: 'text', text: text(champ.stringValue) })],
  ['IntegerNumberChamp', (champ) => ({ kind: 'integer', digits: digits(champ.integer) })],
  ['DecimalNumberChamp', (champ) => ({ kind: 'decimal', number: real(champ.decimal) })],
  // DN has no « unanswered » for a checkbox: blank is false (facts/demarches.md §5).
  ['CheckboxChamp', (champ) => ({ kind: 'checkbox', checked: flag(champ.checked) ?? false })],
  ['YesNoChamp', (champ) => ({ kind: 'yes_no', yes: flag(champ.yes) })],
  ['DateChamp', (champ) => ({ kind: 'date', date: text(champ.date) })],
  ['DatetimeChamp', (champ) => ({ kind: 'datetime', instant: text(champ.datetime) })],
  ['CiviliteChamp', (champ) => ({ kind: 'civilite', civilite: text(champ.civilite) })],
  ['DropDownListChamp', (champ) => ({ kind: 'choice', choice: readChoice(champ) })],
  ['MultipleDropDownListChamp', (champ) => ({ kind: 'choices', choices: readChoices(champ) })],
  [
    'LinkedDropDownListChamp',
    (champ) => ({
      kind: 'linked_choice',
      primary: text(champ.primaryValue),
      secondary: text(champ.secondaryValue),
    }),
  ],
  ['PaysChamp', (champ) => ({ kind: 'pays', pays: readPlace(champ.pays) })],
  ['RegionChamp', (champ) => ({ kind: 'region', region: readPlace(champ.region) })],
  ['DepartementChamp', (champ) => ({ kind: 'departement', departement: readPlace(champ.departement) })],
  [
    'EpciChamp',
    (champ) => ({ kind: 'epci', epci: readPlace(champ.epci), departement: readPlace(champ.departement) }),
  ],
  [
    'CommuneChamp',
    (champ) => ({
      kind: 'commune',
      commune: readCommune(champ.commune),
      departement: readPlace(champ.departement),
    }),
  ],
  [
    'AddressChamp',
    (champ) => ({
      kind: 'address',
      address: readAddress(champ.address),
      commune: readCommune(champ.commune),
      departement: readPlace(champ.departement),
    }),
  ],
  ['SiretChamp', (champ) => ({ kind: 'siret', etablissement: readEtablissement(champ.etablissement) })],
  ['RNAChamp', (champ) => ({ kind: 'rna', ...organisme(champ.rna) })],
  ['RNFChamp', (champ) => ({ kind: 'rnf', ...organisme(champ.rnf) })],
  ['CarteChamp', (champ) => ({ kind: 'carte', areas: readGeoAreas(champ.geoAreas) })],
  ['PieceJustificativeChamp', readPieceJustificative],
  ['TitreIdentiteChamp', (champ) => ({ kind: 'titre_identite', filled: flag(champ.filled) ?? false })],
  ['DossierLinkChamp', () => ({ kind: 'dossier_link' })],
  ['HeaderSectionChamp', () => ({ kind: 'none' })],
  ['ExplicationChamp', () => ({ kind: 'none' })],
]);

/** A type that is not listed keeps its text only, and the run says so. */
export function readChampValue(typename: string, champ: Json): ChampValue {
  return READERS.get(typename)?.(champ) ?? { kind: 'unknown' };
}

/** A BigInt comes in digits, and may pass 2^53. */
function digits(value: unknown): string | null {
  const written = text(value);
  return written !== null && /^[+-]?\d+$/.test(written) ? written : null;
}

function organisme(value: unknown) {
  const found = record(value);
  return { id: text(found?.id), title: text(found?.title), address: readAddress(found?.address) };
}

/** Since mid 2026 a titre d’identité is a pièce of that nature: whether it was given is all that is ever read of it. */
function readPieceJustificative(champ: Json): ChampValue {
  const files = readFiles(champ.files);
  return champ.nature === 'TITRE_IDENTITE'
    ? { kind: 'titre_identite', filled: files.length > 0 }
    : { kind: 'files', files };
}
