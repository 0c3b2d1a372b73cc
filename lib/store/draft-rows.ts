// Rows of `link_draft`: a link in the making, its owner's alone. Never a secret: those are rows of `credential`.

import type { Clock } from '../run/ports';
import type { Database } from './database';
import { Prisma } from './generated/client';
import type { LinkDraftModel } from './generated/models';
import { isIdentifier } from './identifier';
import { guarded } from './store-failure';
import { inTransaction, type Transaction } from './transaction';

export type DraftStep = 'jeton' | 'demarche' | 'document' | 'donnees' | 'apercu' | 'planification';

/** JSON that this room keeps without reading: its owner checks it when it comes back. */
type Kept = unknown;

export type Draft = {
  readonly id: string;
  readonly ownerId: string;
  /** The furthest step that may be opened. */
  readonly step: DraftStep;
  /** Canonical origins of both instances. */
  readonly sourceUrl: string | null;
  readonly destinationUrl: string | null;
  readonly sourceCredentialId: string | null;
  readonly destinationCredentialId: string | null;
  readonly demarche: number | null;
  readonly title: string | null;
  readonly demarcheState: string | null;
  readonly dossiersCount: number | null;
  readonly document: string | null;
  readonly documentName: string | null;
  readonly settings: Kept;
  readonly schedule: Kept;
  /** The link that came out of it. */
  readonly linkId: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

export type DraftChanges = Partial<Omit<Draft, 'id' | 'ownerId' | 'linkId' | 'createdAt' | 'updatedAt'>>;

type Mine = { readonly id: string; readonly ownerId: string };
type Service = { readonly database: Database; readonly clock: Clock };

/**
 * A draft of this person; one that was begun and left empty serves again, so that two clicks are one draft. `document`: the
 * one that it begins with, when they come from it.
 */
export async function insertDraft(
  { database, clock }: Service,
  ownerId: string,
  place: { readonly destinationUrl: string; readonly document: string } | null = null,
): Promise<string> {
  const { destinationUrl, document } = place ?? { destinationUrl: null, document: null };
  const at = new Date(clock.now());
  return inTransaction(database, async (tx) => {
    await tx.$executeRaw`SELECT 1 FROM app_user WHERE id = ${ownerId}::uuid FOR UPDATE`;
    const blank = await tx.linkDraft.findFirst({
      where: { ownerId, sourceCredentialId: null, demarche: null, linkId: null, destinationUrl, document },
      select: { id: true },
    });
    if (blank !== null) return blank.id;
    const { id } = await tx.linkDraft.create({
      data: { ownerId, destinationUrl, document, createdAt: at, updatedAt: at },
      select: { id: true },
    });
    return id;
  });
}

/** Null for what does not exist, and for somebody else's. `id`: anything. */
export async function readDraft(database: Database, { id, ownerId }: Mine): Promise<Draft | null> {
  if (!isIdentifier(id)) return null;
  return guarded(() => database.client.linkDraft.findFirst({ where: { id, ownerId } }));
}

/** Those that have not become a link, the last touched first. */
export function listDrafts(database: Database, ownerId: string): Promise<readonly Draft[]> {
  return guarded(() =>
    database.client.linkDraft.findMany({ where: { ownerId, linkId: null }, orderBy: { updatedAt: 'desc' } }),
  );
}

/**
 * Changes what is given; a secret that it no longer uses goes, unless a link or another draft uses it. False when there
 * is no such draft, or when it is a link already.
 */
export function updateDraft(
  { database, clock }: Service,
  { id, ownerId }: Mine,
  changes: DraftChanges,
): Promise<boolean> {
  const { settings, schedule, ...plain } = changes;
  return inTransaction(database, async (tx) => {
    const before = await lockDraft(tx, { id, ownerId });
    if (before === null || before.linkId !== null) return false;
    await tx.linkDraft.update({
      where: { id },
      data: {
        ...plain,
        ...('settings' in changes ? { settings: json(settings) } : {}),
        ...('schedule' in changes ? { schedule: json(schedule) } : {}),
        updatedAt: new Date(clock.now()),
      },
      select: { id: true },
    });
    await forgetSecrets(tx, ownerId, [before.sourceCredentialId, before.destinationCredentialId]);
    return true;
  });
}

/** With the secrets given for it alone. False when there is none. */
export function deleteDraft(database: Database, mine: Mine): Promise<boolean> {
  if (!isIdentifier(mine.id)) return Promise.resolve(false);
  return inTransaction(database, async (tx) => {
    const before = await lockDraft(tx, mine);
    if (before === null) return false;
    await tx.linkDraft.delete({ where: { id: mine.id }, select: { id: true } });
    await forgetSecrets(tx, mine.ownerId, [before.sourceCredentialId, before.destinationCredentialId]);
    return true;
  });
}

/** Drafts that nobody touched since. Their secrets, used by nothing any more, go with `deleteUnusedCredentials`. */
export async function deleteOldDrafts(database: Database, before: Date): Promise<number> {
  const { count } = await guarded(() =>
    database.client.linkDraft.deleteMany({ where: { updatedAt: { lt: before } } }),
  );
  return count;
}

export type DraftEnd =
  | { readonly status: 'created'; readonly linkId: string; readonly first: boolean }
  /** The démarche is tied to this document already, by a link that this draft did not make. */
  | { readonly status: 'taken'; readonly linkId: string; readonly deleting: boolean }
  | { readonly status: 'unknown' }
  | { readonly status: 'incomplete' };

/**
 * One transaction: the link with its settings, its schedule and its owner, once whatever is clicked. `dueAt` answers the
 * first due instant from the place of the link among the scheduled ones of its document.
 */
export function finishDraft(
  { database, clock }: Service,
  { id, ownerId }: Mine,
  given: {
    readonly settings: Kept;
    readonly schedule: Kept;
    readonly dueAt: (rank: number) => Date | null;
  },
): Promise<DraftEnd> {
  const at = new Date(clock.now());
  return inTransaction(database, async (tx): Promise<DraftEnd> => {
    const draft = await lockDraft(tx, { id, ownerId });
    if (draft === null) return { status: 'unknown' };
    if (draft.linkId !== null) return { status: 'created', linkId: draft.linkId, first: false };
    const { sourceUrl, demarche, destinationUrl, document } = draft;
    const { sourceCredentialId, destinationCredentialId, title, documentName } = draft;
    if (sourceUrl === null || demarche === null || destinationUrl === null || document === null)
      return { status: 'incomplete' };
    if (sourceCredentialId === null || destinationCredentialId === null) return { status: 'incomplete' };
    const rank = await countScheduled(tx, destinationUrl, document);
    const identity = { sourceUrl, demarche, destinationUrl, document };
    const { count } = await tx.link.createMany({
      data: [
        {
          ...identity,
          ...{ title, documentName, sourceCredentialId, destinationCredentialId },
          settings: json(given.settings),
          schedule: json(given.schedule),
          nextDueAt: given.schedule === null ? null : given.dueAt(rank),
        },
      ],
      skipDuplicates: true,
    });
    const link = await tx.link.findUniqueOrThrow({
      where: { sourceUrl_demarche_destinationUrl_document: identity },
      select: { id: true, deletionRequestedAt: true },
    });
    if (count === 0) return { status: 'taken', linkId: link.id, deleting: link.deletionRequestedAt !== null };
    await tx.membership.create({
      data: { linkId: link.id, userId: ownerId, role: 'proprietaire', createdAt: at },
    });
    // The link has the secrets now.
    await tx.linkDraft.update({
      where: { id },
      data: { linkId: link.id, sourceCredentialId: null, destinationCredentialId: null, updatedAt: at },
      select: { id: true },
    });
    return { status: 'created', linkId: link.id, first: true };
  });
}

/** The link that ties these two already; null when none does. */
export function linkBetween(
  database: Database,
  identity: {
    readonly sourceUrl: string;
    readonly demarche: number;
    readonly destinationUrl: string;
    readonly document: string;
  },
): Promise<{ readonly id: string; readonly deletionRequestedAt: Date | null } | null> {
  return guarded(() =>
    database.client.link.findUnique({
      where: { sourceUrl_demarche_destinationUrl_document: identity },
      select: { id: true, deletionRequestedAt: true },
    }),
  );
}

/** Links of a document that have a schedule: the place of the next one among them. */
export function scheduledIn(
  database: Database,
  { destinationUrl, document }: { readonly destinationUrl: string; readonly document: string },
): Promise<number> {
  return guarded(() => countScheduled(database.client, destinationUrl, document));
}

function countScheduled(
  client: Pick<Transaction, 'link'>,
  destinationUrl: string,
  document: string,
): Promise<number> {
  return client.link.count({ where: { destinationUrl, document, schedule: { not: Prisma.AnyNull } } });
}

async function lockDraft(tx: Transaction, { id, ownerId }: Mine): Promise<LinkDraftModel | null> {
  await tx.$executeRaw`SELECT 1 FROM link_draft WHERE id = ${id}::uuid AND owner_id = ${ownerId}::uuid FOR UPDATE`;
  return tx.linkDraft.findFirst({ where: { id, ownerId } });
}

/** Of these, those that this person gave and that nothing uses any more. */
async function forgetSecrets(
  tx: Transaction,
  givenBy: string,
  ids: readonly (string | null)[],
): Promise<void> {
  const former = ids.filter((one) => one !== null);
  if (former.length === 0) return;
  await tx.$executeRaw`
    DELETE FROM credential WHERE id = ANY(${former}::uuid[]) AND given_by = ${givenBy}::uuid
      AND NOT EXISTS (
        SELECT 1 FROM link WHERE credential.id IN (link.source_credential_id, link.destination_credential_id)
      )
      AND NOT EXISTS (
        SELECT 1 FROM link_draft AS d
        WHERE credential.id IN (d.source_credential_id, d.destination_credential_id)
      )`;
}

/** Through text, so that only what JSON can hold is kept. */
function json(value: unknown) {
  return value === null || value === undefined
    ? Prisma.DbNull
    : (JSON.parse(JSON.stringify(value)) as Prisma.InputJsonValue);
}
