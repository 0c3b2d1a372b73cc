// What the conductor needs from the outside. Adapters implement these; stages know nothing else of the world.
// One file on purpose: it is the contract, and it is read whole.

import type { FailureCode } from '../errors/catalogue';
import type { LightDossier } from '../sync/light';
import type { ChangeBook, PagePlace, RecordedChange } from '../sync/model/change';
import type { Demarche } from '../sync/model/demarche';
import type { Dossier, FileRef } from '../sync/model/dossier';
import type { FileCopy, FileKey } from '../sync/model/file-copy';
import type { RowGroup, SchemaOperation } from '../sync/model/operation';
import type { LayoutOptions, Scope } from '../sync/model/options';
import type { Policies } from '../sync/model/policies';
import type { FoundPage, MadeColumn, MadePage, PageDesign, PageKind } from '../sync/model/ready-page';
import type { Bindings, BoundTable, ColumnKey, FoundRow, FoundTable, TableKey } from '../sync/model/table';
import type { TakeOver } from '../sync/model/takeover';

export type Ports = {
  readonly source: Source;
  readonly destination: Destination;
  readonly ledger: Ledger;
  /** Absent where no page may be made: a rehearsal, a document in memory. */
  readonly readyPages?: ReadyPages;
  /** Absent where no file may be copied: a rehearsal, a document in memory. */
  readonly files?: { readonly source: FileSource; readonly store: FileStore };
  readonly clock: Clock;
  readonly journal: Journal;
  /** Aborted when the run must stop: the batch in hand is finished, nothing new is begun. */
  readonly stop: AbortSignal;
};

/** Milliseconds since the epoch; injected so that tests own the time. */
export type Clock = { now(): number };

// ---------------------------------------------------------------- Source: Démarche numérique

/** What to ask for of each dossier: what is excluded is not requested where the API allows it. */
export type Selection = {
  readonly champs: boolean;
  readonly annotations: boolean;
  readonly avis: boolean;
  readonly traitements: boolean;
  readonly messages: boolean;
  readonly pieces: boolean;
  readonly geo: boolean;
  readonly liensExpirants: boolean;
  /** Ask the columns of référentiels: only when the form has such a field (it doubles the payload of texts). */
  readonly exposed: boolean;
};

export type PageRequest = {
  /**
   * `updated`: keyset on (updated_at, id) from `since` inclusive, the order of every delta. `deposited`: keyset on
   * (depose_at, id), only for a first load with a filter on the dates of dépôt. `since` null: from the beginning.
   */
  readonly order: 'updated' | 'deposited';
  readonly since: string | null;
  /** Cursor of the last dossier already handled, null to start. */
  readonly after: string | null;
  /** Filters that DN supports; only safe on a first load (a dossier leaving them is simply no longer listed). */
  readonly state: string | null;
  readonly archived: boolean | null;
};

export type Page = {
  readonly dossiers: readonly Dossier[];
  /** Dossiers that DN could not serve, passed over so that the others go on. */
  readonly unreadable: readonly UnreadableDossier[];
  /** Cursor after this page; null only when nothing was listed (never overwrite a saved cursor with null). */
  readonly endCursor: string | null;
  readonly hasNextPage: boolean;
};

export type CensusPage = {
  readonly dossiers: readonly LightDossier[];
  /** As in `Page`. */
  readonly endCursor: string | null;
  readonly hasNextPage: boolean;
};

/** `number` is null when DN would not even tell which dossier it is. */
export type UnreadableDossier = {
  readonly number: number | null;
  readonly code: FailureCode;
  readonly facts: Readonly<Record<string, string | number | boolean>>;
};

export type Tombstone = {
  readonly number: number;
  /** `pending`: hidden, may come back or be purged; `deleted`: gone for good. */
  readonly kind: 'pending' | 'deleted';
  /** ISO instant; back-dated by DN for some deletions (facts/demarches.md §0.7). */
  readonly date: string;
  readonly reason: string;
};

export type SourceCheck = {
  readonly title: string;
  readonly state: string;
  readonly dossiersCount: number | null;
};

