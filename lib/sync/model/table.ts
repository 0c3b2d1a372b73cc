// Tables, columns and cells: what is wanted (specs), what a document holds (found), and how the two are tied (bound).

/** Identity of a managed table. A block's table belongs to the block's descriptor id, never to its name. */
export type TableKey =
  | 'dossiers'
  | 'champs'
  | 'annotations'
  | 'demandeurs'
  | 'instructeurs'
  | 'avis'
  | 'traitements'
  | 'messages'
  | 'pieces'
  | 'zones'
  | `bloc:${string}`
  /** The twin of one of these, for the rows of dossiers that left (lib/sync/archive.ts). */
  | `archive:${string}`;

/**
 * Identity of a managed column inside its table: `meta:<name>` for what every démarche has, `<descriptor id>` or
 * `<descriptor id>#<part>` for what a field becomes.
 */
export type ColumnKey = string;

/** A Grist type, but for references to a managed table, whose id is known only once the table exists. */
export type WantedType =
  | 'Text'
  | 'Int'
  | 'Numeric'
  | 'Bool'
  | 'Choice'
  | 'ChoiceList'
  | 'Date'
  | 'DateTime:Europe/Paris'
  | 'Attachments'
  | { readonly ref: TableKey };

export type ChoiceStyle = { readonly fillColor: string; readonly textColor: string };

/** The part of Grist's widgetOptions that we set. Everything else in a column's options belongs to the user. */
export type Widget = {
  readonly widget?: 'TextBox' | 'HyperLink' | 'CheckBox' | 'Markdown';
  readonly wrap?: boolean;
  readonly alignment?: 'left' | 'center' | 'right';
  readonly decimals?: number;
  readonly maxDecimals?: number;
  readonly dateFormat?: string;
  readonly isCustomDateFormat?: boolean;
  readonly timeFormat?: string;
  readonly isCustomTimeFormat?: boolean;
  readonly choices?: readonly string[];
  readonly choiceOptions?: Readonly<Record<string, ChoiceStyle>>;
};

export type ColumnSpec = {
  readonly key: ColumnKey;
  /** Proposed Grist id, `[a-z][a-z0-9_]*`, at most 60 characters, unique in the table. Grist's answer counts. */
  readonly id: string;
  /** Other ids under which an existing column is taken over (the original tool's names). */
  readonly aliases: readonly string[];
  readonly label: string;
  readonly description: string;
  readonly type: WantedType;
  readonly widget: Widget;
  /** Value that changes at every reading (a signed link): never compared, never hashed, written along with others. */
  readonly volatile: boolean;
  /** A formula kept by us instead of cells: the row of `table` whose `column` equals this row's `by`. */
  readonly lookup: Lookup | null;
  /** The user has accepted that the document's column of this id be converted (lib/sync/model/takeover.ts). */
  readonly conversion?: 'acceptee';
  /** A column of the document is never this one for its id alone: only our mark makes it ours. */
  readonly adoption?: 'marque_seule';
  /** Its field is no longer in the active form; absent while it is. */
  readonly retired?: SpecRetirement;
};

/** `asText`: `column` holds texts where `by` holds numbers. */
export type Lookup = {
  readonly table: TableKey;
  readonly column: ColumnKey;
  readonly by: ColumnKey;
  readonly asText?: true;
};

export type SpecRetirement = {
  /** What tells one retirement from a later one: the revision without the field. */
  readonly revision: string;
  /** `description` of the spec tells the retirement; this one does not. */
  readonly descriptionBefore: string;
};

export type TableSpec = {
  readonly key: TableKey;
  /** Proposed Grist id, e.g. `Demarche_123_dossiers`. */
  readonly id: string;
  readonly aliases: readonly string[];
  readonly columns: readonly ColumnSpec[];
  /** Columns whose values make a row's key, in order. A row with an empty one is not ours. */
  readonly keyColumns: readonly ColumnKey[];
  /** Column holding the dossier's number; null for tables that do not belong to dossiers (instructeurs). */
  readonly dossierColumn: ColumnKey | null;
  /** For a `Ref` to this table: the column shown. */
  readonly displayColumn: ColumnKey;
  /** How a row of an earlier tool is known by its key; absent: as ours are. */
  readonly formerKeys?: FormerKeys;
  /** Name of what the table stands for in the form (a block); absent for the others. */
  readonly label?: string;
};

