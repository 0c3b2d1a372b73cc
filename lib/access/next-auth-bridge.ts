// Speaks to next-auth as one of its routes would be spoken to, so that what it sees (its address, the cookies, the CSRF
// token) is what we decide, and its other routes need not be open.

import { createHash } from 'node:crypto';
import type { NextApiRequest, NextApiResponse } from 'next';
import NextAuth, { type AuthOptions } from 'next-auth';
import type { SiteEnvironment } from '../env/site';
import { cookieName } from './cookies';
import { newToken } from './secrets';

export type Exchange = {
  readonly action: 'signin' | 'callback';
  readonly provider: string;
  readonly query: Readonly<Record<string, string>>;
  /** The browser's, by name. */
  readonly cookies: Readonly<Record<string, string>>;
  /** Only for `signin`: where to go once it is done, on this site. */
  readonly callbackUrl?: string;
};

export type Outcome = {
  /** Where next-auth sends the browser. */
  readonly location: string | null;
  /** `Set-Cookie` headers. */
  readonly cookies: readonly string[];
};

export async function exchange(
  site: SiteEnvironment,
  options: AuthOptions,
  { action, provider, query, cookies, callbackUrl }: Exchange,
): Promise<Outcome> {
  // next-auth reads the site's address there, and nowhere else.
  process.env.NEXTAUTH_URL = site.origin;
  const csrf = newToken();
  const proof = createHash('sha256').update(`${csrf}${site.sessionSecret}`).digest('hex');
  const isPost = action === 'signin';
  const recorder = new Recorder();
  const request = {
    method: isPost ? 'POST' : 'GET',
    query: { ...query, nextauth: [action, provider] },
    // Our own route has checked where the request comes from: this only satisfies next-auth's own check.
    cookies: { ...cookies, [cookieName(site, 'jeton')]: `${csrf}|${proof}` },
    headers: {},
    ...(isPost ? { body: { csrfToken: csrf, callbackUrl } } : {}),
  };
  await NextAuth(request as unknown as NextApiRequest, recorder as unknown as NextApiResponse, options);
  return { location: recorder.location, cookies: recorder.cookies };
}

/** What next-auth uses of a Pages response. */
class Recorder {
  readonly #headers = new Map<string, string | readonly string[]>();

  status(): this {
    return this;
  }

  getHeader(name: string): string | readonly string[] | undefined {
    return this.#headers.get(name.toLowerCase());
  }

  setHeader(name: string, value: string | readonly string[]): this {
    this.#headers.set(name.toLowerCase(), value);
    return this;
  }

  json(): void {}

  send(): void {}

  end(): void {}

  get location(): string | null {
    const value = this.getHeader('location');
    return typeof value === 'string' ? value : null;
  }

  get cookies(): readonly string[] {
    const value = this.getHeader('set-cookie') ?? [];
    return typeof value === 'string' ? [value] : value;
  }
}
