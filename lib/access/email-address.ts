// E-mail addresses as they are compared and written to: one form for one mailbox.

import { domainToASCII } from 'node:url';

/** RFC 5321: the longest local part, the longest address. */
const LOCAL_LENGTH = 64;
const LENGTH = 254;

/**
 * Lower case, the domain in ASCII. Null for what is not exactly one plain address. Only ASCII before the `@`: letters that
 * look alike, or that lower case brings together, would make two people one. No quotes, commas or names: what is stored is
 * what the mail relay is given, and it must never read two recipients in it.
 */
export function normaliseEmail(text: string): string | null {
  const [local = '', domain = '', ...rest] = text.trim().split('@');
  if (rest.length > 0 || local.length > LOCAL_LENGTH) return null;
  if (!/^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i.test(local)) return null;
  const ascii = domainToASCII(domain).toLowerCase();
  if (!/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/.test(ascii))
    return null;
  const address = `${local.toLowerCase()}@${ascii}`;
  return address.length <= LENGTH ? address : null;
}

export function domainOf(email: string): string {
  return email.slice(email.indexOf('@') + 1);
}
