// The pages of the dashboard, when there are several.

import { Pagination } from '@codegouvfr/react-dsfr/Pagination';
import type { Wanted } from '../../lib/links/dashboard/view';
import { addressOf } from './address';

export function DashboardPages({
  wanted,
  page,
  pages,
}: {
  readonly wanted: Wanted;
  readonly page: number;
  readonly pages: number;
}) {
  if (pages === 1) return null;
  return (
    <Pagination
      count={pages}
      defaultPage={page}
      showFirstLast={false}
      getPageLinkProps={(number) => ({ href: addressOf({ ...wanted, page: number }) })}
    />
  );
}
