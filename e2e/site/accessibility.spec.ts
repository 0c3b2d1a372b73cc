// Every page of the sign-in is accessible, in both themes and on a narrow screen.

import { expect } from '@playwright/test';
import { expectAccessible } from './testing/accessibility';
import { askForLink, linkFor, mailbox, signInByEmail, test, throughProConnect } from './testing/site';

const STILL = [
  ['connexion', '/connexion', 'Connexion – One Trick Pony'],
  ['connexion-avis', '/connexion?avis=lien-perdu', 'Connexion – One Trick Pony'],
  ['refus', '/connexion/refus', 'Accès non ouvert – One Trick Pony'],
  ['associer', '/connexion/associer?compte=courriel', 'Un compte existe déjà – One Trick Pony'],
] as const;

for (const [name, path, title] of STILL) {
  test(`the page ${path}`, async ({ page }) => {
    await page.goto(path);
    await expect(page).toHaveTitle(title);
    await expectAccessible(page, name);
  });
}

test('the sign-in form with an error', async ({ page }) => {
  await askForLink(page, 'camille');
  await expect(page.getByRole('alert').filter({ hasText: 'L’adresse est à corriger' })).toBeVisible();
  await expectAccessible(page, 'connexion-erreur');
});

test('the pages of the link', async ({ page }) => {
  const address = mailbox();
  await askForLink(page, address);
  await expect(page).toHaveTitle('Vérifiez vos messages – One Trick Pony');
  await expectAccessible(page, 'verifier');
  await page.goto(await linkFor(page, address));
  await expect(page).toHaveTitle('Confirmez votre connexion – One Trick Pony');
  await expectAccessible(page, 'lien');
});

test('the account', async ({ page }) => {
  const address = mailbox();
  await signInByEmail(page, address);
  await throughProConnect(page, { email: address });
  await expect(page.getByRole('heading', { name: 'Ce moyen de connexion est associé' })).toBeVisible();
  await expectAccessible(page, 'compte');
  await page.goto('/invitations');
  await expectAccessible(page, 'invitations');
});

test('the sign-in by keyboard alone', async ({ page }) => {
  const address = mailbox();
  await page.goto('/connexion');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Contenu' })).toBeFocused();
  await page.keyboard.press('Enter');
  const field = page.getByLabel('Adresse électronique professionnelle');
  for (let key = 0; key < 6 && !(await field.evaluate((one) => one === document.activeElement)); key += 1) {
    await page.keyboard.press('Tab');
  }
  await page.keyboard.type(address);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Vérifiez vos messages');
});
