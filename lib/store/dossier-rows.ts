// Rows of `link_dossier`: what was last written of each dossier. Written in SQL, by the thousand.

import type { KnownDossier } from '../run/ports';
import type { Database } from './database';
import { linkIdentifier } from './identifier';
import { guarded } from './store-failure';
import type { Transaction } from './transaction';

/** Rows of one slice of `allKnown`: about half a megabyte. */
const SLICE = 2_000;

/** What is known of these dossiers; unknown ones are absent. One query. */
export async function known(
  database: Database,
  linkId: string,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, KnownDossier>> {
  const id = linkIdentifier(linkId);
  if (numbers.length === 0) return new Map();
  const rows = await guarded(
    () => database.client.$queryRaw<KnownDossier[]>`
      SELECT number, fingerprint, version, revision_id AS "revisionId", light, presence::text AS presence,
        missing_since AS "missingSince"
      FROM link_dossier WHERE link_id = ${id}::uuid AND number = ANY(${numbers}::int[])`,
  );
  return new Map(rows.map((row) => [row.number, row]));
}

/** Every dossier known, in slices ordered by number; one query a slice, each resuming after the last number. */
export async function* allKnown(database: Database, linkId: string): AsyncIterable<readonly KnownDossier[]> {
  const id = linkIdentifier(linkId);
  let after = -1;
  for (;;) {
    const from = after;
    const slice = await guarded(
      () => database.client.$queryRaw<KnownDossier[]>`
        SELECT number, fingerprint, version, revision_id AS "revisionId", light, presence::text AS presence,
        missing_since AS "missingSince"
        FROM link_dossier WHERE link_id = ${id}::uuid AND number > ${from}::int ORDER BY number LIMIT ${SLICE}`,
    );
    const last = slice.at(-1);
    if (last === undefined) return;
    yield slice;
    if (slice.length < SLICE) return;
    after = last.number;
  }
}

/**
 * Writes these dossiers in one statement; of two with the same number the last one counts. A dossier that is already
 * known exactly so is not rewritten: the overlap of two readings costs no disk.
 */
export async function saveDossiers(
  tx: Transaction,
  linkId: string,
  dossiers: readonly KnownDossier[],
): Promise<void> {
  const rows = [...new Map(dossiers.map((dossier) => [dossier.number, dossier])).values()];
  if (rows.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO link_dossier AS kept
      (link_id, number, fingerprint, version, revision_id, light, presence, missing_since)
    SELECT ${linkId}::uuid, number, fingerprint, version, revision_id, light, presence::presence, missing_since
    FROM unnest(
      ${rows.map((row) => row.number)}::int[],
      ${rows.map((row) => row.fingerprint)}::text[],
      ${rows.map((row) => row.version)}::text[],
      ${rows.map((row) => row.revisionId)}::text[],
      ${rows.map((row) => row.light)}::text[],
      ${rows.map((row) => row.presence)}::text[],
      ${rows.map((row) => row.missingSince)}::text[]
    ) AS read(number, fingerprint, version, revision_id, light, presence, missing_since)
    ON CONFLICT (link_id, number) DO UPDATE SET
      fingerprint = excluded.fingerprint, version = excluded.version, revision_id = excluded.revision_id,
      light = excluded.light, presence = excluded.presence, missing_since = excluded.missing_since
    WHERE (kept.fingerprint, kept.version, kept.revision_id, kept.light, kept.presence, kept.missing_since)
      IS DISTINCT FROM (excluded.fingerprint, excluded.version, excluded.revision_id, excluded.light,
        excluded.presence, excluded.missing_since)`;
}
