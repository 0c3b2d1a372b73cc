// What must be true of the document at any time, whatever the last run said.

import { shapeOf } from '../../../../lib/sync/shape';
import type { Value } from '../../../../simulators/grist/engine/value';
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

/**
 * Tables and columns that nobody asked for: neither the user's nor tied to the link.
 *
 * An empty one that nobody wants any more is let be: its making was cut in the very first run, then the options or the
 * form changed, and nothing tells that it was ours. Wanted again, it is taken up by its id.
 */
export async function orphans(scene: Scene): Promise<readonly string[]> {
  const { layout } = shapeOf(scene.dn.demarche(), scene.settings().options, scene.dn.origin);
  const document = scene.grist.document();
  const managed = await managedTables(scene);
  const known = new Set(managed.map(({ table }) => table.ref));
  const prefix = `Demarche_${scene.dn.number}_`;
  const tables = document
    .tables()
    .filter(({ ref, id }) => id.startsWith(prefix) && !known.has(ref))
    .filter(({ id }) => isWanted(layout.tables, id) || document.rows(id).length > 0)
    .map(({ id }) => `a table of nobody’s: ${id}`);
  const columns = managed.flatMap((one) => {
    const specs = layout.tables.find(({ key }) => key === one.key)?.columns ?? [];
    return one.table.columns
      .filter(({ ref }) => !one.managed.has(ref) && !scene.own.columns.has(ref))
      .filter(({ id }) => isWanted(specs, id) || one.rows().some((row) => !isBlank(row[id])))
      .map(({ id }) => `a column of nobody’s: ${one.table.id}.${id}`);
  });
  return [...tables, ...columns];
}

/** Under that id, or under the one that Grist gives when it is taken. */
function isWanted(specs: readonly { readonly id: string }[], id: string): boolean {
  const bare = (text: string) => text.toLowerCase().replace(/_?\d+$/, '');
  return specs.some((spec) => bare(spec.id) === bare(id));
}

function isBlank(value: Value | undefined): boolean {
  return value === undefined || value === null || value === '' || value === 0 || value === false;
}
