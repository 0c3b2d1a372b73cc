// The book of changes: from what is open in a link's history and what a run met, what to open, what to close.

import type {
  ChangeBook,
  ChangeStatus,
  ChangeUpdate,
  Decisions,
  NewChange,
  RecordedChange,
  SchemaChange,
  Undo,
} from './model/change';

/** The user's word on what still holds. */
export function decisionsOf(open: readonly RecordedChange[]): Decisions {
  return new Map(
    open.flatMap(({ item, status }) =>
      status === 'acceptee' || status === 'refusee' ? [[item, status] as const] : [],
    ),
  );
}

/** What a run learnt of a change after its operations: refs that Grist gave, cells that do not fit. */
export type Learnt = {
  readonly undo: (change: SchemaChange) => Undo | null;
  readonly cells: (change: SchemaChange) => number | null;
};

export type Outlook = {
  /** Were the operations done? Where the run stops before them, what was to be done is not written. */
  readonly isDone: boolean;
  /** Is the form told whole? Where it was inferred, what is not met may hold all the same, and nothing is closed. */
  readonly isWhole: boolean;
};

/** One open entry an item: what stays true is not written again, what no longer holds is closed. */
export function bookOf(
  open: readonly RecordedChange[],
  met: readonly SchemaChange[],
  learnt: Learnt,
  { isDone, isWhole }: Outlook,
): ChangeBook {
  const byItem = new Map(open.map((entry) => [entry.item, entry]));
  const opened = new Map<string, NewChange>();
  const updated: ChangeUpdate[] = [];
  const holding = new Set<string>();
  for (const change of met) {
    const entry = byItem.get(change.item);
    holding.add(change.item);
    const { outcome, isForm: _isForm, ...told } = change;
    const isSettled = outcome === 'faite' || outcome === 'information';
    if (outcome === 'faite' && !isDone) continue;
    if (entry === undefined) {
      const status = outcome === 'information' ? 'signalee' : outcome;
      const [undo, cells] = [learnt.undo(change), learnt.cells(change)];
      opened.set(change.item, { ...told, undo, status, settled: isSettled, cells });
    } else if (outcome === 'faite') {
      updated.push({ number: entry.number, status: 'faite', settled: true, undo: learnt.undo(change) });
    } else if (isStronger(outcome, entry.status)) {
      // Told until now, and the policy changed since: the user's word is asked.
      updated.push({ number: entry.number, status: 'en_attente', settled: false });
    }
  }
  for (const { item, number, status } of isWhole ? open : []) {
    if (!holding.has(item)) updated.push({ number, status: closed(status), settled: true });
  }
  return { opened: [...opened.values()], updated };
}

function isStronger(outcome: SchemaChange['outcome'], status: ChangeStatus): boolean {
  return outcome === 'en_attente' && status === 'signalee';
}

/** A refusal stays one in history; anything else went by itself. */
function closed(status: ChangeStatus): ChangeStatus {
  return status === 'refusee' ? 'refusee' : 'resolue';
}
