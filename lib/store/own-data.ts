// All that the database says of one person, for that person: GDPR, article 15. Never a secret, nor anything of somebody else.

import type { Database } from './database';
import { guarded } from './store-failure';

/** Rows of each kind, as plain values; instants are dates. Null: nobody of that identifier. */
export async function ownData({ client }: Database, userId: string) {
  return guarded(async () => {
    const user = await client.user.findUnique({
      where: { id: userId },
      select: {
        ...{ email: true, givenName: true, usualName: true, siret: true, createdAt: true, alertDigest: true },
        accounts: {
          select: {
            ...{ provider: true, providerAccountId: true, email: true, identityProvider: true },
            ...{ createdAt: true, lastUsedAt: true },
          },
        },
        sessions: { select: { device: true, createdAt: true, lastSeenAt: true, expiresAt: true } },
        memberships: {
          select: { role: true, createdAt: true, link: { select: { ...LINK, title: true, name: true } } },
        },
        mutes: { select: { mutedAt: true, link: { select: LINK } } },
        drafts: {
          select: {
            ...{ step: true, demarche: true, title: true, documentName: true },
            ...{ createdAt: true, updatedAt: true },
          },
        },
        messages: {
          select: { kind: true, subject: true, createdAt: true, sentAt: true },
          orderBy: { id: 'asc' },
        },
      },
    });
    if (user === null) return null;
    const addresses = [user.email, ...user.accounts.map(({ email }) => email)];
    const [secrets, acts, runs, received, sent, entry, invited] = await Promise.all([
      client.credential.findMany({
        where: { givenBy: userId },
        select: { kind: true, origin: true, hint: true, givenAt: true, expiresAt: true },
      }),
      client.auditEntry.findMany({
        where: { OR: [{ actorId: userId }, { object: `compte:${userId}` }] },
        select: { at: true, act: true, object: true, network: true },
        orderBy: { id: 'asc' },
      }),
      client.run.findMany({
        where: { OR: [{ requestedBy: userId }, { cancelRequestedBy: userId }] },
        select: { kind: true, requestedAt: true, cancelRequestedAt: true, link: { select: LINK } },
        orderBy: { fence: 'asc' },
      }),
      client.pendingMembership.findMany({
        where: { email: { in: addresses } },
        select: { email: true, role: true, createdAt: true, expiresAt: true },
      }),
      client.pendingMembership.findMany({
        where: { invitedBy: userId },
        select: { email: true, role: true, createdAt: true, expiresAt: true, link: { select: LINK } },
      }),
      client.invitation.findMany({
        where: { email: { in: addresses } },
        select: { email: true, createdAt: true, expiresAt: true },
      }),
      client.invitation.findMany({
        where: { invitedBy: userId },
        select: { email: true, createdAt: true, expiresAt: true },
      }),
    ]);
    return { user, secrets, acts, runs, received, sent, entry, invited };
  });
}

/** The name of a link is for its members: here may stand links that this person has left. */
const LINK = { id: true, demarche: true } as const;

export type OwnData = NonNullable<Awaited<ReturnType<typeof ownData>>>;
