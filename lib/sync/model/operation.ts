// Typed operations with their reasons: what a preview shows, what a run executes, what the counts count.

import type { PagePlace } from './change';
import type { FilesRef } from './file-copy';
import type { Cell, ColumnKey, ColumnSpec, TableKey, TableSpec } from './table';

/**
 * A change of the document's structure. None of them destroys anything but `remove_column`, which only an explicit
 * decision of the user makes.
 */
export type SchemaOperation =
  | { readonly type: 'create_table'; readonly table: TableSpec; readonly reason: SchemaReason }
  | {
      readonly type: 'add_column';
      readonly table: TableKey;
      readonly tableRef: number;
      readonly column: ColumnSpec;
      readonly reason: SchemaReason;
    }
  | {
      readonly type: 'describe_column';
      readonly table: TableKey;
      readonly tableRef: number;
      readonly column: ColumnKey;
      readonly columnRef: number;
      /** Only what changes. */
      readonly label?: string;
      readonly description?: string;
      readonly reason: SchemaReason;
    }
  | {
      readonly type: 'set_widget';
      readonly table: TableKey;
      readonly tableRef: number;
      readonly column: ColumnKey;
      readonly columnRef: number;
      /** The whole widgetOptions to store: the user's own settings are already merged in. */
      readonly widgetOptions: Readonly<Record<string, unknown>>;
      readonly reason: SchemaReason;
    }
  | {
      readonly type: 'convert_column';
      readonly table: TableKey;
      readonly tableRef: number;
      readonly column: ColumnSpec;
      readonly columnRef: number;
      readonly from: string;
      /** The whole widgetOptions to store, the user's own merged in; absent: the column's. */
      readonly widgetOptions?: Readonly<Record<string, unknown>>;
      readonly reason: SchemaReason;
    }
  /** Takes the column out of the sections of pages where it is shown. The raw data go on showing it. */
  | {
      readonly type: 'hide_column';
      readonly table: TableKey;
      readonly tableRef: number;
      readonly column: ColumnKey;
      readonly columnRef: number;
      readonly reason: SchemaReason;
    }
  /** Puts it back where it was, in the sections that are still there and do not show it. */
  | {
      readonly type: 'show_column';
      readonly table: TableKey;
      readonly tableRef: number;
      readonly column: ColumnKey;
      readonly columnRef: number;
      readonly places: readonly PagePlace[];
      readonly reason: SchemaReason;
    }
  | {
      readonly type: 'remove_column';
      readonly table: TableKey;
      readonly tableRef: number;
      readonly column: ColumnKey;
      readonly columnRef: number;
      readonly reason: 'annulation';
    };

export type SchemaReason =
  | 'premiere_synchronisation'
  | 'champ_ajoute'
  | 'option_activee'
  | 'libelle_modifie'
  | 'options_modifiees'
  | 'type_modifie'
  | 'champ_retire'
  | 'champ_revenu'
  /** Somebody removed it from the document. */
  | 'supprimee_dans_grist'
  | 'retypee_dans_grist'
  | 'table_recreee'
  | 'colonne_adoptee'
  | 'colonne_protegee'
  | 'annulation';

/** Something of the structure that a run may not decide alone, or must tell. */
export type SchemaNotice =
  | { readonly type: 'table_missing'; readonly table: TableKey; readonly id: string }
  | {
      readonly type: 'column_missing';
      readonly table: TableKey;
      readonly column: ColumnKey;
      readonly label: string;
    }
  | {
      readonly type: 'column_retyped';
      readonly table: TableKey;
      readonly column: ColumnKey;
      readonly label: string;
      readonly wanted: string;
      readonly found: string;
    }
  | {
      readonly type: 'column_frozen';
      readonly table: TableKey;
      readonly column: ColumnKey;
      readonly label: string;
    }
  /** A key column is gone, is a formula, or has a type that holds no key: nothing of the table is written. */
  | {
      readonly type: 'key_lost';
      readonly table: TableKey;
      readonly column: ColumnKey;
      readonly label: string;
      /** Null when the column is gone; `formule` when it computes. */
      readonly found: string | null;
      readonly wanted: string;
    }
  /** An existing column under the expected id has another type: converting it needs the user's word. */
  | {
      readonly type: 'conversion_needed';
      readonly table: TableKey;
      readonly column: ColumnKey;
      readonly label: string;
      readonly wanted: string;
      readonly found: string;
    };

/** A value that its column cannot hold, or that had to be kept as text. Never quotes the value. */
export type CellWarning = {
  readonly dossier: number;
  readonly table: TableKey;
  readonly column: ColumnKey;
  readonly reason: CellMisfit;
};
export type CellMisfit =
  | 'nombre_illisible'
  | 'nombre_trop_grand'
  | 'date_illisible'
  | 'type_inattendu'
  | 'valeur_trop_longue'
  | 'colonne_inconnue';

/** A row as it should be. `dossier` is null only for rows that belong to no dossier (instructeurs). */
export type WantedRow = {
  readonly table: TableKey;
  readonly key: string;
  readonly dossier: number | null;
  readonly cells: Readonly<Record<ColumnKey, WantedCell>>;
};

export type WantedCell = Cell | ParentRef | FilesRef;

/** A wanted row whose files are the attachments that there are of them: what can be compared and written. */
export type ReadyRow = Omit<WantedRow, 'cells'> & {
  readonly cells: Readonly<Record<ColumnKey, Cell | ParentRef>>;
};

/** Stands for the row id of this dossier in the dossiers table, which a planner or a writer resolves. */
export type ParentRef = { readonly parent: true };

export type RowReason = 'nouveau' | 'modifie' | 'disparu';

export type RowOperation =
  | {
      readonly type: 'add';
      readonly table: TableKey;
      readonly key: string;
      readonly cells: Readonly<Record<ColumnKey, Cell | ParentRef>>;
      readonly reason: RowReason;
    }
  | {
      readonly type: 'update';
      readonly table: TableKey;
      readonly key: string;
      readonly rowId: number;
      /** Only the cells that change. */
      readonly cells: Readonly<Record<ColumnKey, Cell | ParentRef>>;
      readonly reason: RowReason;
    }
  | {
      readonly type: 'remove';
      readonly table: TableKey;
      readonly key: string;
      readonly rowId: number;
      readonly reason: RowReason;
    };

/**
 * Everything to do for one dossier (or for the instructeurs table, `dossier` null). Written whole or not at all:
 * a `ParentRef` stands for the `dossiers` row that the same group adds.
 */
export type RowGroup = { readonly dossier: number | null; readonly operations: readonly RowOperation[] };
