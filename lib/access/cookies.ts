// Our cookies: their names and what browsers are told of them.

import type { SiteEnvironment } from '../env/site';

export type CookieName =
  | 'session'
  /** The address that a message was just sent to, for the page that says so. */
  | 'courriel'
  /** What must come back of ProConnect's sign-out. */
  | 'sortie'
  // Of the exchange with ProConnect, kept by next-auth.
  | 'retour'
  | 'jeton'
  | 'pkce'
  | 'etat'
  | 'nonce';

/**
 * `__Host-` over https: browsers then refuse one that another site of the same domain, or a page without encryption, would
 * put. Over plain http, which is for this machine alone, they would refuse ours too.
 */
export function cookieName({ origin }: SiteEnvironment, name: CookieName): string {
  return `${isSecure(origin) ? '__Host-' : ''}otp-${name}`;
}

/** Lax: the answer of ProConnect and links of messages are followed from other sites. */
export function cookieOptions({ origin }: SiteEnvironment) {
  return { httpOnly: true, sameSite: 'lax', path: '/', secure: isSecure(origin) } as const;
}

function isSecure(origin: string): boolean {
  return origin.startsWith('https:');
}
