// Links sent by e-mail, until they are used.

import type { Database } from './database';
import { guarded } from './store-failure';

export type MailedLink = {
  readonly email: string;
  /** `association`: the address is to be joined to the account of `userId`. */
  readonly purpose: 'connexion' | 'association';
  readonly userId: string | null;
  /** Path of this site. */
  readonly returnTo: string;
};

export type MailedLinks = {
  put(tokenHash: string, link: MailedLink, at: Date, expiresAt: Date): Promise<void>;
  /** Looks without using it up: mail scanners open every link of a message. */
  look(tokenHash: string, now: Date): Promise<MailedLink | null>;
  /** Uses it up: of two at once, one gets it. */
  take(tokenHash: string, now: Date): Promise<MailedLink | null>;
  /** The others sent to that address: none is needed once one was used. */
  forget(email: string, purpose: MailedLink['purpose']): Promise<void>;
};

export function openMailedLinks({ client }: Database): MailedLinks {
  return {
    async put(tokenHash, link, at, expiresAt) {
      await guarded(() =>
        client.verificationToken.create({ data: { ...link, tokenHash, createdAt: at, expiresAt } }),
      );
    },

    look: (tokenHash, now) =>
      guarded(() =>
        client.verificationToken.findFirst({
          where: { tokenHash, expiresAt: { gt: now } },
          select: { email: true, purpose: true, userId: true, returnTo: true },
        }),
      ),

    async take(tokenHash, now) {
      const [row] = await guarded(
        () => client.$queryRaw<MailedLink[]>`
          DELETE FROM verification_token WHERE token_hash = ${tokenHash} AND expires_at > ${now}::timestamptz
          RETURNING email, purpose::text, user_id::text AS "userId", return_to AS "returnTo"`,
      );
      return row ?? null;
    },

    async forget(email, purpose) {
      await guarded(() => client.verificationToken.deleteMany({ where: { email, purpose } }));
    },
  };
}
