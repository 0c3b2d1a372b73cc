// How to report a weakness (RFC 9116).

import { site } from '../../../lib/access/service';

export const dynamic = 'force-dynamic';

const MONTHS_VALID = 6;

export function GET(): Response {
  const { contact, origin } = site();
  const expires = new Date();
  expires.setUTCMonth(expires.getUTCMonth() + MONTHS_VALID, 1);
  expires.setUTCHours(0, 0, 0, 0);
  const lines = [
    `Contact: mailto:${contact}`,
    `Expires: ${expires.toISOString().replace('.000', '')}`,
    'Preferred-Languages: fr, en',
    `Canonical: ${origin}/.well-known/security.txt`,
    `Policy: ${origin}/mentions-legales`,
  ];
  return new Response(`${lines.join('\n')}\n`, { headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
}
