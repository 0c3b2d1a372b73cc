// Signing in by a link sent by e-mail. The link opens a page with a button: opening it uses nothing up, because mail scanners
// open every link. Whether an address has an account changes neither the answer nor its time: every address is sent a link,
// and only who can read it learns more.

import type { OpenSession } from '../store/access-sessions';
import type { MailedLink } from '../store/access-tokens';
import { type Access, instant, type Visitor } from './access';
import { addressObject, record } from './audit';
import { normaliseEmail } from './email-address';
import { admits } from './entry';
import { associationMessage } from './mail/association-message';
import { signInMessage } from './mail/sign-in-message';
import { waitForMessage } from './rate-limit';
import { hashOf, newToken } from './secrets';
import { type BegunSession, beginSession } from './session-life';

export const LINK_MINUTES = 15;

export type Asked =
  | {
      readonly status: 'sent';
      readonly email: string;
      /** Sends the message. To be done after the answer: a relay's slowness must tell nothing. */
      deliver(): Promise<void>;
    }
  | { readonly status: 'not-an-address' }
  | { readonly status: 'too-many'; readonly seconds: number };

/**
 * Prepares a link. `joinTo`: the person to whose account the address is to be joined; without it the link signs in.
 * `returnTo` is a path that `returnPath` accepted.
 */
export async function askForLink(
  access: Access,
  visitor: Visitor,
  asked: { readonly address: string; readonly returnTo: string; readonly joinTo: string | null },
): Promise<Asked> {
  const { mailer, site } = access;
  if (mailer === null) throw new Error('nobody signs in by e-mail here');
  const email = normaliseEmail(asked.address);
  if (email === null) return { status: 'not-an-address' };
  const seconds = await waitForMessage(access, email, visitor);
  const object = addressObject(access, email);
  if (seconds !== null) {
    await record(access, visitor, { actorId: asked.joinTo, act: 'demandes-trop-nombreuses', object });
    return { status: 'too-many', seconds };
  }
  const token = newToken();
  const at = instant(access);
  const expiresAt = new Date(at.getTime() + LINK_MINUTES * 60_000);
  const purpose = asked.joinTo === null ? 'connexion' : 'association';
  const link: MailedLink = { email, purpose, userId: asked.joinTo, returnTo: asked.returnTo };
  await access.mailedLinks.put(hashOf(token), link, at, expiresAt);
  await record(access, visitor, { actorId: asked.joinTo, act: 'lien-demande', object });
  const url = `${site.origin}/connexion/lien?jeton=${token}`;
  const write = purpose === 'connexion' ? signInMessage : associationMessage;
  return { status: 'sent', email, deliver: () => mailer.send(email, write({ url, minutes: LINK_MINUTES })) };
}

/** What a link would do, without using it up; null when it is over or was never sent. */
export function lookAtLink(access: Access, token: string): Promise<MailedLink | null> {
  return access.mailedLinks.look(hashOf(token), instant(access));
}

export type Used =
  | { readonly status: 'signed-in'; readonly session: BegunSession; readonly returnTo: string }
  /** Used already, too old, or never sent. */
  | { readonly status: 'over' }
  /** Neither the rules of entry nor an invitation let this address in. */
  | { readonly status: 'refused' }
  /** The address is that of an account that signs in by ProConnect only. */
  | { readonly status: 'known-by-proconnect' }
  | { readonly status: 'joined' | 'already-yours' | 'of-somebody-else' }
  /** A link that joins must be opened by whom it joins: nothing was used up. */
  | { readonly status: 'sign-in-first' };

/** Uses a link up. `current`: the session of the browser, and `currentToken` its cookie. */
export async function consumeLink(
  access: Access,
  visitor: Visitor,
  given: {
    readonly token: string;
    readonly current: OpenSession | null;
    readonly currentToken: string | null;
  },
): Promise<Used> {
  const hash = hashOf(given.token);
  const at = instant(access);
  const seen = await access.mailedLinks.look(hash, at);
  if (seen?.purpose === 'association' && seen.userId !== given.current?.person.id) {
    return { status: 'sign-in-first' };
  }
  const link = await access.mailedLinks.take(hash, at);
  if (link === null) return { status: 'over' };
  switch (link.purpose) {
    case 'association':
      return join(access, visitor, link);
    case 'connexion':
      return signIn(access, visitor, link, given.currentToken);
  }
}

async function signIn(
  access: Access,
  visitor: Visitor,
  { email, returnTo }: MailedLink,
  previousToken: string | null,
): Promise<Used> {
  const at = instant(access);
  const object = addressObject(access, email);
  const known = await access.people.knownBy('courriel', email);
  const invited = await access.invitations.invited(email, at);
  if (!admits(access.site.entry, { email, siret: null }) && !invited) {
    await record(access, visitor, { actorId: known?.person.id ?? null, act: 'entree-refusee', object });
    return { status: 'refused' };
  }
  if (known === null && (await access.people.withEmail(email)) !== null) {
    await record(access, visitor, { actorId: null, act: 'entree-refusee', object });
    return { status: 'known-by-proconnect' };
  }
  const identity = emailIdentity(email);
  const { person, accountId } = known ?? (await access.people.create(identity, at));
  if (known === null) {
    await record(access, visitor, { actorId: person.id, act: 'compte-cree', object: `compte:${person.id}` });
  } else {
    await access.people.refresh(accountId, identity, at);
  }
  await access.mailedLinks.forget(email, 'connexion');
  const session = await beginSession(access, visitor, { person, accountId, idToken: null, previousToken });
  return { status: 'signed-in', session, returnTo };
}

async function join(access: Access, visitor: Visitor, { email, userId }: MailedLink): Promise<Used> {
  if (userId === null) throw new Error('a link that joins to nobody');
  const owner = await access.people.withEmail(email);
  if (owner !== null && owner.id !== userId) return { status: 'of-somebody-else' };
  const status = await access.people.join(userId, emailIdentity(email), instant(access));
  if (status === 'joined') {
    await record(access, visitor, {
      actorId: userId,
      act: 'association',
      object: addressObject(access, email),
    });
  }
  return { status };
}

function emailIdentity(email: string) {
  const nothing = { identityProvider: null, givenName: null, usualName: null, siret: null };
  return { means: 'courriel' as const, subject: email, email, ...nothing };
}