/** Every method throws `Failure` with a catalogue code; transient trouble is retried inside. */
export interface Source {
  /** One cheap request: is the token accepted for this démarche? */
  check(): Promise<SourceCheck>;
  /** 1 request (2 when the instance's schema is not cached, +1 when a référentiel's columns are discovered). */
  describe(): Promise<Demarche>;
  /** One page, adaptive in size (1…100); more requests only when DN is in trouble. Serial: never call in parallel. */
  page(request: PageRequest, selection: Selection): Promise<Page>;
  /** One page of every visible dossier without its content, in order of dépôt: 1 request for 100, cheap for DN. */
  census(after: string | null): Promise<CensusPage>;
  /** One dossier by number; null when DN says not found. */
  dossier(number: number, selection: Selection): Promise<Dossier | UnreadableDossier | null>;
  /** Union of pending and deleted since the instant; 1 request up to 100 of each. */
  tombstones(since: string | null): Promise<readonly Tombstone[]>;
  /** DN's own clock (`Date` header of the first answer), ISO; null before any answer. */
  serverTime(): string | null;
  traffic(): Traffic;
}

/** Where the bytes of a dossier's files are: another site than DN's own, to which nothing secret is said. */
export interface FileSource {
  /**
   * The bytes of a file whose dossier was read less than an hour ago, as they come: never whole in memory, never on disk.
   * Nothing is asked before the first one is wanted; leaving the loop drops the request. No byte past `maxBytes`.
   *
   * Throws PIECE_INTROUVABLE (no link, 403, 404, 410), PIECE_ALTEREE (more bytes than `maxBytes`, fewer than the answer
   * announced), PIECE_SITE_NON_AUTORISE (facts: site), and what the network does: DS_INDISPONIBLE, RESEAU_*. A read cut
   * in the middle is not resumed.
   */
  download(file: FileRef, maxBytes: number): AsyncIterable<Uint8Array>;
}

/** Counters of one adapter since it was made. Bytes are those of bodies, as sent and received. */
export type Traffic = {
  readonly requests: number;
  readonly retries: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
};

// ---------------------------------------------------------------- Destination: a Grist document

export type DestinationCheck = {
  readonly documentName: string;
  readonly role: 'owners' | 'editors' | 'viewers';
  /** The whole id, whatever spelling was given: the one to remember. */
  readonly documentId: string;
  /** Can rows be written (`/apply []`)? */
  readonly canWrite: boolean;
  /** Are `/sql` reads allowed? A slower way is used when not. */
  readonly canQuery: boolean;
};

/** A table that exists, tied to its key; its columns when they are tied too (formulas and references name them). */
export type KnownTable = Pick<BoundTable, 'key' | 'ref' | 'id'> & Partial<Pick<BoundTable, 'columns'>>;

/** Refs given by Grist to what was created, and every table's structure after the operations. */
export type Reshaped = {
  readonly structure: readonly FoundTable[];
  readonly tables: readonly { readonly key: TableKey; readonly ref: number }[];
  readonly columns: readonly {
    readonly table: TableKey;
    readonly column: ColumnKey;
    readonly ref: number;
  }[];
  /** Where the columns that were hidden were shown: what puts them back. */
  readonly hidden?: readonly {
    readonly table: TableKey;
    readonly column: ColumnKey;
    readonly places: readonly PagePlace[];
  }[];
};

export type GroupOutcome =
  | {
      readonly status: 'written';
      readonly dossier: number | null;
      /** Row ids of the added rows, in the order of the group's `add` operations. */
      readonly added: readonly number[];
    }
  | {
      readonly status: 'failed';
      readonly dossier: number | null;
      readonly code: FailureCode;
      readonly facts: Readonly<Record<string, string | number | boolean>>;
    };

/**
 * `write` never replays what may already have been applied. When an answer is lost it throws a `Failure` with code
 * GRIST_ECRITURE_INCERTAINE once the document answers again: the caller re-reads, re-plans, and writes what is left.
 * When a table, column or row disappeared under our feet it throws GRIST_STRUCTURE_CHANGEE: same remedy, after
 * reading the structure again.
 */
