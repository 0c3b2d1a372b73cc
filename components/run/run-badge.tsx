// How a run stands, in one word with its colour.

import { Badge } from '@codegouvfr/react-dsfr/Badge';
import { isRunStatus, RUN_STATUSES } from './words';

export function RunBadge({ status, small = true }: { readonly status: string; readonly small?: boolean }) {
  const known = isRunStatus(status) ? RUN_STATUSES[status] : null;
  return (
    <Badge as="span" small={small} {...(known === null ? {} : { severity: known.severity })}>
      {known === null ? 'Inconnue' : known.word}
    </Badge>
  );
}
