// Alerts, from the letter to silence and back: the real service breaks, writes, and is asked to be quiet; the day's message; the
// address of another program.

import { type Browser, expect, type Page } from '@playwright/test';
import { isMuted, wantsDigest } from '../../lib/store/alert-rows';
import { readWebhook } from '../../lib/store/webhook-rows';
import { expectAccessible } from './testing/accessibility';
import { type Scene, test } from './testing/links';
import { answered, letters } from './testing/site';

test.describe.configure({ timeout: 300_000 });

const title = (page: Page) => page.getByRole('heading', { level: 1 });
const done = (page: Page, text: string | RegExp) =>
  expect(page.locator('.fr-alert--success', { hasText: text })).toBeVisible();

async function broken(page: Page, scene: Scene) {
  const { demarches } = scene.sides;
  const { userId, email } = await scene.arrive(page);
  const linkId = await scene.link(userId);
  demarches.control({ type: 'revoke_token', token: demarches.token });
  await scene.synchronise(linkId);
  const [letter] = await letters(page, email);
  if (letter === undefined) throw new Error('no letter');
  return { userId, linkId, letter };
}

async function stranger(browser: Browser) {
  const context = await browser.newContext();
  return { page: await context.newPage(), context };
}

test('a letter leads to the remedy, and to silence without signing in; one comes back from the page of the link', async ({
  page,
  browser,
  scene,
}) => {
  const { userId, linkId, letter } = await broken(page, scene);
  expect(letter.subject).toContain('la synchronisation est arrêtée');
  const remedy = /https?:\/\/\S+\/liaisons\/\S+\/reglages/.exec(letter.text)?.[0] ?? '';
  await page.goto(remedy);
  await expect(page.getByRole('heading', { level: 2, name: 'Réglages' })).toBeVisible();
  const address = /https?:\/\/\S+\/alertes\/desabonnement\?jeton=\S+/.exec(letter.text)?.[0] ?? '';
  const other = await stranger(browser);
  await other.page.goto(address);
  await expect(title(other.page)).toHaveText('Ne plus recevoir d’alertes');
  await expectAccessible(other.page, 'desabonnement');
  expect(await isMuted(scene.database, userId, linkId), 'opening it changes nothing').toBe(false);
  await other.page.getByRole('button', { name: 'Ne plus recevoir ces alertes' }).click();
  await done(other.page, 'C’est fait');
  await expectAccessible(other.page, 'desabonnement-fait');
  expect(await isMuted(scene.database, userId, linkId)).toBe(true);
  expect(await other.context.cookies()).toEqual([]);
  await other.page.goto(`${address}x`);
  await expect(other.page.getByText('Ce lien n’est pas complet')).toBeVisible();
  await other.context.close();

  await page.goto(`/liaisons/${linkId}/alertes`);
  await expect(page.getByText('Vous ne recevez pas les alertes de cette liaison.')).toBeVisible();
  await page.getByRole('button', { name: 'Recevoir les alertes de cette liaison' }).click();
  await done(page, 'Vous recevrez de nouveau');
  await expect(page.getByText('dès qu’elles surviennent')).toBeVisible();
  expect(await isMuted(scene.database, userId, linkId)).toBe(false);
});

test('mail programs stop alerts by themselves (RFC 8058), nobody else does', async ({
  page,
  scene,
  playwright,
}) => {
  const { userId, linkId, letter } = await broken(page, scene);
  const token = /desabonnement\?jeton=(\S+)/.exec(letter.text)?.[1] ?? '';
  const program = await playwright.request.newContext({ baseURL: process.env.OTP_SITE ?? '' });
  const post = (jeton: string) =>
    program.post(`/api/alertes/desabonnement?jeton=${jeton}`, { form: { 'List-Unsubscribe': 'One-Click' } });
  const [person = '', , signature = ''] = token.split('.');
  for (const forged of ['', `${token}x`, `${person}.toutes.${signature}`, `${userId}.${linkId}.`]) {
    expect((await post(forged)).status(), forged).toBe(400);
  }
  expect(await isMuted(scene.database, userId, linkId)).toBe(false);
  expect((await post(token)).status()).toBe(204);
  expect((await post(token)).status()).toBe(204);
  expect(await isMuted(scene.database, userId, linkId)).toBe(true);
  await program.dispose();
});

test('one message a day is chosen in the account', async ({ page, scene }) => {
  const { userId } = await scene.arrive(page);
  await page.goto('/compte');
  await page.getByText('Un seul courriel par jour, à 8 heures').click();
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await done(page, 'Le rythme de vos alertes est enregistré');
  await expect(page.getByLabel('Un seul courriel par jour, à 8 heures')).toBeChecked();
  expect(await wantsDigest(scene.database, userId)).toBe(true);
  await expectAccessible(page, 'compte-alertes');
});

test('an owner gives, changes and removes the address of a program; a manager does not', async ({
  page,
  browser,
  scene,
}) => {
  const { userId } = await scene.arrive(page);
  const linkId = await scene.link(userId);
  await page.goto(`/liaisons/${linkId}/alertes`);
  await expectAccessible(page, 'alertes');
  const field = page.getByLabel('Adresse à prévenir');
  for (const refused of [
    '',
    'pas une adresse',
    'http://exemple.gouv.fr/',
    'https://10.0.0.1/',
    'https://a:b@exemple.gouv.fr/',
  ]) {
    await field.fill(refused);
    await answered(page, () => page.getByRole('button', { name: 'Prévenir cette adresse' }).click());
    await expect(page.locator('.fr-alert--error'), refused).toBeVisible();
    await expect(field).toHaveValue(refused);
  }
  await expectAccessible(page, 'alertes-refus');
  expect(await readWebhook(scene.database, linkId)).toBeNull();
  await field.fill('https://exemple.gouv.fr/alertes');
  await page.getByRole('button', { name: 'Prévenir cette adresse' }).click();
  await expect(page.getByText('Clé de signature')).toBeVisible();
  const kept = await readWebhook(scene.database, linkId);
  expect(kept?.sealedUrl).not.toContain('exemple');
  await expect(field).toHaveValue('https://exemple.gouv.fr/alertes');
  const key = await page.locator('code').first().textContent();
  await scene.database.client.linkWebhook.update({ where: { linkId }, data: { failedAt: new Date() } });
  await page.reload();
  await expect(page.getByText('Cette adresse ne répond pas')).toBeVisible();
  await expectAccessible(page, 'alertes-programme');

  const other = await stranger(browser);
  const manager = await scene.arrive(other.page);
  await scene.database.client.membership.create({
    data: { linkId, userId: manager.userId, role: 'gestionnaire', createdAt: new Date() },
  });
  await other.page.goto(`/liaisons/${linkId}/alertes`);
  await expect(other.page.getByText('Une adresse est prévenue.')).toBeVisible();
  expect(await other.page.content()).not.toContain(key ?? '');
  expect(await other.page.content()).not.toContain('exemple.gouv.fr/alertes');
  await other.context.close();

  await page.getByRole('button', { name: 'Retirer cette adresse' }).click();
  await expect(page.getByText('Clé de signature')).toBeHidden();
  expect(await readWebhook(scene.database, linkId)).toBeNull();
});
