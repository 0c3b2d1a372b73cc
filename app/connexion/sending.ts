// What the page « Vérifiez vos messages » must know, kept in a cookie rather than in its address.

import { z } from 'zod';
import { normaliseEmail } from '../../lib/access/email-address';
import { returnPath } from '../../lib/access/return-path';

export type Sending = { readonly address: string; readonly returnTo: string };

const SHAPE = z.tuple([z.string(), z.string()]);

export function sendingText({ address, returnTo }: Sending): string {
  return Buffer.from(JSON.stringify([address, returnTo])).toString('base64url');
}

/** Null when there is none, or it was tampered with. */
export function sendingFrom(text: string | null): Sending | null {
  if (text === null) return null;
  const json = Buffer.from(text, 'base64url').toString('utf8');
  const read = SHAPE.safeParse(parse(json));
  const address = read.success ? normaliseEmail(read.data[0]) : null;
  return read.success && address !== null ? { address, returnTo: returnPath(read.data[1]) } : null;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
