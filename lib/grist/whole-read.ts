// Before trusting /records: does this key see every row, or do access rules hide some without a word?

import type { BoundTable } from '../sync/model/table';
import { failureOfRefusal } from './failure';
import type { Wire } from './wire';

export type ReadProof = {
  /**
   * Throws GRIST_REGLES_ACCES when rules restrict what this key reads of one of these tables. 1 request for tables
   * not proven yet, none afterwards.
   */
  prove(tables: readonly BoundTable[]): Promise<void>;
};

/**
 * `/records` leaves out hidden rows silently, and a row that we believe absent would be added again at each run.
 * `/sql` needs no such proof: it is refused as soon as something is hidden. The upsert action demands full reading
 * of the table before anything else (grist-core GranularAccess `_checkAddOrUpdateAccess`), and with nothing to look
 * for it does nothing (useractions.py `BulkAddOrUpdateRecord`; both seen on 1.7.17). A Grist too old for this action
 * answers otherwise, and is trusted as before.
 */
export function openReadProof(wire: Wire): ReadProof {
  const proven = new Set<number>();
  return {
    async prove(tables) {
      const doubtful = tables.filter((table) => !proven.has(table.ref));
      if (doubtful.length === 0) return;
      const heard = await wire.read({
        method: 'POST',
        path: '/apply?noparse=1',
        body: doubtful.map((table) => [
          'BulkAddOrUpdateRecord',
          table.id,
          {},
          {},
          { allow_empty_require: true },
        ]),
      });
      if (heard.status === 'refused') {
        const { kind } = heard.refusal;
        if (kind === 'rules' || kind === 'structure_rules' || kind === 'structure_changed') {
          throw failureOfRefusal(heard.refusal, { quoi: 'lecture' });
        }
      }
      for (const table of doubtful) proven.add(table.ref);
    },
  };
}
