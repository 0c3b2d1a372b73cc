// Sessions: which browsers are signed in, and as whom.

import { type Person, toPerson } from './access-people';
import type { Database } from './database';
import { isUuid } from './identifier';
import { guarded } from './store-failure';

export type SessionRow = {
  readonly id: string;
  readonly device: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
};

export type OpenSession = SessionRow & {
  readonly person: Person;
  readonly accountId: string | null;
  /** Until when the next answer of ProConnect is to be joined to this account. */
  readonly joiningUntil: Date | null;
};

export type NewSession = {
  readonly tokenHash: string;
  readonly userId: string;
  readonly accountId: string;
  readonly device: string;
  /** ProConnect's, sealed: to be shown to it again at sign-out. */
  readonly idToken: string | null;
  readonly at: Date;
  readonly expiresAt: Date;
};

export type Sessions = {
  begin(session: NewSession): Promise<string>;
  /** Null when there is none, or it is over. */
  find(tokenHash: string, now: Date): Promise<OpenSession | null>;
  /** Notes that it was seen, unless it was noted after `unless`. */
  seen(id: string, now: Date, unless: Date): Promise<void>;
  /** Those of a person that are not over, the one seen last first. */
  list(userId: string, now: Date): Promise<readonly SessionRow[]>;
  /** False when that person has no such session. */
  end(userId: string, id: string): Promise<boolean>;
  /** All those of a person; how many there were. */
  endAll(userId: string): Promise<number>;
  setJoining(id: string, until: Date | null): Promise<void>;
  /** Ends a session begun with ProConnect, and keeps what its sign-out needs under `leavingHash`. */
  leave(id: string, leavingHash: string, now: Date): Promise<void>;
  /** The `id_token` of a session that is leaving, as it was given to `begin`; null when there is none. */
  leaving(
    leavingHash: string,
    now: Date,
  ): Promise<{ readonly userId: string; readonly idToken: string } | null>;
  /** ProConnect is done with it: false when none was leaving under that name. */
  left(leavingHash: string): Promise<boolean>;
};

const SHOWN = { id: true, device: true, createdAt: true, lastSeenAt: true, expiresAt: true } as const;

export function openSessions({ client }: Database): Sessions {
  return {
    async begin({ at, ...session }) {
      const { id } = await guarded(() =>
        client.session.create({ data: { ...session, createdAt: at, lastSeenAt: at }, select: { id: true } }),
      );
      return id;
    },

    async find(tokenHash, now) {
      const row = await guarded(() =>
        client.session.findFirst({
          where: { tokenHash, endedAt: null, expiresAt: { gt: now } },
          select: { ...SHOWN, accountId: true, joiningUntil: true, user: true },
        }),
      );
      if (row === null) return null;
      const { user, ...session } = row;
      return { ...session, person: toPerson(user) };
    },

    async seen(id, now, unless) {
      await guarded(() =>
        client.session.updateMany({ where: { id, lastSeenAt: { lt: unless } }, data: { lastSeenAt: now } }),
      );
    },

    list: (userId, now) =>
      guarded(() =>
        client.session.findMany({
          where: { userId, endedAt: null, expiresAt: { gt: now } },
          select: SHOWN,
          orderBy: [{ lastSeenAt: 'desc' }, { id: 'asc' }],
        }),
      ),

    async end(userId, id) {
      if (!isUuid(id)) return false;
      const { count } = await guarded(() => client.session.deleteMany({ where: { id, userId } }));
      return count > 0;
    },

    async endAll(userId) {
      const { count } = await guarded(() => client.session.deleteMany({ where: { userId, endedAt: null } }));
      return count;
    },

    async setJoining(id, until) {
      await guarded(() => client.session.updateMany({ where: { id }, data: { joiningUntil: until } }));
    },

    async leave(id, leavingHash, now) {
      await guarded(() => client.session.updateMany({ where: { id }, data: { endedAt: now, leavingHash } }));
    },

    async leaving(leavingHash, now) {
      const row = await guarded(() =>
        client.session.findFirst({
          where: { leavingHash, expiresAt: { gt: now } },
          select: { userId: true, idToken: true },
        }),
      );
      if (row === null || row.idToken === null) return null;
      return { userId: row.userId, idToken: row.idToken };
    },

    async left(leavingHash) {
      const { count } = await guarded(() => client.session.deleteMany({ where: { leavingHash } }));
      return count > 0;
    },
  };
}
