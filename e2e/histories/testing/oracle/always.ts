// What must be true of the document at any time, whatever the last run said.

import { keyColumnsOf } from '../keys';
import { managedTables } from '../managed';
import type { Scene } from '../scene';

/** What is wrong: one row a key, and what the user made, named or chose as it was left. */
export async function alwaysWrong(scene: Scene): Promise<readonly string[]> {
  const wrong = [...scene.own.touched(), ...choicesUndone(scene)];
  for (const { key, ownRows, column } of await managedTables(scene)) {
    const columns = keyColumnsOf(key).map(column);
    if (columns.includes(null)) continue;
    const keys = ownRows()
      .map((row) => columns.map((id) => row[id ?? ''] ?? null))
      .filter((cells) => cells.every((cell) => cell !== null && cell !== 0 && cell !== ''))
      .map((cells) => cells.join('/'));
    const twice = keys.filter((one, rank) => keys.indexOf(one) !== rank);
    if (twice.length > 0) wrong.push(`${key}: rows twice: ${[...new Set(twice)].join(', ')}`);
  }
  return wrong;
}

/** Types, formulas, options and alignments that the user gave to managed columns. */
function choicesUndone({ grist, taken }: Scene): readonly string[] {
  const wrong: string[] = [];
  const columns = new Map(
    grist
      .document()
      .tables()
      .flatMap((table) => table.columns.map((column) => [column.ref, column] as const)),
  );
  for (const [ref, type] of taken.types) {
    const found = columns.get(ref);
    if (found !== undefined && found.type !== type) {
      wrong.push(`the type ${type} given by the user to ${found.id} is now ${found.type}`);
    }
  }
  for (const ref of taken.formulas) {
    const found = columns.get(ref);
    if (found !== undefined && !found.isFormula) wrong.push(`the formula that the user made of ${found.id}`);
  }
  for (const [ref, look] of taken.looks) {
    const found = columns.get(ref);
    if (found === undefined || found.type !== look.type) continue;
    const options: Record<string, unknown> = JSON.parse(found.widgetOptions || '{}');
    const choices = Array.isArray(options.choices) ? options.choices : [];
    const kept = look.choice === null || choices.includes(look.choice);
    if (options.alignment !== look.alignment || !kept) wrong.push(`how the user wanted to see ${found.id}`);
  }
  return wrong;
}

/** Tables and columns that nobody asked for: neither the user's nor tied to the link. */
export async function orphans(scene: Scene): Promise<readonly string[]> {
  const managed = await managedTables(scene);
  const known = new Set(managed.map(({ table }) => table.ref));
  const prefix = `Demarche_${scene.dn.number}_`;
  const tables = scene.grist
    .document()
    .tables()
    .filter(({ ref, id }) => id.startsWith(prefix) && !known.has(ref))
    .map(({ id }) => `a table of nobody’s: ${id}`);
  const columns = managed.flatMap((one) =>
    one.table.columns
      .filter(({ ref }) => !one.managed.has(ref) && !scene.own.columns.has(ref))
      .map(({ id }) => `a column of nobody’s: ${one.table.id}.${id}`),
  );
  return [...tables, ...columns];
}
