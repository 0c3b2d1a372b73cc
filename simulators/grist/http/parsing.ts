// Without `noparse=1` Grist reads texts with the column's options and the document's locale. The simulator refuses that.

import type { GristDocument } from '../engine/document';
import { notSimulated } from '../engine/refusal';
import { pureType } from '../engine/types';
import type { Exchange } from './exchange';

const TEXTUAL = new Set(['Text', 'Choice', 'Any']);

/** Throws when the answer would depend on that reading: a text meant for a column that does not hold texts. */
export function requireParsed(document: GristDocument, { query }: Exchange, actions: unknown): void {
  const noparse = query.get('noparse');
  if (noparse === '1' || noparse === 'true' || !Array.isArray(actions)) return;
  for (const action of actions as unknown[][]) {
    if (!Array.isArray(action)) continue;
    const table = document.model.findTable(String(action[1]));
    if (table === undefined) continue;
    const columns = document.model.columnsOf(table.ref);
    for (const values of [action[2], action[3]]) {
      if (typeof values !== 'object' || values === null || Array.isArray(values)) continue;
      for (const [colId, cells] of Object.entries(values)) {
        const type = columns.get(colId)?.type;
        if (type === undefined || TEXTUAL.has(pureType(type) ?? 'Any')) continue;
        const list: unknown[] = Array.isArray(cells) ? cells : [cells];
        if (list.some((cell) => typeof cell === 'string')) {
          throw notSimulated(`reading texts into ${type}: send native values with noparse=1`);
        }
      }
    }
  }
}
