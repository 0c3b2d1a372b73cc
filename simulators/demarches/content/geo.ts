// Areas drawn on a carte: points, lines, polygons with holes, several polygons, parcelles.

import type { Geometry } from '../../../lib/sync/model/dossier';
import type { Variant } from '../schema/variant';
import type { Dice } from './dice';
import { COMMUNES, type CommuneData } from './places';

export type StoredArea = {
  readonly id: number;
  readonly source: 'selection_utilisateur' | 'cadastre' | 'rpg';
  readonly description: string | null;
  readonly geometry: Geometry;
  readonly parcelle: {
    readonly commune: string;
    readonly prefixe: string;
    readonly section: string;
    readonly numero: string;
    /** m² for the cadastre, hectares for the RPG. */
    readonly surface: number;
  } | null;
};

const around = (dice: Dice, [longitude, latitude]: readonly [number, number]): [number, number] => [
  Number((longitude + dice.between(-900, 900) / 100_000).toFixed(5)),
  Number((latitude + dice.between(-900, 900) / 100_000).toFixed(5)),
];

const ring = ([longitude, latitude]: readonly [number, number], side: number): [number, number][] =>
  (
    [
      [0, 0],
      [side, 0],
      [side, side],
      [0, side],
      [0, 0],
    ] as const
  ).map(([east, north]) => [Number((longitude + east).toFixed(5)), Number((latitude + north).toFixed(5))]);

const geometry = (dice: Dice, { centre }: CommuneData): Geometry => {
  const at = around(dice, centre);
  switch (dice.below(5)) {
    case 0:
      return { type: 'Point', coordinates: at };
    case 1:
      return { type: 'LineString', coordinates: [at, around(dice, centre), around(dice, centre)] };
    case 2:
      return { type: 'Polygon', coordinates: [ring(at, 0.004), ring([at[0] + 0.001, at[1] + 0.001], 0.001)] };
    case 3:
      return { type: 'MultiPolygon', coordinates: [[ring(at, 0.002)], [ring(around(dice, centre), 0.001)]] };
    default:
      return { type: 'Polygon', coordinates: [ring(at, 0.003)] };
  }
};

/** Zero to four areas. RPG ones only since August 2026: before, one of them makes DN answer 500 (facts §5). */
export const areas = (dice: Dice, firstId: number, variant: Variant): StoredArea[] => {
  const commune = dice.pick(COMMUNES);
  return Array.from({ length: dice.pick([0, 1, 1, 2, 3, 4]) }, (_, position): StoredArea => {
    const id = firstId + position;
    const base = { id, geometry: geometry(dice, commune) };
    if (dice.chance(0.4)) {
      const rpg = variant === '2026-08' && dice.chance(0.3);
      return {
        ...base,
        source: rpg ? 'rpg' : 'cadastre',
        description: null,
        parcelle: {
          commune: commune.code,
          prefixe: rpg ? '' : '000',
          section: rpg ? '' : dice.pick(['A', '0B', 'AC', 'ZK']),
          numero: String(dice.between(1, 999)),
          surface: rpg ? dice.between(1, 5000) / 100 : dice.between(40, 90_000),
        },
      };
    }
    const description = dice.chance(0.5)
      ? null
      : dice.pick(['Emprise du chantier', '', 'Accès « pompiers »']);
    return { ...base, source: 'selection_utilisateur', description, parcelle: null };
  });
};
