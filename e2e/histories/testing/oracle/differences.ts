// What the document holds against what DN's own truth says it should: rows, and every managed cell of them.

import { createHash } from 'node:crypto';
import { dossierFiles, isFilesRef } from '../../../../lib/sync/mirrored';
import type { Dossier } from '../../../../lib/sync/model/dossier';
import type { FilesRef } from '../../../../lib/sync/model/file-copy';
import type { ParentRef, WantedRow } from '../../../../lib/sync/model/operation';
import type { Cell, ColumnSpec, TableSpec } from '../../../../lib/sync/model/table';
import { inScope } from '../../../../lib/sync/scope';
import { shapeOf } from '../../../../lib/sync/shape';
import type { Value } from '../../../../simulators/grist/engine/value';
import type { SeenColumn, SeenRow } from '../../../../simulators/grist/gestures';
import { baseOf, fits } from '../fitting';
import { keyColumnsOf } from '../keys';
import { type ManagedTable, managedTables, numberIn } from '../managed';
import type { Scene } from '../scene';
import { plainDifferences } from './plain';

/** `dossier`: 0 for the rows that belong to none; null for what concerns the whole document. */
export type Difference = { readonly dossier: number | null; readonly what: string };

/**
 * Everything that differs, over a source at rest. What the user deleted, retyped or made a formula is left out where it
 * must be. The cells wanted come from the heart's own shape of DN's truth (its codecs have tests of their own); which
 * cells are there, and what is equal, is told here; plain.ts says the essential once more without the heart.
 */
export async function differencesOf(scene: Scene): Promise<readonly Difference[]> {
  const { scope, options } = scene.settings();
  const dossiers = [...scene.dn.truth()].filter((dossier) => inScope(dossier, scope));
  const shape = shapeOf(scene.dn.demarche(), options, scene.dn.origin);
  const tables = await managedTables(scene);
  const found: Difference[] = [...plainDifferences(scene, tables, dossiers)];
  // Messages are not asked for unless they are wanted (they are personal): nor are the files attached to them.
  const asked = (dossier: Dossier): Dossier => (options.messages ? dossier : { ...dossier, messages: [] });
  const wanted = dossiers.flatMap((dossier) => shape.rowsOf(asked(dossier)).rows);
  const parents = rowIds(tables.find(({ key }) => key === 'dossiers'));
  for (const spec of shape.layout.tables) {
    const table = tables.find(({ key }) => key === spec.key);
    if (table === undefined) {
      if (!scene.taken.tables.has(spec.key)) found.push(whole(`no table ${spec.key}`));
      continue;
    }
    found.push(...wrongColumns(scene, spec, table));
    if (keyColumnsOf(spec.key).some((key) => !isCompared(scene, spec, table, key))) continue;
    const rows = [...wanted, ...shape.sharedRows].filter((row) => row.table === spec.key);
    const live = new Set(dossiers.map(({ number }) => number));
    found.push(...wrongRows(scene, { spec, table, rows, live, parents }));
  }
  return found;
}

const whole = (what: string): Difference => ({ dossier: null, what });

/** Managed columns that should be there and are not, under another label, or of a type that nobody chose. */
function wrongColumns(scene: Scene, spec: TableSpec, table: ManagedTable): readonly Difference[] {
  return spec.columns.flatMap((column): readonly Difference[] => {
    const name = `${spec.key} ${column.label} (${column.key})`;
    const seen = table.seen(column.key);
    if (seen === null) {
      // What DN exposes of a référentiel is discovered on dossiers: it may not have been met yet.
      const excused = scene.taken.hasColumn(spec.key, column.key) || column.key.includes('#ref:');
      return excused ? [] : [whole(`no column ${name}`)];
    }
    if (scene.taken.hasColumn(spec.key, column.key)) return [whole(`deleted, and made again: ${name}`)];
    const wrong: Difference[] = [];
    // The words of a column that a person took over, by its type or a formula, no longer follow the form.
    const isTaken = scene.taken.types.has(seen.ref) || scene.taken.formulas.has(seen.ref);
    if (seen.label !== column.label && !isTaken && !scene.own.hasLabelled(seen.ref)) {
      wrong.push(whole(`the label of ${name} is ${seen.label}`));
    }
    if (!scene.taken.types.has(seen.ref) && baseOf(typeOf(column)) !== baseOf(seen.type)) {
      wrong.push(whole(`the type of ${name} is ${seen.type}`));
    }
    return wrong;
  });
}

type Compared = {
  readonly spec: TableSpec;
  readonly table: ManagedTable;
  readonly rows: readonly WantedRow[];
  /** Numbers of the dossiers in scope: rows of others are as they were. */
  readonly live: ReadonlySet<number>;
  readonly parents: ReadonlyMap<number, number>;
};

