// What is thrown away with time, in bounded slices: details of old runs, leases of nobody, secrets of nothing.

import type { Database } from './database';
import { guarded } from './store-failure';

/** Rows of one statement: a slice is over in a blink, whatever there is to delete. */
const SLICE = 5_000;

/**
 * One slice of events older than this; answers how many went. Ids grow with time, so the oldest are looked at by the
 * primary key.
 */
export function deleteOldEvents(database: Database, before: Date): Promise<number> {
  return guarded(
    () => database.client.$executeRaw`
      DELETE FROM run_event USING (SELECT id FROM run_event ORDER BY id LIMIT ${SLICE}) AS oldest
      WHERE run_event.id = oldest.id AND run_event.at < ${before}::timestamptz`,
  );
}

/** One slice of notes of runs that ended before this. The summary of a run stays with it. */
export function deleteOldNotes(database: Database, before: Date): Promise<number> {
  return guarded(
    () => database.client.$executeRaw`
      DELETE FROM run_note USING (
        SELECT run_id, name FROM run_note JOIN run ON run.id = run_note.run_id
        WHERE run_note.written_at < ${before}::timestamptz AND run.ended_at < ${before}::timestamptz LIMIT ${SLICE}
      ) AS old
      WHERE run_note.run_id = old.run_id AND run_note.name = old.name`,
  );
}

/** One slice of the audit log older than a year: the database refuses anything younger, whoever asks. */
export function deleteOldAudit(database: Database): Promise<number> {
  return guarded(
    () => database.client.$executeRaw`
      DELETE FROM audit USING (SELECT id FROM audit ORDER BY id LIMIT ${SLICE}) AS oldest
      WHERE audit.id = oldest.id AND audit.at < now() - interval '1 year'`,
  );
}

/** Leases of links that are gone, and leases held by runs that are over or gone. */
export function freeOrphanLeases(database: Database): Promise<number> {
  return guarded(async () => {
    const freed = await database.client.$executeRaw`
      UPDATE lease SET holder = NULL, expires_at = NULL WHERE holder IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM run WHERE run.id = lease.holder AND run.ended_at IS NULL
      )`;
    const deleted = await database.client.$executeRaw`
      DELETE FROM lease WHERE holder IS NULL AND resource LIKE 'link:%' AND NOT EXISTS (
        SELECT 1 FROM link WHERE 'link:' || link.id::text = lease.resource
      )`;
    return freed + deleted;
  });
}

/** Secrets given before this that no link uses, nor any draft of a link: its person may come back to it. */
export function deleteUnusedCredentials(database: Database, before: Date): Promise<number> {
  return guarded(
    () => database.client.$executeRaw`
      DELETE FROM credential WHERE given_at < ${before}::timestamptz AND NOT EXISTS (
        SELECT 1 FROM link WHERE credential.id IN (link.source_credential_id, link.destination_credential_id)
      ) AND NOT EXISTS (
        SELECT 1 FROM link_draft AS draft
        WHERE credential.id IN (draft.source_credential_id, draft.destination_credential_id)
      )`,
  );
}

/** Messages that were sent before this. */
export function deleteSentMessages(database: Database, before: Date): Promise<number> {
  return guarded(
    () => database.client.$executeRaw`
      DELETE FROM outbox WHERE id IN (
        SELECT id FROM outbox WHERE sent_at < ${before}::timestamptz ORDER BY id LIMIT ${SLICE}
      )`,
  );
}
