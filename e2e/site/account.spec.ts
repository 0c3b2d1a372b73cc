// One's own account: devices, sign-out everywhere, deletion; and requests from other sites.

import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { Client } from 'pg';
import { mailbox, signInByEmail, test, throughProConnect } from './testing/site';

test('lists the devices, closes one, then all', async ({ page, browser }) => {
  const address = mailbox();
  await signInByEmail(page, address);
  const phone = await browser.newContext({
    userAgent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
  });
  const second = await phone.newPage();
  await signInByEmail(second, address, 2);

  await page.reload();
  const devices = page.getByRole('listitem').filter({ hasText: 'Connecté le' });
  await expect(devices).toHaveCount(2);
  await expect(devices.filter({ hasText: 'Cet appareil' })).toContainText('Chrome sur');
  await page.getByRole('button', { name: /^Déconnecter Safari sur iPhone/ }).click();
  await expect(page.getByRole('heading', { name: 'Cet appareil est déconnecté' })).toBeVisible();
  await expect(devices).toHaveCount(1);
  await second.goto('/compte');
  await expect(second).toHaveURL(/\/connexion/);

  await signInByEmail(second, address, 3);
  await second.getByRole('button', { name: 'Me déconnecter partout' }).click();
  await expect(second.getByRole('heading', { name: 'Vous êtes déconnecté' })).toBeVisible();
  await page.goto('/compte');
  await expect(page).toHaveURL(/\/connexion/);
  await phone.close();
});

test('signs out everywhere from a session of ProConnect', async ({ page }) => {
  await page.goto('/connexion');
  await throughProConnect(page, { email: mailbox() });
  await page.getByRole('button', { name: 'Me déconnecter partout' }).click();
  await expect(page.getByRole('heading', { name: 'Vous êtes déconnecté' })).toBeVisible();
});

test('deletes the account once it is confirmed', async ({ page }) => {
  const address = mailbox();
  await signInByEmail(page, address);
  const remove = page.getByRole('button', { name: 'Supprimer mon compte' });
  await remove.click();
  await expect(page.getByRole('heading', { name: 'La suppression est à confirmer' })).toBeVisible();
  await page.getByText('Je veux supprimer mon compte.').click();
  await remove.click();
  await expect(page.getByRole('heading', { name: 'Votre compte est supprimé' })).toBeVisible();
  await page.goto('/compte');
  await expect(page).toHaveURL(/\/connexion/);
});

test('keeps the account of who owns a link', async ({ page }) => {
  const address = mailbox();
  await signInByEmail(page, address);
  await sql(
    `WITH one AS (
       INSERT INTO link (id, source_url, demarche, destination_url, document)
       VALUES (gen_random_uuid(), 'https://dn.exemple.fr', 1, 'https://grist.exemple.fr', $1) RETURNING id
     )
     INSERT INTO membership (link_id, user_id, role, created_at)
     SELECT one.id, app_user.id, 'proprietaire', now() FROM one, app_user WHERE email = $1`,
    [address],
  );
  await page.reload();
  await expect(page.getByText('Vous êtes propriétaire d’une liaison.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Supprimer mon compte' })).toHaveCount(0);
});

test('does nothing that another site asks for', async ({ page }) => {
  await signInByEmail(page, mailbox());
  for (const path of ['/deconnexion', '/connexion/proconnect', '/compte/associer']) {
    for (const origin of ['https://mechant.exemple', 'null']) {
      const answer = await page.request.post(path, { headers: { origin }, form: {}, maxRedirects: 0 });
      expect([path, origin, answer.status()]).toEqual([path, origin, 403]);
    }
    const bare = await page.request.post(path, { form: {}, maxRedirects: 0 });
    expect([path, bare.status()]).toEqual([path, 403]);
  }
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Mon compte');
});

test('says nothing of cookies to scripts, and refuses to be framed', async ({ page }) => {
  await signInByEmail(page, mailbox());
  const cookies = await page.context().cookies();
  const session = cookies.find(({ name }) => name.endsWith('otp-session'));
  expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
  expect(await page.evaluate(() => document.cookie)).not.toContain('otp-');
  const headers = (await page.request.get('/compte')).headers();
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
  expect(headers['content-security-policy']).toMatch(/form-action 'self' http:\/\/127\.0\.0\.1:\d+;/);
});

async function sql(statement: string, values: readonly unknown[]): Promise<void> {
  const client = new Client({ connectionString: process.env.OTP_DATABASE ?? '' });
  await client.connect();
  try {
    await client.query(statement, [...values]);
  } finally {
    await client.end();
  }
}

test('gives one’s own data as a file, to whoever is signed in', async ({ page, request }) => {
  const address = mailbox();
  await signInByEmail(page, address);
  await page.goto('/compte');
  const arriving = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Télécharger mes données' }).click();
  const file = await arriving;
  expect(file.suggestedFilename()).toBe('mes-donnees-one-trick-pony.json');
  const data = JSON.parse(await readFile(await file.path(), 'utf8'));
  expect(data.compte.courriel).toBe(address);
  expect(data.journalDesActes.at(-1).acte).toBe('connexion');
  const again = await page.request.get('/compte/donnees');
  expect((await again.json()).journalDesActes.at(-1).acte).toBe('donnees-exportees');
  const stranger = await request.get('/compte/donnees', { maxRedirects: 0 });
  expect(stranger.status()).toBe(303);
});
