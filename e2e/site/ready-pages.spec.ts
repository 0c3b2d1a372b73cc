// Ready-made pages from the site: made, opened, taken away; the user's once changed; refused with the reason.

import { expect, type Page } from '@playwright/test';
import { expectAccessible } from './testing/accessibility';
import { test } from './testing/links';
import { untilQuiet } from './testing/quiet-link';

test.describe.configure({ timeout: 300_000 });

const news = (page: Page, text: string | RegExp) =>
  expect(page.locator('.fr-alert--success', { hasText: text })).toBeVisible();
const trouble = (page: Page, text: string | RegExp) =>
  expect(page.locator('.fr-alert--error', { hasText: text })).toBeVisible();

test('pages are made, opened, taken away, and left alone once changed', async ({ page, scene }) => {
  const document = scene.sides.grist.document();
  const { userId } = await scene.arrive(page);
  const linkId = await scene.link(userId);
  const address = `/liaisons/${linkId}/pages`;
  await page.goto(address);
  await expect(page.getByText('n’a pas encore été synchronisée').first()).toBeVisible();
  await expect(page.getByRole('button', { name: /^Créer la page «.Suivi/ })).toBeDisabled();

  await scene.synchronise(linkId);
  await untilQuiet(scene.database, linkId);
  await page.goto(address);
  await expectAccessible(page, 'pages-pretes');
  const before = document.tables().map(({ id }) => id);
  const make = async (name: string) => {
    await page.getByRole('button', { name: new RegExp(`^Créer la page «.${name}`) }).click();
    await news(page, new RegExp(`«.${name}.» est dans le document`));
  };
  await make('Suivi');
  await make('Délais');
  await expect(page.getByRole('link', { name: /^Ouvrir «.Suivi/ })).toHaveAttribute(
    'href',
    new RegExp(`/doc/${document.id}/p/\\d+$`),
  );
  const months = () =>
    document.tables().flatMap(({ columns }) => columns.filter(({ id }) => id === 'mois_decision'));
  expect(months().length).toBeGreaterThan(0);
  await page.mouse.move(0, 0);
  await expectAccessible(page, 'pages-creees');

  await page.getByRole('button', { name: /^Retirer la page «.Délais/ }).click();
  await news(page, /«.Délais.» n’est plus dans le document/);
  expect(months()).toEqual([]);

  const href = await page.getByRole('link', { name: /^Ouvrir «.Suivi/ }).getAttribute('href');
  const view = Number(href?.split('/').at(-1));
  document.apply([['UpdateRecord', '_grist_Views', view, { name: 'Mon suivi à moi' }]]);
  await page.getByRole('button', { name: /^Retirer la page «.Suivi/ }).click();
  await trouble(page, 'elle est à vous');
  await trouble(page, 'Mon suivi à moi');
  await expectAccessible(page, 'pages-refus');

  // Deleted in Grist, it is known when it is acted on.
  document.apply([['RemoveRecord', '_grist_Views', view]]);
  await page.getByRole('button', { name: /^Retirer la page «.Suivi/ }).click();
  await news(page, /«.Suivi.» n’est plus dans le document/);
  expect(document.tables().map(({ id }) => id)).toEqual(before);

  // A synchronisation goes on beside them.
  await make('Suivi');
  await scene.synchronise(linkId);
  await untilQuiet(scene.database, linkId);
  await page.goto(address);
  await page.getByRole('button', { name: /^Retirer la page «.Suivi/ }).click();
  await news(page, /«.Suivi.» n’est plus dans le document/);
});

test('a reader sees them and makes none', async ({ page, scene }) => {
  const { userId } = await scene.arrive(page);
  const linkId = await scene.link(userId, 'lecteur');
  await page.goto(`/liaisons/${linkId}/pages`);
  await expect(page.getByRole('heading', { name: 'Pages prêtes' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Créer la page/ })).toHaveCount(0);
});
