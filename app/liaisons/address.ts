// What the dashboard shows, as its address says it: search, status, order, page. Pure.

import { SORTS, STATUSES, type Wanted } from '../../lib/links/dashboard/view';
import type { LinkStatus } from '../../lib/links/status';
import { one, type SearchProps } from '../search';

const SLUGS: Readonly<Record<LinkStatus, string>> = {
  'À jour': 'a-jour',
  'En cours': 'en-cours',
  'À vérifier': 'a-verifier',
  'En erreur': 'en-erreur',
  'En pause': 'en-pause',
  'Jamais synchronisée': 'jamais-synchronisee',
};

/** A search longer than this finds nothing more. */
const LONGEST = 200;

/** What an address does not say, or says badly, is what is shown by default. */
export function wantedOf(params: Awaited<SearchProps['searchParams']>): Wanted {
  const page = one(params.page) ?? '';
  return {
    search: (one(params.recherche) ?? '').slice(0, LONGEST),
    status: STATUSES.find((status) => SLUGS[status] === one(params.etat)) ?? null,
    sort: SORTS.find((sort) => sort === one(params.tri)) ?? 'etat',
    page: /^\d{1,4}$/.test(page) ? Math.max(1, Number(page)) : 1,
  };
}

/** The shortest address that says it. */
export function addressOf({ search, status, sort, page }: Wanted): string {
  const params = new URLSearchParams({
    ...(search === '' ? {} : { recherche: search }),
    ...(status === null ? {} : { etat: SLUGS[status] }),
    ...(sort === 'etat' ? {} : { tri: sort }),
    ...(page === 1 ? {} : { page: String(page) }),
  });
  return params.size === 0 ? '/liaisons' : `/liaisons?${params}`;
}

export function slugOf(status: LinkStatus): string {
  return SLUGS[status];
}
