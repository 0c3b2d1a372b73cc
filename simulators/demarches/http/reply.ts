// The replies of DN that are not an answer to a query: refusals, throttling, maintenance, and broken gateways.

import { randomUUID } from 'node:crypto';
import { windowEnd } from '../access/rate-limit';
import type { Access } from '../access/tokens';

export type Reply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

export const answered = (body: string): Reply => ({ status: 200, headers: JSON_TYPE, body });

export const refused = (
  status: number,
  message: string,
  code: string,
  more: Readonly<Record<string, string>> = {},
): Reply => ({
  status,
  headers: JSON_TYPE,
  body: JSON.stringify({ errors: [{ message, extensions: { code, ...more } }], data: null }),
});

/** 500 with the reference that DN's support asks for. */
export const crashed = (): Reply =>
  refused(500, 'Internal Server Error', 'internal_server_error', { exception_id: randomUUID() });

/** What DN answers to a caller that it does not accept; null when it does (facts §1). */
export const accessRefusal = (access: Access, stored: boolean): Reply | null => {
  switch (access.type) {
    case 'granted':
      return null;
    case 'anonymous':
      return stored ? null : refused(403, 'Without a token, only persisted queries are allowed', 'forbidden');
    case 'expired':
      return refused(401, 'Token expired', 'unauthorized');
    case 'network':
      return refused(
        403,
        `Request issued from a forbidden network. Add ${access.address} to the networks allowed for this token.`,
        'forbidden',
      );
  }
};

/** 429: plain text, no Retry-After (facts §1). `now` in milliseconds. */
export const throttled = (now: number): Reply => ({
  status: 429,
  headers: {
    'content-type': 'text/plain',
    'ratelimit-remaining': '0',
    'ratelimit-reset': String(windowEnd(now)),
  },
  body: 'Trop de requêtes, réessayez dans un petit moment.\n',
});

export const maintenance = (): Reply => ({
  status: 503,
  headers: JSON_TYPE,
  body: JSON.stringify({ error: 'Le site est en maintenance, réessayez plus tard.' }),
});

export const page = (status: number, title: string): Reply => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: `<!DOCTYPE html><html lang="fr"><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`,
});

/** What a fault of kind `status` sends. */
export const failedWith = (status: 429 | 500 | 502 | 503 | 504, now: number): Reply => {
  switch (status) {
    case 429:
      return throttled(now);
    case 500:
      return crashed();
    case 502:
      return page(502, 'Bad Gateway');
    case 503:
      return maintenance();
    case 504:
      return page(504, 'Gateway Timeout');
  }
};
