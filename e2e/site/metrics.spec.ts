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
