// The structure of a link's document as its page shows it: what we keep there, and what changed of it. Read from memory:
// neither Démarche numérique nor Grist is asked.

import { changeSentence, REASONS, statusWord } from '../../run/change-words';
import { gristTypeWords } from '../../run/grist-type-words';
import { readChanges } from '../../store/change-rows';
import { readLink } from '../../store/link-rows';
import { readManagedLink } from '../../store/managed-links';
import type { ChangeKind, RecordedChange } from '../../sync/model/change';
import type { Bindings, ColumnBinding, TableBinding } from '../../sync/model/table';
import type { TakeOver } from '../../sync/model/takeover';
import type { Service } from '../service';
import { readSettings } from '../settings';
import { type Effects, effectsOf } from './effects';
import { tableTitle } from './table-words';

export type ColumnLine = {
  readonly label: string;
  /** Name in Grist's formulas. */
  readonly id: string;
  /** Null where an older version did not keep it. */
  readonly type: string | null;
  readonly state: ColumnState;
  /** Of a document taken over: kept up in the form that the original tool gave it. */
  readonly isKept: boolean;
};

/** `figee`: its field left the form. `supprimee`: somebody deleted it in Grist. `a_decider`: a change of it is open. */
export type ColumnState = 'tenue' | 'figee' | 'supprimee' | 'a_decider';

export type TableLine = {
  readonly key: string;
  readonly title: string;
  readonly id: string;
  readonly isDeleted: boolean;
  readonly columns: readonly ColumnLine[];
};

export type ChangeLine = {
  readonly number: number;
  readonly sentence: string;
  /** Where: title of the table; null when the sentence names it. */
  readonly place: string | null;
  readonly reason: string;
  readonly status: string;
  /** Cells that the column's type does not hold; null when nobody counted. */
  readonly cells: number | null;
  readonly seenAt: Date;
  readonly settledAt: Date | null;
  /** Null: nothing can be decided of it. */
  readonly effects: Effects | null;
  /** What was decided and the next run is to do, or to leave. */
  readonly word: 'acceptee' | 'refusee' | null;
  readonly undo: 'possible' | { readonly why: string } | null;
};

export type Structure = {
  readonly tables: readonly TableLine[];
  /** The user's word is needed. */
  readonly waiting: readonly ChangeLine[];
  /** Told, or decided and not yet done: the user may still say something else. */
  readonly told: readonly ChangeLine[];
  /** The latest first; the first synchronisation's own are left out. */
  readonly history: readonly ChangeLine[];
};

/** Three queries. Throws LIAISON_INCONNUE. */
export async function readStructure({ database }: Service, linkId: string): Promise<Structure> {
  const [{ bindings }, changes, { settings }] = await Promise.all([
    readLink(database, linkId),
    readChanges(database, linkId, 'all'),
    readManagedLink(database, linkId),
  ]);
  const kept = keptOf(readSettings(settings).takeOver);
  const open = changes.filter(({ settledAt }) => settledAt === null);
  const lines = (list: readonly RecordedChange[]) => list.map((change) => changeLine(change, bindings));
  return {
    tables: bindings.tables.map((table) => tableLine(table, open, kept)),
    waiting: lines(open.filter(({ status }) => status === 'en_attente')),
    told: lines(open.filter(({ status }) => status !== 'en_attente')),
    history: lines(
      changes.filter(({ settledAt, reason }) => settledAt !== null && reason !== 'premiere_synchronisation'),
    ).reverse(),
  };
}

/** Ids of the columns kept in the original's form, by table. */
function keptOf(takeOver: TakeOver | undefined): ReadonlySet<string> {
  const kept = (takeOver?.columns ?? []).filter(({ how }) => how === 'gardee');
  return new Set(kept.map(({ table, id }) => `${table} ${id.toLowerCase()}`));
}

function tableLine(
  table: TableBinding,
  open: readonly RecordedChange[],
  kept: ReadonlySet<string>,
): TableLine {
  const { key, id, label, ref, columns } = table;
  const mine = open.filter((change) => change.table === key && isUndecided(change));
  return {
    ...{ key, id, title: tableTitle(key, label), isDeleted: ref === 0 },
    columns: columns.map((column) => ({
      ...columnLine(column, mine),
      isKept: kept.has(`${key} ${column.id.toLowerCase()}`),
    })),
  };
}

function isUndecided({ status }: RecordedChange): boolean {
  return status === 'en_attente' || status === 'signalee';
}

function columnLine(column: ColumnBinding, open: readonly RecordedChange[]): Omit<ColumnLine, 'isKept'> {
  const { key, label, id, wanted } = column;
  return { label, id, type: wanted === undefined ? null : gristTypeWords(wanted), state: stateOf(column) };

  function stateOf({ ref, retired }: ColumnBinding): ColumnState {
    if (ref === 0) return 'supprimee';
    if (open.some((change) => change.column === key)) return 'a_decider';
    return retired === undefined ? 'tenue' : 'figee';
  }
}

function changeLine(change: RecordedChange, { tables }: Bindings): ChangeLine {
  const { number, kind, table, reason, cells, status, settledAt } = change;
  const tie = tables.find(({ key }) => key === table);
  const isOfTable = kind === 'bloc_renomme' || kind === 'table_creee' || kind === 'table_manquante';
  return {
    ...{ number, cells, reason: REASONS[reason], status: statusWord(change) },
    sentence: changeSentence(withTypeWords(change)),
    place: isOfTable ? null : tableTitle(table, tie?.label),
    seenAt: new Date(change.firstSeenAt),
    settledAt: settledAt === null ? null : new Date(settledAt),
    effects: settledAt === null ? effectsOf(kind) : null,
    word: status === 'acceptee' || status === 'refusee' ? status : null,
    undo: undoOf(change),
  };
}

/** A change that is done may be taken back, or says why not. */
function undoOf({ status, undo }: RecordedChange): ChangeLine['undo'] {
  if (status !== 'faite' || undo === null) return null;
  return undo.type === 'impossible' ? { why: undo.why } : 'possible';
}

const OF_TYPES: ReadonlySet<ChangeKind> = new Set([
  'type_converti',
  'type_converti_avec_perte',
  'type_nouvelle_colonne',
  'colonne_retypee',
]);

/** Sentences about types name them as Grist's own pages do. */
function withTypeWords(change: RecordedChange): RecordedChange {
  if (!OF_TYPES.has(change.kind)) return change;
  const { from, to } = change;
  return {
    ...change,
    from: from === null ? null : `« ${gristTypeWords(from)} »`,
    to: to === null ? null : `« ${gristTypeWords(to)} »`,
  };
}
