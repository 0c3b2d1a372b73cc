// Before every page: a nonce for its scripts, the headers that say what it refuses, and no cookie for what Grist frames.

import { type NextRequest, NextResponse } from 'next/server';
import { formTargets } from './lib/access/form-targets';
import { contentSecurityPolicy, FIXED_HEADERS } from './lib/access/security-headers';
import { site } from './lib/access/service';
import { isOfWidget, PLACE_HEADER, WIDGET_PAGE, widgetAncestors } from './lib/access/widget/place';

export function proxy(request: NextRequest): NextResponse {
  const path = request.nextUrl.pathname;
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(18))).toString('base64');
  const ancestors = path === WIDGET_PAGE ? widgetAncestors(site().instances) : [];
  const isDev = process.env.NODE_ENV === 'development';
  const policy = contentSecurityPolicy(nonce, formTargets(), isDev, ancestors);
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set(PLACE_HEADER, path === WIDGET_PAGE ? 'widget' : 'site');
  // What is asked from within a frame is answered to whoever the document says is there, never to whoever signed in here.
  if (isOfWidget(path)) headers.delete('cookie');
  // Next reads the nonce of its own scripts from here.
  headers.set('Content-Security-Policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('Content-Security-Policy', policy);
  for (const [name, value] of Object.entries(FIXED_HEADERS)) response.headers.set(name, value);
  return response;
}

/** Everything but the built scripts and styles (next.config.mjs): also what merely begins as one of Next's addresses. */
export const config = { matcher: ['/((?!_next/static/).*)'] };