/**
 * `lignes_par_zone`: the original tool made a row a zone of the map of a block's row, `<key>_geo1`, `<key>_geo2`… The
 * first one is the row; the others are nobody's.
 */
export type FormerKeys = 'lignes_par_zone';

export type Layout = { readonly demarche: number; readonly tables: readonly TableSpec[] };

/** A cell as Grist holds it: instants and dates are epoch seconds, lists start with `L`. */
export type Cell = string | number | boolean | null | ListCell;
export type ListCell = readonly ['L', ...(string | number)[]];
export type Cells = Readonly<Record<ColumnKey, Cell>>;

/** A table of the document as found. `ref` and column `ref`s are Grist's numeric ids: they survive renames. */
export type FoundTable = {
  readonly ref: number;
  readonly id: string;
  readonly columns: readonly FoundColumn[];
};

export type FoundColumn = {
  readonly ref: number;
  readonly id: string;
  /** Grist's type, e.g. `Text`, `Ref:Demarche_123_dossiers`. */
  readonly type: string;
  readonly label: string;
  readonly description: string;
  readonly isFormula: boolean;
  readonly formula: string;
  readonly untieColIdFromLabel: boolean;
  /** Parsed widgetOptions, whole, so that what the user set is kept when we change a part. */
  readonly widgetOptions: Readonly<Record<string, unknown>>;
};

/** What the Ledger remembers: which table and column of the document each spec owns, and what we last set there. */
export type Bindings = {
  readonly tables: readonly TableBinding[];
  /** Descriptor ids of the form at the last run, the excluded ones too: one that is not among them is new. */
  readonly fields?: readonly string[];
  /** Grows whenever a column is made, made again or converted: everything is then to be read again. */
  readonly generation?: number;
};
export type TableBinding = {
  readonly key: TableKey;
  /** 0: the table was deleted in Grist, and is not created again without the user's word. */
  readonly ref: number;
  /** Id as last seen: with the columns' marks, it tells our table from a newer one that was given its ref. */
  readonly id: string;
  /** The block's name as last seen in the form. */
  readonly label?: string;
  readonly columns: readonly ColumnBinding[];
};
export type ColumnBinding = {
  readonly key: ColumnKey;
  /** 0: the column was deleted in Grist, and is not created again without the user's word. */
  readonly ref: number;
  /** Id as last seen. */
  readonly id: string;
  /** Type that we last wanted, without what follows a colon: another one in Grist is the user's doing. */
  readonly wanted?: string;
  /** Label and description as we last wrote them: a different one in Grist is the user's, and is kept. */
  readonly label: string;
  readonly description: string;
  /** Options of choices that we put there: those of them that are gone were removed by the user, and stay so. */
  readonly options?: readonly string[];
  /** The revision that no longer has the field, once that was dealt with. */
  readonly retired?: string;
};

/** A spec tied to what exists now: what reads and writes need. */
export type BoundTable = {
  readonly key: TableKey;
  readonly ref: number;
  readonly id: string;
  readonly columns: readonly BoundColumn[];
  readonly keyColumns: readonly ColumnKey[];
  readonly dossierColumn: ColumnKey | null;
  readonly formerKeys?: FormerKeys;
};
export type BoundColumn = {
  readonly key: ColumnKey;
  readonly ref: number;
  readonly id: string;
  /** Grist's own type at this moment. */
  readonly type: string;
};

/** A row of a managed table as read; `cells` holds the bound columns that were asked. */
export type FoundRow = { readonly table: TableKey; readonly rowId: number; readonly cells: Cells };
