// What people paste in the wizard: tokens, keys and addresses, as they are copied from other pages.

import { Failure } from '../../../lib/errors/failure';
import { readDocumentAddress } from '../../../lib/grist/address';

/** What was pasted, as a header carries it; null when it cannot be a secret. */
export function secretText(pasted: string): string | null {
  const text = pasted.trim().replace(/^Bearer\s+/i, '');
  return /^[\x21-\x7e]{8,4000}$/.test(text) ? text : null;
}

export function originOf(text: string): string | null {
  const trimmed = text.trim();
  const url = URL.parse(/^https?:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`);
  return url === null || url.username !== '' || url.password !== '' ? null : url.origin;
}

/** An address leads somewhere by itself; an identifier alone is of the site that is `proposed`. Throws what is unreadable. */
export function addressOf(pasted: string, proposed: string) {
  const text = pasted.trim();
  if (text.length > 2_000) throw new Failure('GRIST_URL_INVALIDE');
  const isId = /^[A-Za-z0-9~_-]{8,}$/.test(text);
  const url = isId ? proposed : text;
  const document = isId ? text : null;
  return { url, document, origin: readDocumentAddress({ url, document }).origin };
}

export function hostOf(origin: string | null): string {
  return origin === null ? '' : new URL(origin).host;
}
