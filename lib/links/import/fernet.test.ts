// Fernet: the specification's own example, and what must not open.

import { createCipheriv, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openFernet, readFernetKey } from './fernet';
import { sealFernet } from './testing';

/** The example of the Fernet specification (verify.json). */
const KEY = 'cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=';
const TOKEN =
  'gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==';

function key(text = KEY) {
  const read = readFernetKey(text);
  if (read === null) throw new Error('no key');
  return read;
}

describe('Fernet', () => {
  it('opens the example of its specification', () => {
    expect(openFernet(key(), TOKEN)).toBe('hello');
  });

  it('opens what was sealed, accents and length included', () => {
    const secret = 'é'.repeat(1_000);
    expect(openFernet(key(), sealFernet(KEY, secret))).toBe(secret);
  });

  it.each([
    ['another key', sealFernet(Buffer.alloc(32, 7).toString('base64url'), 'secret')],
    ['one letter changed', TOKEN.replace('gAAAAAAdwJ6w', 'gAAAAAAdwJ7w')],
    ['cut', TOKEN.slice(0, 60)],
    ['another version', `hAAA${TOKEN.slice(4)}`],
    ['plain text', 'un-jeton-en-clair'],
    ['nothing', ''],
  ])('opens nothing of %s', (_what, token) => {
    expect(openFernet(key(), token)).toBeNull();
  });

  it.each(['', 'courte', `${KEY}AAAA`, KEY.replace('c', '!')])('reads no key in %j', (text) => {
    expect(readFernetKey(text)).toBeNull();
  });

  it('is told from what only looks like it: authenticated before it is deciphered', () => {
    const { encryption, signing } = key();
    const head = Buffer.concat([Buffer.from([0x80]), Buffer.alloc(8), Buffer.alloc(16, 1)]);
    const cipher = createCipheriv('aes-128-cbc', encryption, Buffer.alloc(16, 1));
    const body = Buffer.concat([head, cipher.update('bonjour'), cipher.final()]);
    const mac = createHmac('sha256', signing).update(body).digest();
    expect(openFernet(key(), Buffer.concat([body, mac]).toString('base64url'))).toBe('bonjour');
    expect(openFernet(key(), Buffer.concat([body, mac.reverse()]).toString('base64url'))).toBeNull();
  });
});
