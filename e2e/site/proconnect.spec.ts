// Signing in by ProConnect, and joining it to an account, in a browser.

import { expect } from '@playwright/test';
import { letters, linkFor, mailbox, signInByEmail, signOut, test, throughProConnect } from './testing/site';

test('signs in with an identity of ProConnect, and signs out of both', async ({ page }) => {
  const requests: URL[] = [];
  page.on('request', (request) => requests.push(new URL(request.url())));
  await page.goto('/connexion');
  await page.getByRole('button', { name: 'S’identifier avec ProConnect' }).click();
  await page.getByRole('button', { name: /^Camille Martin/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Mon compte');
  await expect(page.getByRole('main')).toContainText('Camille Martin');
  await expect(page.getByRole('main')).toContainText('11000201100044');
  const asked = requests.find(({ pathname }) => pathname.endsWith('/authorize'))?.searchParams;
  expect(asked?.get('state')?.length).toBeGreaterThanOrEqual(32);
  expect(asked?.get('nonce')?.length).toBeGreaterThanOrEqual(32);
  expect(asked?.get('code_challenge_method')).toBe('S256');
  await signOut(page);
  const left = requests.find(({ pathname }) => pathname.endsWith('/session/end'))?.searchParams;
  expect(left?.get('id_token_hint')).toMatch(/^ey/);
  expect(left?.get('state')?.length).toBeGreaterThanOrEqual(32);
  // Signed out there too: ProConnect asks again who it is.
  await page.getByRole('button', { name: 'S’identifier avec ProConnect' }).click();
  await expect(page.getByRole('heading', { name: 'Choisissez un agent' })).toBeVisible();
});

test('comes back when somebody gives up at ProConnect', async ({ page }) => {
  await page.goto('/connexion');
  await page.getByRole('button', { name: 'S’identifier avec ProConnect' }).click();
  await page.getByRole('button', { name: 'Renoncer' }).click();
  await expect(page.getByRole('heading', { name: /Vous avez renoncé/ })).toBeVisible();
});

test('admits an organisation by its SIRET, and refuses the others', async ({ page, browser }) => {
  await page.goto('/connexion');
  await throughProConnect(page, { email: mailbox('departement.exemple.fr'), siret: '22000001600019' });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Mon compte');
  const other = await (await browser.newContext()).newPage();
  await other.goto('/connexion');
  await throughProConnect(other, { email: mailbox('departement.exemple.fr'), siret: '33000001600019' });
  await expect(other.getByRole('heading', { level: 1 })).toHaveText(
    'Ce service ne vous est pas encore ouvert',
  );
  await other.goto('/compte');
  await expect(other).toHaveURL(/\/connexion/);
  await other.context().close();
});

test('never opens the account of an e-mail by itself; joins it when its owner asks', async ({
  page,
  browser,
}) => {
  const address = mailbox();
  const agent = await (await browser.newContext()).newPage();
  await signInByEmail(page, address);
  await agent.goto('/connexion');
  await throughProConnect(agent, { email: address });
  await expect(agent.getByRole('heading', { level: 1 })).toHaveText(
    'Un compte existe déjà avec votre adresse',
  );
  await agent.goto('/compte');
  await expect(agent).toHaveURL(/\/connexion/);

  await throughProConnect(page, { email: address });
  await expect(page.getByRole('heading', { name: 'Ce moyen de connexion est associé' })).toBeVisible();
  await expect(page.getByText(`ProConnect (${address})`).first()).toBeVisible();
  const told = await letters(page, address, 2);
  expect(told[0]?.subject).toContain('moyens de connexion');

  await agent.goto('/connexion');
  await agent.getByRole('button', { name: 'S’identifier avec ProConnect' }).click();
  await expect(agent.getByRole('heading', { level: 1 })).toHaveText('Mon compte');
  await expect(agent.getByText(`Lien par courriel (${address})`).first()).toBeVisible();

  await agent.getByRole('button', { name: `Retirer ProConnect (${address})` }).click();
  await expect(agent.getByRole('heading', { name: 'Ce moyen de connexion est retiré' })).toBeVisible();
  await expect(agent.getByRole('button', { name: /^Retirer/ })).toHaveCount(0);
  await agent.context().close();
});

test('knows two identity providers as two identities', async ({ page, browser }) => {
  const address = mailbox();
  await page.goto('/connexion');
  await throughProConnect(page, { email: address, provider: 'Préfecture d’Exemple' });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Mon compte');
  const other = await (await browser.newContext()).newPage();
  await other.goto('/connexion');
  await throughProConnect(other, { email: address, provider: 'Ministère d’Exemple' });
  await expect(other.getByRole('heading', { level: 1 })).toHaveText(
    'Un compte existe déjà avec votre adresse',
  );
  await other.context().close();
});

test('joins an address to an account of ProConnect', async ({ page, browser }) => {
  const [address, second] = [mailbox(), mailbox()];
  await page.goto('/connexion');
  await throughProConnect(page, { email: address });
  await page.getByLabel('Autre adresse électronique').fill(second);
  await page.getByRole('button', { name: 'Associer cette adresse' }).click();
  await expect(page.getByText(`Un message part vers ${second}`)).toBeVisible();
  const link = await linkFor(page, second);
  const other = await (await browser.newContext()).newPage();
  await other.goto(link);
  await other.getByRole('button', { name: 'Associer cette adresse' }).click();
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('Connectez-vous d’abord');
  await page.goto(link);
  await page.getByRole('button', { name: 'Associer cette adresse' }).click();
  await expect(page.getByRole('heading', { name: 'Ce moyen de connexion est associé' })).toBeVisible();
  await signInByEmail(other, second, 2);
  await expect(other.getByText(`ProConnect (${address})`).first()).toBeVisible();
  await other.context().close();
});

test('takes no answer of ProConnect that it did not ask for', async ({ page }) => {
  await page.goto('/api/auth/callback/proconnect?code=invente&state=invente');
  await expect(page.getByRole('heading', { name: /ProConnect n’a pas abouti/ })).toBeVisible();
  await page.goto('/deconnexion/retour?state=invente');
  await expect(page).toHaveURL(/\/connexion$/);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('signs in all the same', async ({ page }) => {
    await page.goto('/connexion');
    await throughProConnect(page, { email: mailbox() });
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Mon compte');
  });
});
