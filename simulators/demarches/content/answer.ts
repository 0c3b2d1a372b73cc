// The answer that a seed gives to a field: realistic most of the time, awkward often enough.

import type { Field } from '../form/field';
import { optionId } from '../form/options';
import type { FieldType } from '../schema/champs';
import type { Variant } from '../schema/variant';
import { DAY, type Micros, printDay } from '../time/instant';
import type { Dice } from './dice';
import { files } from './files';
import { areas } from './geo';
import { etablissement, organisationTitle, rnaNumber, rnfNumber, siretNumber } from './organisations';
import { person } from './people';
import { address, COMMUNES, DEPARTEMENTS, EPCIS, freeAddress, PAYS, REGIONS } from './places';
import type { Organisation, Stored } from './stored';
import { paragraphs, words } from './texts';

export type AnswerContext = {
  readonly variant: Variant;
  /** When the dossier was deposited. */
  readonly at: Micros;
  /** First id for geo areas: unique in the démarche. */
  readonly areaId: number;
  /** Numbers that a dossier link may point to: one of ours, or one of a démarche that the token does not see. */
  linkable(dice: Dice): number;
};

/** `--Primary--` lines and their secondaries. */
const linkedChoice = (dice: Dice, options: readonly string[]): { primary: string; secondary: string } => {
  const groups: { primary: string; secondaries: string[] }[] = [];
  for (const option of options) {
    const primary = /^--(.*)--$/.exec(option)?.[1];
    if (primary !== undefined) groups.push({ primary, secondaries: [] });
    else groups.at(-1)?.secondaries.push(option);
  }
  const { primary, secondaries } = dice.pick(groups);
  return { primary, secondary: secondaries.length === 0 || dice.chance(0.2) ? '' : dice.pick(secondaries) };
};

const integer = (dice: Dice): string => {
  if (dice.chance(0.1)) return '0';
  if (dice.chance(0.05)) return '90071992547409931';
  if (dice.chance(0.05)) return `-${dice.between(1, 999)}`;
  return String(dice.between(1, 250_000));
};

const decimal = (dice: Dice): number => {
  if (dice.chance(0.1)) return 0;
  return dice.chance(0.1) ? -dice.between(1, 9999) / 1000 : dice.between(1, 9_999_999) / 100;
};

const organisation = (dice: Dice, id: string): Organisation =>
  dice.chance(0.15)
    ? { id, title: null, address: null }
    : { id, title: organisationTitle(dice), address: dice.chance(0.2) ? null : address(dice) };

const text = (dice: Dice, type: FieldType): string => {
  switch (type) {
    case 'email':
      return person(dice).email;
    case 'phone':
      return `0${dice.pick([1, 5, 6, 7, 9])}${dice.digits(8)}`;
    case 'iban':
      return `FR76 ${dice.digits(4)} ${dice.digits(4)} ${dice.digits(4)} ${dice.digits(4)} ${dice.digits(4)} ${dice.digits(3)}`;
    case 'textarea':
      return dice.chance(1 / 12) ? words(dice) : paragraphs(dice);
    case 'annuaire_education':
      return `${dice.digits(7)}X`;
    case 'cojo':
      return `${dice.between(1, 99)} – 0${dice.between(1, 9)}/0${dice.between(1, 9)}/1990`;
    case 'engagement_juridique':
      return dice.digits(10);
    case 'formatted':
      return `AG-${dice.digits(4)}`;
    default:
      return words(dice);
  }
};

const someOf = (dice: Dice, options: readonly string[]): string[] => options.filter(() => dice.chance(0.35));

