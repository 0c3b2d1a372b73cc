// ProConnect's `id_token`, kept for the sign-out only: sealed in its session under a key drawn from the session secret.

import { hkdfSync } from 'node:crypto';
import { Failure } from '../errors/failure';
import { type SealKeys, seal, unseal } from '../store/seal';

const KEY = 'session';

/** Text of a column: an envelope of lib/store/seal.ts, in base64. */
export function sealProof(sessionSecret: string, userId: string, idToken: string): string {
  return Buffer.from(seal(keysOf(sessionSecret), cellOf(userId), idToken)).toString('base64');
}

/** Null for what the present secret did not seal: the browser then signs out here only. */
export function openProof(sessionSecret: string, userId: string, sealed: string): string | null {
  try {
    return unseal(keysOf(sessionSecret), cellOf(userId), Buffer.from(sealed, 'base64'));
  } catch (error) {
    if (error instanceof Failure && error.code === 'SECRET_ILLISIBLE') return null;
    throw error;
  }
}

function keysOf(sessionSecret: string): SealKeys {
  const key = new Uint8Array(hkdfSync('sha256', sessionSecret, '', 'one-trick-pony id_token', 32));
  return { active: KEY, keys: new Map([[KEY, key]]) };
}

function cellOf(userId: string) {
  return { table: 'user_session', row: userId, column: 'id_token' };
}