export interface Destination {
  /** Document found, role, write probe. Throws a `Failure` that says what is missing. At most 3 requests. */
  check(): Promise<DestinationCheck>;
  /** Every table of the document with its columns, by ref. 1 request. */
  structure(): Promise<readonly FoundTable[]>;
  /** Applies schema operations; `known` says what exists already. At most 4 requests. */
  reshape(operations: readonly SchemaOperation[], known: readonly KnownTable[]): Promise<Reshaped>;
  /** Rows of these dossiers in these tables, all bound columns. 1 request with `/sql`, else one a table. */
  readDossiers(tables: readonly BoundTable[], dossiers: readonly number[]): Promise<readonly FoundRow[]>;
  /** A whole table in slices, only the columns asked. Ordered by row id. */
  scan(table: BoundTable, columns: readonly ColumnKey[]): AsyncIterable<readonly FoundRow[]>;
  /**
   * Requests that `scan` would make of a table of so many rows, for so many columns; as far as is known before asking.
   */
  scanRequests(rows: number, columns: number): number;
  /** Number of rows of each table. 1 request with `/sql`. */
  countRows(tables: readonly BoundTable[]): Promise<ReadonlyMap<TableKey, number>>;
  /** One outcome a group, in order. Requests: ⌈bytes / 900 KB⌉, more only to isolate a refused group. */
  write(tables: readonly BoundTable[], groups: readonly RowGroup[]): Promise<readonly GroupOutcome[]>;
  traffic(): Traffic;
}

/** A file to attach. Its bytes are asked for when those of the former one are gone. */
export type FileUpload = {
  readonly filename: string;
  readonly contentType: string | null;
  /** Announced; the stream gives as many, or throws. */
  readonly byteSize: number;
  readonly bytes: AsyncIterable<Uint8Array>;
};

export type FoundAttachment = {
  readonly id: number;
  /** SHA-1 of the bytes, in hexadecimal. */
  readonly sha1: string;
  readonly filename: string;
  readonly bytes: number;
};

/** The attachments of the document. */
export interface FileStore {
  /**
   * One request for all of them: ids in their order. Not a byte is kept when one of the streams throws: its error is
   * thrown as it is. Throws PIECE_TROP_GRANDE (the request or one of its files is larger than this Grist takes),
   * GRIST_PIECES_PLEIN (no room left, disk full), GRIST_ECRITURE_INCERTAINE when the answer was lost: `find` then tells
   * what was kept; and what any write throws (rights, key).
   */
  attach(files: readonly FileUpload[]): Promise<readonly number[]>;
  /**
   * Those of the document with one of these ids, even those that nothing names any more. An id may be given again once its
   * attachment is gone: only its content tells it. ⌈n / 500⌉ requests. Throws GRIST_REGLES_ACCES where rules hide the list
   * from this key.
   */
  attachments(ids: readonly number[]): Promise<readonly FoundAttachment[]>;
  /** Those with one of these contents (SHA-1, hexadecimal), the newest last. ⌈n / 500⌉ requests. */
  find(sha1s: readonly string[]): Promise<readonly FoundAttachment[]>;
}

/** Ready-made pages of the document: made on request, and from then on the user's. */
export interface ReadyPages {
  /** The page that bears this mark; null when none does. At most 5 requests. */
  find(mark: string): Promise<FoundPage | null>;
  /** The page as it is now; null when it is gone. At most 4 requests. */
  look(viewRef: number): Promise<FoundPage | null>;
  /** These columns, those that are still there. At most 1 request. */
  columns(refs: readonly number[]): Promise<readonly FoundPageColumn[]>;
  /**
   * Is one of these columns shown in another page than `viewRef`, directly or grouped in a summary table? At most 4
   * requests.
   */
  isShownElsewhere(refs: readonly number[], viewRef: number): Promise<boolean>;
  /**
   * One transaction, then reads it back: 10 requests. What is not as it was foreseen, because somebody else changed the
   * structure in between, is taken away and begun again, twice at most; then GRIST_STRUCTURE_CHANGEE. Throws GRIST_STRUCTURE_INTERDITE, and GRIST_ECRITURE_INCERTAINE when the answer was
   * lost: `find` then tells whether the page was made.
   */
  make(design: PageDesign): Promise<Omit<MadePage, 'kind' | 'intact'>>;
  /** One transaction: the page, the summary tables that only it shows, and these columns. At most 2 requests. */
  remove(viewRef: number, columns: readonly Pick<MadeColumn, 'columnRef'>[]): Promise<void>;
}

export type FoundPageColumn = MadeColumn & { readonly isFormula: boolean };

/** What we remember of the pages that were made: one of each kind a link, at most. */
export interface PageBook {
  pages(linkId: string): Promise<readonly MadePage[]>;
  /** Under the run's leases: throws BAIL_PERDU. */
  keepPage(handle: RunHandle, page: MadePage): Promise<void>;
  forgetPage(handle: RunHandle, kind: PageKind): Promise<void>;
}

