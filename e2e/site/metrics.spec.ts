// The measures are for whoever holds their token.

import { expect } from '@playwright/test';
import { test } from './testing/site';

test('the measures open with their token alone', async ({ request }) => {
  expect((await request.get('/api/metriques')).status()).toBe(404);
  const wrong = await request.get('/api/metriques', { headers: { Authorization: 'Bearer autre' } });
  expect(wrong.status()).toBe(404);
  const token = process.env.OTP_METRICS_TOKEN ?? '';
  const right = await request.get('/api/metriques', { headers: { Authorization: `Bearer ${token}` } });
  expect(right.status()).toBe(200);
  expect(await right.text()).toContain('otp_liaisons ');
});

test('the measures do not open to a token that begins or ends as theirs, nor in the address', async ({
  request,
}) => {
  const token = process.env.OTP_METRICS_TOKEN ?? '';
  for (const given of [token.slice(0, -1), `${token}x`, token.toUpperCase(), '']) {
    const answer = await request.get('/api/metriques', { headers: { Authorization: `Bearer ${given}` } });
    expect(answer.status(), `${given.length} characters`).toBe(404);
    expect(await answer.text()).toBe('');
  }
  expect((await request.get(`/api/metriques?token=${token}`)).status()).toBe(404);
});

test('a connection stays open for longer than the proxies before the site keep theirs', async ({
  request,
}) => {
  const { 'keep-alive': kept } = (await request.get('/api/sante/vie')).headers();
  // Traefik: 90 s, nginx: 60 s.
  expect(Number(/^timeout=(\d+)$/.exec(kept ?? '')?.[1])).toBeGreaterThan(90);
});

test('a process says that it lives, how the service is, and of which version', async ({ request }) => {
  const alive = await request.get('/api/sante/vie');
  expect(alive.status()).toBe(200);
  expect(await alive.json()).toEqual({ etat: 'vivant', version: expect.stringMatching(/^\d+\.\d+\.\d+$/) });
  const health = await request.get('/api/sante');
  expect(health.status()).toBe(200);
  expect(await health.json()).toMatchObject({
    etat: 'ok',
    version: (await alive.json()).version,
    base: { joignable: true },
  });
  expect(await health.text()).not.toMatch(/postgres|@|Bearer/);
});
