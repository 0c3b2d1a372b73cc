// Who shares a link: its members, and those who are invited and have not accepted yet.
// Every change of a link's members locks its row first: two owners who remove each other at once come one after the other.

import type { Role } from './access-rights';
import type { Database } from './database';
import { linkIdentifier } from './identifier';
import { guarded } from './store-failure';
import { inTransaction, type Transaction } from './transaction';

export type Member = {
  readonly userId: string;
  readonly role: Role;
  readonly since: Date;
  readonly email: string;
  readonly givenName: string | null;
  readonly usualName: string | null;
};

export type Pending = {
  readonly email: string;
  readonly role: Role;
  readonly invitedAt: Date;
  readonly expiresAt: Date;
};

/** What somebody who is invited may know of the link before accepting. */
export type Offer = {
  readonly linkId: string;
  readonly role: Role;
  readonly title: string | null;
  readonly demarche: number;
  /** Address of who invited; null when that person is gone. */
  readonly invitedBy: string | null;
  readonly expiresAt: Date;
};

/** `not-owner`: whoever asks is no longer one. `last-owner`: a link always has one. */
export type Changed = 'done' | 'not-owner' | 'last-owner' | 'unknown';

export type Sharing = {
  membersOf(linkId: string): Promise<readonly Member[]>;
  pendingOf(linkId: string, now: Date): Promise<readonly Pending[]>;
  /** The same address again replaces its invitation. */
  offer(
    offered: { readonly linkId: string; readonly email: string; readonly role: Role; readonly by: string },
    at: Date,
    expiresAt: Date,
  ): Promise<'done' | 'not-owner' | 'member'>;
  withdraw(linkId: string, email: string, by: string): Promise<Changed>;
  offersTo(emails: readonly string[], now: Date): Promise<readonly Offer[]>;
  /** Uses the invitation up. Somebody who is a member already keeps the stronger of both roles. */
  accept(
    linkId: string,
    person: { readonly userId: string; readonly emails: readonly string[] },
    now: Date,
  ): Promise<'done' | 'unknown'>;
  decline(linkId: string, emails: readonly string[]): Promise<void>;
  changeRole(linkId: string, userId: string, role: Role, by: string): Promise<Changed>;
  /** `by` the person itself: it leaves, whatever its role. */
  remove(linkId: string, userId: string, by: string): Promise<Changed>;
  /** The new owner must be a member; the former one becomes a gestionnaire. */
  handOver(linkId: string, to: string, by: string): Promise<Changed>;
};

const RANKS: Readonly<Record<Role, number>> = { lecteur: 0, gestionnaire: 1, proprietaire: 2 };

