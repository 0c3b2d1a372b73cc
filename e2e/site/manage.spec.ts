// Managing a link: deciding on changes, proving, setting, sharing, diagnosing; what strangers and readers may not.

import { readFile } from 'node:fs/promises';
import { type Browser, expect, type Page } from '@playwright/test';
import { readSettings } from '../../lib/links/settings';
import type { Role } from '../../lib/store/access-rights';
import { openRights } from '../../lib/store/access-rights';
import { readManagedLink, updateLink } from '../../lib/store/managed-links';
import { expectAccessible } from './testing/accessibility';
import { type Scene, test } from './testing/links';
import { untilQuiet } from './testing/quiet-link';
import { letters, mailbox, signInByEmail } from './testing/site';

// Each test is a whole journey, with pictures of its pages: generous on a shared machine.
test.describe.configure({ timeout: 300_000 });

const PAGES = ['structure', 'pages', 'preuve', 'reglages', 'partage', 'diagnostic'] as const;

/** Somebody else, in a browser of their own. */
async function another(browser: Browser, scene: Scene) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const { userId, email } = await scene.arrive(page);
  return { page, userId, email, close: () => context.close() };
}

async function synchronised(scene: Scene, userId: string, role?: Role): Promise<string> {
  const linkId = await scene.link(userId, role);
  await scene.synchronise(linkId);
  await untilQuiet(scene.database, linkId);
  return linkId;
}

const news = (page: Page, text: string | RegExp) =>
  expect(page.locator('.fr-alert--success', { hasText: text })).toBeVisible();
const trouble = (page: Page, text: string | RegExp) =>
  expect(page.locator('.fr-alert--error', { hasText: text })).toBeVisible();

