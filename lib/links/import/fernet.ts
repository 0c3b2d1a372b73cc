// Fernet, under which the original tool kept its secrets: AES-128-CBC, authenticated with HMAC-SHA256 (the Fernet
// specification, version 0x80). Only opened here: what we keep is sealed in our own way (lib/store/seal.ts).

import { createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto';

export type FernetKey = { readonly signing: Buffer; readonly encryption: Buffer };

const VERSION = 0x80;
const HALF = 16;
const HEAD = 1 + 8;
const MAC = 32;

/** 32 bytes in base64url; null for anything else. */
export function readFernetKey(text: string): FernetKey | null {
  const bytes = base64url(text.trim());
  if (bytes?.length !== 2 * HALF) return null;
  return { signing: bytes.subarray(0, HALF), encryption: bytes.subarray(HALF) };
}

/** Null when this key did not make it, or when it was altered: nothing is deciphered then. Its age is not looked at. */
export function openFernet({ signing, encryption }: FernetKey, token: string): string | null {
  const bytes = base64url(token.trim());
  if (bytes === null || bytes.length < HEAD + HALF + HALF + MAC || bytes[0] !== VERSION) return null;
  const body = bytes.subarray(0, -MAC);
  if ((body.length - HEAD) % HALF !== 0) return null;
  const expected = createHmac('sha256', signing).update(body).digest();
  if (!timingSafeEqual(expected, bytes.subarray(-MAC))) return null;
  const decipher = createDecipheriv('aes-128-cbc', encryption, body.subarray(HEAD, HEAD + HALF));
  const text = Buffer.concat([decipher.update(body.subarray(HEAD + HALF)), decipher.final()]);
  return text.toString('utf8');
}

function base64url(text: string): Buffer | null {
  return /^[A-Za-z0-9_-]+={0,2}$/.test(text) ? Buffer.from(text, 'base64url') : null;
}
