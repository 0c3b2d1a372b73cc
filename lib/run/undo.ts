// Undoing a change of the structure, on the user's word only: what was done is taken back where it still is as we left
// it, and that word is kept, so that no run does it again.

import { Failure } from '../errors/failure';
import { mergeChoices } from '../sync/cells/choice';
import { itemOf } from '../sync/drifting/desk';
import { stringList } from '../sync/drifting/words';
import { baseType } from '../sync/fits-type';
import type { ChangeBook, NewChange, RecordedChange, Undo } from '../sync/model/change';
import type { SchemaOperation } from '../sync/model/operation';
import type {
  Bindings,
  ColumnBinding,
  FoundColumn,
  FoundTable,
  TableBinding,
  WantedType,
} from '../sync/model/table';
import { GONE, isMarked, tiedColumn, tiedTable } from '../sync/ours';
import { changeSentence } from './change-words';
import { entryOf } from './decide';
import type { KnownTable, Ports, RunHandle } from './ports';

type Place = {
  readonly change: RecordedChange;
  readonly table: FoundTable;
  readonly found: FoundColumn;
  readonly tie: ColumnBinding;
};

type Reversal = {
  readonly operations: readonly SchemaOperation[];
  /** What is remembered of the column: what keeps a run from doing it again. */
  readonly tie: ColumnBinding;
  /** The item that a run would propose now, refused beforehand. */
  readonly refused: Pick<NewChange, 'kind' | 'item' | 'from' | 'to' | 'reason'> | null;
};

/**
 * Grist: the structure, then at most 6 requests. Throws CHANGEMENT_INCONNU, CHANGEMENT_NON_ANNULABLE with the reason
 * in its detail (nothing is changed then), and what a reshape throws.
 */
export async function undoChange(
  { ledger, destination }: Pick<Ports, 'ledger' | 'destination'>,
  handle: RunHandle,
  number: number,
): Promise<RecordedChange> {
  const history = await ledger.changes(handle.linkId, 'all');
  const change = entryOf(history, number);
  if (change.status !== 'faite') throw refusal(change, 'Seul un changement fait peut être annulé.');
  const { undo } = change;
  if (undo === null) throw refusal(change, 'Il n’y a rien à annuler.');
  if (undo.type === 'impossible') throw refusal(change, undo.why);
  const structure = await destination.structure();
  const { bindings } = await ledger.readLink(handle.linkId);
  const place = placeOf(change, structure, bindings);
  const reversal = reverse(place, undo);
  // First the word that is to be kept: a kill from here on leaves nothing that a run would do again.
  await ledger.bookChanges(handle, refusedBook(history, change, reversal.refused));
  await ledger.renew(handle);
  await destination.reshape(reversal.operations, knownTables(structure, bindings));
  await ledger.saveBindings(handle, withTie(bindings, change.table, place.tie, reversal), {
    opened: [],
    updated: [{ number, status: 'annulee', settled: true }],
  });
  return { ...change, status: 'annulee' };
}

/** The column as we know it: same table, same ref, and something of ours still there. */
function placeOf(change: RecordedChange, structure: readonly FoundTable[], bindings: Bindings): Place {
  const known = bindings.tables.find(({ key }) => key === change.table);
  const table = tiedTable(structure, known);
  const tie = known?.columns.find(({ key }) => key === change.column);
  const found = table === undefined ? undefined : tiedColumn(table, tie);
  if (table === undefined || tie === undefined || found === undefined) {
    throw refusal(change, 'La colonne n’est plus dans le document.');
  }
  return { change, table, found, tie };
}

function reverse(place: Place, undo: Exclude<Undo, { type: 'impossible' }>): Reversal {
  switch (undo.type) {
    case 'words':
      return reverseWords(place, undo);
    case 'choices':
      return reverseChoices(place, undo);
    case 'remove_column':
      return removeAgain(place, undo);
    case 'retype':
      return reverseType(place, undo);
    case 'retirement':
      return reverseRetirement(place, undo);
  }
}

function at({ change, table, tie, found }: Place) {
  return { table: change.table, tableRef: table.ref, column: tie.key, columnRef: found.ref } as const;
}

/** The words of before, which are the user's from now on: what we remember having written is no longer there. */
function reverseWords(place: Place, { label, description }: Extract<Undo, { type: 'words' }>): Reversal {
  const { change, found, tie } = place;
  const words = {
    ...(label !== null && found.label === label.after ? { label: label.before } : {}),
    ...(description !== null && found.description === description.after
      ? { description: description.before }
      : {}),
  };
  if (Object.keys(words).length === 0) {
    throw refusal(change, 'Le libellé a changé depuis\u00a0: il est gardé tel quel.');
  }
  return {
    operations: [{ ...at(place), type: 'describe_column', ...words, reason: 'annulation' }],
    tie,
    refused: null,
  };
}

/** Options of ours that are gone are taken for removed by the user; those put back are the user's own. */
function reverseChoices(place: Place, { added, removed }: Extract<Undo, { type: 'choices' }>): Reversal {
  const { found, tie } = place;
  const left = stringList(found.widgetOptions.choices).filter((option) => !added.includes(option));
  const { options } = tie;
  return {
    operations: [
      {
        ...at(place),
        type: 'set_widget',
        widgetOptions: { ...found.widgetOptions, choices: mergeChoices(left, removed) },
        reason: 'annulation',
      },
    ],
    tie:
      options === undefined
        ? tie
        : { ...tie, options: options.filter((option) => !removed.includes(option)) },
    refused: null,
  };
}

