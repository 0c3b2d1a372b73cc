// What of somebody's links is shown: searched, filtered by status, sorted, page by page. Pure.

import type { LinkLine } from '../list';
import type { LinkStatus } from '../status';

/** In the order of what asks for an eye: also the order of the filter. */
export const STATUSES = [
  'En erreur',
  'À vérifier',
  'En cours',
  'Jamais synchronisée',
  'En pause',
  'À jour',
] as const satisfies readonly LinkStatus[];

export const SORTS = ['etat', 'titre', 'fraicheur'] as const;
export type Sort = (typeof SORTS)[number];

export type Wanted = {
  readonly search: string;
  /** Null: all of them. */
  readonly status: LinkStatus | null;
  readonly sort: Sort;
  /** From 1; one beyond the last is the last. */
  readonly page: number;
};

export type Shown<Line> = {
  readonly lines: readonly Line[];
  /** How many match, on all pages. */
  readonly found: number;
  readonly page: number;
  readonly pages: number;
  /** How many of each status match the search, whatever the status asked for. */
  readonly byStatus: Readonly<Record<LinkStatus, number>>;
};

export const PAGE_SIZE = 25;

type Searched = Pick<LinkLine, 'id' | 'title' | 'demarche' | 'documentName' | 'status' | 'freshAt'>;

export function shownOf<Line extends Searched>(lines: readonly Line[], wanted: Wanted): Shown<Line> {
  const words = folded(wanted.search).split(/\s+/).filter(Boolean);
  const matching = lines.filter((line) => {
    const text = folded(`${line.title ?? ''} ${line.demarche} ${line.documentName ?? ''}`);
    return words.every((word) => text.includes(word));
  });
  const byStatus = Object.fromEntries(
    STATUSES.map((status) => [status, matching.filter((line) => line.status === status).length]),
  ) as Record<LinkStatus, number>;
  const found = matching.filter(({ status }) => wanted.status === null || status === wanted.status);
  const pages = Math.max(1, Math.ceil(found.length / PAGE_SIZE));
  const page = Math.min(Math.max(1, wanted.page), pages);
  const sorted = [...found].sort(ORDERS[wanted.sort]);
  return {
    lines: sorted.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE),
    ...{ found: found.length, page, pages, byStatus },
  };
}

const COLLATOR = new Intl.Collator('fr', { numeric: true, sensitivity: 'base' });

const byTitle = (left: Searched, right: Searched) =>
  COLLATOR.compare(left.title ?? `Démarche ${left.demarche}`, right.title ?? `Démarche ${right.demarche}`) ||
  left.demarche - right.demarche ||
  (left.id < right.id ? -1 : 1);

const ORDERS: Readonly<Record<Sort, (left: Searched, right: Searched) => number>> = {
  titre: byTitle,
  etat: (left, right) =>
    STATUSES.indexOf(left.status) - STATUSES.indexOf(right.status) || byTitle(left, right),
  // The oldest first, those that never were before all: what is least fresh is what one looks for.
  fraicheur: (left, right) =>
    (left.freshAt?.getTime() ?? 0) - (right.freshAt?.getTime() ?? 0) || byTitle(left, right),
};

/** Without accents or capitals: « élève » is found by « ELEVE ». */
function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[’']/g, ' ').toLowerCase();
}
