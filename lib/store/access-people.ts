// People, and the means by which they sign in.

import type { Database } from './database';
import { isUuid } from './identifier';
import { guarded } from './store-failure';
import { inTransaction } from './transaction';

export type Person = {
  readonly id: string;
  /** Where the service writes to this person. */
  readonly email: string;
  readonly givenName: string | null;
  readonly usualName: string | null;
  readonly siret: string | null;
};

export type SignInMeans = 'proconnect' | 'courriel';

/** An identity that somebody has just proven. `subject`: ProConnect's `sub`, or the normalised address. */
export type Identity = {
  readonly means: SignInMeans;
  readonly subject: string;
  readonly email: string;
  readonly identityProvider: string | null;
  readonly givenName: string | null;
  readonly usualName: string | null;
  readonly siret: string | null;
};

export type Account = {
  readonly id: string;
  readonly means: SignInMeans;
  readonly email: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
};

export type Known = { readonly person: Person; readonly accountId: string };

/** Why an account could not be deleted or a means removed is told by the value, not thrown: both are expected. */
export type People = {
  person(id: string): Promise<Person | null>;
  /** Who signs in with this identity. */
  knownBy(means: SignInMeans, subject: string): Promise<Known | null>;
  withEmail(email: string): Promise<Person | null>;
  /** One transaction: a person never exists without a means of signing in. Two at once: the second one throws. */
  create(identity: Identity, at: Date): Promise<Known>;
  /** Remembers what this identity now says of the person. The address follows ProConnect's only when no e-mail means exists. */
  refresh(accountId: string, identity: Identity, at: Date): Promise<Person>;
  accountsOf(userId: string): Promise<readonly Account[]>;
  join(
    userId: string,
    identity: Identity,
    at: Date,
  ): Promise<'joined' | 'already-yours' | 'of-somebody-else'>;
  /** Also ends the sessions begun with it, but for `keptSession`. */
  removeAccount(
    userId: string,
    accountId: string,
    keptSession: string,
  ): Promise<'removed' | 'last-one' | 'unknown'>;
  /** Sessions, means and memberships go with the person; the audit log stays. */
  remove(userId: string): Promise<'removed' | 'owner'>;
};

export function openPeople(database: Database): People {
  const { client } = database;

  const knownBy = async (means: SignInMeans, subject: string): Promise<Known | null> => {
    const row = await guarded(() =>
      client.account.findUnique({
        where: { provider_providerAccountId: { provider: means, providerAccountId: subject } },
        include: { user: true },
      }),
    );
    return row === null ? null : { person: toPerson(row.user), accountId: row.id };
  };

  return {
    knownBy,

    async person(id) {
      const row = await guarded(() => client.user.findUnique({ where: { id } }));
      return row === null ? null : toPerson(row);
    },

    async withEmail(email) {
      const row = await guarded(() => client.user.findUnique({ where: { email } }));
      return row === null ? null : toPerson(row);
    },

    async create(identity, at) {
      const { email, givenName, usualName, siret } = identity;
      const row = await guarded(() =>
        client.user.create({
          data: {
            ...{ email, givenName, usualName, siret, createdAt: at },
            accounts: { create: accountData(identity, at) },
          },
          include: { accounts: true },
        }),
      );
      const [account] = row.accounts;
      if (account === undefined) throw new Error('a person was created without a means of signing in');
      return { person: toPerson(row), accountId: account.id };
    },

    refresh: (accountId, identity, at) =>
      inTransaction(database, async (tx) => {
        const account = await tx.account.update({
          where: { id: accountId },
          data: { email: identity.email, identityProvider: identity.identityProvider, lastUsedAt: at },
        });
        const id = account.userId;
        if (identity.means === 'courriel')
          return toPerson(await tx.user.findUniqueOrThrow({ where: { id } }));
        const { givenName, usualName, siret, email } = identity;
        // One statement, so that nobody takes the address between the look and the write.
        await tx.$executeRaw`
          UPDATE app_user SET email = ${email} WHERE id = ${id}::uuid
            AND NOT EXISTS (SELECT 1 FROM app_user other WHERE other.email = ${email} AND other.id <> app_user.id)
            AND NOT EXISTS (SELECT 1 FROM user_account WHERE user_id = app_user.id AND provider = 'courriel')`;
        return toPerson(await tx.user.update({ where: { id }, data: { givenName, usualName, siret } }));
      }),

    async accountsOf(userId) {
      const rows = await guarded(() =>
        client.account.findMany({ where: { userId }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] }),
      );
      return rows.map(({ id, provider, email, createdAt, lastUsedAt }) => ({
        ...{ id, means: provider, email, createdAt, lastUsedAt },
      }));
    },

    async join(userId, identity, at) {
      const before = await knownBy(identity.means, identity.subject);
      if (before !== null) return before.person.id === userId ? 'already-yours' : 'of-somebody-else';
      await guarded(() => client.account.create({ data: { userId, ...accountData(identity, at) } }));
      return 'joined';
    },

    removeAccount: (userId, accountId, keptSession) =>
      inTransaction(database, async (tx) => {
        if (!isUuid(accountId)) return 'unknown';
        // Two removals at once of the last two means: the second waits for the first.
        await tx.$queryRaw`SELECT 1 FROM app_user WHERE id = ${userId}::uuid FOR UPDATE`;
        const accounts = await tx.account.findMany({ where: { userId }, select: { id: true } });
        if (!accounts.some(({ id }) => id === accountId)) return 'unknown';
        if (accounts.length === 1) return 'last-one';
        await tx.session.deleteMany({ where: { accountId, id: { not: keptSession } } });
        await tx.account.delete({ where: { id: accountId } });
        return 'removed';
      }),

    remove: (userId) =>
      inTransaction(database, async (tx) => {
        await tx.$queryRaw`SELECT 1 FROM app_user WHERE id = ${userId}::uuid FOR UPDATE`;
        const owned = await tx.membership.count({ where: { userId, role: 'proprietaire' } });
        if (owned > 0) return 'owner';
        await tx.user.deleteMany({ where: { id: userId } });
        return 'removed';
      }),
  };
}

function accountData({ means, subject, email, identityProvider }: Identity, at: Date) {
  return {
    ...{ provider: means, providerAccountId: subject, email, identityProvider },
    createdAt: at,
    lastUsedAt: at,
  };
}

export function toPerson({ id, email, givenName, usualName, siret }: Person): Person {
  return { id, email, givenName, usualName, siret };
}
