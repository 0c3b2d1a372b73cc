// The end of an execution: its last line, what it changes for its link, who is told. Safe to play again, whole or in part.

import { z } from 'zod';
import type { FailureCode } from '../lib/errors/catalogue';
import { Failure } from '../lib/errors/failure';
import type { RunEndStatus } from '../lib/journal/sentences';
import { notifyLink } from '../lib/links/notify';
import { concludeRun } from '../lib/links/runs/conclude';
import { requestRun } from '../lib/links/runs/request';
import { log } from '../lib/log/log';
import { NO_COUNTS } from '../lib/run/counts';
import { NO_TRAFFIC } from '../lib/run/traffic';
import { recordRefusal } from '../lib/store/credentials';
import { lastEvents } from '../lib/store/event-rows';
import { type HistoryRow, historyRow } from '../lib/store/history-rows';
import { deleteLink, linksToDelete } from '../lib/store/link-deletion';
import { readManagedLink, updateLink } from '../lib/store/managed-links';
import { startRun } from '../lib/store/run-start';
import { storedCode } from '../lib/store/stored-json';
import type { Works } from './works';
import type { Carried } from './workshops';

export type Concluded =
  | {
      readonly status: RunEndStatus;
      readonly messages: number;
      /** The waiting run that is to prove this one; null when none is due. */
      readonly proof: string | null;
    }
  /** Another execution has it, or its link was deleted. */
  | { readonly status: 'elsewhere' | 'gone' };

/**
 * @param linkId of the run.
 * @param code why it could not go on, when nobody could write that down; null otherwise.
 */
export async function concludeHere(
  works: Works,
  carried: Carried,
  { linkId, code }: { readonly linkId: string; readonly code: FailureCode | null },
): Promise<Concluded> {
  const { runId } = carried;
  try {
    let row = await historyRow(works.service.database, runId);
    if (row.endedAt === null && code !== null && code !== 'BAIL_PERDU') {
      await endLost(works, carried, { status: 'echoue', code });
      row = await historyRow(works.service.database, runId);
    }
    if (row.endedAt === null) return { status: 'elsewhere' };
    await tellTheEnd(works, row);
    await concludeRun(works.service, runId);
    row = await historyRow(works.service.database, runId);
    const { title, proofDue } = constat.parse(row.statement);
    log.tell('execution-finie', {
      ...{ execution: runId, liaison: linkId, genre: row.kind, issue: row.status, code: row.code },
      ...{
        lus: row.read,
        ajoutes: row.added,
        modifies: row.updated,
        retires: row.removed,
        echecs: row.failed,
      },
      duree:
        row.startedAt === null || row.endedAt === null
          ? null
          : row.endedAt.getTime() - row.startedAt.getTime(),
    });
    const messages = await tellTheLink(works, row, title);
    const proof = proofDue ? await askProof(works, linkId) : null;
    return { status: endOf(row.status), messages, proof };
  } catch (error) {
    if (!isGone(error)) throw error;
    await forget(works, linkId);
    return { status: 'gone' };
  } finally {
    await works.workshops.leave(runId);
  }
}

/** What the conductor noted of a run that went to its end. */
const constat = z
  .looseObject({
    title: z.string().nullable().default(null),
    proofDue: z.string().nullable().default(null),
  })
  .nullable()
  .transform((noted) => ({ title: noted?.title ?? null, proofDue: noted?.proofDue != null }));

/** Asked again, after a lost answer, it is the same run. Another run of the link may have begun: the proof stays due. */
async function askProof({ service }: Works, linkId: string): Promise<string | null> {
  const { runId } = await requestRun(service, { linkId, kind: 'verify', trigger: 'planification', by: null });
  const { kind, startedAt, endedAt } = await historyRow(service.database, runId);
  return kind === 'verify' && startedAt === null && endedAt === null ? runId : null;
}

/** A link whose deletion waited for this run goes now, rather than at the watchdog's next look. */
async function forget({ service }: Works, linkId: string): Promise<void> {
  if ((await linksToDelete(service.database)).includes(linkId)) await deleteLink(service, linkId, null);
}

/** Ends a run that its execution could not, or that its engine dropped; nothing when others have it. */
export async function endLost(
  { service, ledger }: Works,
  carried: Carried,
  end: { readonly status: 'echoue' | 'interrompu'; readonly code: FailureCode },
): Promise<void> {
  const begun = await startRun(service, carried);
  if (begun.status !== 'started') return;
  const { handle } = begun;
  // What its batches added up stays: an end never counts down.
  await ledger.finishRun(handle, { ...end, counts: NO_COUNTS, traffic: NO_TRAFFIC }, null);
}

/** Who follows the run knows that nothing comes after. */
export async function tellTheEnd({ service, workshops }: Works, row: HistoryRow): Promise<void> {
  const [last] = await lastEvents(service.database, row.id, 1);
  if (last?.type === 'fin') return;
  const code = row.code === null ? null : storedCode(row.code);
  await workshops.tell(row.id, (journal) => journal.end(endOf(row.status), code));
}

/** Names, decisions that wait, tokens that were refused, and the messages that follow. */
async function tellTheLink(works: Works, row: HistoryRow, title: string | null): Promise<number> {
  const { service, ledger } = works;
  const { database } = service;
  const { linkId } = row;
  const changes = await ledger.changes(linkId, 'open');
  const waiting = changes.filter(({ status, settledAt }) => status === 'en_attente' && settledAt === null);
  await updateLink(database, linkId, {
    decisionsAwaited: waiting.length,
    ...(title === null ? {} : { title }),
  });
  if (row.code !== null) await refuse(works, linkId, storedCode(row.code));
  return (await notifyLink(service, linkId)).length;
}

/** Its page and its alerts tell which of the two secrets is to be replaced. The schedule stays. */
async function refuse({ service }: Works, linkId: string, code: FailureCode): Promise<void> {
  const link = await readManagedLink(service.database, linkId);
  const side = refusedSide(code);
  const credential =
    side === null ? null : side === 'source' ? link.sourceCredentialId : link.destinationCredentialId;
  if (credential !== null) await recordRefusal(service, credential, code);
}

function refusedSide(code: FailureCode): 'source' | 'destination' | null {
  switch (code) {
    case 'DS_JETON_REFUSE':
    case 'DS_JETON_EXPIRE':
    case 'DS_JETON_IP_REFUSEE':
    case 'DS_DEMARCHE_NON_AUTORISEE':
      return 'source';
    case 'GRIST_CLE_REFUSEE':
    case 'GRIST_ACCES_INSUFFISANT':
      return 'destination';
    default:
      return null;
  }
}

const ENDS = ['reussi', 'avec_echecs', 'interrompu', 'echoue', 'annule'] as const satisfies RunEndStatus[];

function endOf(status: string): RunEndStatus {
  const known = ENDS.find((one) => one === status);
  if (known === undefined) throw new Error(`a run cannot end as ${status}`);
  return known;
}

function isGone(error: unknown): boolean {
  return (
    error instanceof Failure && (error.code === 'EXECUTION_INCONNUE' || error.code === 'LIAISON_INCONNUE')
  );
}