// ---------------------------------------------------------------- Ledger: what we remember

/** What ties one démarche to one document. Origins are canonical: scheme, host, port. */
export type LinkIdentity = {
  readonly sourceUrl: string;
  readonly demarche: number;
  readonly destinationUrl: string;
  readonly document: string;
};

export type Link = LinkIdentity & {
  readonly id: string;
  readonly bindings: Bindings;
  readonly cursor: LinkCursor;
};

/** Where reading stands. It advances only in `commitBatch` and `finishRun`, after Grist has confirmed. */
export type LinkCursor = {
  /** ISO instant from DN's clock: everything modified before it is in Grist. Null before the first complete run. */
  readonly watermark: string | null;
  /** A reading in progress, resumed when young enough; null between runs. */
  readonly checkpoint: Checkpoint | null;
  /** ISO instant of the last complete pass over the tombstones. */
  readonly tombstones: string | null;
  readonly activeRevisionId: string | null;
  /** Fingerprint of scope + options + extraction version of the last complete run: another one means reading all again. */
  readonly scopeFingerprint: string | null;
  /** Fingerprint of the rows that belong to no dossier (instructeurs), as last written. */
  readonly sharedFingerprint: string | null;
} & UpkeepCursor;

/** Where the readings that catch what no date tells stand: instants of DN's clock, ISO, null before the first. */
export type UpkeepCursor = {
  /** The last complete census began then. */
  readonly census: string | null;
  /** The last complete reading of everything began then. */
  readonly full: string | null;
  /** A revision was published and unfinished dossiers still follow an older one; null when none is known to. */
  readonly pendingRebase: PendingRebase | null;
};

export type PendingRebase = {
  /** When a run first saw the new revision. */
  readonly since: string;
  /** When unfinished dossiers were last read again because of it. */
  readonly last: string;
};

export type Checkpoint = {
  /** A reading of everything, as opposed to a delta: only such a one may go on when everything is asked for. */
  readonly full: boolean;
  /** What Grist holds is compared cell by cell, whatever the Ledger remembers. */
  readonly compares: boolean;
  readonly order: 'updated' | 'deposited';
  readonly since: string | null;
  readonly after: string | null;
  /** DN's clock when this reading began, ISO. */
  readonly startedAt: string;
  /** Greatest `dateDerniereModification` seen so far, ISO. */
  readonly maxSeen: string | null;
  readonly scopeFingerprint: string;
};

export type KnownDossier = {
  readonly number: number;
  /** Hash of every managed cell of the dossier as last written: equal means nothing to write. */
  readonly fingerprint: string;
  /** `dateDerniereModification` as last read. */
  readonly version: string;
  readonly revisionId: string | null;
  /** Fingerprint of what a census reads of it (lib/sync/light.ts); null when not known: the next census reads it again. */
  readonly light: string | null;
  readonly presence: 'live' | 'pending' | 'deleted' | 'absent' | 'out_of_scope';
  /** A census too large to be believed missed it: `startedAt` of that run's reading, for a later one to confirm. */
  readonly missingSince: string | null;
};

/** A dossier that was not (wholly) written: listed with its reason and retried first at the next run. */
export type DossierFailure = {
  /** Null when DN would not tell which one. */
  readonly number: number | null;
  readonly code: FailureCode;
  readonly facts: Readonly<Record<string, string | number | boolean>>;
};

export type RunCounts = {
  readonly read: number;
  readonly added: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly removed: number;
  readonly outOfScope: number;
  readonly failed: number;
  readonly warnings: number;
};

export type RunHandle = {
  readonly runId: string;
  readonly linkId: string;
  /** Fencing number of the lease: every write-side record carries it; a stale one is refused with BAIL_PERDU. */
  readonly fence: number;
};

export type RunRequest = {
  readonly linkId: string;
  /** `decision`: the user's word on changes of the structure, and what takes one back. */
  readonly kind: 'sync' | 'verify' | 'decision';
  /** Who or what started it: `cli`, `manuel`, `planification`, `api`. */
  readonly trigger: string;
};

export type RunEnd = {
  readonly status: 'reussi' | 'avec_echecs' | 'interrompu' | 'echoue';
  readonly counts: RunCounts;
  readonly code: FailureCode | null;
  readonly traffic: { readonly source: Traffic; readonly destination: Traffic };
};

