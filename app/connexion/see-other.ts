// Answers of the routes of the sign-in, which only ever lead elsewhere.

import { site } from '../../lib/access/service';

/** `location`: a path of this site, or a whole address. `cookies`: `Set-Cookie` headers. */
export function seeOther(location: string, cookies: readonly string[] = []): Response {
  const headers = new Headers({
    location: new URL(location, site().origin).href,
    'cache-control': 'no-store',
  });
  for (const cookie of cookies) headers.append('set-cookie', cookie);
  return new Response(null, { status: 303, headers });
}

/** To what is no form of ours. */
export function unreadable(): Response {
  return new Response('Cette demande n’est pas lisible, ou elle est trop longue.', {
    status: 413,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
  });
}

/** To a form of another site. */
export function refused(): Response {
  return new Response('Cette demande ne vient pas de ce site.', {
    status: 403,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
  });
}
