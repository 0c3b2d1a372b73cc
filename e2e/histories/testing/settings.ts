// What the user of a history chose: options for the whole of it, scopes that change on the way.

import { DEFAULT_OPTIONS, EVERYTHING, type LayoutOptions, type Scope } from '../../../lib/sync/model/options';
import type { Dice } from './dice';

const RICH: LayoutOptions = {
  ...DEFAULT_OPTIONS,
  traitements: true,
  messages: true,
  etablissementDetaille: true,
};

export const OPTIONS = [
  DEFAULT_OPTIONS,
  RICH,
  { ...DEFAULT_OPTIONS, uneSeuleTable: true },
  { ...RICH, liensExpirants: true },
] as const satisfies readonly LayoutOptions[];

/** `groups`: numbers of groupes instructeurs. */
export function drawScope(dice: Dice, groups: readonly number[]): Scope {
  const group = dice.among(groups);
  const scopes: readonly Scope[] = [
    EVERYTHING,
    EVERYTHING,
    { ...EVERYTHING, statuts: ['en_instruction'] },
    { ...EVERYTHING, statuts: ['en_construction', 'accepte'] },
    { ...EVERYTHING, archives: 'exclus' },
    { ...EVERYTHING, archives: 'seulement' },
    { ...EVERYTHING, groupes: group === undefined ? [] : [group] },
    { ...EVERYTHING, depotDebut: '2026-06-01' },
    { ...EVERYTHING, depotFin: '2026-06-30' },
  ];
  return dice.among(scopes) ?? EVERYTHING;
}

/** Other options on the way; sometimes a field is left out. `fields`: descriptor ids. */
export function drawOptions(dice: Dice, fields: readonly string[]): LayoutOptions {
  const options = dice.among(OPTIONS) ?? DEFAULT_OPTIONS;
  const field = dice.chance(0.3) ? dice.among(fields) : undefined;
  return { ...options, exclus: field === undefined ? [] : [field] };
}
