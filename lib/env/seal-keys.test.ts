// The encryption keys of the environment: what is read, what is refused, and that a key is never quoted.

import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Failure } from '../errors/failure';
import { readSealKeys } from './seal-keys';

const ONE = randomBytes(32).toString('base64');
const TWO = randomBytes(32).toString('base64');
const read = (text: string | undefined) => readSealKeys({ CLES_DE_CHIFFREMENT: text });

function refusal(text: string | undefined): Failure {
  try {
    read(text);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

describe('encryption keys', () => {
  it('come with the active one first, and the older ones behind', () => {
    const keys = read(` k2026-11:${TWO}, k1:${ONE} `);
    expect(keys.active).toBe('k2026-11');
    expect([...keys.keys.keys()]).toEqual(['k2026-11', 'k1']);
    expect(Buffer.from(keys.keys.get('k1') ?? []).toString('base64')).toBe(ONE);
  });

  it.each([undefined, '', '   '])('are required: %j is refused, with how to make one', (text) => {
    expect(refusal(text)).toMatchObject({ code: 'CONFIG_INCOMPLETE' });
    expect(refusal(text).detail).toContain('openssl rand -base64 32');
  });

  it.each([
    ['a key without name', ONE],
    ['a name in capitals', `K1:${ONE}`],
    ['a short key', `k1:${randomBytes(16).toString('base64')}`],
    ['a long key', `k1:${randomBytes(33).toString('base64')}`],
    ['a key with a character too many', `k1:${ONE.slice(0, 20)}é${ONE.slice(20)}`],
    ['a name given twice', `k1:${ONE},k1:${TWO}`],
    ['a key given twice', `k1:${ONE},k2:${ONE}`],
    ['a key of zeroes', `k1:${Buffer.alloc(32).toString('base64')}`],
    ['a comma too many', `k1:${ONE},`],
  ])('are refused, unquoted: %s', (_what, text) => {
    const failure = refusal(text);
    expect(failure.code).toBe('CONFIG_INVALIDE');
    expect(JSON.stringify([failure.message, failure.detail, failure.facts])).not.toContain(ONE.slice(0, 12));
  });
});
