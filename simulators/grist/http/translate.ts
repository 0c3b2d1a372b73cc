// How the records and columns endpoints tell an engine's error: other words and statuses than `/apply`, which gives it raw.

import { EngineError, Refusal } from '../engine/refusal';

const NAMED =
  /^\[Sandbox] (?:KeyError '(?:Table \w+ has no column )?|ValueError No such table: |ValueError No such column: )([\w.]+)/;

/** Runs `work`; an engine error about `tableId` or one of `columns` becomes a 404 or a 400. */
export function translating<T>(tableId: string, columns: readonly string[], work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof EngineError ? translated(error, tableId, columns) : error;
  }
}

function translated(error: EngineError, tableId: string, columns: readonly string[]): Refusal {
  const row = /non-existent record #([0-9]+)/.exec(error.message)?.[1];
  if (row !== undefined) return new Refusal(400, `Invalid row id ${row}`);
  const name = NAMED.exec(error.message)?.[1];
  if (name !== undefined && name === tableId) return new Refusal(404, `Table not found "${tableId}"`);
  if (name !== undefined && columns.includes(name)) return new Refusal(400, `Invalid column "${name}"`);
  if (name !== undefined && columns.includes(name.replace(`${tableId}.`, ''))) {
    return new Refusal(404, `Table or column not found "${name}"`);
  }
  return new Refusal(400, `Error manipulating data: ${error.message}`);
}

/** What Grist answers to a body that is not of the right shape. */
export function invalidPayload(why: string): Refusal {
  return new Refusal(400, 'Invalid payload', { userError: `Error: ${why}` });
}
