// The one status word of a link, with its colour.

import { Badge } from '@codegouvfr/react-dsfr/Badge';
import type { LinkStatus } from '../lib/links/status';

const SEVERITIES: Readonly<Record<LinkStatus, 'success' | 'info' | 'warning' | 'error' | 'new'>> = {
  'À jour': 'success',
  'En cours': 'info',
  'À vérifier': 'warning',
  'En erreur': 'error',
  'En pause': 'info',
  'Jamais synchronisée': 'new',
};

export function StatusBadge({ status }: { readonly status: LinkStatus }) {
  return (
    <Badge as="span" severity={SEVERITIES[status]}>
      {status}
    </Badge>
  );
}
