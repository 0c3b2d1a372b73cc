// The simulated ProConnect refuses what the real one refuses.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ProConnectSimulator, startProConnect } from './start';

const SITE = 'http://127.0.0.1:3999';

let simulator: ProConnectSimulator;

beforeAll(async () => {
  simulator = await startProConnect({ site: SITE });
});

afterAll(() => simulator.close());

function authorize(changes: Record<string, string | null>): Promise<Response> {
  const parameters = {
    response_type: 'code',
    client_id: simulator.clientId,
    redirect_uri: `${SITE}/api/auth/callback/proconnect`,
    scope: 'openid email',
    state: 's'.repeat(32),
    nonce: 'n'.repeat(32),
    ...changes,
  };
  const given = Object.entries(parameters).filter((pair): pair is [string, string] => pair[1] !== null);
  return fetch(`${simulator.issuer}/authorize?${new URLSearchParams(given)}`, { redirect: 'manual' });
}

describe('the simulated ProConnect', () => {
  it('describes itself under its prefix, with signed userinfo', async () => {
    const answer = await fetch(`${simulator.issuer}/.well-known/openid-configuration`);
    expect(await answer.json()).toMatchObject({
      issuer: simulator.issuer,
      authorization_endpoint: `${simulator.issuer}/authorize`,
      end_session_endpoint: `${simulator.issuer}/session/end`,
      userinfo_signing_alg_values_supported: expect.arrayContaining(['RS256']),
    });
  });

  it('asks who it is, says that it is a simulation', async () => {
    const answer = await authorize({});
    expect(answer.status).toBe(303);
    const path = answer.headers.get('location') ?? '';
    const cookie = answer.headers.getSetCookie().map((one) => one.split(';')[0]);
    const page = await fetch(new URL(path, simulator.issuer), { headers: { cookie: cookie.join('; ') } });
    const html = await page.text();
    expect(html).toContain('Ceci n’est pas ProConnect');
    expect(html).toContain('camille.martin@exemple.gouv.fr');
  });

  it.each([
    ['an unknown parameter', { fantaisie: 'oui' }, 'Y000400'],
    ['a short state', { state: 's'.repeat(31) }, '32 caractères'],
    ['no nonce', { nonce: null }, '32 caractères'],
  ])('refuses %s', async (_what, changes, sentence) => {
    const answer = await authorize(changes);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain(sentence);
  });

  it('leads to no address but the one that was declared', async () => {
    const answer = await authorize({ redirect_uri: 'https://mechant.exemple/retour' });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('location')).toBeNull();
  });
});
