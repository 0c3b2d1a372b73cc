// Sharing a link: inviting somebody by their address, and what they do of the invitation. Whoever invites learns nothing
// of the address: the same answer and the same letter, whether it has an account or not.

import type { Role } from '../store/access-rights';
import type { OpenSession } from '../store/access-sessions';
import type { Offer } from '../store/sharing';
import { type Access, instant, type Visitor } from './access';
import { nameOf } from './account';
import { record } from './audit';
import { normaliseEmail } from './email-address';
import { invitationMessage } from './mail/invitation-message';
import { waitForInvitation } from './rate-limit';

/** How long an invitation waits for its answer. */
export const INVITATION_DAYS = 30;

const DAY_MS = 24 * 60 * 60_000;

/** Where invitations are answered. */
export const INVITATIONS_PATH = '/invitations';

export type Invited =
  | {
      readonly status: 'done';
      readonly email: string;
      /** Sends the letter, after the answer; null where nobody posts anything. */
      readonly deliver: (() => Promise<void>) | null;
    }
  | { readonly status: 'not-an-address' | 'not-owner' | 'member' }
  | { readonly status: 'too-many'; readonly seconds: number };

/** `linkName` goes into the letter. Rights are the caller's to check, and are looked at again as it is written. */
export async function invite(
  access: Access,
  visitor: Visitor,
  { person }: Pick<OpenSession, 'person'>,
  asked: {
    readonly linkId: string;
    readonly linkName: string;
    readonly address: string;
    readonly role: Role;
  },
): Promise<Invited> {
  const email = normaliseEmail(asked.address);
  if (email === null) return { status: 'not-an-address' };
  const seconds = await waitForInvitation(access, person.id, email);
  if (seconds !== null) {
    const object = `liaison:${asked.linkId}`;
    await record(access, visitor, { actorId: person.id, act: 'demandes-trop-nombreuses', object });
    return { status: 'too-many', seconds };
  }
  const at = instant(access);
  const expiresAt = new Date(at.getTime() + INVITATION_DAYS * DAY_MS);
  const { linkId, role } = asked;
  const status = await access.sharing.offer({ linkId, email, role, by: person.id }, at, expiresAt);
  if (status !== 'done') return { status };
  const { mailer, site } = access;
  const message = invitationMessage({
    ...{ host: nameOf(person), linkName: asked.linkName, role, days: INVITATION_DAYS },
    url: `${site.origin}${INVITATIONS_PATH}`,
  });
  return { status, email, deliver: mailer === null ? null : () => mailer.send(email, message) };
}

/** What this person is invited to, by any address that they have proven. */
export async function offersTo(access: Access, userId: string): Promise<readonly Offer[]> {
  return access.sharing.offersTo(await addressesOf(access, userId), instant(access));
}

/** `unknown`: it was withdrawn, is over, or was answered already. */
export async function acceptOffer(
  access: Access,
  userId: string,
  linkId: string,
): Promise<'done' | 'unknown'> {
  const emails = await addressesOf(access, userId);
  return access.sharing.accept(linkId, { userId, emails }, instant(access));
}

export async function declineOffer(access: Access, userId: string, linkId: string): Promise<void> {
  await access.sharing.decline(linkId, await addressesOf(access, userId));
}

/** Those of the means of signing in, each of which was proven. */
async function addressesOf({ people }: Access, userId: string): Promise<readonly string[]> {
  return [...new Set((await people.accountsOf(userId)).map(({ email }) => email))];
}
