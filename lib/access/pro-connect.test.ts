// What ProConnect says of somebody, as we read it; and what is asked of ProConnect.

import { describe, expect, it } from 'vitest';
import type { ProConnectSettings } from '../env/site';
import { proConnectProvider, readIdentity } from './pro-connect';

const CLAIMS = {
  sub: 'a1b2',
  email: 'Camille.Martin@Exemple.gouv.fr',
  given_name: ' Camille ',
  usual_name: 'Martin\nDurand',
  siret: '110 002 011 00044',
  idp_id: 'fi-1',
  autre: 'ignoré',
};

describe('an identity of ProConnect', () => {
  it('is read from its claims', () => {
    expect(readIdentity(CLAIMS)).toEqual({
      means: 'proconnect',
      subject: 'a1b2',
      email: 'camille.martin@exemple.gouv.fr',
      identityProvider: 'fi-1',
      givenName: 'Camille',
      usualName: 'Martin Durand',
      siret: '11000201100044',
    });
  });

  it('does without what is not needed, and does not believe a SIRET that is none', () => {
    const least = { sub: 'a1b2', email: 'c@exemple.gouv.fr', siret: '1100' };
    expect(readIdentity(least)).toMatchObject({ siret: null, givenName: null, identityProvider: null });
  });

  it.each([
    ['without subject', { ...CLAIMS, sub: undefined }],
    ['with an empty subject', { ...CLAIMS, sub: '' }],
    ['without address', { ...CLAIMS, email: undefined }],
    ['with two addresses', { ...CLAIMS, email: 'a@exemple.fr,b@exemple.fr' }],
    ['that is nothing', null],
  ])('is none %s', (_what, claims) => {
    expect(readIdentity(claims)).toBeNull();
  });
});

describe('what is asked of ProConnect', () => {
  const settings: ProConnectSettings = {
    issuer: 'https://auth.exemple.gouv.fr/api/v2',
    clientId: 'site',
    clientSecret: 'secret',
    pkce: true,
    acr: [],
    idTokenAlgorithm: 'ES256',
    userinfoAlgorithm: 'RS256',
  };

  it('is signed, and protected by state, nonce and PKCE', () => {
    expect(proConnectProvider(settings)).toMatchObject({
      wellKnown: 'https://auth.exemple.gouv.fr/api/v2/.well-known/openid-configuration',
      checks: ['pkce', 'state', 'nonce'],
      authorization: { params: { scope: 'openid given_name usual_name email uid siret idp_id' } },
      client: { id_token_signed_response_alg: 'ES256', userinfo_signed_response_alg: 'RS256' },
    });
  });

  it('keeps state and nonce when PKCE is turned off', () => {
    expect(proConnectProvider({ ...settings, pkce: false }).checks).toEqual(['state', 'nonce']);
  });

  it('expects plain JSON only when told so', () => {
    const { client } = proConnectProvider({ ...settings, userinfoAlgorithm: null });
    expect(client).not.toHaveProperty('userinfo_signed_response_alg');
  });

  it('demands a level of authentication the documented way', () => {
    const { authorization } = proConnectProvider({ ...settings, acr: ['eidas2'] });
    expect(authorization).toMatchObject({
      params: { claims: '{"id_token":{"acr":{"essential":true,"values":["eidas2"]}}}' },
    });
  });
});
