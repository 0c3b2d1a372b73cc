// A link that stops alerts: it stops those it was made for, and cannot be made by anybody else.

import { describe, expect, it } from 'vitest';
import { keyedHash } from './secrets';
import { readUnsubscription, unsubscribeToken } from './unsubscribe';

const SECRET = 'secret-des-essais-sans-aucune-valeur-0123456789';
const userId = '019a0000-0000-7000-8000-000000000001';
const linkId = '019a0000-0000-7000-8000-000000000002';
const other = '019a0000-0000-7000-8000-000000000003';
const token = unsubscribeToken(SECRET, { userId, linkId });
const [, , signature = ''] = token.split('.');

describe('a link that stops alerts', () => {
  it.each([{ linkId }, { linkId: null }])('is read as it was made: %j', (subject) => {
    expect(readUnsubscription(SECRET, unsubscribeToken(SECRET, { userId, ...subject }))).toEqual({
      userId,
      ...subject,
    });
    expect(encodeURIComponent(token)).toBe(token);
  });

  it.each([
    ['of another link', `${userId}.${other}.${signature}`],
    ['of another person', `${other}.${linkId}.${signature}`],
    ['of every link', `${userId}.toutes.${signature}`],
    ['without a signature', `${userId}.${linkId}.`],
    ['with something more', `${token}.x`],
    ['signed for another purpose', `${userId}.${linkId}.${keyedHash(SECRET, `${userId}.${linkId}`)}`],
    ['signed with another secret', unsubscribeToken(`${SECRET}x`, { userId, linkId })],
    ['empty', ''],
    ['endless', 'a'.repeat(100_000)],
  ])('is refused: %s', (_what, forged) => {
    expect(readUnsubscription(SECRET, forged)).toBeNull();
  });
});
