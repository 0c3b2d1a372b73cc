// The forms in which the original One Trick Pony wrote what we write otherwise, made from our own cells of the same row,
// for the columns that a person wants kept as their formulas know them. Source: facts/original.md §2a, §2c.

import { baseType } from '../fits-type';
import { isFilesRef } from '../mirrored';
import type { WantedCell } from '../model/operation';
import type { Cell, WantedType } from '../model/table';
import { DEMANDEUR_TYPES } from '../tables/dossiers';

/**
 * How the original's content relates to ours. `meme`: the same value, under its text where the column is a text.
 * `inconnue`: another rendering that we do not make (JSON of an address, of a map…).
 */
export type OriginalForm =
  | 'meme'
  | 'oui_non'
  | 'type_de_demandeur'
  | 'civilite_de_demandeur'
  | 'choix_lies'
  | 'lieu'
  | 'commune'
  | 'commune_de_bloc'
  | 'fondation'
  | 'fichiers'
  | 'telephone'
  | 'inconnue';

/** Our cell of a part of the same field in the same row; null where there is none. */
export type PartOf = (part: string) => WantedCell | undefined;

/** The original's cell of a field, from our parts of it. */
export function originalCell(
  form: Exclude<OriginalForm, 'meme' | 'inconnue'>,
  part: PartOf,
  type: string,
): Cell {
  const text = (name: string): string | null => {
    const cell = part(name);
    return typeof cell === 'string' && cell !== '' ? cell : null;
  };
  switch (form) {
    case 'oui_non': {
      const answer = text('');
      if (answer !== 'Oui' && answer !== 'Non') return answer;
      return type === 'Bool' ? answer === 'Oui' : answer === 'Oui' ? 'True' : 'False';
    }
    case 'type_de_demandeur':
      return ORIGINAL_DEMANDEURS[text('') ?? ''] ?? text('');
    case 'civilite_de_demandeur':
      return text('') === 'M.' ? 'M' : text('');
    case 'choix_lies': {
      const [primary, secondary] = [text(''), text('secondaire')];
      return primary === null || secondary === null ? primary : `${primary} - ${secondary}`;
    }
    case 'lieu':
      return followedBy(text(''), text('code'), null);
    case 'commune':
      return followedBy(text(''), text('code_postal'), text('departement'));
    case 'commune_de_bloc':
      return followedBy(text(''), text('code_insee'), text('departement'));
    case 'fondation': {
      const title = text('titre');
      const place = followedBy(text('commune'), text('code_postal'), null);
      return title === null ? text('') : place === null ? title : `${title} - ${place}`;
    }
    case 'fichiers':
      return text('')?.split('\n').join(', ') ?? null;
    case 'telephone':
      return text('')?.replace(/^0\d{9}$/, (digits) => digits.replace(/\B(?=(\d\d)+$)/g, ' ')) ?? null;
  }
}

/** `Lyon (69001), Rhône`; what is unknown is left out. */
function followedBy(name: string | null, code: string | null, whole: string | null): string | null {
  if (name === null) return null;
  const coded = code === null ? name : `${name} (${code})`;
  return whole === null ? coded : `${coded}, ${whole}`;
}

const ORIGINAL_DEMANDEURS: Readonly<Record<string, string>> = {
  [DEMANDEUR_TYPES.physique]: 'PersonnePhysique',
  [DEMANDEUR_TYPES.morale]: 'PersonneMorale',
  [DEMANDEUR_TYPES.morale_incomplete]: 'PersonneMoraleIncomplete',
};

/** The same value in a column that the original made: `Text` for nearly all of them (facts/original.md §2a). */
export function sameValue(cell: WantedCell | undefined, wanted: WantedType, type: string): WantedCell {
  if (cell === undefined || cell === null) return null;
  // The original never copied a file.
  if (type !== 'Text' || isFilesRef(cell)) return cell;
  if (typeof cell === 'object') return 'parent' in cell ? cell : cell.slice(1).join(', ');
  if (typeof cell === 'boolean') return cell ? 'True' : 'False';
  if (typeof cell === 'string') return isText(wanted) ? cell : cell.replace(/^'/, '');
  switch (baseType(wanted)) {
    case 'Date':
      return new Date(cell * 1000).toISOString().slice(0, 10);
    case 'DateTime':
      return parisInstant(cell);
    default:
      return String(cell);
  }
}

/** Elsewhere, an apostrophe keeps a text from being read as a value (lib/sync/cells/literal.ts). */
function isText(wanted: WantedType): boolean {
  return wanted === 'Text' || wanted === 'Choice';
}

const PARIS = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Paris',
  timeZoneName: 'longOffset',
  ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
  ...{ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
});

/** Epoch seconds as DN writes instants: `2025-05-01T10:00:00+02:00`. */
function parisInstant(seconds: number): string {
  const parts = new Map(
    PARIS.formatToParts(new Date(seconds * 1000)).map(({ type, value }) => [type, value] as const),
  );
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  const offset = of('timeZoneName').replace('GMT', '') || '+00:00';
  return `${of('year')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}:${of('second')}${offset}`;
}
