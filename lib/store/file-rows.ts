// Rows of `link_file`: the files whose copy is wanted, and what Grist confirmed of each. Written in SQL, by the thousand.

import { z } from 'zod';
import type { CopiedByRun, FileOf, FileStanding, RunHandle, ToldFile } from '../run/ports';
import type { FileCopy } from '../sync/model/file-copy';
import type { Database } from './database';
import { linkIdentifier } from './identifier';
import { readNote } from './run-rows';
import { guarded } from './store-failure';
import type { Transaction } from './transaction';

/** Copies of the files of these dossiers; a dossier without any is absent. One query. */
export async function copies(
  database: Database,
  linkId: string,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, readonly FileCopy[]>> {
  const id = linkIdentifier(linkId);
  if (numbers.length === 0) return new Map();
  type Row = Omit<FileCopy, 'bytes'> & { readonly number: number; readonly bytes: bigint };
  const rows = await guarded(
    () => database.client.$queryRaw<Row[]>`
      SELECT number, key, attachment, coalesce(bytes, 0) AS bytes, coalesce(sha1, '') AS sha1 FROM link_file
      WHERE link_id = ${id}::uuid AND number = ANY(${numbers}::int[]) AND attachment IS NOT NULL`,
  );
  const found = new Map<number, FileCopy[]>();
  for (const { number, bytes, ...row } of rows) {
    const copy = { ...row, bytes: Number(bytes) };
    const others = found.get(number);
    if (others === undefined) found.set(number, [copy]);
    else others.push(copy);
  }
  return found;
}

/**
 * The files of these dossiers become exactly these; what is known of the copies of those that stay is kept. Of fields that are
 * not mirrored, only what was copied is remembered.
 */
export async function saveWantedFiles(
  tx: Transaction,
  linkId: string,
  files: ReadonlyMap<number, readonly ToldFile[]>,
): Promise<void> {
  if (files.size === 0) return;
  const told = [...files].flatMap(([number, list]) => list.map((file) => ({ number, ...file })));
  await tx.$executeRaw`
    DELETE FROM link_file AS known WHERE link_id = ${linkId}::uuid AND number = ANY(${[...files.keys()]}::int[])
      AND NOT EXISTS (
        SELECT FROM unnest(
          ${told.map((row) => row.number)}::int[],
          ${told.map((row) => row.key)}::text[],
          ${told.map((row) => row.isMirrored)}::boolean[]
        ) AS told(number, key, is_mirrored)
        WHERE told.number = known.number AND told.key = known.key
          AND (is_mirrored OR known.attachment IS NOT NULL)
      )`;
  const rows = told.filter(({ isMirrored }) => isMirrored);
  if (rows.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO link_file (link_id, number, key, bytes)
    SELECT ${linkId}::uuid, number, key, bytes FROM unnest(
      ${rows.map((row) => row.number)}::int[],
      ${rows.map((row) => row.key)}::text[],
      ${rows.map((row) => row.bytes)}::bigint[]
    ) AS wanted(number, key, bytes)
    ON CONFLICT DO NOTHING`;
}

/** The cells of these dossiers name every copy that there is. */
export async function markPlaced(tx: Transaction, linkId: string, numbers: readonly number[]): Promise<void> {
  if (numbers.length === 0) return;
  await tx.$executeRaw`
    UPDATE link_file SET placed = true
    WHERE link_id = ${linkId}::uuid AND number = ANY(${numbers}::int[]) AND attachment IS NOT NULL AND NOT placed`;
}

/** A file that is no longer wanted stays forgotten. */
export async function keepCopies(
  tx: Transaction,
  linkId: string,
  kept: readonly (FileCopy & FileOf)[],
): Promise<void> {
  await tx.$executeRaw`
    UPDATE link_file AS known SET attachment = copied.attachment, bytes = copied.bytes,
      sha1 = copied.sha1, placed = false
    FROM unnest(
      ${kept.map(({ dossier }) => dossier)}::int[],
      ${kept.map(({ key }) => key)}::text[],
      ${kept.map(({ attachment }) => attachment)}::int[],
      ${kept.map(({ bytes }) => bytes)}::bigint[],
      ${kept.map(({ sha1 }) => sha1)}::text[]
    ) AS copied(number, key, attachment, bytes, sha1)
    WHERE known.link_id = ${linkId}::uuid AND known.number = copied.number AND known.key = copied.key`;
}

/** The copies of these files are no longer in the document: they are awaited again. */
export async function forgetCopies(tx: Transaction, linkId: string, files: readonly FileOf[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE link_file SET attachment = NULL, sha1 = NULL, placed = false
    WHERE link_id = ${linkId}::uuid AND (number, key) IN (
      SELECT * FROM unnest(${files.map((one) => one.dossier)}::int[], ${files.map((one) => one.key)}::text[])
    )`;
}

/** What left Démarche numérique or the scope awaits nothing. */
export async function fileStanding(database: Database, linkId: string): Promise<FileStanding> {
  const id = linkIdentifier(linkId);
  const rows = await guarded(
    () => database.client.$queryRaw<{ readonly [Key in keyof FileStanding]: bigint }[]>`
      SELECT count(*) FILTER (WHERE attachment IS NOT NULL) AS copied,
        coalesce(sum(bytes) FILTER (WHERE attachment IS NOT NULL), 0)::bigint AS "copiedBytes",
        count(*) FILTER (WHERE NOT placed AND presence = 'live') AS awaited
      FROM link_file JOIN link_dossier USING (link_id, number) WHERE link_id = ${id}::uuid`,
  );
  const [row] = rows;
  return {
    copied: Number(row?.copied ?? 0),
    copiedBytes: Number(row?.copiedBytes ?? 0),
    awaited: Number(row?.awaited ?? 0),
  };
}

/** Live dossiers with a file to be copied and no open failure, in order of number. */
export async function awaitingFiles(database: Database, linkId: string): Promise<readonly number[]> {
  const id = linkIdentifier(linkId);
  const rows = await guarded(
    () => database.client.$queryRaw<{ readonly number: number }[]>`
      SELECT DISTINCT file.number FROM link_file AS file JOIN link_dossier USING (link_id, number)
      WHERE file.link_id = ${id}::uuid AND NOT file.placed AND presence = 'live' AND NOT EXISTS (
        SELECT FROM dossier_failure AS failure
        WHERE failure.link_id = file.link_id AND failure.key = 'number:' || file.number
      )
      ORDER BY file.number`,
  );
  return rows.map(({ number }) => number);
}

/** Under this name, beside the other notes of the run: `CopiedByRun`. */
const NOTE = 'fichiers';

/** Adds what this run has just copied to what it had. */
export async function addCopies(
  tx: Transaction,
  { runId }: RunHandle,
  copies: readonly FileCopy[],
  now: number,
): Promise<void> {
  const bytes = copies.reduce((sum, copy) => sum + copy.bytes, 0);
  await tx.$executeRaw`
    INSERT INTO run_note AS note (run_id, name, value, written_at)
    VALUES (${runId}::uuid, ${NOTE}, jsonb_build_object('copied', ${copies.length}::int, 'copiedBytes', ${bytes}::bigint),
      ${new Date(now)}::timestamptz)
    ON CONFLICT (run_id, name) DO UPDATE SET written_at = excluded.written_at, value = jsonb_build_object(
      'copied', (note.value->>'copied')::bigint + ${copies.length}::int,
      'copiedBytes', (note.value->>'copiedBytes')::bigint + ${bytes}::bigint
    )`;
}

const Copied = z.object({ copied: z.number(), copiedBytes: z.number() });

export async function copiedBy(database: Database, handle: RunHandle): Promise<CopiedByRun> {
  return Copied.parse((await readNote(database, handle, NOTE)) ?? { copied: 0, copiedBytes: 0 });
}
