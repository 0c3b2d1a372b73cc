// A session from its beginning to its end. It lasts twelve hours from the sign-in, like ProConnect's own, and is not
// prolonged by use: a browser left open in the evening is closed in the morning.

import type { Person } from '../store/access-people';
import type { OpenSession } from '../store/access-sessions';
import { type Access, instant, type Visitor } from './access';
import { record } from './audit';
import { deviceOf } from './device';
import { openProof, sealProof } from './kept-proof';
import { hashOf, newToken } from './secrets';

export const SESSION_SECONDS = 12 * 3600;

/** « Vue il y a… » needs no more than this, and a page need not cost a write. */
const SEEN_MS = 5 * 60_000;

export type BegunSession = {
  /** For the cookie; only its hash is stored. */
  readonly token: string;
  readonly expiresAt: Date;
};

/** `previousToken`: the browser's session until now, which the new one replaces. */
export async function beginSession(
  access: Access,
  visitor: Visitor,
  start: {
    readonly person: Person;
    readonly accountId: string;
    readonly idToken: string | null;
    readonly previousToken: string | null;
    /** Drawn by next-auth where it began. */
    readonly token?: string;
  },
): Promise<BegunSession> {
  const at = instant(access);
  const token = start.token ?? newToken();
  const expiresAt = new Date(at.getTime() + SESSION_SECONDS * 1000);
  const { person, accountId, idToken, previousToken } = start;
  if (previousToken !== null) {
    const previous = await access.sessions.find(hashOf(previousToken), at);
    if (previous !== null) await access.sessions.end(previous.person.id, previous.id);
  }
  const device = deviceOf(visitor.userAgent);
  const tokenHash = hashOf(token);
  const id = await access.sessions.begin({
    ...{ tokenHash, userId: person.id, accountId, device },
    idToken: idToken === null ? null : sealProof(access.site.sessionSecret, person.id, idToken),
    ...{ at, expiresAt },
  });
  await record(access, visitor, { actorId: person.id, act: 'connexion', object: `session:${id}` });
  await access.sweep(at);
  return { token, expiresAt };
}

/** The session of a cookie; null when there is none or it is over. Notes that it was seen. */
export async function readSession(access: Access, token: string | null): Promise<OpenSession | null> {
  if (token === null) return null;
  const now = instant(access);
  const session = await access.sessions.find(hashOf(token), now);
  if (session === null) return null;
  const before = new Date(now.getTime() - SEEN_MS);
  if (session.lastSeenAt < before) await access.sessions.seen(session.id, now, before);
  return session;
}

/**
 * Signs out. When the session came by ProConnect, the browser must still go and sign out there: `state` is what to take
 * along, and what must come back. Null: it is over.
 */
export async function endSession(
  access: Access,
  visitor: Visitor,
  session: OpenSession,
): Promise<{ readonly state: string } | null> {
  const actorId = session.person.id;
  await record(access, visitor, { actorId, act: 'deconnexion', object: `session:${session.id}` });
  const state = newToken();
  await access.sessions.leave(session.id, hashOf(state), instant(access));
  if ((await proConnectExit(access, state)) !== null) return { state };
  await access.sessions.left(hashOf(state));
  return null;
}

/** Signs a person out of every browser. */
export async function endEverySession(access: Access, visitor: Visitor, userId: string): Promise<void> {
  await access.sessions.endAll(userId);
  await record(access, visitor, { actorId: userId, act: 'deconnexion-partout', object: `compte:${userId}` });
}

/** Signs a person out of one of their browsers. False: they have no such session. */
export async function endOneSession(
  access: Access,
  visitor: Visitor,
  userId: string,
  id: string,
): Promise<boolean> {
  const ended = await access.sessions.end(userId, id);
  if (ended)
    await record(access, visitor, { actorId: userId, act: 'session-fermee', object: `session:${id}` });
  return ended;
}

/** Where the browser signs out of ProConnect (facts/stack.md §5); null when nothing is leaving under that state. */
export async function proConnectExit(
  { site, sessions, clock }: Access,
  state: string,
): Promise<string | null> {
  if (site.proConnect === null) return null;
  const leaving = await sessions.leaving(hashOf(state), new Date(clock.now()));
  if (leaving === null) return null;
  const idToken = openProof(site.sessionSecret, leaving.userId, leaving.idToken);
  if (idToken === null) return null;
  const url = new URL(`${site.proConnect.issuer}/session/end`);
  url.searchParams.set('id_token_hint', idToken);
  url.searchParams.set('state', state);
  url.searchParams.set('post_logout_redirect_uri', `${site.origin}/deconnexion/retour`);
  return url.href;
}
