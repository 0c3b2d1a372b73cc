// From the conductor's request to the variables of a page. One that is absent is not sent at all.

import type { PageRequest } from '../../run/ports';
import type { Inquiry } from '../instance';

const BEGINNING = '1970-01-01T00:00:00Z';

/**
 * `updatedSince` alone switches DN to the order of modification, even from the beginning; `createdSince` must not be
 * beside it, where DN ignores it (facts/demarches.md §0.1).
 */
export function pageVariables(demarche: number, request: PageRequest, first: number): Inquiry['variables'] {
  return {
    number: demarche,
    first,
    after: request.after ?? undefined,
    updatedSince: request.order === 'updated' ? (request.since ?? BEGINNING) : undefined,
    createdSince: request.order === 'deposited' ? (request.since ?? undefined) : undefined,
    state: request.state ?? undefined,
    archived: request.archived ?? undefined,
  };
}
