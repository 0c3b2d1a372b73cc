// A link as the service knows it: names, settings, schedule, credentials, and the few things that change of them.

import type { LinkIdentity } from '../run/ports';
import type { Database } from './database';
import { Prisma } from './generated/client';
import { linkIdentifier, unknownLink } from './identifier';
import { guarded } from './store-failure';

/** JSON that this room keeps without reading: its owner checks it when it comes back. */
type Kept = unknown;

export type ManagedLink = LinkIdentity & {
  readonly id: string;
  readonly title: string | null;
  readonly documentName: string | null;
  /** What its people call it; null: by its title. */
  readonly name: string | null;
  readonly probe: Kept;
  readonly settings: Kept;
  readonly schedule: Kept;
  readonly sourceCredentialId: string | null;
  readonly destinationCredentialId: string | null;
  readonly nextDueAt: Date | null;
  readonly pausedAt: Date | null;
  readonly deletionRequestedAt: Date | null;
  readonly consecutiveFailures: number;
  readonly freshAt: Date | null;
  readonly decisionsAwaited: number;
  readonly notified: Kept;
  readonly createdAt: Date;
  /** Place among the scheduled links of its document, from 0. */
  readonly rank: number;
};

export type NewLink = LinkIdentity &
  Pick<ManagedLink, 'title' | 'documentName' | 'sourceCredentialId' | 'destinationCredentialId'> & {
    readonly settings: Kept;
  };

/** One link an identity: two creations at once give the same one, and the first one's settings. */
export async function insertLink(
  database: Database,
  link: NewLink,
): Promise<{ readonly status: 'created' | 'found'; readonly linkId: string; readonly deleting: boolean }> {
  const { sourceUrl, demarche, destinationUrl, document } = link;
  return guarded(async () => {
    const { count } = await database.client.link.createMany({
      data: [{ ...link, settings: json(link.settings) }],
      skipDuplicates: true,
    });
    const found = await database.client.link.findUniqueOrThrow({
      where: {
        sourceUrl_demarche_destinationUrl_document: { sourceUrl, demarche, destinationUrl, document },
      },
      select: { id: true, deletionRequestedAt: true },
    });
    return {
      status: count === 1 ? 'created' : 'found',
      linkId: found.id,
      deleting: found.deletionRequestedAt !== null,
    };
  });
}

/** Throws LIAISON_INCONNUE, also for a link that is being deleted. */
export async function readManagedLink(database: Database, linkId: string): Promise<ManagedLink> {
  const id = linkIdentifier(linkId);
  const [row] = await guarded(
    () => database.client.$queryRaw<ManagedLink[]>`
      SELECT id::text AS id, source_url AS "sourceUrl", demarche, destination_url AS "destinationUrl", document,
        title, name, probe, document_name AS "documentName", settings, schedule,
        source_credential_id::text AS "sourceCredentialId",
        destination_credential_id::text AS "destinationCredentialId",
        next_due_at AS "nextDueAt", paused_at AS "pausedAt", deletion_requested_at AS "deletionRequestedAt",
        consecutive_failures AS "consecutiveFailures", fresh_at AS "freshAt",
        decisions_awaited AS "decisionsAwaited", notified, created_at AS "createdAt", ${RANK} AS rank
      FROM link AS me WHERE id = ${id}::uuid AND deletion_requested_at IS NULL`,
  );
  if (row === undefined) throw unknownLink();
  return row;
}

/** Of the link `me`: how many links of its document have a schedule and are older. An index answers. */
export const RANK = Prisma.sql`(
  SELECT count(*)::int FROM link AS other
  WHERE other.destination_url = me.destination_url AND other.document = me.document
    AND other.schedule IS NOT NULL AND (other.created_at, other.id) < (me.created_at, me.id))`;

export type LinkChanges = Partial<
  Pick<
    ManagedLink,
    | 'title'
    | 'name'
    | 'documentName'
    | 'sourceCredentialId'
    | 'destinationCredentialId'
    | 'nextDueAt'
    | 'pausedAt'
    | 'decisionsAwaited'
  > & { readonly settings: Kept; readonly schedule: Kept; readonly notified: Kept; readonly probe: Kept }
>;

/** The policies alone: what another page saves meanwhile of the same settings stays. Throws LIAISON_INCONNUE. */
export async function updatePolicies(database: Database, linkId: string, policies: object): Promise<void> {
  const id = linkIdentifier(linkId);
  const text = JSON.stringify(policies);
  const count = await guarded(
    () => database.client.$executeRaw`
      UPDATE link SET settings = jsonb_set(coalesce(settings, '{}'::jsonb), '{policies}', ${text}::jsonb)
      WHERE id = ${id}::uuid AND deletion_requested_at IS NULL`,
  );
  if (count === 0) throw unknownLink();
}

/** Throws LIAISON_INCONNUE. Properties that are absent stay as they are. */
export async function updateLink(database: Database, linkId: string, changes: LinkChanges): Promise<void> {
  const { settings, schedule, notified, probe, ...plain } = changes;
  const data = {
    ...plain,
    ...('settings' in changes ? { settings: json(settings) } : {}),
    ...('schedule' in changes ? { schedule: json(schedule) } : {}),
    ...('notified' in changes ? { notified: json(notified) } : {}),
    ...('probe' in changes ? { probe: json(probe) } : {}),
  };
  const { count } = await guarded(() =>
    database.client.link.updateMany({
      where: { id: linkIdentifier(linkId), deletionRequestedAt: null },
      data,
    }),
  );
  if (count === 0) throw unknownLink();
}

/** Through text, so that only what JSON can hold is kept. */
function json(value: unknown) {
  return value === null || value === undefined
    ? Prisma.DbNull
    : (JSON.parse(JSON.stringify(value)) as Prisma.InputJsonValue);
}
