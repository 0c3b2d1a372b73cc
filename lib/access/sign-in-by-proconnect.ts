// Signing in by ProConnect, and joining a ProConnect identity to an account. The exchange itself is next-auth's; who comes in
// is decided here. An identity is ProConnect's `sub`: an e-mail address never opens somebody's account, nor joins two.

import type { AuthOptions } from 'next-auth';
import type { AdapterUser } from 'next-auth/adapters';
import { log } from '../log/log';
import type { Identity, Known, Person } from '../store/access-people';
import type { OpenSession } from '../store/access-sessions';
import { type Access, instant, type Visitor } from './access';
import { addressObject, record } from './audit';
import { cookieName, cookieOptions } from './cookies';
import { admits } from './entry';
import { exchange, type Outcome } from './next-auth-bridge';
import { PROCONNECT, proConnectProvider, readIdentity } from './pro-connect';
import { newToken } from './secrets';
import { beginSession, SESSION_SECONDS } from './session-life';

/** How long a person has to come back from ProConnect with the identity to be joined. */
const JOINING_MS = 10 * 60_000;

/** Of the browser, by name. */
export type Cookies = Readonly<Record<string, string>>;

export type Returned =
  /** Signed in or joined: where to go, and the cookies that say so. */
  | { readonly status: 'done'; readonly location: string; readonly cookies: readonly string[] }
  | { readonly status: 'joined' | 'already-yours' | 'of-somebody-else'; readonly cookies: readonly string[] }
  | { readonly status: 'refused' | 'known-by-email'; readonly cookies: readonly string[] }
  /** The person gave up at ProConnect. */
  | { readonly status: 'given-up'; readonly joining: boolean }
  /** The exchange went wrong: too old, forged, or ProConnect did not answer. */
  | { readonly status: 'failed'; readonly joining: boolean };

/** Sends the browser to ProConnect. `joinTo`: the session of the person who asked, from the account page, to join. */
export async function beginProConnect(
  access: Access,
  cookies: Cookies,
  {
    returnTo,
    current,
    joinTo,
  }: {
    readonly returnTo: string;
    readonly current: OpenSession | null;
    readonly joinTo: OpenSession | null;
  },
): Promise<Outcome> {
  const { site, sessions, clock } = access;
  if (joinTo !== null) await sessions.setJoining(joinTo.id, new Date(clock.now() + JOINING_MS));
  else if (current !== null) await sessions.setJoining(current.id, null);
  const callbackUrl = `${site.origin}${returnTo}`;
  const options = optionsFor(access, {});
  const outcome = await exchange(site, options, {
    ...{ action: 'signin', provider: PROCONNECT, query: {}, cookies, callbackUrl },
  });
  const away = outcome.location !== null && !outcome.location.startsWith(`${site.origin}/`);
  return away ? outcome : { location: null, cookies: [] };
}

/** ProConnect's answer. `currentToken`: the cookie of the session `current`. */
export async function returnFromProConnect(
  access: Access,
  visitor: Visitor,
  given: {
    readonly query: Readonly<Record<string, string>>;
    readonly cookies: Cookies;
    readonly current: OpenSession | null;
    readonly currentToken: string | null;
  },
): Promise<Returned> {
  const { site, sessions } = access;
  const { query, current, currentToken } = given;
  const now = instant(access);
  const joinTo =
    current?.joiningUntil !== null && current !== null && current.joiningUntil > now ? current : null;
  const joining = joinTo !== null;
  if (joinTo !== null) await sessions.setJoining(joinTo.id, null);
  if (query.error === 'access_denied') return { status: 'given-up', joining };

  let verdict: Verdict | null = null;
  const { [cookieName(site, 'session')]: _ours, ...cookies } = given.cookies;
  const options = optionsFor(access, {
    async judge(identity, idToken) {
      verdict = joining
        ? await judgeJoining(access, visitor, identity, joinTo.person)
        : await judgeEntry(access, visitor, identity);
      if (verdict.status !== 'welcome') return false;
      const { known } = verdict;
      return {
        known,
        begin: (token) =>
          beginSession(access, visitor, { ...known, idToken, previousToken: currentToken, token }),
      };
    },
  });
  const outcome = await exchange(site, options, {
    ...{ action: 'callback', provider: PROCONNECT, query, cookies },
  });
  return conclude(verdict, outcome, `${site.origin}/`, joining);
}

type Verdict =
  | { readonly status: 'welcome'; readonly known: Known }
  | { readonly status: 'refused' | 'known-by-email' | 'joined' | 'already-yours' | 'of-somebody-else' };

