// Small secrets of the site's own, kept in a column of text: sealed under a key drawn from the session secret, so that
// whoever reads the database reads none of them. They are given again when that secret changes.

import { hkdfSync } from 'node:crypto';
import { Failure } from '../errors/failure';
import { type Cell, type SealKeys, seal, unseal } from '../store/seal';

const KEY = 'session';

/** What it is for takes part in the key: one purpose's envelopes do not open as another's. */
export type Purpose = 'id_token' | 'webhook';

/** Text of a column: an envelope of lib/store/seal.ts, in base64. */
export function sealText(sessionSecret: string, purpose: Purpose, cell: Cell, text: string): string {
  return Buffer.from(seal(keysOf(sessionSecret, purpose), cell, text)).toString('base64');
}

/** Null for what the present secret did not seal. */
export function openText(sessionSecret: string, purpose: Purpose, cell: Cell, sealed: string): string | null {
  try {
    return unseal(keysOf(sessionSecret, purpose), cell, Buffer.from(sealed, 'base64'));
  } catch (error) {
    if (error instanceof Failure && error.code === 'SECRET_ILLISIBLE') return null;
    throw error;
  }
}

function keysOf(sessionSecret: string, purpose: Purpose): SealKeys {
  const key = new Uint8Array(hkdfSync('sha256', sessionSecret, '', `one-trick-pony ${purpose}`, 32));
  return { active: KEY, keys: new Map([[KEY, key]]) };
}
