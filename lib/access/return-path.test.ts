// After signing in, nobody is led away from this site.

import { describe, expect, it } from 'vitest';
import { HOME, returnPath } from './return-path';

describe('where to go after signing in', () => {
  it.each(['/', '/liaisons/12?page=2', '/compte', '/connexions'])('%s is kept', (path) => {
    expect(returnPath(path)).toBe(path);
  });

  it.each([
    'https://mechant.fr',
    '//mechant.fr',
    '/\\mechant.fr',
    '\\\\mechant.fr',
    '/\t/mechant.fr',
    '/\n/mechant.fr',
    ' //mechant.fr',
    '/a/..//mechant.fr',
    '/.//mechant.fr',
    'javascript:alert(1)',
    'compte',
    '/connexion',
    '/connexion/lien?jeton=x',
    '/deconnexion',
    '/api/auth/callback/proconnect',
    `/${'a'.repeat(600)}`,
    '',
    null,
    undefined,
  ])('%j is not', (path) => {
    expect(returnPath(path)).toBe(HOME);
  });

  it('forgets what follows a hash, and dots', () => {
    expect(returnPath('/a/../b#c')).toBe('/b');
    expect(returnPath('/./../../connexion')).toBe(HOME);
  });
});