function conclude(verdict: Verdict | null, outcome: Outcome, home: string, joining: boolean): Returned {
  const { location, cookies } = outcome;
  if (verdict === null) return { status: 'failed', joining };
  if (verdict.status !== 'welcome') return { status: verdict.status, cookies };
  // A page of next-auth's own says that something went wrong after the verdict.
  const done = location?.startsWith(home) && !location.startsWith(`${home}api/auth`);
  return location !== null && done ? { status: 'done', location, cookies } : { status: 'failed', joining };
}

async function judgeEntry(access: Access, visitor: Visitor, identity: Identity): Promise<Verdict> {
  const at = instant(access);
  const { email, siret, means, subject } = identity;
  const object = addressObject(access, email);
  const known = await access.people.knownBy(means, subject);
  const actorId = known?.person.id ?? null;
  if (!admits(access.site.entry, { email, siret }) && !(await access.invitations.invited(email, at))) {
    await record(access, visitor, { actorId, act: 'entree-refusee', object });
    return { status: 'refused' };
  }
  if (known !== null) {
    const person = await access.people.refresh(known.accountId, identity, at);
    return { status: 'welcome', known: { ...known, person } };
  }
  if ((await access.people.withEmail(email)) !== null) {
    await record(access, visitor, { actorId, act: 'entree-refusee', object });
    return { status: 'known-by-email' };
  }
  const created = await access.people.create(identity, at);
  const { id } = created.person;
  await record(access, visitor, { actorId: id, act: 'compte-cree', object: `compte:${id}` });
  return { status: 'welcome', known: created };
}

async function judgeJoining(
  access: Access,
  visitor: Visitor,
  identity: Identity,
  person: Person,
): Promise<Verdict> {
  const owner = await access.people.withEmail(identity.email);
  if (owner !== null && owner.id !== person.id) return { status: 'of-somebody-else' };
  const status = await access.people.join(person.id, identity, instant(access));
  if (status === 'joined') {
    const object = addressObject(access, identity.email);
    await record(access, visitor, { actorId: person.id, act: 'association', object });
  }
  return { status };
}

type Welcome = {
  readonly known: Known;
  begin(token: string): Promise<{ readonly token: string; readonly expiresAt: Date }>;
};

type Hooks = {
  /** Who comes in with this identity; false: nobody, and we have said why. */
  judge?(identity: Identity, idToken: string | null): Promise<Welcome | false>;
};

/**
 * next-auth's options for one exchange. Its adapter is made of what was judged: it never looks anybody up by their address,
 * and begins no session but the one of the person who was let in.
 */
function optionsFor(access: Access, { judge }: Hooks): AuthOptions {
  const { site } = access;
  const { proConnect } = site;
  if (proConnect === null) throw new Error('ProConnect is not configured');
  let welcome: Welcome | false = false;
  const options = cookieOptions(site);
  const cookie = (name: Parameters<typeof cookieName>[1]) => ({ name: cookieName(site, name), options });
  const person = (): AdapterUser | null =>
    welcome === false
      ? null
      : { id: welcome.known.person.id, email: welcome.known.person.email, emailVerified: null };
  return {
    secret: site.sessionSecret,
    providers: [proConnectProvider(proConnect)],
    session: { strategy: 'database', maxAge: SESSION_SECONDS, generateSessionToken: newToken },
    useSecureCookies: site.origin.startsWith('https:'),
    cookies: {
      sessionToken: cookie('session'),
      callbackUrl: cookie('retour'),
      csrfToken: cookie('jeton'),
      pkceCodeVerifier: cookie('pkce'),
      state: cookie('etat'),
      nonce: cookie('nonce'),
    },
    callbacks: {
      async signIn({ account, profile }) {
        const identity = readIdentity(profile);
        if (identity === null || judge === undefined) return false;
        welcome = await judge(identity, account?.id_token ?? null);
        return welcome !== false;
      },
    },
    adapter: {
      // Asked before the judgement (nobody yet) and after it (whom we let in).
      getUserByAccount: person,
      async createSession({ sessionToken, userId }) {
        if (welcome === false) throw new Error('a session for nobody');
        const { token, expiresAt } = await welcome.begin(sessionToken);
        return { sessionToken: token, userId, expires: expiresAt };
      },
    },
    logger: {
      // Codes only: what next-auth hands over may quote tokens, addresses and claims.
      error: (code, metadata) => log.warn('proconnect', { quoi: code, erreur: nameOf(metadata) }),
      warn: (code) => log.warn('proconnect', { quoi: code }),
      debug: () => undefined,
    },
  };
}

function nameOf(metadata: unknown): string {
  if (metadata instanceof Error) return metadata.name;
  const error: unknown =
    typeof metadata === 'object' && metadata !== null ? Reflect.get(metadata, 'error') : null;
  return error instanceof Error ? error.name : 'sans détail';
}
