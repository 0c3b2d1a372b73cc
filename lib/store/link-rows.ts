// Rows of `link`: what ties a démarche to a document, and where reading stands.

import type { Checkpoint, Link, LinkCommit, LinkCursor, LinkIdentity } from '../run/ports';
import type { Database } from './database';
import { Prisma } from './generated/client';
import type { LinkModel } from './generated/models';
import { linkIdentifier, unknownLink } from './identifier';
import { instantOf } from './instants';
import { guarded } from './store-failure';
import { storedBindings, storedCheckpoint } from './stored-json';
import type { Transaction } from './transaction';

/** Finds the link or creates it; two callers at once get the same one. */
export async function openLink(database: Database, identity: LinkIdentity): Promise<Link> {
  const { sourceUrl, demarche, destinationUrl, document } = identity;
  const key = { sourceUrl, demarche, destinationUrl, document };
  return guarded(async () => {
    // ON CONFLICT DO NOTHING: Prisma's own upsert looks first and creates second, and two callers at once then collide.
    await database.client.link.createMany({ data: [key], skipDuplicates: true });
    const row = await database.client.link.findUniqueOrThrow({
      where: { sourceUrl_demarche_destinationUrl_document: key },
    });
    return toLink(row);
  });
}

/** Throws LIAISON_INCONNUE. */
export async function readLink(database: Database | Transaction, linkId: string): Promise<Link> {
  const id = linkIdentifier(linkId);
  const client = 'client' in database ? database.client : database;
  return guarded(async () => {
    const row = await client.link.findUnique({ where: { id } });
    if (row === null) throw unknownLink();
    return toLink(row);
  });
}

export async function saveCheckpoint(tx: Transaction, linkId: string, checkpoint: Checkpoint): Promise<void> {
  await tx.link.update({ where: { id: linkId }, data: { checkpoint }, select: { id: true } });
}

/** The cursor as a complete run leaves it: what was in progress is over. */
export async function advanceCursor(tx: Transaction, linkId: string, commit: LinkCommit): Promise<void> {
  await tx.link.update({
    where: { id: linkId },
    data: {
      watermark: instantOf(commit.watermark),
      tombstones: instantOf(commit.tombstones),
      activeRevisionId: commit.activeRevisionId,
      scopeFingerprint: commit.scopeFingerprint,
      sharedFingerprint: commit.sharedFingerprint,
      census: instantOf(commit.census),
      fullReading: instantOf(commit.full),
      rebaseSince: instantOf(commit.pendingRebase?.since ?? null),
      rebaseLast: instantOf(commit.pendingRebase?.last ?? null),
      checkpoint: Prisma.DbNull,
    },
    select: { id: true },
  });
}

function toLink(row: LinkModel): Link {
  return {
    id: row.id,
    sourceUrl: row.sourceUrl,
    demarche: row.demarche,
    destinationUrl: row.destinationUrl,
    document: row.document,
    bindings: storedBindings.parse(row.bindings),
    cursor: toCursor(row),
  };
}

function toCursor(row: LinkModel): LinkCursor {
  return {
    watermark: row.watermark?.toISOString() ?? null,
    checkpoint: storedCheckpoint.parse(row.checkpoint),
    tombstones: row.tombstones?.toISOString() ?? null,
    activeRevisionId: row.activeRevisionId,
    scopeFingerprint: row.scopeFingerprint,
    sharedFingerprint: row.sharedFingerprint,
    census: row.census?.toISOString() ?? null,
    full: row.fullReading?.toISOString() ?? null,
    pendingRebase:
      row.rebaseSince === null || row.rebaseLast === null
        ? null
        : { since: row.rebaseSince.toISOString(), last: row.rebaseLast.toISOString() },
  };
}
