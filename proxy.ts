// Before every page: a nonce for its scripts, and the headers that say what it refuses.

import { type NextRequest, NextResponse } from 'next/server';
import { formTargets } from './lib/access/form-targets';
import { contentSecurityPolicy, FIXED_HEADERS } from './lib/access/security-headers';

export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(18))).toString('base64');
  const policy = contentSecurityPolicy(nonce, formTargets(), process.env.NODE_ENV === 'development');
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  // Next reads the nonce of its own scripts from here.
  headers.set('Content-Security-Policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('Content-Security-Policy', policy);
  for (const [name, value] of Object.entries(FIXED_HEADERS)) response.headers.set(name, value);
  return response;
}

/** Everything but the built scripts and styles (next.config.mjs): also what merely begins as one of Next's addresses. */
export const config = { matcher: ['/((?!_next/static/).*)'] };