function wrongRows(scene: Scene, { spec, table, rows, live, parents }: Compared): readonly Difference[] {
  const wrong: Difference[] = [];
  const keys = keyColumnsOf(spec.key).map((key) => table.column(key) ?? '');
  const keyOf = (row: SeenRow) => keys.map((id) => String(row[id] ?? '')).join('/');
  const found = new Map(table.ownRows().map((row) => [keyOf(row), row]));
  const expected = new Set(rows.map(({ key }) => key));
  const columns = spec.columns.filter(
    ({ key, volatile, lookup }) => !volatile && lookup === null && isCompared(scene, spec, table, key),
  );
  for (const { key, dossier, cells } of rows) {
    const row = found.get(key);
    const number = dossier ?? 0;
    if (row === undefined) {
      wrong.push({ dossier: number, what: `${spec.key} ${key}: no row` });
      continue;
    }
    for (const column of columns) {
      const cell = cells[column.key];
      const seen = table.seen(column.key);
      if (cell === undefined || seen === null) continue;
      if (isFilesRef(cell)) {
        const told = filesDifference(scene, number, cell, row[seen.id] ?? null);
        if (told !== null)
          wrong.push({ dossier: number, what: `${spec.key} ${key} ${column.label}: ${told}` });
        continue;
      }
      const wantedCell = isParent(cell) ? (parents.get(number) ?? null) : cell;
      if (isSame(column, seen, wantedCell, row[seen.id] ?? null)) continue;
      const told = `${JSON.stringify(row[seen.id])} ≠ ${JSON.stringify(wantedCell)}`;
      wrong.push({ dossier: number, what: `${spec.key} ${key} ${column.label}: ${told}` });
    }
  }
  for (const [key, row] of found) {
    const number = numberIn(table, row);
    if (expected.has(key) || (spec.dossierColumn !== null && !live.has(number))) continue;
    wrong.push({ dossier: number, what: `${spec.key} ${key}: a row too many` });
  }
  return wrong;
}

/** By content: of the files that DN's antivirus declared safe, in DN's order; null when they are there. */
function filesDifference(scene: Scene, number: number, wanted: FilesRef, found: Value): string | null {
  const dossier = scene.dn.truthOf(number);
  const files =
    dossier === null ? [] : dossierFiles(dossier, new Set(scene.settings().options.fichiersCopies));
  const safe = new Map(
    files.filter(({ file }) => file.virusScan === 'safe').map(({ key, file }) => [key, file.checksum]),
  );
  const expected = wanted.files.flatMap((key) => safe.get(key) ?? []);
  const contents = new Map(
    scene.grist
      .document()
      .attachments()
      .map(({ id, bytes }) => [id, bytes]),
  );
  const seen = (Array.isArray(found) ? found.slice(1) : []).map((id) => {
    const bytes = contents.get(Number(id));
    return bytes === undefined ? 'absent' : createHash('md5').update(bytes).digest('base64');
  });
  return expected.join() === seen.join() ? null : `${seen.length} files, not the ${expected.length} of DN`;
}

/** A column that is there, is no formula, and holds values of the type wanted. */
function isCompared(scene: Scene, spec: TableSpec, table: ManagedTable, key: string): boolean {
  const seen = table.seen(key);
  const column = spec.columns.find((one) => one.key === key);
  if (seen === null || column === undefined || scene.taken.formulas.has(seen.ref)) return false;
  return fits(typeOf(column), seen.type);
}

/** As Grist shows a value: nothing is null, an empty text, an unticked box or no reference. */
function isSame(column: ColumnSpec, seen: SeenColumn, wanted: Cell, found: Value): boolean {
  if (wanted === null || wanted === '') {
    const type = baseOf(seen.type);
    if (type === 'Bool' && found === false) return true;
    if (type === 'Ref' && found === 0) return true;
    return found === null || found === '';
  }
  if (baseOf(typeOf(column)) !== baseOf(seen.type)) return String(wanted) === String(found);
  return JSON.stringify(wanted) === JSON.stringify(found);
}

function rowIds(dossiers: ManagedTable | undefined): ReadonlyMap<number, number> {
  return new Map(dossiers?.ownRows().map((row) => [numberIn(dossiers, row), row.id]));
}

function typeOf({ type }: ColumnSpec): string {
  return typeof type === 'string' ? type : 'Ref';
}

function isParent(cell: Cell | ParentRef): cell is ParentRef {
  return typeof cell === 'object' && cell !== null && 'parent' in cell;
}
