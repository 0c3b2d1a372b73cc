// Asking through /sql, and remembering when a document does not allow it.

import { z } from 'zod';
import { Failure } from '../errors/failure';
import { failureOfRefusal } from './failure';
import type { Query } from './select';
import { shapedAs, type Wire } from './wire';

export type QueryDoor = {
  /** Known to be refused: nothing more is asked through it. */
  isClosed(): boolean;
  /** One `/sql` request, none when it is known to be refused. */
  run<T>(query: Query, row: z.ZodType<T>): Promise<Queried<T>>;
};

export type Queried<T> =
  | { readonly status: 'rows'; readonly rows: readonly T[] }
  /** More than the second that Grist gives, or more than we accept to receive: ask for less. */
  | { readonly status: 'too_much' }
  /** Not allowed here, now or ever: another way must be taken. */
  | { readonly status: 'closed' };

/**
 * `/sql` needs the right to copy the whole document (any rule that hides something forbids it), does not exist on
 * old Grists, and looks like an attack to some firewalls: in all these cases it is not tried again.
 */
export function openQueryDoor(wire: Wire): QueryDoor {
  let closed = false;
  return {
    isClosed: () => closed,
    async run(query, row) {
      if (closed) return { status: 'closed' };
      try {
        const heard = await wire.read({ method: 'POST', path: '/sql', body: query });
        if (heard.status === 'answered') return { status: 'rows', rows: rowsOf(heard.json, row) };
        switch (heard.refusal.kind) {
          case 'slow_query':
          case 'too_large':
            return { status: 'too_much' };
          case 'no_access':
          case 'rules':
          case 'structure_rules':
          case 'no_endpoint':
          case 'sandbox':
          case 'unclear':
          case 'not_grist':
            closed = true;
            return { status: 'closed' };
          case 'key':
          case 'no_document':
          case 'in_trash':
          case 'backlogged':
          case 'daily_limit':
          case 'delete_only':
          case 'structure_changed':
          case 'unavailable':
          case 'flux':
            throw failureOfRefusal(heard.refusal, { quoi: 'sql' });
        }
      } catch (error) {
        if (error instanceof Failure && error.code === 'RESEAU_REPONSE_TROP_GRANDE')
          return { status: 'too_much' };
        throw error;
      }
    },
  };
}

function rowsOf<T>(json: unknown, row: z.ZodType<T>): readonly T[] {
  const records = z.object({ records: z.array(z.object({ fields: row })) });
  return shapedAs(records, json, 'sql').records.map((record) => record.fields);
}
