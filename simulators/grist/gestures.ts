// A document seen from a test: looking at it directly, and doing what a user does in Grist's interface.

import type { Applied } from './engine/document';
import { isHidden } from './engine/model';
import { EVERYTHING, readTable, shownRanks } from './engine/reading';
import type { Value } from './engine/value';
import type { Hosted, Role, Rules } from './site';

export type SeenColumn = {
  readonly ref: number;
  readonly id: string;
  readonly type: string;
  readonly label: string;
  readonly description: string;
  readonly isFormula: boolean;
  readonly formula: string;
  readonly untieColIdFromLabel: boolean;
  readonly widgetOptions: string;
};

export type SeenTable = {
  readonly ref: number;
  readonly id: string;
  readonly columns: readonly SeenColumn[];
};

export type SeenAttachment = { readonly id: number; readonly filename: string; readonly bytes: Buffer };

export type SeenRow = Readonly<Record<string, Value>> & { readonly id: number };

/** Nothing here goes through HTTP, counts in the statistics, or meets a trouble. */
export type DocumentControl = {
  readonly id: string;
  /** Visible columns, in the order of their positions. */
  tables(): readonly SeenTable[];
  table(tableId: string): SeenTable;
  /** Cells as the API gives them, formula errors as `["E", name]`, by row id. */
  rows(tableId: string): readonly SeenRow[];
  /** Number of lists of actions accepted since the document was made: it moves only when something was written. */
  history(): number;
  /** Any user actions, as the owner. Throws what Grist would answer. */
  apply(actions: readonly unknown[]): Applied;
  editCell(tableId: string, rowId: number, colId: string, value: Value): void;
  /** Returns the new row's id. */
  addRow(tableId: string, cells: Readonly<Record<string, Value>>): number;
  deleteRows(tableId: string, rowIds: readonly number[]): void;
  /** In the interface a new label renames the id too, unless they are untied. Returns the id after it. */
  relabelColumn(tableId: string, colId: string, label: string): string;
  renameColumn(tableId: string, colId: string, to: string): string;
  retypeColumn(tableId: string, colId: string, type: string): void;
  deleteColumn(tableId: string, colId: string): void;
  /** Returns the new column's id. */
  addColumn(tableId: string, colId: string, type: string): string;
  addFormulaColumn(tableId: string, colId: string, formula: string): string;
  renameTable(tableId: string, to: string): string;
  deleteTable(tableId: string): void;
  /** Null: no access any more. */
  share(email: string, role: Role | null): void;
  setRules(rules: Partial<Rules>): void;
  /** Every attached file, used or not, by id. */
  attachments(): readonly SeenAttachment[];
  /** For good, although cells may name them. */
  removeAttachments(ids: readonly number[]): void;
  /** As Grist's housekeeping does with what no cell names; `used` again: as it does when one names it. */
  markAttachment(id: number, as: 'unused' | 'used'): void;
  putInTrash(): void;
  takeOutOfTrash(): void;
};

export function controlOf(hosted: Hosted): DocumentControl {
  const { document } = hosted;
  const one = (...action: readonly unknown[]): unknown => document.apply([action]).retValues[0];

  const tables = (): readonly SeenTable[] =>
    document.model.tables.map((table) => ({
      ref: table.ref,
      id: table.tableId,
      columns: [...document.model.columnsOf(table.ref).values()]
        .filter((column) => !isHidden(column.colId))
        .sort((left, right) => left.parentPos - right.parentPos)
        .map((column) => ({
          ref: column.ref,
          id: column.colId,
          type: column.type,
          label: column.label ?? '',
          description: column.description ?? '',
          isFormula: column.isFormula,
          formula: column.formula,
          untieColIdFromLabel: column.untieColIdFromLabel,
          widgetOptions: column.widgetOptions ?? '',
        })),
    }));

  const table = (tableId: string): SeenTable => {
    const found = tables().find((candidate) => candidate.id === tableId);
    if (found === undefined) throw new Error(`no table ${tableId} in the simulated document`);
    return found;
  };

  return {
    id: hosted.id,
    tables,
    table,
    rows(tableId) {
      const meta = document.model.tableForRows(tableId);
      const { columns, rows } = readTable(document.store, document.model, meta, EVERYTHING);
      const shown = shownRanks(columns, false);
      return rows.map((row) => ({
        ...Object.fromEntries(shown.map((rank) => [columns[rank] ?? '', row[rank] ?? null])),
        id: Number(row[0]),
      }));
    },
    history: () => document.history,
    apply: (actions) => document.apply(actions),
    editCell(tableId, rowId, colId, value) {
      one('UpdateRecord', tableId, rowId, { [colId]: value });
    },
    addRow: (tableId, cells) => Number(one('AddRecord', tableId, null, cells)),
    deleteRows(tableId, rowIds) {
      one('BulkRemoveRecord', tableId, rowIds);
    },
    relabelColumn(tableId, colId, label) {
      const { ref } = document.model.columnForSchema(tableId, colId);
      one('ModifyColumn', tableId, colId, { label });
      return document.model.columnByRef(ref).colId;
    },
    renameColumn: (tableId, colId, to) => String(one('RenameColumn', tableId, colId, to)),
    retypeColumn(tableId, colId, type) {
      one('ModifyColumn', tableId, colId, { type });
    },
    deleteColumn(tableId, colId) {
      one('RemoveColumn', tableId, colId);
    },
    addColumn: (tableId, colId, type) =>
      (one('AddVisibleColumn', tableId, colId, { type, isFormula: false }) as { colId: string }).colId,
    addFormulaColumn: (tableId, colId, formula) =>
      (one('AddVisibleColumn', tableId, colId, { isFormula: true, formula }) as { colId: string }).colId,
    renameTable: (tableId, to) => String(one('RenameTable', tableId, to)),
    deleteTable(tableId) {
      one('RemoveTable', tableId);
    },
    share(email, role) {
      if (role === null) hosted.access.delete(email);
      else hosted.access.set(email, role);
    },
    setRules(rules) {
      hosted.rules = { ...hosted.rules, ...rules };
    },
    attachments: () =>
      document.attachments.all.map((one) => ({
        ...{ id: one.id, filename: one.fileName, bytes: document.attachments.bytesOf(one) },
      })),
    removeAttachments: (ids) => document.attachments.remove(ids),
    markAttachment: (id, as) =>
      document.attachments.markUnused(id, as === 'used' ? null : Math.floor(Date.now() / 1000)),
    putInTrash() {
      hosted.trashed = true;
    },
    takeOutOfTrash() {
      hosted.trashed = false;
    },
  };
}