/**
 * A file that a dossier has. `bytes`: null when DN does not know. Of a field that is not mirrored, or no longer, nothing is
 * awaited; the copy that there is of it is remembered, for it is still in the document.
 */
export type ToldFile = {
  readonly key: FileKey;
  readonly bytes: number | null;
  readonly isMirrored: boolean;
};

/** What is known of the copies of a link. */
export type FileStanding = {
  readonly copied: number;
  readonly copiedBytes: number;
  /** Wanted and not copied yet, or copied and not in a cell yet. */
  readonly awaited: number;
};

export type CopiedByRun = { readonly copied: number; readonly copiedBytes: number };

/** Whose file, and which. */
export type FileOf = { readonly dossier: number; readonly key: FileKey };

export type BatchRecord = {
  readonly dossiers: readonly KnownDossier[];
  readonly failures: readonly DossierFailure[];
  /** Numbers whose earlier failure is over; one of a file stays while a file of the dossier is awaited. */
  readonly healed: readonly number[];
  /**
   * The files now of these dossiers, whose cells name every copy that there was: copies of others are forgotten.
   * Absent: no field is mirrored.
   */
  readonly files?: ReadonlyMap<number, readonly ToldFile[]>;
  /** Null: leave the checkpoint as it is (batches that are not part of the keyset scan). */
  readonly checkpoint: Checkpoint | null;
  readonly counts: RunCounts;
};

/** The link as a complete run leaves it. */
export type LinkCommit = {
  readonly watermark: string | null;
  readonly tombstones: string | null;
  readonly activeRevisionId: string | null;
  readonly scopeFingerprint: string;
  readonly sharedFingerprint: string | null;
} & UpkeepCursor;

/**
 * How far a verification looks. `comptes`: numbers and keys; `legere`: states, dates and presence as well, against what
 * the Ledger remembers; `complete`: every cell, against Démarche numérique read again.
 */
export type ProofDepth = 'comptes' | 'legere' | 'complete';

/** The dated statement that a verification leaves: « N dossiers, 0 écart, vérifié le … ». */
export type Proof = {
  readonly depth: ProofDepth;
  /** ISO instant. */
  readonly provedAt: string;
  readonly dossiers: number;
  readonly rows: number;
  readonly cells: number;
  /** What differs at the end: rows, and tables or columns that are not there. */
  readonly differences: number;
  /** Rows that the same run put right. */
  readonly repaired: number;
  /** Dossiers that moved in DN since the last synchronisation: told, and no difference of ours. */
  readonly late: number;
  readonly unreadable: number;
  /** Files still to be copied then: told, and no difference of a cell. */
  readonly awaitedFiles: number;
  /** Hash of every dossier's fingerprint in order of number; null where contents were not looked at. */
  readonly root: string | null;
  /** False when it was stopped before its end: it then proves nothing of the rest. */
  readonly complete: boolean;
};

/** The last statement of each depth that went to its end, and what deciding on the next one needs. */
export type ProofHistory = Readonly<Record<ProofDepth, Proof | null>> & {
  /** ISO instant of the first statement ever, whatever its depth. */
  readonly first: string | null;
  /** Dossiers that the Ledger knows, whatever their presence. */
  readonly known: number;
};