/** `field.born` decides: a field retyped since keeps the answers given to its first type. */
export const answer = (field: Field, dice: Dice, context: AnswerContext): Stored => {
  const { type, options } = field.born;
  const blank = !field.required && dice.chance(0.15);
  switch (type) {
    case 'annuaire_education':
    case 'cojo':
    case 'email':
    case 'engagement_juridique':
    case 'formatted':
    case 'iban':
    case 'phone':
    case 'text':
    case 'textarea':
      return { kind: 'text', value: blank ? '' : text(dice, type) };
    case 'integer_number':
    case 'number':
      return { kind: 'integer', value: blank ? '' : integer(dice) };
    case 'decimal_number':
      return { kind: 'decimal', value: blank ? null : decimal(dice) };
    case 'checkbox':
      return { kind: 'checkbox', value: dice.chance(0.5) };
    case 'yes_no':
      return { kind: 'yes_no', value: blank ? null : dice.chance(0.5) };
    case 'date':
      return { kind: 'date', value: blank ? null : printDay(context.at - dice.between(0, 20_000) * DAY) };
    case 'datetime':
      return {
        kind: 'datetime',
        value: blank ? null : context.at - dice.between(0, 400 * 1440) * 60_000_000,
      };
    case 'civilite':
      return { kind: 'civilite', value: blank ? null : dice.pick(['M', 'Mme'] as const) };
    case 'drop_down_list': {
      if (blank || options.length === 0) return { kind: 'choice', value: null };
      const other = field.otherOption && dice.chance(0.2);
      const label = dice.pick(options);
      return { kind: 'choice', value: other ? words(dice) : field.advanced ? optionId(field, label) : label };
    }
    case 'multiple_drop_down_list': {
      const labels = blank ? [] : someOf(dice, options);
      return { kind: 'choices', value: field.advanced ? labels.map((one) => optionId(field, one)) : labels };
    }
    case 'linked_drop_down_list':
      return { kind: 'linked', value: blank ? null : linkedChoice(dice, options) };
    case 'pays':
      return { kind: 'pays', value: blank ? null : dice.pick(PAYS) };
    case 'regions':
      return { kind: 'region', value: blank ? null : dice.pick(REGIONS) };
    case 'departements':
      return { kind: 'departement', value: blank ? null : dice.pick(DEPARTEMENTS) };
    case 'epci':
      return { kind: 'epci', value: blank ? null : dice.pick(EPCIS) };
    case 'communes':
      return { kind: 'commune', value: blank ? null : dice.pick(COMMUNES) };
    case 'address': {
      if (blank) return { kind: 'address', value: null };
      if (dice.chance(0.15)) return { kind: 'address', value: { address: freeAddress(dice), commune: null } };
      const commune = dice.pick(COMMUNES);
      return { kind: 'address', value: { address: address(dice, commune), commune } };
    }
    case 'siret': {
      if (blank) return { kind: 'siret', value: null };
      if (dice.chance(0.1))
        return { kind: 'siret', value: { siret: siretNumber(dice), etablissement: null } };
      const found = etablissement(dice);
      return { kind: 'siret', value: { siret: found.siret, etablissement: found } };
    }
    case 'rna':
    case 'rnf':
      return {
        kind: type,
        value: blank ? null : organisation(dice, type === 'rna' ? rnaNumber(dice) : rnfNumber(dice)),
      };
    case 'carte':
      return { kind: 'carte', value: areas(dice, context.areaId, context.variant) };
    case 'piece_justificative':
      return { kind: 'files', value: files(dice, context.at) };
    case 'titre_identite':
      return { kind: 'titre_identite', value: dice.chance(0.7) };
    case 'dossier_link':
      return { kind: 'dossier_link', value: blank ? null : context.linkable(dice) };
    case 'referentiel':
      return {
        kind: 'referentiel',
        value: blank
          ? null
          : { text: `REF-${dice.digits(5)}`, exposed: field.exposed.map(() => words(dice)) },
      };
    case 'aah':
    case 'aeeh':
    case 'ars':
    case 'cnaf':
    case 'dgfip':
    case 'etudiant_boursier':
    case 'explication':
    case 'header_section':
    case 'mesri':
    case 'pole_emploi':
    case 'pre_rempli':
    case 'quotient_familial':
    case 'repetition':
      return { kind: 'none', value: null };
  }
};
