// What a person settled when a link took over a document of the original One Trick Pony: which of its columns became
// ours, and how. Kept with the link's options, since it says for ever what some columns hold.

import type { ColumnKey, TableKey } from './table';

/**
 * `reprise`: ours from now on, as it is. `convertie`: ours, its type changed once. `gardee`: kept up to date in the form
 * that the original gave it. `a_cote`: left as it is, ours is made beside it under another id.
 */
export type Taken = 'reprise' | 'convertie' | 'gardee' | 'a_cote';

export type TakenColumn = {
  readonly table: TableKey;
  readonly column: ColumnKey;
  /** Of the document's column. */
  readonly id: string;
  readonly how: Taken;
  /** Grist's type of the document's column when it was settled. */
  readonly type: string;
};

export type TakeOver = {
  readonly tables: readonly { readonly table: TableKey; readonly id: string }[];
  readonly columns: readonly TakenColumn[];
};
