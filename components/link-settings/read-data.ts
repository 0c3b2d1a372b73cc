// What the form of the data asks for, read into settings. Pure: an existing link and a new one share it.

import type { LinkSettings } from '../../lib/run/ports';
import { CEILING_BOUNDS, CEILING_UNITS, readCeiling } from '../../lib/sync/files-ceiling';
import { ceilingOf } from '../../lib/sync/model/file-copy';
import type { LayoutOptions } from '../../lib/sync/model/options';
import type { FormProblem } from '../form/state';

export type Toggle = keyof Omit<LayoutOptions, 'exclus' | 'fichiersCopies'>;

export const TOGGLES: readonly Toggle[] = [
  'demandeurs',
  'instructeurs',
  'avis',
  'pieces',
  'zones',
  'traitements',
  'messages',
  'etablissementDetaille',
  'liensExpirants',
  'uneSeuleTable',
];

/** As DN names them. */
export const STATES: readonly (readonly [string, string])[] = [
  ['en_construction', 'En construction'],
  ['en_instruction', 'En instruction'],
  ['accepte', 'Accepté'],
  ['refuse', 'Refusé'],
  ['sans_suite', 'Classé sans suite'],
];

/** Longer than any id of a descriptor. */
const LONGEST_ID = 200;

/** More than any form has fields. */
const MOST_FIELDS = 20_000;

/**
 * `montre` says which fields the page showed, `champ` which of them are kept; `fichiers-montre` which of them may have their
 * files copied, `fichiers` those that are: what was not shown stays as it was, and what is excluded is not copied. What the
 * form does not hold (policies) is `before`'s.
 */
export function readDataForm(
  form: FormData,
  before: LinkSettings,
): { readonly settings: LinkSettings } | { readonly problems: readonly FormProblem[] } {
  const all = (name: string) =>
    form
      .getAll(name)
      .flatMap((value) => (typeof value === 'string' ? [value] : []))
      .slice(0, MOST_FIELDS);
  const isId = (text: string) => text.length > 0 && text.length <= LONGEST_ID;
  const shown = new Set(all('montre').filter(isId));
  const kept = new Set(all('champ').filter(isId));
  const [depotDebut, depotFin] = [dayOf(form, 'depot-debut'), dayOf(form, 'depot-fin')];
  const problems: FormProblem[] = [];
  if (depotDebut === undefined) problems.push({ field: 'depot-debut', text: NOT_A_DAY });
  if (depotFin === undefined) problems.push({ field: 'depot-fin', text: NOT_A_DAY });
  if (depotDebut && depotFin && depotDebut > depotFin) {
    problems.push({ field: 'depot-fin', text: 'La fin est avant le début.' });
  }
  if (shown.size > 0 && kept.size === 0) {
    problems.push({ field: 'champs', text: 'Gardez au moins un champ.' });
  }
  const statuts = STATES.map(([code]) => code).filter((code) => all('statut').includes(code));
  if (statuts.length === 0) problems.push({ field: 'statut', text: 'Gardez au moins un statut.' });
  const groups = new Set(
    all('groupe-montre')
      .map(numberOf)
      .filter((one) => one !== null),
  );
  const groupes = [
    ...new Set(
      all('groupe')
        .map(numberOf)
        .filter((one) => one !== null),
    ),
  ];
  if (groups.size > 0 && groupes.length === 0) {
    problems.push({ field: 'groupe', text: 'Gardez au moins un groupe d’instructeurs.' });
  }
  const filesCeiling = chosenCeiling(form, before);
  if (filesCeiling === 'illisible') problems.push({ field: 'plafond', text: NOT_A_CEILING });
  if (
    problems.length > 0 ||
    filesCeiling === 'illisible' ||
    depotDebut === undefined ||
    depotFin === undefined
  )
    return { problems };
  const options = new Set(all('option'));
  const exclus = [
    ...before.options.exclus.filter((id) => !shown.has(id)),
    ...[...shown].filter((id) => !kept.has(id)),
  ];
  const offered = new Set(all('fichiers-montre').filter(isId));
  const copied = new Set(all('fichiers'));
  const archives = form.get('archives');
  return {
    settings: {
      policies: before.policies,
      ...(before.takeOver === undefined ? {} : { takeOver: before.takeOver }),
      ...(filesCeiling === undefined ? {} : { filesCeiling }),
      scope: {
        ...{ depotDebut, depotFin },
        // Every state ticked is no filter: a state of the future is then taken too.
        statuts: statuts.length === STATES.length ? [] : statuts,
        // The same for the groups; those that were not shown stay as they were.
        groupes: groups.size === 0 ? before.scope.groupes : groupes.length >= groups.size ? [] : groupes,
        archives: archives === 'exclus' || archives === 'seulement' ? archives : 'tous',
      },
      options: {
        ...(Object.fromEntries(TOGGLES.map((name) => [name, options.has(name)])) as Record<Toggle, boolean>),
        exclus,
        fichiersCopies: [
          ...before.options.fichiersCopies.filter((id) => !offered.has(id)),
          ...[...offered].filter((id) => copied.has(id)),
        ].filter((id) => !exclus.includes(id)),
      },
    },
  };
}

/** Absent: the usual one, which is not written down as a choice until somebody makes it. */
function chosenCeiling(form: FormData, before: LinkSettings): number | undefined | 'illisible' {
  const text = form.get('plafond');
  if (typeof text !== 'string') return before.filesCeiling;
  const unit = CEILING_UNITS.find((one) => one === form.get('plafond-unite')) ?? 'Go';
  const bytes = readCeiling(text.slice(0, 40), unit);
  if (bytes === null) return 'illisible';
  return bytes === ceilingOf(before) ? before.filesCeiling : bytes;
}

const NOT_A_CEILING = `Écrivez un nombre, ${CEILING_BOUNDS}.`;

function numberOf(text: string): number | null {
  const number = Number(text);
  return Number.isSafeInteger(number) && number > 0 ? number : null;
}

const NOT_A_DAY = 'Ce n’est pas une date : écrivez par exemple 31/12/2026.';

/** `YYYY-MM-DD`, null for none, undefined for what is no day. */
function dayOf(form: FormData, name: string): string | null | undefined {
  const value = form.get(name);
  const text = typeof value === 'string' ? value.trim().slice(0, 20) : '';
  if (text === '') return null;
  const french = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text);
  const iso = french ? `${french[3]}-${french[2]}-${french[1]}` : text;
  const time = /^\d{4}-\d{2}-\d{2}$/.test(iso) ? Date.parse(`${iso}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(time) || !new Date(time).toISOString().startsWith(iso) ? undefined : iso;
}
