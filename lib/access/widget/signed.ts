// Small objects that leave this server signed and come back: nothing is kept of them, and nobody else can make one.

import type { z } from 'zod';
import { keyedHash, sameText } from '../secrets';

/** `purpose` separates what the same secret signs: a signature for one is worth nothing for another. */
export function sign(secret: string, purpose: string, content: object): string {
  const body = Buffer.from(JSON.stringify(content)).toString('base64url');
  return `${body}.${signatureOf(secret, purpose, body)}`;
}

/** Null for what was not signed here for this purpose, or does not have the shape. */
export function readSigned<T>(secret: string, purpose: string, shape: z.ZodType<T>, text: string): T | null {
  const [body = '', signature = '', ...rest] = text.slice(0, 2_000).split('.');
  if (rest.length > 0 || !sameText(signature, signatureOf(secret, purpose, body))) return null;
  const read = shape.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
  return read.success ? read.data : null;
}

function signatureOf(secret: string, purpose: string, body: string): string {
  return keyedHash(secret, `${purpose} ${body}`);
}
