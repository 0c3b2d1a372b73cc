// Access tokens of documents, as widgets get them: HS256 with a secret of each document, 15 minutes, one document, one person
// (facts/grist.md §6).

import { createHmac, timingSafeEqual } from 'node:crypto';
import { Refusal } from '../engine/refusal';
import type { Hosted, Site, User } from '../site';

export type TokenClaims = { readonly userId: number; readonly docId: string; readonly readOnly: boolean };

export const TOKEN_MS = 15 * 60_000;

/** Numbers of people begin there. */
const FIRST_USER = 5;

export function userNumber(site: Site, user: User): number {
  return FIRST_USER + site.users.indexOf(user);
}

/** `livesMs` may be negative: a token that is over already. */
export function signToken(
  { id, secret }: Hosted,
  claims: Omit<TokenClaims, 'docId'>,
  livesMs = TOKEN_MS,
): string {
  const now = Math.floor(Date.now() / 1000);
  const content = { ...claims, docId: id, iat: now, exp: now + Math.floor(livesMs / 1000) };
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(content)}`;
  return `${signed}.${signatureOf(secret, signed)}`;
}

/** Throws 401 as Grist does. */
export function verifyToken(
  site: Site,
  token: string,
): { readonly user: User; readonly claims: TokenClaims } {
  const [head = '', body = '', signature = ''] = token.split('.');
  const content = contentOf(body);
  const hosted = typeof content.docId === 'string' ? site.find(content.docId) : undefined;
  if (typeof content.docId !== 'string') throw new Refusal(401, 'Broken token');
  if (hosted === undefined || !same(signature, signatureOf(hosted.secret, `${head}.${body}`))) {
    throw new Refusal(401, 'Cannot verify token');
  }
  if (Number(content.exp) * 1000 <= Date.now()) throw new Refusal(401, 'Token has expired');
  const user = site.users[Number(content.userId) - FIRST_USER];
  if (user === undefined) throw new Refusal(401, 'Cannot verify token');
  return {
    user,
    claims: {
      userId: Number(content.userId),
      docId: content.docId,
      readOnly: content.readOnly === true,
    },
  };
}

function contentOf(body: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
  } catch {
    throw new Refusal(401, 'Broken token');
  }
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function signatureOf(secret: string, signed: string): string {
  return createHmac('sha256', secret).update(signed).digest('base64url');
}

function same(left: string, right: string): boolean {
  const [one, other] = [Buffer.from(left, 'base64url'), Buffer.from(right, 'base64url')];
  return one.length === other.length && timingSafeEqual(one, other);
}