export interface Ledger extends PageBook {
  /** Finds the link or creates it. */
  openLink(identity: LinkIdentity): Promise<Link>;
  readLink(linkId: string): Promise<Link>;
  /** Links other than `linkId` that own one of these tables of the document. */
  otherOwners(
    linkId: string,
    tableRefs: readonly number[],
  ): Promise<readonly { readonly linkId: string; readonly demarche: number; readonly tableRef: number }[]>;
  /** Takes the lease on the link and on its document, or tells which run holds it. */
  beginRun(
    request: RunRequest,
  ): Promise<
    | { readonly status: 'started'; readonly handle: RunHandle }
    | { readonly status: 'busy'; readonly runId: string }
  >;
  /** Renews the lease. Throws BAIL_PERDU when somebody else holds it. */
  renew(handle: RunHandle): Promise<void>;
  /** The bindings, and with them in one transaction what history says of the structure. */
  saveBindings(handle: RunHandle, bindings: Bindings, book?: ChangeBook): Promise<void>;
  /** Tables that other links own no longer: deleted in Grist, their refs given to newer tables. */
  releaseTables(
    handle: RunHandle,
    owned: readonly { readonly linkId: string; readonly tableRef: number }[],
  ): Promise<void>;
  /** Changes of structure of the link, by number: those still open, or the whole history (the last 1 000). */
  changes(linkId: string, which: 'open' | 'all'): Promise<readonly RecordedChange[]>;
  /** One transaction. What is opened gets the link's next numbers. */
  bookChanges(handle: RunHandle, book: ChangeBook): Promise<void>;
  /** What is known of these dossiers; unknown ones are absent. One query. */
  known(linkId: string, numbers: readonly number[]): Promise<ReadonlyMap<number, KnownDossier>>;
  /** Every dossier known, in slices ordered by number. */
  allKnown(linkId: string): AsyncIterable<readonly KnownDossier[]>;
  /** Copies of the files of these dossiers; a dossier without any is absent. One query. */
  copies(linkId: string, numbers: readonly number[]): Promise<ReadonlyMap<number, readonly FileCopy[]>>;
  /** The files now of these dossiers: what is about to be copied. Throws BAIL_PERDU. */
  wantFiles(handle: RunHandle, files: ReadonlyMap<number, readonly ToldFile[]>): Promise<void>;
  /**
   * Keeps copies of wanted files as soon as Grist has confirmed them. Until `commitBatch` says that a cell names them, they
   * are awaited: a process that dies in between loses nothing. Throws BAIL_PERDU.
   */
  keepCopies(handle: RunHandle, copies: readonly (FileCopy & FileOf)[]): Promise<void>;
  /** What `keepCopies` was given by this run, processes that died included. */
  copiedBy(handle: RunHandle): Promise<CopiedByRun>;
  /** The copies of these files are no longer in the document: they are awaited again. Throws BAIL_PERDU. */
  forgetCopies(handle: RunHandle, files: readonly FileOf[]): Promise<void>;
  fileStanding(linkId: string): Promise<FileStanding>;
  /** Live dossiers with a file to be copied and no open failure, in order of number. */
  awaitingFiles(linkId: string): Promise<readonly number[]>;
  /** One transaction: dossiers, files, failures, checkpoint and counts together. Throws BAIL_PERDU on a stale fence. */
  commitBatch(handle: RunHandle, batch: BatchRecord): Promise<void>;
  /** Open failures of the link, the longest untried first. */
  failures(linkId: string): Promise<readonly DossierFailure[]>;
  /** Ends the run and frees the lease. `commit` null: nothing advances (the checkpoint stays for the next run). */
  finishRun(handle: RunHandle, end: RunEnd, commit: LinkCommit | null): Promise<void>;
  /** Keeps a result that a stage computed (schema notices, verification differences) with the run. Ids and counters only. */
  note(handle: RunHandle, name: string, value: unknown): Promise<void>;
  /** What `note` kept under this name for the run; undefined when nothing. */
  recall(handle: RunHandle, name: string): Promise<unknown>;
  /** Keeps the statement of what this run proved; the same run again replaces it, so that a step can be run twice. */
  recordProof(handle: RunHandle, proof: Proof): Promise<void>;
  lastProofs(linkId: string): Promise<ProofHistory>;
}

// ---------------------------------------------------------------- Journal: what is told while it happens

/** Ids, counters and French sentences; never a value of a dossier. */
export type JournalEvent =
  | { readonly type: 'phase'; readonly phase: Phase }
  | {
      readonly type: 'progress';
      readonly phase: Phase;
      readonly done: number;
      readonly total: number | null;
      readonly counts: RunCounts;
    }
  | { readonly type: 'notice'; readonly sentence: string }
  | { readonly type: 'failure'; readonly dossier: number | null; readonly code: FailureCode };

export type Phase =
  | 'preparation'
  | 'structure'
  | 'lecture'
  | 'suppressions'
  | 'pieces'
  | 'relecture'
  | 'recensement'
  | 'verification'
  | 'cloture';

export type Journal = { write(event: JournalEvent): void };

/** The part of a link's configuration that shapes a run. */
export type LinkSettings = {
  readonly scope: Scope;
  readonly options: LayoutOptions;
  readonly policies: Policies;
  /** Bytes of files copied into the document, at most; absent: `FILES_CEILING`. */
  readonly filesCeiling?: number | undefined;
  /** Present when the link took over a document of the original tool. */
  readonly takeOver?: TakeOver | undefined;
};
