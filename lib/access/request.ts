// The request in hand: who asks, from which page, with which session.

import { cookies, headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import type { OpenSession } from '../store/access-sessions';
import type { Visitor } from './access';
import { type CookieName, cookieName, cookieOptions } from './cookies';
import { originAddress } from './origin-address';
import { access, site } from './service';
import { type BegunSession, readSession } from './session-life';

export async function visitor(): Promise<Visitor> {
  const given = await headers();
  return {
    address: originAddress(given.get('x-forwarded-for'), site().trustedProxies),
    userAgent: given.get('user-agent'),
  };
}

/** Read once a request, whoever asks. */
export const currentSession = cache(async (): Promise<OpenSession | null> => {
  return readSession(await access(), await sessionToken());
});

/** For pages that only a signed-in person sees: everybody else signs in first, and comes back to `path`. */
export async function signedIn(path: string): Promise<OpenSession> {
  return (await currentSession()) ?? redirect(`/connexion?retour=${encodeURIComponent(path)}`);
}

export function sessionToken(): Promise<string | null> {
  return readCookie('session');
}

export async function readCookie(name: CookieName): Promise<string | null> {
  return (await cookies()).get(cookieName(site(), name))?.value ?? null;
}

/** In an action or a route only: pages cannot put cookies. */
export async function writeCookie(name: CookieName, value: string, maxAge: number): Promise<void> {
  (await cookies()).set(cookieName(site(), name), value, { ...cookieOptions(site()), maxAge });
}

export async function dropCookie(name: CookieName): Promise<void> {
  (await cookies()).set(cookieName(site(), name), '', { ...cookieOptions(site()), maxAge: 0 });
}

export async function putSession({ token, expiresAt }: BegunSession): Promise<void> {
  const seconds = Math.max(Math.floor((expiresAt.getTime() - Date.now()) / 1000), 0);
  await writeCookie('session', token, seconds);
}

/** Every cookie, as next-auth wants them. */
export async function allCookies(): Promise<Readonly<Record<string, string>>> {
  return Object.fromEntries((await cookies()).getAll().map(({ name, value }) => [name, value]));
}

/**
 * Does this request come from a page of this site? Asked before anything changes. Browsers send `Origin` with every POST;
 * where it is missing, `Sec-Fetch-Site` must say so; `null` (a sandboxed frame, a file) is somewhere else.
 */
export async function isFromThisSite(): Promise<boolean> {
  const given = await headers();
  const origin = given.get('origin');
  return origin === null ? given.get('sec-fetch-site') === 'same-origin' : origin === site().origin;
}

/** For server actions. Next itself lets a request without `Origin` through. */
export async function requireThisSite(): Promise<void> {
  if (!(await isFromThisSite())) throw new Error('an action was asked for by another site');
}
