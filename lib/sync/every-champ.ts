// Every champ of a kind in a dossier, wherever it stands: champs, then annotations, rows of blocks included.

import type { Champ, ChampValue, Dossier } from './model/dossier';

type Kind = ChampValue['kind'];
type ValueOf<K extends Kind> = Extract<ChampValue, { readonly kind: K }>;

/** A champ with its place in the dossier. */
export type Placed<K extends Kind> = Pick<Champ, 'descriptorId' | 'label'> & {
  readonly value: ValueOf<K>;
  readonly side: 'champ' | 'annotation';
  /** Row of the repeated block that it is in; null outside. */
  readonly rowId: string | null;
};

type Search<K extends Kind> = {
  readonly kind: K;
  readonly visit: (placed: Placed<K>) => void;
  readonly isKept: (descriptorId: string) => boolean;
};

/**
 * In the order of DN. A champ that is not kept is passed over, and the rows of a block with it. By calls, and for the
 * champs of that kind alone: a dossier has hundreds of others.
 */
export function everyChamp<K extends Kind>(
  { champs, annotations }: Pick<Dossier, 'champs' | 'annotations'>,
  kind: K,
  visit: (placed: Placed<K>) => void,
  isKept: (descriptorId: string) => boolean = () => true,
): void {
  const search = { kind, visit, isKept };
  look(champs, 'champ', null, search);
  look(annotations, 'annotation', null, search);
}

function look<K extends Kind>(
  list: readonly Champ[],
  side: Placed<K>['side'],
  rowId: string | null,
  search: Search<K>,
): void {
  for (const { descriptorId, label, value } of list) {
    const rows = value.kind === 'repetition' ? value.rows : null;
    const isFound = isOf(value, search.kind);
    if ((!isFound && rows === null) || !search.isKept(descriptorId)) continue;
    if (isFound) search.visit({ descriptorId, label, value, side, rowId });
    for (const row of rows ?? []) look(row.champs, side, row.id, search);
  }
}

function isOf<K extends Kind>(value: ChampValue, kind: K): value is ValueOf<K> {
  return value.kind === kind;
}
