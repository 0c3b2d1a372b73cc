// The user's word on changes that wait or are told: accepted, the next run does them; refused, they are left and not
// told again while they hold.

import { Failure } from '../errors/failure';
import type { Decision, RecordedChange } from '../sync/model/change';
import { changeSentence } from './change-words';
import type { Ports, RunHandle } from './ports';

/**
 * `numbers`: those that history shows; `tout`: everything that waits. Writes nothing in Grist.
 * Throws CHANGEMENT_INCONNU, CHANGEMENT_SANS_CHOIX; nothing is decided then.
 */
export async function decideChanges(
  { ledger }: Pick<Ports, 'ledger'>,
  handle: RunHandle,
  numbers: readonly number[] | 'tout',
  decision: Decision,
): Promise<readonly RecordedChange[]> {
  const history = await ledger.changes(handle.linkId, 'all');
  const chosen =
    numbers === 'tout'
      ? history.filter(({ status, settledAt }) => status === 'en_attente' && settledAt === null)
      : numbers.map((number) => openEntry(history, number));
  await ledger.bookChanges(handle, {
    opened: [],
    updated: chosen.map(({ number }) => ({ number, status: decision, settled: false })),
  });
  return chosen.map((change) => ({ ...change, status: decision }));
}

function openEntry(history: readonly RecordedChange[], number: number): RecordedChange {
  const entry = entryOf(history, number);
  if (entry.settledAt !== null || entry.kind === 'cle_perdue') {
    throw new Failure('CHANGEMENT_SANS_CHOIX', {
      detail: `${number}. ${changeSentence(entry)}`,
      facts: { changement: number },
    });
  }
  return entry;
}

/** Throws CHANGEMENT_INCONNU. */
export function entryOf(history: readonly RecordedChange[], number: number): RecordedChange {
  const entry = history.find((candidate) => candidate.number === number);
  if (entry === undefined) throw new Failure('CHANGEMENT_INCONNU', { facts: { changement: number } });
  return entry;
}