export function openSharing(database: Database): Sharing {
  const { client } = database;

  /**
   * `work` once the link's members can change for nobody else, with what each of them is. `promoted`: whoever may become
   * an owner, whose account must not be deleted meanwhile.
   */
  const locked = <T>(
    linkId: string,
    work: (tx: Transaction, roles: ReadonlyMap<string, Role>) => Promise<T>,
    promoted: string | null = null,
  ): Promise<T> => {
    const id = linkIdentifier(linkId);
    return inTransaction(database, async (tx) => {
      if (promoted !== null)
        await tx.$queryRaw`SELECT 1 FROM app_user WHERE id = ${promoted}::uuid FOR SHARE`;
      await tx.$queryRaw`SELECT 1 FROM link WHERE id = ${id}::uuid FOR UPDATE`;
      const rows = await tx.membership.findMany({
        where: { linkId: id },
        select: { userId: true, role: true },
      });
      return work(tx, new Map(rows.map(({ userId, role }) => [userId, role])));
    });
  };

  return {
    async membersOf(linkId) {
      const rows = await guarded(() =>
        client.membership.findMany({
          where: { linkId: linkIdentifier(linkId) },
          include: { user: true },
          orderBy: [{ createdAt: 'asc' }, { userId: 'asc' }],
        }),
      );
      return rows.map(({ userId, role, createdAt, user: { email, givenName, usualName } }) => ({
        ...{ userId, role, since: createdAt, email, givenName, usualName },
      }));
    },

    async pendingOf(linkId, now) {
      const rows = await guarded(() =>
        client.pendingMembership.findMany({
          where: { linkId: linkIdentifier(linkId), expiresAt: { gt: now } },
          orderBy: [{ createdAt: 'asc' }, { email: 'asc' }],
        }),
      );
      return rows.map(({ email, role, createdAt, expiresAt }) => ({
        ...{ email, role, invitedAt: createdAt, expiresAt },
      }));
    },

    offer: ({ linkId, email, role, by }, at, expiresAt) =>
      locked(linkId, async (tx, roles) => {
        if (roles.get(by) !== 'proprietaire') return 'not-owner';
        // The address that other members see of them: it tells the owner nothing new.
        const member = await tx.user.findUnique({ where: { email }, select: { id: true } });
        if (member !== null && roles.has(member.id)) return 'member';
        const data = { linkId, email, role, invitedBy: by, createdAt: at, expiresAt };
        await tx.pendingMembership.upsert({
          where: { linkId_email: { linkId, email } },
          create: data,
          update: data,
        });
        return 'done';
      }),

    withdraw: (linkId, email, by) =>
      locked(linkId, async (tx, roles) => {
        if (roles.get(by) !== 'proprietaire') return 'not-owner';
        const { count } = await tx.pendingMembership.deleteMany({ where: { linkId, email } });
        return count === 0 ? 'unknown' : 'done';
      }),

    offersTo: (emails, now) =>
      guarded(
        () => client.$queryRaw<Offer[]>`
          SELECT DISTINCT ON (link.id) link.id::text AS "linkId", pending.role::text AS role,
            coalesce(link.name, link.title) AS title, link.demarche, host.email AS "invitedBy",
            pending.expires_at AS "expiresAt"
          FROM pending_membership AS pending
          JOIN link ON link.id = pending.link_id AND link.deletion_requested_at IS NULL
          LEFT JOIN app_user AS host ON host.id = pending.invited_by
          WHERE pending.email = ANY(${emails}::text[]) AND pending.expires_at > ${now}::timestamptz
          ORDER BY link.id, pending.created_at DESC`,
      ),

    accept: (linkId, { userId, emails }, now) =>
      locked(linkId, async (tx, roles) => {
        const where = { linkId, email: { in: [...emails] } };
        const offers = await tx.pendingMembership.findMany({ where });
        await tx.pendingMembership.deleteMany({ where });
        const valid = offers.filter(({ expiresAt }) => expiresAt > now).map(({ role }) => role);
        const had = roles.get(userId);
        const [role] = [...valid, ...(had === undefined ? [] : [had])].sort(
          (left, right) => RANKS[right] - RANKS[left],
        );
        if (valid.length === 0 || role === undefined) return 'unknown';
        await tx.membership.upsert({
          where: { linkId_userId: { linkId, userId } },
          create: { linkId, userId, role, createdAt: now },
          update: { role },
        });
        return 'done';
      }),

    async decline(linkId, emails) {
      const where = { linkId: linkIdentifier(linkId), email: { in: [...emails] } };
      await guarded(() => client.pendingMembership.deleteMany({ where }));
    },

    changeRole: (linkId, userId, role, by) =>
      locked(
        linkId,
        async (tx, roles) => {
          if (roles.get(by) !== 'proprietaire') return 'not-owner';
          const had = roles.get(userId);
          if (had === undefined) return 'unknown';
          if (had === 'proprietaire' && role !== 'proprietaire' && isAlone(roles)) return 'last-owner';
          await tx.membership.update({ where: { linkId_userId: { linkId, userId } }, data: { role } });
          return 'done';
        },
        userId,
      ),

    remove: (linkId, userId, by) =>
      locked(linkId, async (tx, roles) => {
        if (by !== userId && roles.get(by) !== 'proprietaire') return 'not-owner';
        const had = roles.get(userId);
        if (had === undefined) return 'unknown';
        if (had === 'proprietaire' && isAlone(roles)) return 'last-owner';
        await tx.membership.delete({ where: { linkId_userId: { linkId, userId } } });
        return 'done';
      }),

    handOver: (linkId, to, by) =>
      locked(
        linkId,
        async (tx, roles) => {
          if (roles.get(by) !== 'proprietaire') return 'not-owner';
          if (!roles.has(to) || to === by) return 'unknown';
          const give = (userId: string, role: Role) =>
            tx.membership.update({ where: { linkId_userId: { linkId, userId } }, data: { role } });
          await give(to, 'proprietaire');
          await give(by, 'gestionnaire');
          return 'done';
        },
        to,
      ),
  };
}

function isAlone(roles: ReadonlyMap<string, Role>): boolean {
  return [...roles.values()].filter((role) => role === 'proprietaire').length === 1;
}