/** The only removal that this software ever does: the column that it added, marked as its own, with the user's word. */
function removeAgain(place: Place, { columnRef }: Extract<Undo, { type: 'remove_column' }>): Reversal {
  const { change, found, tie } = place;
  if (found.ref !== columnRef || !isMarked(found, tie.key)) {
    throw refusal(
      change,
      'La colonne n’est plus celle qui avait été ajoutée, ou sa description ne le dit plus\u00a0: supprimez-la dans Grist, elle ne sera pas recréée sans votre accord.',
    );
  }
  const missing = { kind: 'colonne_manquante', table: change.table, column: change.column } as const;
  return {
    operations: [{ ...at(place), type: 'remove_column', reason: 'annulation' }],
    tie: { ...tie, ref: GONE },
    refused: {
      kind: 'colonne_manquante',
      item: itemOf(missing),
      from: null,
      to: null,
      reason: 'supprimee_dans_grist',
    },
  };
}

function reverseType(place: Place, undo: Extract<Undo, { type: 'retype' }>): Reversal {
  const { change, found, tie } = place;
  const type = TYPES.find((candidate) => candidate === undo.from);
  if (found.ref !== undo.columnRef || baseType(found.type) !== undo.to) {
    throw refusal(change, 'La colonne a encore changé de type depuis.');
  }
  if (type === undefined) {
    throw refusal(change, `Une colonne ne peut pas redevenir de type ${undo.from} sans perte.`);
  }
  const column = {
    key: tie.key,
    id: found.id,
    aliases: [],
    label: found.label,
    description: found.description,
    type,
    widget: {},
    volatile: false,
    lookup: null,
  };
  return {
    operations: [
      {
        type: 'convert_column',
        table: change.table,
        tableRef: place.table.ref,
        column,
        columnRef: found.ref,
        from: found.type,
        widgetOptions: undo.widgetOptions,
        reason: 'annulation',
      },
    ],
    // What the form changed is the form's to propose again; what somebody changed in Grist is known by its type.
    tie: change.kind === 'colonne_retypee' ? tie : { ...tie, wanted: baseType(undo.from) },
    refused: change,
  };
}

const TYPES: readonly Extract<WantedType, string>[] = [
  'Text',
  'Int',
  'Numeric',
  'Bool',
  'Choice',
  'ChoiceList',
  'Date',
  'DateTime:Europe/Paris',
];

/** Shown again, and described as before; the field left the form all the same, and that is not told twice. */
function reverseRetirement(
  place: Place,
  { description, places }: Extract<Undo, { type: 'retirement' }>,
): Reversal {
  const { change, found, tie } = place;
  const operations: SchemaOperation[] = [];
  if (places.length > 0) {
    operations.push({ ...at(place), type: 'show_column', places, reason: 'annulation' });
  }
  if (description !== null && found.description === description.after) {
    operations.push({
      ...at(place),
      type: 'describe_column',
      description: description.before,
      reason: 'annulation',
    });
  }
  if (operations.length === 0) throw refusal(change, 'La colonne est déjà telle que vous l’avez voulue.');
  return { operations, tie, refused: null };
}

function refusedBook(
  history: readonly RecordedChange[],
  change: RecordedChange,
  refused: Reversal['refused'],
): ChangeBook {
  if (refused === null) return { opened: [], updated: [] };
  const open = history.find(({ item, settledAt }) => settledAt === null && item === refused.item);
  if (open !== undefined) {
    return { opened: [], updated: [{ number: open.number, status: 'refusee', settled: false }] };
  }
  const { kind, item, from, to, reason } = refused;
  const { table, column, label } = change;
  const entry = { kind, item, table, column, label, reason, from, to, undo: null, cells: null } as const;
  return { opened: [{ ...entry, status: 'refusee', settled: false }], updated: [] };
}

function withTie(
  bindings: Bindings,
  key: TableBinding['key'],
  before: ColumnBinding,
  { tie, operations }: Reversal,
): Bindings {
  const isConverted = operations.some(({ type }) => type === 'convert_column');
  return {
    ...bindings,
    // A type changed back holds other values: all are to be read again.
    generation: (bindings.generation ?? 0) + (isConverted ? 1 : 0),
    tables: bindings.tables.map((table) =>
      table.key === key
        ? { ...table, columns: table.columns.map((column) => (column === before ? tie : column)) }
        : table,
    ),
  };
}

function knownTables(structure: readonly FoundTable[], bindings: Bindings): readonly KnownTable[] {
  return bindings.tables.flatMap((tie) => {
    const table = tiedTable(structure, tie);
    return table === undefined ? [] : [{ key: tie.key, ref: table.ref, id: table.id }];
  });
}

function refusal(change: RecordedChange, why: string): Failure {
  return new Failure('CHANGEMENT_NON_ANNULABLE', {
    detail: `${change.number}. ${changeSentence(change)}\n${why}`,
    facts: { changement: change.number },
  });
}
