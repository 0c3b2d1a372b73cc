// Watches the structure over a step of the tool: nothing is destroyed, nothing is converted with a loss, and what is
// frozen keeps its values (promise 7).

import type { ColumnBinding, TableBinding } from '../../../../lib/sync/model/table';
import { shapeOf } from '../../../../lib/sync/shape';
import type { Value } from '../../../../simulators/grist/engine/value';
import type { SeenColumn } from '../../../../simulators/grist/gestures';
import { baseOf, fits } from '../fitting';
import type { Scene } from '../scene';

type Frozen = {
  readonly ref: number;
  readonly table: number;
  readonly type: string | undefined;
  readonly values: ReadonlyMap<number, Value>;
};

/** Call it before the step; what it returns tells, after the step, what was destroyed. */
export async function watchStructure(scene: Scene): Promise<() => readonly string[]> {
  const document = scene.grist.document();
  const before = document.tables();
  const { bindings } = await scene.link();
  const managed = new Set(bindings.tables.flatMap(({ columns }) => columns.map(({ ref }) => ref)));
  const { layout } = shapeOf(scene.dn.demarche(), scene.settings().options, scene.dn.origin);
  /** Retyped by the user to what holds neither what was wanted last nor what is now: left as it is. */
  const isLeftAlone = (table: TableBinding, { key, ref, wanted }: ColumnBinding): boolean => {
    const chosen = scene.taken.types.get(ref);
    if (key.includes('~')) return true;
    if (chosen === undefined || wanted === undefined || fits(wanted, chosen)) return false;
    const spec = layout.tables.find((one) => one.key === table.key)?.columns.find((one) => one.key === key);
    return spec !== undefined && !fits(typeof spec.type === 'string' ? spec.type : 'Ref', chosen);
  };
  const frozen: Frozen[] = bindings.tables.flatMap((tie) => {
    const table = before.find(({ ref }) => ref === tie.ref);
    if (table === undefined) return [];
    return tie.columns.flatMap((column) => {
      const { ref } = column;
      const id = table.columns.find((one) => one.ref === ref)?.id;
      if (id === undefined || !isLeftAlone(tie, column)) return [];
      const values = new Map(document.rows(table.id).map((row) => [row.id, row[id] ?? null]));
      return [{ ref, table: table.ref, type: scene.taken.types.get(ref), values }];
    });
  });

  const edits = scene.taken.edits();

  return () => {
    const wrong: string[] = [];
    const after = new Map(document.tables().map((table) => [table.ref, table]));
    const byUser = scene.taken.deletedRefs;
    const isTargetGone = before.some(({ ref }) => byUser.has(ref) && !after.has(ref));
    for (const table of before) {
      const now = after.get(table.ref);
      if (now === undefined) {
        if (!byUser.has(table.ref)) wrong.push(`the table ${table.id} was destroyed`);
        continue;
      }
      const columns = new Map(now.columns.map((column) => [column.ref, column]));
      for (const column of table.columns) {
        const found = columns.get(column.ref);
        if (found === undefined) {
          if (!byUser.has(column.ref)) wrong.push(`the column ${table.id}.${column.id} was destroyed`);
        } else if (!scene.taken.types.has(column.ref) && !scene.taken.formulas.has(column.ref)) {
          wrong.push(
            ...changesOf(table.id, column, found, { isManaged: managed.has(column.ref), isTargetGone }),
          );
        }
      }
    }
    // A cell edited while the tool worked may be one of these.
    if (scene.taken.edits() !== edits) return wrong;
    for (const { ref, table, type, values } of frozen) {
      const now = after.get(table);
      const id = now?.columns.find((column) => column.ref === ref)?.id;
      // Retyped once more while the tool worked.
      const isSame = scene.taken.types.get(ref) === type && !scene.taken.formulas.has(ref);
      if (now === undefined || id === undefined || !isSame) continue;
      const changed = document.rows(now.id).filter((row) => {
        const value = values.get(row.id);
        return value !== undefined && JSON.stringify(row[id] ?? null) !== JSON.stringify(value);
      });
      if (changed.length > 0) wrong.push(`the frozen column ${now.id}.${id} was written`);
    }
    return wrong;
  };
}

function changesOf(
  table: string,
  before: SeenColumn,
  after: SeenColumn,
  { isManaged, isTargetGone }: { readonly isManaged: boolean; readonly isTargetGone: boolean },
): readonly string[] {
  const name = `${table}.${before.id}`;
  if (before.type !== after.type) {
    const [from, to] = [baseOf(before.type), baseOf(after.type)];
    // Grist itself renames the references to a table renamed, and makes numbers of those to a table deleted.
    const isSame = from === 'Ref' && (to === 'Ref' || (to === 'Int' && isTargetGone));
    if (!isSame && !(isManaged && fits(from, to))) {
      return [`the column ${name} was converted from ${before.type} to ${after.type}`];
    }
  }
  return before.isFormula === after.isFormula ? [] : [`the column ${name} was made a formula, or data`];
}
