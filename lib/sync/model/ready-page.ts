// Ready-made pages: what one is made of, as it is wanted and as it is found in a document.

/** Also what the Ledger and the site's address call them. */
export type PageKind = 'suivi' | 'delais' | 'groupes' | 'zones';

/** Names of the pages in Grist. */
export const PAGE_NAMES: Readonly<Record<PageKind, string>> = {
  suivi: 'Suivi',
  delais: 'Délais',
  groupes: 'Par groupe',
  zones: 'Zones',
};

/** A page as it is wanted, made of refs only: the tables and columns may have any name. */
export type PageDesign = {
  readonly kind: PageKind;
  readonly name: string;
  /** Description of the first section: by it the page is known again, even without the Ledger. */
  readonly mark: string;
  readonly columns: readonly PageColumn[];
  readonly sections: readonly PageSection[];
  readonly layout: PageLayout;
};

/** A formula column that the page needs in a table of the document. Declared to the user, removed with the page. */
export type PageColumn = {
  readonly tableRef: number;
  readonly tableId: string;
  /** Not yet used in its table. */
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly formula: string;
};

export type PageSection = {
  /** Inside the design: links and layout name it. */
  readonly name: string;
  readonly title: string;
  /** As Grist writes it: a grid, one card, a chart. */
  readonly widget: 'record' | 'single' | 'chart';
  readonly source: PageSource;
  readonly fields: readonly PageField[];
  readonly sort: readonly { readonly columnRef: number; readonly descending: boolean }[];
  readonly link: PageLink | null;
  /** Only of charts. */
  readonly chart: PageChart | null;
};

export type PageSource =
  | { readonly type: 'table'; readonly tableRef: number }
  /** A summary table: one row for each value of these columns. Sections with the same ones share it. */
  | {
      readonly type: 'summary';
      readonly tableRef: number;
      readonly tableId: string;
      readonly by: readonly GroupColumn[];
      /** Formula columns added to the summary table; only where `by` makes sure that nobody has it yet. */
      readonly plus: readonly SummaryColumn[];
    };

/** A column of the source table: one that exists, or one of the design's own. */
export type GroupColumn =
  | { readonly type: 'found'; readonly columnRef: number; readonly id: string }
  | { readonly type: 'own'; readonly id: string };

export type SummaryColumn = { readonly id: string; readonly label: string; readonly formula: string };

/** `summary`: id of a column of the summary table (`count`, a group column, one of `plus`). */
export type PageField =
  | { readonly type: 'found'; readonly columnRef: number }
  | { readonly type: 'summary'; readonly id: string };

/** Shows what is selected in `from`. Both null: the same row, or the rows of a summary's line. */
export type PageLink = {
  readonly from: string;
  /** Column of `from` whose reference is followed. */
  readonly sourceColumnRef: number | null;
  /** Column of this section's table that refers to what is selected. */
  readonly targetColumnRef: number | null;
};

export type PageChart = {
  readonly type: 'bar' | 'line' | 'donut';
  /** The first field splits the second into series. */
  readonly splits: boolean;
};

/** Rows of boxes, from top to bottom; `aside`: folded away in the page's tray. */
export type PageLayout = {
  readonly rows: readonly (readonly string[])[];
  readonly aside: readonly string[];
};

/** A page of the document as read, whole. What Grist keeps of it that a person may change is all here. */
export type FoundPage = {
  readonly viewRef: number;
  readonly name: string;
  readonly layout: string;
  readonly sections: readonly FoundSection[];
};

export type FoundSection = {
  readonly ref: number;
  readonly tableRef: number;
  readonly widget: string;
  readonly title: string;
  readonly description: string;
  readonly options: string;
  readonly chartType: string;
  readonly sort: string;
  readonly link: readonly [sectionRef: number, sourceColumnRef: number, targetColumnRef: number];
  readonly fields: readonly { readonly columnRef: number; readonly options: string }[];
  /** In the order of their columns. */
  readonly filters: readonly { readonly columnRef: number; readonly filter: string }[];
};

/** What the Ledger keeps of a page that was made. */
export type MadePage = {
  readonly kind: PageKind;
  /**
   * False: it was found in the document with our mark, made by a process that died, and no longer as we make it. Nobody
   * can tell what was changed: it is the user's.
   */
  readonly intact: boolean;
  /** As it was when it was made. */
  readonly page: FoundPage;
  readonly columns: readonly MadeColumn[];
  /** Greatest ref of the document's columns then: Grist shows newer ones in every grid by itself. */
  readonly lastColumn: number;
};
export type MadeColumn = Pick<PageColumn, 'tableRef' | 'id' | 'label' | 'formula'> & {
  readonly columnRef: number;
};
