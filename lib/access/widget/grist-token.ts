// What a document's access token says of itself. Read here, proven elsewhere: only the Grist that signed it can (facts/grist.md §6).

import { z } from 'zod';
import { Failure } from '../../errors/failure';

export type Claims = {
  /** Number of the person in that Grist; no e-mail comes with it. */
  readonly userId: number;
  readonly docId: string;
  readonly readOnly: boolean;
};

/** Whole ids alone: 22 characters in Grist. `~` marks a fork or a snapshot, which are other documents. */
const DOCUMENT = /^[A-Za-z0-9_-]{12,64}$/;

/** Grist's are near 250 characters. */
const LONGEST = 2_000;

const header = z.looseObject({ alg: z.literal('HS256') });

const payload = z.looseObject({
  userId: z.int().positive(),
  docId: z.string().max(200),
  readOnly: z.boolean().nullish(),
  exp: z.number().positive(),
});

/**
 * Pure. Throws WIDGET_JETON_REFUSE for what is no token of Grist, WIDGET_COPIE for the token of a fork or a snapshot. One
 * spelling of a token is accepted: bits that base64url leaves unused would make of a used token one that was never seen.
 */
export function readGristToken(token: string): Claims {
  const parts = token.length > LONGEST ? [] : token.split('.');
  if (parts.length !== 3 || !parts.every(isCanonical)) throw refused('forme');
  const [head = '', body = ''] = parts;
  if (!header.safeParse(json(head)).success) throw refused('entete');
  const read = payload.safeParse(json(body));
  if (!read.success) throw refused('contenu');
  const { userId, docId, readOnly } = read.data;
  if (/~/.test(docId) && DOCUMENT.test(docId.split('~')[0] ?? '')) throw new Failure('WIDGET_COPIE');
  if (!DOCUMENT.test(docId)) throw refused('document');
  return { userId, docId, readOnly: readOnly === true };
}

function isCanonical(part: string): boolean {
  return part !== '' && Buffer.from(part, 'base64url').toString('base64url') === part;
}

function json(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    throw refused('json');
  }
}

/** `why` names the part that is wrong, never what it holds. */
function refused(why: string): Failure {
  return new Failure('WIDGET_JETON_REFUSE', { facts: { partie: why } });
}
