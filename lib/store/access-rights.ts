// What people are to links, and who is invited.

import type { Database } from './database';
import { guarded } from './store-failure';

export type Role = 'proprietaire' | 'gestionnaire' | 'lecteur';

export type Rights = {
  /** Null: a stranger, or no such link. `linkId` and `userId` are uuids. */
  roleOn(linkId: string, userId: string): Promise<Role | null>;
  /** Gives a role, or another one. */
  give(linkId: string, userId: string, role: Role, at: Date): Promise<void>;
  /** The links that this person may see, with what may be done there. */
  linksOf(userId: string): Promise<readonly { readonly linkId: string; readonly role: Role }[]>;
  /** How many links this person owns. */
  owned(userId: string): Promise<number>;
};

export type Invitations = {
  /** Into the service, or into a link: whoever is a member of one may come back as long as they are. */
  invited(email: string, now: Date): Promise<boolean>;
  invite(email: string, invitedBy: string | null, at: Date, expiresAt: Date): Promise<void>;
};

export function openRights({ client }: Database): Rights {
  return {
    async roleOn(linkId, userId) {
      const where = { linkId_userId: { linkId, userId } };
      const row = await guarded(() => client.membership.findUnique({ where, select: { role: true } }));
      return row?.role ?? null;
    },

    async give(linkId, userId, role, at) {
      await guarded(() =>
        client.membership.upsert({
          where: { linkId_userId: { linkId, userId } },
          create: { linkId, userId, role, createdAt: at },
          update: { role },
        }),
      );
    },

    linksOf: (userId) =>
      guarded(() => client.membership.findMany({ where: { userId }, select: { linkId: true, role: true } })),

    owned: (userId) => guarded(() => client.membership.count({ where: { userId, role: 'proprietaire' } })),
  };
}

export function openInvitations({ client }: Database): Invitations {
  return {
    async invited(email, now) {
      const [row] = await guarded(
        () => client.$queryRaw<{ invited: boolean }[]>`
          SELECT EXISTS (SELECT 1 FROM invitation WHERE email = ${email} AND expires_at > ${now}::timestamptz)
            OR EXISTS (SELECT 1 FROM pending_membership WHERE email = ${email} AND expires_at > ${now}::timestamptz)
            OR EXISTS (
              SELECT 1 FROM user_account JOIN membership USING (user_id) WHERE user_account.email = ${email}
            ) AS invited`,
      );
      return row?.invited === true;
    },

    async invite(email, invitedBy, at, expiresAt) {
      const data = { email, invitedBy, createdAt: at, expiresAt };
      await guarded(() => client.invitation.upsert({ where: { email }, create: data, update: data }));
    },
  };
}