test('a change of the form is decided in the page, done in Grist, and taken back', async ({
  page,
  scene,
}) => {
  const { demarches, grist } = scene.sides;
  const { userId } = await scene.arrive(page);
  const linkId = await scene.link(userId);
  await updateLink(scene.database, linkId, {
    settings: readSettings({ policies: { formChanges: 'demander' } }),
  });
  await scene.synchronise(linkId);
  demarches.control({
    type: 'add_field',
    side: 'champs',
    spec: { type: 'text', label: 'Budget <b>prévu</b>' },
  });
  demarches.control({ type: 'publish', rebase: true });
  await untilQuiet(scene.database, linkId);
  await scene.synchronise(linkId);
  await untilQuiet(scene.database, linkId);
  const labels = () =>
    grist
      .document()
      .tables()
      .flatMap(({ columns }) => columns.map(({ label }) => label));
  expect(labels()).not.toContain('Budget <b>prévu</b>');

  await page.goto(`/liaisons/${linkId}/structure`);
  await expect(page).toHaveTitle(/^Structure \(1 à décider\)/);
  await expect(page.getByText('ne peut rien')).toHaveCount(0);
  await expectAccessible(page, 'structure-a-decider');
  await page.getByRole('button', { name: /^Refuser/ }).click();
  await news(page, 'rien ne changera');
  await page.getByRole('button', { name: /^Accepter/ }).click();
  await news(page, 'la prochaine synchronisation fera ce changement');
  await expect(page.getByText('Rien n’attend votre accord.')).toBeVisible();
  await expectAccessible(page, 'structure-decidee');
  await page.getByRole('button', { name: 'Synchroniser maintenant' }).click();
  await expect(page).toHaveURL(/\/executions\//);
  await untilQuiet(scene.database, linkId);
  expect(labels()).toContain('Budget <b>prévu</b>');

  await page.goto(`/liaisons/${linkId}/structure`);
  await page.getByRole('button', { name: /^Champs du formulaire/ }).click();
  await expect(page.getByRole('cell', { name: 'Budget <b>prévu</b>' })).toBeVisible();
  await page.mouse.move(0, 0);
  await expectAccessible(page, 'structure-tables');
  await page
    .getByRole('button', { name: /^Annuler ce changement/ })
    .first()
    .click();
  await news(page, 'Le changement est annulé dans le document.');
  expect(labels()).not.toContain('Budget <b>prévu</b>');
  await expect(
    page
      .getByText('Suite : annulé')
      .or(page.getByText('annulé', { exact: true }))
      .first(),
  ).toBeVisible();
});

test('the document is verified, differs, is repaired, and its statement is downloaded', async ({
  page,
  scene,
}) => {
  const { grist } = scene.sides;
  const { userId } = await scene.arrive(page);
  const linkId = await scene.link(userId);
  await page.goto(`/liaisons/${linkId}/preuve`);
  await expect(page.getByText('Aucune vérification n’a encore été faite.')).toBeVisible();
  await scene.synchronise(linkId);
  await untilQuiet(scene.database, linkId);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Le document est égal à la démarche' })).toBeVisible();
  await expectAccessible(page, 'preuve-egale');

  const table = grist
    .document()
    .tables()
    .find(({ id }) => id.endsWith('_dossiers'));
  if (table === undefined) throw new Error('no table');
  const rows = grist.document().rows(table.id);
  grist.document().editCell(table.id, rows[0]?.id ?? 0, 'motivation', 'VALEUR-SECRÈTE');
  grist.document().deleteRows(table.id, [rows[1]?.id ?? 0]);
  await page.getByText('Complète', { exact: true }).last().click();
  await page.getByRole('button', { name: 'Vérifier maintenant' }).click();
  await expect(page).toHaveURL(/\/executions\//);
  await untilQuiet(scene.database, linkId);
  await page.goto(`/liaisons/${linkId}/preuve`);
  await expect(page.getByRole('heading', { name: 'Le document diffère de la démarche' })).toBeVisible();
  await expect(page.getByText('Ligne absente du document : ')).toBeVisible();
  await expect(page.getByRole('cell', { name: 'Cellules différentes' }).first()).toBeVisible();
  expect(await page.content()).not.toContain('VALEUR-SECRÈTE');
  await expectAccessible(page, 'preuve-ecarts');

  await page.getByRole('button', { name: 'Réparer' }).click();
  await expect(page).toHaveURL(/\/executions\//);
  await untilQuiet(scene.database, linkId);
  await page.goto(`/liaisons/${linkId}/preuve`);
  await expect(page.getByRole('heading', { name: 'Le document est égal à la démarche' })).toBeVisible();
  expect(grist.document().rows(table.id)).toHaveLength(rows.length);
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: /Télécharger le constat.*complète/ }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^constat-demarche-\d+-complete-\d{4}-\d\d-\d\d\.txt$/);
  const text = await readFile(await file.path(), 'utf8');
  expect(text).toMatch(/\(SHA-256\)\s: [0-9a-f]{64}/);
  expect(text).toContain('La vérification est allée à son terme.');
});

test('a link is renamed, paused, given other rules, then deleted: its tables stay', async ({
  page,
  scene,
}) => {
  const { grist } = scene.sides;
  const { userId } = await scene.arrive(page);
  const linkId = await synchronised(scene, userId);
  const tables = grist.document().tables().length;
  await page.goto(`/liaisons/${linkId}/reglages`);
  await expect(page).toHaveTitle(/^Réglages\u00a0: /);
  await expect(page.getByRole('link', { name: 'Données', exact: true })).toHaveAttribute(
    'href',
    /\/reglages\/donnees$/,
  );
  await expectAccessible(page, 'reglages');
  await page.getByLabel('Nom de la liaison').fill('Aides <i>régionales</i> 🎉');
  await page.getByRole('button', { name: 'Enregistrer le nom' }).click();
  await news(page, 'Le nom de la liaison est enregistré.');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Aides <i>régionales</i> 🎉');
  await page.getByRole('button', { name: 'Mettre en pause' }).click();
  await news(page, 'La liaison est en pause.');
  await expect(page.getByText('En pause', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Reprendre les synchronisations' }).click();
  await news(page, 'La liaison reprend');
  await page.getByText('Tout arrêter').click();
  await page.getByRole('button', { name: 'Enregistrer les règles' }).click();
  await news(page, 'Les règles sont enregistrées.');
  const saved = readSettings((await readManagedLink(scene.database, linkId)).settings);
  expect(saved.policies.formChanges).toBe('suspendre');
  await page.reload();
  await expect(page.getByRole('radio', { name: /^Tout arrêter/ })).toBeChecked();

  await page.getByRole('button', { name: 'Supprimer la liaison' }).click();
  await trouble(page, 'La liaison n’a pas été supprimée');
  await page.getByLabel(/^Numéro de la démarche/).fill(String(scene.sides.demarches.number));
  await page.getByRole('button', { name: 'Supprimer la liaison' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('La liaison est supprimée');
  await expectAccessible(page, 'liaison-supprimee');
  expect((await page.request.get(`/liaisons/${linkId}/reglages`)).status()).toBe(404);
  expect(grist.document().tables()).toHaveLength(tables);
});

test('a token that is refused is replaced, once it works, and the link goes on', async ({ page, scene }) => {
  const { demarches } = scene.sides;
  const { userId } = await scene.arrive(page);
  const linkId = await synchronised(scene, userId);
  demarches.control({ type: 'expire_token', token: demarches.token });
  await scene.synchronise(linkId);
  await untilQuiet(scene.database, linkId);
  await page.goto(`/liaisons/${linkId}/reglages`);
  await expect(
    page.getByRole('heading', { name: 'Le jeton d’accès à Démarche numérique a expiré.' }),
  ).toBeVisible();
  await expect(page.getByText(`Il se termine par ${demarches.token.slice(-4)}`)).toBeVisible();
  await expectAccessible(page, 'reglages-jeton-refuse');
  const token = page.getByLabel('Nouveau jeton Démarche numérique');
  const replace = page.getByRole('button', { name: 'Essayer et remplacer le jeton' });
  await replace.click();
  await trouble(page, 'Collez le nouveau jeton');
  await token.fill('jeton-faux-de-test-0000');
  await replace.click();
  await trouble(page, 'Démarche numérique ne reconnaît pas le jeton d’accès.');
  await expect(token).toHaveValue('');
  expect(await page.content()).not.toContain('jeton-faux-de-test-0000');
  await expectAccessible(page, 'reglages-jeton-faux');
  const fresh = demarches.control({ type: 'issue_token' });
  await token.fill(fresh);
  await page.locator('#expiration-source').fill('2020-01-01');
  await replace.click();
  await trouble(page, 'Cette date est passée.');
  await token.fill(fresh);
  await page.locator('#expiration-source').fill('2099-12-31');
  await replace.click();
  await news(page, 'Le nouveau jeton fonctionne et a remplacé l’ancien.');
  await expect(page.getByText(`Il se termine par ${fresh.slice(-4)}`)).toBeVisible();
  await expect(page.getByText(/Expire le 31 décembre 2099/)).toBeVisible();
  expect(await page.content()).not.toContain(fresh);
  await scene.synchronise(linkId);
  const last = await scene.database.client.run.findFirst({ where: { linkId }, orderBy: { fence: 'desc' } });
  expect(last?.status).toBe('reussi');
});

test('a link is shared between two people', async ({ page, browser, scene }) => {
  const { userId, email: owner } = await scene.arrive(page);
  const linkId = await scene.link(userId);
  const guest = await another(browser, scene);
  expect((await guest.page.request.get(`/liaisons/${linkId}/partage`)).status()).toBe(404);
  await page.goto(`/liaisons/${linkId}/partage`);
  const unknown = mailbox();
  for (const address of [guest.email, unknown]) {
    await page.getByLabel('Adresse électronique de la personne').fill(address);
    await page.getByRole('button', { name: 'Inviter' }).click();
    await news(page, `L’invitation part vers ${address}. Elle attend 30 jours`);
  }
  await expect(page.getByText('Attend une réponse')).toHaveCount(2);
  await expectAccessible(page, 'partage');
  await page.getByLabel('Adresse électronique de la personne').fill('camille');
  await page.getByRole('button', { name: 'Inviter' }).click();
  await trouble(page, 'Saisissez une adresse électronique');

  const [letter] = await letters(page, guest.email);
  expect(letter?.text).toContain('/invitations');
  await guest.page.goto('/invitations');
  await expectAccessible(guest.page, 'invitations');
  await guest.page.getByRole('button', { name: /^Accepter/ }).click();
  await expect(guest.page).toHaveURL(new RegExp(`/liaisons/${linkId}$`));
  await guest.page.goto(`/liaisons/${linkId}/partage`);
  await expect(guest.page.getByRole('button', { name: 'Inviter' })).toHaveCount(0);
  await expect(guest.page.getByText('Ce qui a été fait')).toHaveCount(0);
  expect((await guest.page.request.get(`/liaisons/${linkId}/reglages`)).status()).toBe(404);

  // Somebody who had no account comes with the same letter.
  const newcomer = await browser.newContext();
  const newPage = await newcomer.newPage();
  await signInByEmail(newPage, unknown, 2);
  await newPage.goto('/invitations');
  await newPage.getByRole('button', { name: /^Décliner/ }).click();
  await expect(newPage.getByText('L’invitation est déclinée.')).toBeVisible();
  await newcomer.close();

  await page.goto(`/liaisons/${linkId}/partage`);
  await page.getByRole('button', { name: /^Changer son rôle/ }).click();
  await page
    .getByRole('group', { name: /^Rôle de/ })
    .getByText('Gestionnaire')
    .last()
    .click();
  await page.getByRole('button', { name: /^Enregistrer le rôle/ }).click();
  await news(page, 'Le rôle est enregistré : gestionnaire.');
  expect((await guest.page.request.get(`/liaisons/${linkId}/reglages`)).status()).toBe(200);
  await expect(guest.page.getByRole('button', { name: 'Supprimer la liaison' })).toHaveCount(0);
  await page.getByRole('button', { name: /^Transmettre la propriété/ }).click();
  await expect(page.getByRole('button', { name: 'Inviter' })).toHaveCount(0);
  await guest.page.goto(`/liaisons/${linkId}/partage`);
  await expect(guest.page.getByText('a transmis la propriété de la liaison')).toBeVisible();
  await guest.page.getByRole('button', { name: /^Changer son rôle/ }).click();
  await guest.page.getByRole('button', { name: /^Retirer l’accès/ }).click();
  await news(guest.page, 'Cette personne n’a plus accès à la liaison.');
  await expect(guest.page.getByText(`a retiré une personne\u00a0: ${owner}.`)).toBeVisible();
  await expect(guest.page.getByText(`a invité une personne\u00a0: ${guest.email}.`)).toBeVisible();
  expect((await page.request.get(`/liaisons/${linkId}/partage`)).status()).toBe(404);
  await expect(guest.page.getByText('Vous êtes son seul propriétaire')).toBeVisible();
  await guest.close();
});

test('both accesses are tried, what refuses is told with its remedy, and the bundle tells no secret', async ({
  page,
  scene,
}) => {
  const { demarches, grist } = scene.sides;
  const { userId, email } = await scene.arrive(page);
  const linkId = await synchronised(scene, userId);
  await page.goto(`/liaisons/${linkId}/diagnostic`);
  await page.getByRole('button', { name: 'Essayer les deux accès maintenant' }).click();
  await news(page, 'Les deux accès fonctionnent.');
  await expect(page.getByText('Elle permet d’écrire.')).toBeVisible();
  await expectAccessible(page, 'diagnostic-bon');
  demarches.control({ type: 'refuse_network', token: demarches.token, address: '198.51.100.77' });
  grist.document().putInTrash();
  await scene.synchronise(linkId);
  await untilQuiet(scene.database, linkId);
  await page.reload();
  await page.getByRole('button', { name: 'Essayer les deux accès maintenant' }).click();
  await expect(page.getByText('198.51.100.77').first()).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Ce document Grist est dans la corbeille.' })).toBeVisible();
  await page
    .getByRole('button', {
      name: 'Démarche numérique refuse ce jeton depuis l’adresse réseau de ce service.',
    })
    .click();
  // Not hovered: the DSFR's own colour there is not ours to mend.
  await page.mouse.move(0, 0);
  await expectAccessible(page, 'diagnostic-refus');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: /^Télécharger le dossier de support/ }).click(),
  ]);
  const text = await readFile(await file.path(), 'utf8');
  expect(JSON.parse(text)).toMatchObject({ liaison: { identifiant: linkId } });
  for (const secret of [demarches.token, grist.key, email, demarches.token.slice(-4)]) {
    expect(text).not.toContain(secret);
  }
});

test('a stranger finds nothing; a reader sees, and changes nothing', async ({ page, browser, scene }) => {
  const { userId } = await scene.arrive(page);
  const linkId = await synchronised(scene, userId);
  const other = await another(browser, scene);
  const answers = [];
  for (const path of [...PAGES, 'preuve/constat?profondeur=complete', 'diagnostic/support']) {
    answers.push((await other.page.request.get(`/liaisons/${linkId}/${path}`)).status());
  }
  expect(answers).toEqual([404, 404, 404, 404, 404, 404, 404, 404]);
  await openRights(scene.database).give(linkId, other.userId, 'lecteur', new Date());
  for (const path of ['structure', 'preuve', 'partage', 'diagnostic']) {
    await other.page.goto(`/liaisons/${linkId}/${path}`);
    await expect(other.page.getByRole('heading', { level: 2 }).first()).toBeVisible();
  }
  await other.page.goto(`/liaisons/${linkId}/preuve`);
  await expect(other.page.getByRole('link', { name: /Télécharger le constat/ }).first()).toBeVisible();
  for (const [path, button] of [
    ['preuve', 'Vérifier maintenant'],
    ['diagnostic', 'Essayer les deux accès maintenant'],
    ['partage', 'Inviter'],
  ]) {
    await other.page.goto(`/liaisons/${linkId}/${path}`);
    await expect(other.page.getByRole('button', { name: button ?? '' })).toHaveCount(0);
  }
  expect((await other.page.request.get(`/liaisons/${linkId}/diagnostic/support`)).status()).toBe(404);
  await other.page.goto(`/liaisons/${linkId}/partage`);
  await other.page.getByText('Je ne veux plus avoir accès').click();
  await other.page.getByRole('button', { name: 'Quitter la liaison' }).click();
  await expect(other.page).toHaveURL(/\/liaisons$/);
  expect((await other.page.request.get(`/liaisons/${linkId}/partage`)).status()).toBe(404);
  await other.close();
});

test('what a reader posts by hand is refused, and written down', async ({ page, browser, scene }) => {
  const { userId } = await scene.arrive(page);
  const linkId = await scene.link(userId);
  const other = await another(browser, scene);
  await openRights(scene.database).give(linkId, other.userId, 'gestionnaire', new Date());
  await other.page.goto(`/liaisons/${linkId}/diagnostic`);
  await openRights(scene.database).give(linkId, other.userId, 'lecteur', new Date());
  await other.page.getByRole('button', { name: 'Essayer les deux accès maintenant' }).click();
  await trouble(other.page, 'Votre rôle sur cette liaison ne permet pas cette action.');
  await page.goto(`/liaisons/${linkId}/partage`);
  await expect(page.getByText('s’est vu refuser une page ou une action').first()).toBeVisible();
  await other.close();
});

test('the forms work without JavaScript', async ({ browser, scene }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  const { userId } = await scene.arrive(page);
  const linkId = await synchronised(scene, userId);
  await page.goto(`/liaisons/${linkId}/reglages`);
  await page.getByLabel('Nom de la liaison').fill('Sans script');
  await page.getByRole('button', { name: 'Enregistrer le nom' }).click();
  await news(page, 'Le nom de la liaison est enregistré.');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sans script');
  await page.getByLabel(/^Numéro de la démarche/).fill('1');
  await page.getByRole('button', { name: 'Supprimer la liaison' }).click();
  await trouble(page, 'Pour confirmer, tapez le numéro de la démarche');
  await expect(page.getByLabel(/^Numéro de la démarche/)).toHaveValue('1');
  await page.goto(`/liaisons/${linkId}/partage`);
  await page.getByLabel('Adresse électronique de la personne').fill(mailbox());
  await page.getByRole('button', { name: 'Inviter' }).click();
  await news(page, 'L’invitation part vers');
  await context.close();
});
