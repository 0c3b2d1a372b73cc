// A change of structure as history keeps it: what changed, why, what was done of it, and what takes it back.
// Words of the form and ids only; never a value of a dossier.

import type { SchemaReason } from './operation';
import type { ColumnKey, TableKey } from './table';

export type ChangeKind =
  | 'table_creee'
  /** Somebody deleted it in Grist; done, it was made again. */
  | 'table_manquante'
  | 'bloc_renomme'
  | 'colonne_ajoutee'
  /** Somebody deleted it in Grist; done, it was made again. */
  | 'colonne_manquante'
  /** A key column is gone, or no longer holds keys: nothing of its table can be written. */
  | 'cle_perdue'
  /** The field has another label; its help text only: `aide_modifiee`. */
  | 'libelle_modifie'
  | 'aide_modifiee'
  | 'options_modifiees'
  | 'type_converti'
  /** Converted though some values may not survive it. */
  | 'type_converti_avec_perte'
  /** The old column stays as it is, a new one stands beside it. */
  | 'type_nouvelle_colonne'
  /**
   * The type in Grist is not the one wanted: somebody changed it there, or the column was there before us. Done, it
   * was converted.
   */
  | 'colonne_retypee'
  | 'champ_retire'
  | 'champ_revenu';

export type SchemaChange = {
  /** Identity: the same change, met again at the next run, has the same one. */
  readonly item: string;
  readonly kind: ChangeKind;
  readonly table: TableKey;
  readonly column: ColumnKey | null;
  /** Label of the column, or id of the table. */
  readonly label: string;
  readonly reason: SchemaReason;
  readonly from: string | null;
  readonly to: string | null;
  /**
   * `faite`: done, or about to be by the operations given along. `en_attente`: the user's word is needed.
   * `signalee`: told, and left. `refusee`: left because the user said so. `information`: nothing to do, nor to decide.
   */
  readonly outcome: 'faite' | 'en_attente' | 'signalee' | 'refusee' | 'information';
  /** Is it the form that changed, as opposed to what somebody did in Grist? */
  readonly isForm: boolean;
  readonly undo: Undo | null;
};

/** What takes a change back, with what must still be so for it to be done. */
export type Undo =
  | {
      readonly type: 'words';
      readonly label: Replaced | null;
      readonly description: Replaced | null;
    }
  | { readonly type: 'choices'; readonly added: readonly string[]; readonly removed: readonly string[] }
  /** `columnRef` 0 until Grist has given it. */
  | { readonly type: 'remove_column'; readonly columnRef: number }
  | {
      readonly type: 'retype';
      readonly columnRef: number;
      readonly from: string;
      readonly to: string;
      /** The display options as they were. */
      readonly widgetOptions: Readonly<Record<string, unknown>>;
    }
  | {
      readonly type: 'retirement';
      readonly columnRef: number;
      readonly description: Replaced | null;
      /** Where the column was shown, in the order of Grist's answer. */
      readonly places: readonly PagePlace[];
    }
  | { readonly type: 'impossible'; readonly why: string };
export type Replaced = { readonly before: string; readonly after: string };

/** A column's place in a section of a page. */
export type PagePlace = {
  readonly section: number;
  readonly position: number;
  readonly width: number;
  readonly widgetOptions: string;
};

export type ChangeStatus =
  | 'faite'
  | 'en_attente'
  | 'acceptee'
  | 'refusee'
  | 'annulee'
  | 'signalee'
  /** It no longer holds, and nobody had to do anything. */
  | 'resolue';

/** The user's word on an item, until it no longer holds. */
export type Decision = 'acceptee' | 'refusee';
export type Decisions = ReadonlyMap<string, Decision>;
export const NO_DECISIONS: Decisions = new Map();

/** An entry of a link's history. `number` counts from 1 in each link: it is what a person types. */
export type RecordedChange = Omit<SchemaChange, 'outcome' | 'isForm'> & {
  readonly number: number;
  readonly status: ChangeStatus;
  /** Cells that the column's present type does not hold; null when nobody counted. */
  readonly cells: number | null;
  readonly runId: string;
  /** ISO instants. */
  readonly firstSeenAt: string;
  /** Null while it is open. */
  readonly settledAt: string | null;
};

/** What a run or a decision writes in the history, at once. */
export type ChangeBook = {
  readonly opened: readonly NewChange[];
  readonly updated: readonly ChangeUpdate[];
};
export type NewChange = Omit<RecordedChange, 'number' | 'runId' | 'firstSeenAt' | 'settledAt'> & {
  readonly settled: boolean;
};
export type ChangeUpdate = {
  readonly number: number;
  readonly status: ChangeStatus;
  readonly settled: boolean;
  /** Absent: as it was. */
  readonly undo?: Undo | null;
};
export const EMPTY_BOOK: ChangeBook = { opened: [], updated: [] };
