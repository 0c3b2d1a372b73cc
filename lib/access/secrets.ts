// Tokens that open something, and what is kept of them.

import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 bits, in 43 characters that an address may hold. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a token: who reads the table cannot use it. No salt: a token is drawn, not chosen. */
export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/** What is stored of something that could be guessed, an address for instance: without the secret, nobody can try. */
export function keyedHash(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('base64url');
}

/** Takes the same time wherever they differ. */
export function sameText(left: string, right: string): boolean {
  const [one, other] = [createHash('sha256').update(left), createHash('sha256').update(right)];
  return timingSafeEqual(one.digest(), other.digest());
}
