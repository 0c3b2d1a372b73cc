// Rows of `dossier_failure`: the dossiers that could not be read or written, kept until they can.

import { createHash } from 'node:crypto';
import { FILE_FAILURES } from '../errors/file-code';
import type { DossierFailure } from '../run/ports';
import type { Database } from './database';
import { linkIdentifier } from './identifier';
import { guarded } from './store-failure';
import { storedCode, storedFacts } from './stored-json';
import type { Transaction } from './transaction';

/**
 * Open failures of the link: those that somebody asked to try again, then the longest untried: however many there are,
 * each has its turn.
 */
export async function openFailures(database: Database, linkId: string): Promise<readonly DossierFailure[]> {
  const id = linkIdentifier(linkId);
  const rows = await guarded(() =>
    database.client.dossierFailure.findMany({
      where: { linkId: id },
      orderBy: [
        { retryAskedAt: { sort: 'asc', nulls: 'last' } },
        { lastSeenAt: 'asc' },
        { firstSeenAt: 'asc' },
        { number: 'asc' },
        { key: 'asc' },
      ],
      select: { number: true, code: true, facts: true },
    }),
  );
  return rows.map(({ number, code, facts }) => ({
    number,
    code: storedCode(code),
    facts: storedFacts.parse(facts),
  }));
}

export type Sighting = {
  readonly linkId: string;
  readonly runId: string;
  readonly now: number;
  /** `startedAt` of the reading in progress, null outside of one. */
  readonly readingStartedAt: string | null;
};

/** Records failures: a dossier has at most one, its latest; how often and since when stay counted. */
export async function recordFailures(
  tx: Transaction,
  failures: readonly DossierFailure[],
  sighting: Sighting,
): Promise<void> {
  const rows = [...new Map(failures.map((failure) => [failureKey(failure), failure])).entries()];
  if (rows.length === 0) return;
  const seenAt = new Date(sighting.now);
  const readingStartedAt = sighting.readingStartedAt === null ? null : new Date(sighting.readingStartedAt);
  await tx.$executeRaw`
    INSERT INTO dossier_failure AS kept
      (link_id, key, number, code, facts, first_seen_at, last_seen_at, last_run_id, reading_started_at)
    SELECT ${sighting.linkId}::uuid, key, number, code, facts::jsonb,
      ${seenAt}::timestamptz, ${seenAt}::timestamptz, ${sighting.runId}::uuid, ${readingStartedAt}::timestamptz
    FROM unnest(
      ${rows.map(([key]) => key)}::text[],
      ${rows.map(([, failure]) => failure.number)}::int[],
      ${rows.map(([, failure]) => failure.code)}::text[],
      ${rows.map(([, failure]) => JSON.stringify(failure.facts))}::text[]
    ) AS met(key, number, code, facts)
    ON CONFLICT (link_id, key) DO UPDATE SET
      code = excluded.code, facts = excluded.facts, attempts = kept.attempts + 1,
      retry_asked_at = NULL, last_seen_at = excluded.last_seen_at, last_run_id = excluded.last_run_id,
      reading_started_at = excluded.reading_started_at`;
}

/** These dossiers are well again; a failure of a file stays while a file of the dossier, still followed, is awaited. */
export async function healFailures(
  tx: Transaction,
  linkId: string,
  numbers: readonly number[],
): Promise<void> {
  if (numbers.length === 0) return;
  await tx.$executeRaw`
    DELETE FROM dossier_failure AS failure
    WHERE link_id = ${linkId}::uuid AND key = ANY(${numbers.map(numberKey)}::text[]) AND NOT (
      code = ANY(${FILE_FAILURES}::text[]) AND EXISTS (
        SELECT FROM link_file JOIN link_dossier USING (link_id, number)
        WHERE link_id = failure.link_id AND number = failure.number AND NOT placed AND presence = 'live'
      )
    )`;
}

/**
 * A failure without a number can be neither retried nor healed by one: it is over when a reading of everything went to
 * its end without meeting it again. `readingStartedAt` is that reading's.
 */
export async function closeUnmetFailures(
  tx: Transaction,
  linkId: string,
  readingStartedAt: string,
): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM dossier_failure WHERE link_id = ${linkId}::uuid AND number IS NULL
      AND reading_started_at IS DISTINCT FROM ${new Date(readingStartedAt)}::timestamptz`;
}

/** Two sightings of one unnamed dossier say the same thing: its code and facts are all that tells it from another. */
function failureKey({ number, code, facts }: DossierFailure): string {
  if (number !== null) return numberKey(number);
  const told = JSON.stringify([
    code,
    Object.entries(facts).sort(([left], [right]) => (left < right ? -1 : 1)),
  ]);
  return `unknown:${createHash('sha256').update(told).digest('base64url')}`;
}

function numberKey(number: number): string {
  return `number:${number}`;
}
