// Signing in by e-mail, in a browser.

import { expect } from '@playwright/test';
import { askForLink, letters, linkFor, mailbox, signInByEmail, signOut, test } from './testing/site';

test('signs in, shows who is signed in, and signs out', async ({ page }) => {
  const address = mailbox();
  await signInByEmail(page, address.toUpperCase().replace(/^/, ' ').trim().toLowerCase());
  await expect(page).toHaveTitle('Mon compte – One Trick Pony');
  await expect(page.getByRole('banner').getByRole('link', { name: address })).toBeVisible();
  await signOut(page);
  await page.goto('/compte');
  await expect(page).toHaveURL(/\/connexion\?retour=%2Fcompte$/);
});

test('refuses a link that has served', async ({ page, browser }) => {
  const address = mailbox();
  await signInByEmail(page, address);
  const other = await (await browser.newContext()).newPage();
  await other.goto(await linkFor(page, address));
  await expect(other.getByRole('heading', { name: 'Ce lien de connexion ne fonctionne plus' })).toBeVisible();
  await expect(other).toHaveURL(/\/connexion\?avis=lien-perdu$/);
  await other.context().close();
});

test('does not let a mail scanner burn the link', async ({ page }) => {
  const address = mailbox();
  await askForLink(page, address);
  const link = await linkFor(page, address);
  for (let time = 0; time < 3; time += 1) {
    const answer = await page.request.get(link, { headers: { 'user-agent': 'scanner' } });
    expect(answer.ok()).toBe(true);
    expect((await page.request.head(link)).ok()).toBe(true);
  }
  await page.goto(link);
  await expect(page.getByText(address)).toBeVisible();
  await page.getByRole('button', { name: 'Me connecter' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Mon compte');
});

test('keeps what was typed and says what is wrong', async ({ page }) => {
  await askForLink(page, 'camille@');
  const summary = page.getByRole('alert').filter({ hasText: 'L’adresse est à corriger' });
  await expect(summary.locator('..')).toBeFocused();
  const field = page.getByLabel('Adresse électronique professionnelle');
  await expect(field).toHaveValue('camille@');
  await expect(field).toHaveAccessibleDescription(/Saisissez une adresse électronique/);
  await summary.getByRole('link').click();
  await expect(field).toBeFocused();
});

test('limits how many messages an address is sent', async ({ page }) => {
  const address = mailbox();
  for (let time = 1; time <= 5; time += 1) {
    await askForLink(page, address);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Vérifiez vos messages');
  }
  await askForLink(page, address);
  await expect(page.getByRole('alert').filter({ hasText: 'Aucun message n’est parti' })).toContainText(
    /Attendez encore \d+ minutes?/,
  );
  await expect(page.getByLabel('Adresse électronique professionnelle')).toHaveValue(address);
  expect(await letters(page, address, 5)).toHaveLength(5);
});

test('sends the message again, not at once twice', async ({ page }) => {
  const address = mailbox();
  await askForLink(page, address);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Vérifiez vos messages');
  await page.getByRole('button', { name: 'Renvoyer le message' }).click();
  await letters(page, address, 2);
  await page.getByRole('button', { name: 'Renvoyer le message' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Un message vient de partir' })).toBeVisible();
});

test('answers the same to an address that may not come in, and tells it once the mailbox is proven', async ({
  page,
}) => {
  const address = mailbox('ailleurs.exemple.com');
  await askForLink(page, address);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Vérifiez vos messages');
  await page.goto(await linkFor(page, address));
  await page.getByRole('button', { name: 'Me connecter' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'Ce service ne vous est pas encore ouvert',
  );
  await expect(page.getByText('se termine par @exemple.gouv.fr')).toBeVisible();
  await expect(page.getByRole('link', { name: 'contact@exemple.gouv.fr' })).toBeVisible();
  await page.goto('/compte');
  await expect(page).toHaveURL(/\/connexion/);
});

test('leads back to the page that was wanted, and nowhere else', async ({ page }) => {
  const address = mailbox();
  await page.goto('/compte?avis=abandon');
  await page.goto(`/connexion?retour=${encodeURIComponent('/?page=2')}`);
  await page.getByLabel('Adresse électronique professionnelle').fill(address);
  await page.getByRole('button', { name: 'Recevoir un lien de connexion' }).click();
  await page.goto(await linkFor(page, address));
  await page.getByRole('button', { name: 'Me connecter' }).click();
  await expect(page).toHaveURL(/\/\?page=2$/);
  await page.goto(`/connexion?retour=${encodeURIComponent('//mechant.exemple')}`);
  await expect(page).toHaveURL(/127\.0\.0\.1:\d+\/compte$/);
});

test('writes a message that reads as text and as a page', async ({ page }) => {
  const address = mailbox();
  await askForLink(page, address);
  const [letter] = await letters(page, address);
  expect(letter?.subject).toBe('Votre lien de connexion à One Trick Pony');
  expect(letter?.text).toContain('valable 15 minutes');
  expect(letter?.html).toContain('<html lang="fr">');
  expect(letter?.html).toContain('<h1');
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('signs in and out all the same', async ({ page }) => {
    const address = mailbox();
    await askForLink(page, 'camille@');
    await expect(page.getByText('Saisissez une adresse électronique').first()).toBeVisible();
    await expect(page.getByLabel('Adresse électronique professionnelle')).toHaveValue('camille@');
    await signInByEmail(page, address);
    await signOut(page);
  });
});
