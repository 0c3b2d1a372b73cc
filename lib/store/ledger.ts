// The Ledger port on Postgres: which rows change together, and under which lease.

import type { Clock, Ledger, RunHandle } from '../run/ports';
import { otherOwners, releaseTables, saveBindings } from './binding-rows';
import { readChanges, writeBook } from './change-rows';
import type { Database } from './database';
import { allKnown, known, saveDossiers } from './dossier-rows';
import { closeUnmetFailures, healFailures, openFailures, recordFailures } from './failure-rows';
import {
  addCopies,
  awaitingFiles,
  copiedBy,
  copies,
  fileStanding,
  forgetCopies,
  keepCopies,
  markPlaced,
  saveWantedFiles,
} from './file-rows';
import { freeLeases, giveLeases, holdLeases, lockLeases, resourcesOf } from './lease';
import { advanceCursor, openLink, readLink, saveCheckpoint } from './link-rows';
import { lastProofs, recordProof } from './proof-rows';
import { forgetPage, keepPage, readPages } from './ready-page-rows';
import {
  addToRun,
  endedByItself,
  endedSo,
  endRun,
  markAlive,
  markInterrupted,
  readNote,
  takeRun,
  writeNote,
} from './run-rows';
import { inTransaction, type Transaction } from './transaction';

/**
 * Every method throws `Failure` for what may be expected of a database (store-failure.ts), LIAISON_INCONNUE for a link
 * that is not there, and BAIL_PERDU when it writes for a run that no longer holds its leases: nothing is written then.
 * `clock` dates the leases: processes that share a database must agree on the time to within a minute or so; a worse
 * clock delays or hastens a take-over, and can never let two runs write.
 */
export function openLedger(database: Database, clock: Clock): Ledger {
  /** A write of a run: all of it, under its leases, or nothing. */
  const write = (handle: RunHandle, work: (tx: Transaction, now: number) => Promise<void>): Promise<void> =>
    inTransaction(database, async (tx) => {
      const now = clock.now();
      await holdLeases(tx, handle, now);
      await work(tx, now);
    });

  return {
    openLink: (identity) => openLink(database, identity),
    readLink: (linkId) => readLink(database, linkId),
    otherOwners: (linkId, tableRefs) => otherOwners(database, linkId, tableRefs),
    known: (linkId, numbers) => known(database, linkId, numbers),
    allKnown: (linkId) => allKnown(database, linkId),
    failures: (linkId) => openFailures(database, linkId),
    copies: (linkId, numbers) => copies(database, linkId, numbers),
    fileStanding: (linkId) => fileStanding(database, linkId),
    awaitingFiles: (linkId) => awaitingFiles(database, linkId),
    recall: (handle, name) => readNote(database, handle, name),
    lastProofs: (linkId) => lastProofs(database, linkId),

    beginRun: (request) =>
      inTransaction(database, async (tx) => {
        const resources = resourcesOf(request.linkId, await readLink(tx, request.linkId));
        const leases = await lockLeases(tx, resources);
        const now = clock.now();
        const holders = leases.flatMap(({ holder, expiresAt }) =>
          holder === null ? [] : [{ runId: holder, alive: expiresAt !== null && expiresAt.getTime() > now }],
        );
        const busy = holders.find(({ alive }) => alive);
        if (busy !== undefined) return { status: 'busy', runId: busy.runId };
        await markInterrupted(
          tx,
          holders.map(({ runId }) => runId),
        );
        const run = await takeRun(tx, request, now);
        if ('behind' in run) return { status: 'busy', runId: run.behind };
        await giveLeases(tx, resources, run, now);
        const handle = { runId: run.runId, linkId: request.linkId, fence: Number(run.fence) };
        return { status: 'started', handle };
      }),

    pages: (linkId) => readPages(database, linkId),
    keepPage: (handle, page) => write(handle, (tx) => keepPage(tx, handle.linkId, page)),
    forgetPage: (handle, kind) => write(handle, (tx) => forgetPage(tx, handle.linkId, kind)),

    renew: (handle) => write(handle, (tx, now) => markAlive(tx, handle, now)),

    saveBindings: (handle, bindings, book) =>
      write(handle, async (tx, now) => {
        await saveBindings(tx, handle.linkId, bindings);
        if (book !== undefined) await writeBook(tx, { ...handle, now }, book);
      }),
    wantFiles: (handle, files) => write(handle, (tx) => saveWantedFiles(tx, handle.linkId, files)),
    keepCopies: (handle, kept) =>
      write(handle, async (tx, now) => {
        await keepCopies(tx, handle.linkId, kept);
        await addCopies(tx, handle, kept, now);
      }),
    copiedBy: (handle) => copiedBy(database, handle),
    forgetCopies: (handle, files) => write(handle, (tx) => forgetCopies(tx, handle.linkId, files)),
    releaseTables: (handle, owned) => write(handle, (tx) => releaseTables(tx, handle.linkId, owned)),
    changes: (linkId, which) => readChanges(database, linkId, which),
    bookChanges: (handle, book) => write(handle, (tx, now) => writeBook(tx, { ...handle, now }, book)),

    commitBatch: (handle, batch) =>
      write(handle, async (tx, now) => {
        const { linkId, runId } = handle;
        await saveDossiers(tx, linkId, batch.dossiers);
        if (batch.files !== undefined) {
          await saveWantedFiles(tx, linkId, batch.files);
          await markPlaced(tx, linkId, [...batch.files.keys()]);
        }
        await healFailures(tx, linkId, batch.healed);
        const readingStartedAt = batch.checkpoint?.startedAt ?? null;
        await recordFailures(tx, batch.failures, { linkId, runId, now, readingStartedAt });
        if (batch.checkpoint !== null) await saveCheckpoint(tx, linkId, batch.checkpoint);
        await addToRun(tx, handle, batch.counts, now);
      }),

    note: (handle, name, value) =>
      inTransaction(database, async (tx) => {
        if (await endedByItself(tx, handle)) return;
        const now = clock.now();
        await holdLeases(tx, handle, now);
        await writeNote(tx, handle, name, value, now);
      }),

    recordProof: (handle, proof) => write(handle, (tx) => recordProof(tx, handle, proof)),

    finishRun: (handle, end, commit) =>
      inTransaction(database, async (tx) => {
        if (await endedSo(tx, handle, end)) return;
        const now = clock.now();
        await holdLeases(tx, handle, now);
        await endRun(tx, handle, end, now);
        if (commit !== null) {
          const { checkpoint } = (await readLink(tx, handle.linkId)).cursor;
          if (checkpoint?.full) await closeUnmetFailures(tx, handle.linkId, checkpoint.startedAt);
          await advanceCursor(tx, handle.linkId, commit);
        }
        await freeLeases(tx, handle);
      }),
  };
}
