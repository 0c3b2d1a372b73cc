import { describe, expect, test } from 'vitest';
import { Failure } from '../errors/failure';
import { parseEndpoint } from './endpoint';

const OFFICIAL = 'https://demarche.numerique.gouv.fr';

const verdict = (address: string): unknown => {
  try {
    return parseEndpoint(address);
  } catch (error) {
    if (error instanceof Failure && error.code === 'DS_URL_INVALIDE') return error.facts.reason;
    throw error;
  }
};

describe('parseEndpoint', () => {
  test.each([
    OFFICIAL,
    `${OFFICIAL}/`,
    `  ${OFFICIAL}\n`,
    `${OFFICIAL}/api/v2/graphql`,
    `${OFFICIAL}/admin/procedures/1234/champs?x=1#haut`,
    `${OFFICIAL}/procedures/1234/a-suivre`,
    'HTTPS://Demarche.Numerique.Gouv.FR:443/commencer/test',
    'demarche.numerique.gouv.fr',
    'demarche.numerique.gouv.fr/admin/procedures/1234',
  ])('%s → the official site', (address) => {
    expect(verdict(address)).toEqual({ origin: OFFICIAL, graphql: `${OFFICIAL}/api/v2/graphql` });
  });

  test.each([
    ['https://demarches.example.org:8443/x', 'https://demarches.example.org:8443'],
    ['http://127.0.0.1:4000/api/v2/graphql', 'http://127.0.0.1:4000'],
    ['http://localhost:4000', 'http://localhost:4000'],
    ['http://[::1]:4000', 'http://[::1]:4000'],
  ])('%s → %s', (address, origin) => {
    expect(verdict(address)).toEqual({ origin, graphql: `${origin}/api/v2/graphql` });
  });

  test.each([
    ['http://demarche.numerique.gouv.fr', 'plain_http'],
    ['https://jeton:secret@demarche.numerique.gouv.fr', 'credentials'],
    ['ftp://demarche.numerique.gouv.fr', 'invalid'],
    ['javascript:alert(1)', 'invalid'],
    ['demarche', 'invalid'],
    ['https://', 'invalid'],
    ['', 'invalid'],
    ['mon site', 'invalid'],
  ])('%s is refused (%s)', (address, reason) => {
    expect(verdict(address)).toBe(reason);
  });
});
