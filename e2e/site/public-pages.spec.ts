// The pages that anybody may read: all of them listed, titled, accessible, and reached from each other.

import { expect } from '@playwright/test';
import { OWN_PAGES, PUBLIC_PAGES } from '../../app/site-map';
import { openDatabase } from '../../lib/store/database';
import { expectAccessible } from './testing/accessibility';
import { arrive } from './testing/people';
import { test } from './testing/site';

/** Titles that say more than the page's name. */
const TITLES: Readonly<Record<string, string>> = {
  '/': 'One Trick Pony',
  '/accessibilite': 'Accessibilité : non conforme – One Trick Pony',
};

for (const { path, title } of PUBLIC_PAGES) {
  test(`the page ${path}`, async ({ page }) => {
    await page.goto(path);
    await expect(page).toHaveTitle(TITLES[path] ?? `${title} – One Trick Pony`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    await expectAccessible(page, path === '/' ? 'accueil' : path.slice(1));
  });
}

test.describe('an address that leads nowhere', () => {
  test.use({ tolerated: /status of 404/ });

  test('is told so', async ({ page }) => {
    const answer = await page.goto('/nulle-part');
    expect(answer?.status()).toBe(404);
    await expect(page).toHaveTitle('Page introuvable – One Trick Pony');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Page introuvable');
    await expectAccessible(page, 'introuvable');
  });
});

test('every page of the footer is there, and every page of the site map', async ({ page }) => {
  await page.goto('/plan-du-site');
  const links = await page
    .locator('a[href^="/"]')
    .evaluateAll((all) => all.map((one) => one.getAttribute('href')));
  const paths = [...new Set(links)].filter((path): path is string => path !== null);
  for (const { path } of [...PUBLIC_PAGES, ...OWN_PAGES]) expect(paths).toContain(path);
  for (const path of paths) expect((await page.request.get(path)).status(), path).toBe(200);
});

test('the navigation tells where one is', async ({ page }) => {
  await page.goto('/aide');
  const navigation = page.getByRole('navigation', { name: 'Menu principal' });
  await expect(navigation.getByRole('link', { name: 'Aide' })).toHaveAttribute('aria-current', 'page');
  await expect(navigation.getByRole('link', { name: 'Mes démarches' })).toHaveCount(0);
  const database = await openDatabase(process.env.OTP_DATABASE ?? '');
  await arrive(page, database);
  await database.close();
  await page.reload();
  await navigation.getByRole('link', { name: 'Mes démarches' }).click();
  await expect(page).toHaveURL(/\/liaisons$/);
  await expect(navigation.getByRole('link', { name: 'Mes démarches' })).toHaveAttribute(
    'aria-current',
    'page',
  );
});

test('security.txt says whom to write to, and until when it is true', async ({ page }) => {
  const answer = await page.request.get('/.well-known/security.txt');
  expect(answer.headers()['content-type']).toContain('text/plain');
  const text = await answer.text();
  expect(text).toContain('Contact: mailto:contact@exemple.gouv.fr\n');
  const expires = /^Expires: (.+)$/m.exec(text)?.[1] ?? '';
  const ahead = Date.parse(expires) - Date.now();
  expect(ahead).toBeGreaterThan(0);
  expect(ahead).toBeLessThan(366 * 24 * 3_600_000);
});
