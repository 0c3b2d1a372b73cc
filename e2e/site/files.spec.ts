// Choosing the files that are copied into the document: in the wizard and in the settings, what they weigh, their ceiling.

import { expect, type Locator, type Page } from '@playwright/test';
import { readSettings } from '../../lib/links/settings';
import { openRights } from '../../lib/store/access-rights';
import { fileStanding } from '../../lib/store/file-rows';
import { updateLink } from '../../lib/store/managed-links';
import { FILES_CEILING } from '../../lib/sync/model/file-copy';
import { expectAccessible } from './testing/accessibility';
import { type Scene, test } from './testing/links';
import { untilQuiet } from './testing/quiet-link';
import { beginLink, expectStep, goTo } from './testing/wizard';

const HELP = 'Notification de l’aide';

const boxOf = (page: Page | Locator, label: string) =>
  page.getByRole('checkbox', { name: `Copier les fichiers dans Grist : ${label}` });

/** By its label, as people click. */
async function turn(page: Page, label: string, within: Page | Locator = page): Promise<void> {
  const id = await boxOf(within, label).getAttribute('id');
  await page.locator(`label[for="${id}"]`).click();
}

test('in the wizard: chosen field by field, weighed before anything is saved, and told in the preview', async ({
  page,
  scene,
}) => {
  test.slow();
  const { userId } = await scene.arrive(page);
  await beginLink(page);
  await goTo(page, scene.sides, 'Les données');
  await expect(boxOf(page, HELP)).not.toBeChecked();
  // No box for what holds no file, and one for a field inside a block.
  await expect(boxOf(page, 'IBAN')).toHaveCount(0);
  const photos = page.getByRole('group', { name: 'Contact' });
  await expect(boxOf(photos, 'Photos')).toBeVisible();
  await turn(page, HELP);
  await turn(page, 'Photos', photos);
  // What is excluded is not copied, and finds its tick again once it is kept.
  await page.getByText(HELP, { exact: true }).first().click();
  await expect(boxOf(page, HELP)).toHaveCount(0);
  await page.getByText(HELP, { exact: true }).first().click();
  await expect(boxOf(page, HELP)).toBeChecked();

  await page.getByRole('button', { name: 'Estimer la taille des fichiers' }).click();
  await expect(page.getByRole('heading', { name: 'Taille des fichiers' })).toBeVisible();
  await expect(page.getByText(/^Pour les 2.champs choisis.:.*Le plafond est de 1.Go\.$/)).toBeVisible();
  await expect(page.getByText('Compté sur tous les dossiers de la démarche')).toBeVisible();
  await expect(page.getByText(/^Pièce d’identité.: titre d’identité, jamais copié$/)).toBeVisible();
  // Nothing of it is saved, and nothing that was typed is lost.
  const [draft] = await scene.database.client.linkDraft.findMany({ where: { ownerId: userId } });
  expect(readSettings(draft?.settings).options.fichiersCopies).toEqual([]);
  await expect(boxOf(page, HELP)).toBeChecked();
  await expectAccessible(page, 'fichiers-assistant');

  await page.getByRole('button', { name: 'Enregistrer et voir l’aperçu' }).click();
  await expectStep(page, 'L’aperçu');
  await expect(page.getByRole('heading', { name: 'Fichiers à copier' })).toBeVisible();
  await expect(page.getByText(/Pour les 2.champs choisis/)).toBeVisible();
  await expectAccessible(page, 'fichiers-apercu');
});

test('in the settings: a ceiling that makes no sense is refused, one that is too low is told', async ({
  page,
  scene,
}) => {
  test.slow();
  const { userId } = await scene.arrive(page);
  const linkId = await scene.link(userId, 'gestionnaire');
  await page.goto(`/liaisons/${linkId}/reglages/donnees`);
  await turn(page, HELP);
  const ceiling = page.getByRole('textbox', { name: /^Plafond des fichiers copiés/ });
  await expect(ceiling).toHaveValue('1');
  await ceiling.fill('-3');
  await page.getByRole('button', { name: 'Enregistrer ces choix' }).click();
  await expect(page.getByRole('heading', { name: 'Vos choix n’ont pas été enregistrés' })).toBeVisible();
  await expect(ceiling).toHaveValue('-3');
  await expect(ceiling).toHaveAttribute('aria-describedby', /./);
  await page.getByRole('button', { name: 'Estimer la taille des fichiers' }).click();
  await expect(page.getByRole('heading', { name: 'La taille n’a pas pu être estimée' })).toBeVisible();
  await expectAccessible(page, 'fichiers-plafond-refuse');

  await ceiling.fill('2,5');
  await page.getByLabel('Unité du plafond').selectOption('Mo');
  // Enter saves: it does not estimate.
  await ceiling.press('Enter');
  await expect(page.getByText('Vos choix sont enregistrés.')).toBeVisible();
  expect(await saved(scene, linkId)).toMatchObject({
    filesCeiling: 2_500_000,
    options: { fichiersCopies: [expect.any(String)] },
  });
  await page.reload();
  await expect(boxOf(page, HELP)).toBeChecked();
  await expect(ceiling).toHaveValue('2,5');

  // DN does not answer: said where it was asked.
  scene.sides.demarches.control({ type: 'revoke_token', token: scene.sides.demarches.token });
  await page.getByRole('button', { name: 'Estimer la taille des fichiers' }).click();
  await expect(page.getByRole('heading', { name: 'La taille n’a pas pu être estimée' })).toBeVisible();
});

test('without JavaScript: ticked, estimated, saved, and what was ticked stays', async ({
  page,
  scene,
  browser,
}) => {
  const { userId } = await scene.arrive(page);
  const linkId = await scene.link(userId, 'gestionnaire');
  const storageState = await page.context().storageState();
  const plain = await (await browser.newContext({ storageState, javaScriptEnabled: false })).newPage();
  await plain.goto(`${process.env.OTP_SITE}/liaisons/${linkId}/reglages/donnees`);
  await turn(plain, HELP);
  await plain.getByRole('button', { name: 'Estimer la taille des fichiers' }).click();
  await expect(plain.getByText(/^Pour le champ choisi/)).toBeVisible();
  await expect(boxOf(plain, HELP)).toBeChecked();
  expect((await saved(scene, linkId)).options.fichiersCopies).toEqual([]);
  await plain.getByRole('button', { name: 'Enregistrer ces choix' }).click();
  await expect(plain.getByText('Vos choix sont enregistrés.')).toBeVisible();
  expect((await saved(scene, linkId)).options.fichiersCopies).toHaveLength(1);
  await plain.context().close();
});

test('once they are copied: how many, what waits, and why, on the pages of the link and of the run', async ({
  page,
  scene,
}) => {
  test.slow();
  const { database } = scene;
  const { userId } = await scene.arrive(page);
  const linkId = await scene.link(userId, 'gestionnaire');
  await page.goto(`/liaisons/${linkId}`);
  await expect(page.getByText('Fichiers copiés')).toHaveCount(0);
  await page.goto(`/liaisons/${linkId}/reglages/donnees`);
  await turn(page, HELP);
  await page.getByRole('button', { name: 'Enregistrer ces choix' }).click();
  await expect(page.getByText('Vos choix sont enregistrés.')).toBeVisible();
  await scene.synchronise(linkId);
  const { copied } = await fileStanding(database, linkId);
  expect(copied).toBeGreaterThan(0);
  await page.goto(`/liaisons/${linkId}`);
  await expect(
    page.getByText(new RegExp(`^Fichiers copiés.: ${copied} \\(.*sur 1.Go permis\\)`)),
  ).toBeVisible();
  const run = await database.client.run.findFirstOrThrow({ where: { linkId, kind: 'sync' } });
  // Its statement is kept a moment after its end.
  const isConcluded = () => database.client.run.count({ where: { id: run.id, concluded: true } });
  await expect.poll(isConcluded).toBe(1);
  await page.goto(`/executions/${run.id}`);
  await expect(page.getByText(new RegExp(`${copied}.fichiers copiés`)).first()).toBeVisible();

  // As a run leaves it that reaches the ceiling, and that meets a file that is not safe.
  const files = { copied: 3, copiedBytes: 2_400_000, waiting: 9, refused: 1 };
  await database.client.run.update({
    where: { id: run.id },
    data: { status: 'avec_echecs', code: 'PIECES_PLAFOND', failed: 1, statement: { healed: 0, files } },
  });
  const { number } = await database.client.linkFile.findFirstOrThrow({ where: { linkId } });
  await database.client.linkFile.updateMany({
    where: { linkId, number },
    data: { attachment: null, sha1: null, placed: false },
  });
  const now = new Date();
  await database.client.dossierFailure.create({
    data: {
      ...{ linkId, key: `number:${number}`, number, code: 'PIECE_NON_SURE', facts: {} },
      ...{ firstSeenAt: now, lastSeenAt: now, lastRunId: run.id },
    },
  });
  await page.goto(`/liaisons/${linkId}`);
  await expect(page.getByText(/en attente\.$/)).toBeVisible();
  await expect(page.getByText(/^\d+.dossiers?.: L’antivirus de Démarche numérique/)).toBeVisible();
  await expect(
    page.getByRole('heading', { name: /dossiers? dont des fichiers ne sont pas copiés/ }),
  ).toBeVisible();
  const remedy = page.getByRole('link', { name: 'Changer le plafond ou les champs copiés' });
  await expect(remedy).toHaveAttribute('href', `/liaisons/${linkId}/reglages/donnees#fichiers-copies`);
  await expectAccessible(page, 'fichiers-vue-d-ensemble');
  await page.goto('/liaisons');
  await expect(page.getByText(/Les pièces jointes copiées atteignent le plafond/)).toBeVisible();
  await page.goto(`/executions/${run.id}`);
  await expect(
    page.getByRole('heading', { name: /^Les pièces jointes copiées atteignent le plafond/ }),
  ).toBeVisible();
  await expect(page.getByRole('link', { name: 'Ouvrir les réglages' })).toBeVisible();
  await expect(
    page.getByText(/3.fichiers copiés \(2,4.Mo\), 9.fichiers en attente, 1.fichier refusé/).first(),
  ).toBeVisible();
  await expectAccessible(page, 'fichiers-execution');
  await page.goto(`/liaisons/${linkId}/reglages/donnees`);
  await expect(page.getByText(/^Fichiers copiés/)).toBeVisible();
});

test('the proof: equal but for files that wait for the antivirus, and for nothing once they are copied', async ({
  page,
  scene,
}) => {
  test.slow();
  const { userId } = await scene.arrive(page);
  const linkId = await scene.link(userId, 'gestionnaire');
  const budget = await copiesBudgets(scene, linkId, FILES_CEILING);
  const waiting = { ...budget, names: ['budget.pdf', 'annexe.pdf'], sizes: [2_000, 3_000] };
  scene.sides.demarches.control({ ...waiting, virusScan: 'pending' });
  await scene.synchronise(linkId);
  await untilQuiet(scene.database, linkId);
  await verified(page, scene, linkId);
  await expect(
    page.getByRole('heading', { name: /^Le document est égal à la démarche, sauf les fichiers qui restent/ }),
  ).toBeVisible();
  await expect(
    page.getByText(/^25.dossiers, 0.écart, 2.fichiers à copier, vérifié le/).first(),
  ).toBeVisible();
  const statement = await page.request.get(`/liaisons/${linkId}/preuve/constat?profondeur=complete`);
  expect(await statement.text()).toMatch(/^Fichiers restant à copier dans Grist \(.*\)\s: 2\r?$/m);
  await expect(
    page.getByText(
      /^2.fichiers restent à copier dans Grist.: ce n’est pas un écart, et chaque synchronisation essaie de les copier\.$/,
    ),
  ).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Écarts trouvés' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Réparer' })).toHaveCount(0);
  await expectAccessible(page, 'preuve-fichiers-attendus');

  for (const rank of [0, 1]) {
    const { number, field } = budget;
    scene.sides.demarches.control({
      ...{ type: 'change_file', number, field, rank },
      to: { virusScan: 'safe' },
    });
  }
  await scene.synchronise(linkId);
  await untilQuiet(scene.database, linkId);
  await verified(page, scene, linkId);
  await expect(
    page.getByRole('heading', { name: 'Le document est égal à la démarche', exact: true }),
  ).toBeVisible();
  await expect(page.getByText('à copier dans Grist')).toHaveCount(0);
});

test('the proof: equal but for files beyond the ceiling, which no synchronisation copies by itself', async ({
  page,
  scene,
}) => {
  test.slow();
  const { userId } = await scene.arrive(page);
  const linkId = await scene.link(userId, 'gestionnaire');
  const budget = await copiesBudgets(scene, linkId, 1_000_000);
  const names = ['premier.pdf', 'deuxième.pdf', 'troisième.pdf'];
  const sizes = names.map(() => 600_000);
  scene.sides.demarches.control({ ...budget, names, sizes, virusScan: 'safe' });
  await scene.synchronise(linkId);
  await untilQuiet(scene.database, linkId);
  await verified(page, scene, linkId);
  await expect(
    page.getByRole('heading', { name: /^Le document est égal à la démarche, sauf les fichiers qui restent/ }),
  ).toBeVisible();
  await expect(
    page.getByText(
      /^2.fichiers restent à copier dans Grist.: ce n’est pas un écart\. Les pièces jointes copiées atteignent le plafond/,
    ),
  ).toBeVisible();
  await expect(page.getByText('chaque synchronisation essaie')).toHaveCount(0);
  const remedy = page.getByRole('link', { name: 'Changer le plafond ou les champs copiés' });
  await expect(remedy).toHaveAttribute('href', `/liaisons/${linkId}/reglages/donnees#fichiers-copies`);
  await expect(page.getByRole('heading', { name: 'Écarts trouvés' })).toHaveCount(0);
  await expectAccessible(page, 'preuve-fichiers-plafond');

  // Who may only read is told as much, and sent nowhere.
  await openRights(scene.database).give(linkId, userId, 'lecteur', new Date());
  await page.reload();
  await expect(page.getByText(/Les pièces jointes copiées atteignent le plafond/)).toBeVisible();
  await expect(remedy).toHaveCount(0);
});

/** The field « Budget » is the only one copied, and no dossier has a file in it; for the first one that has the field. */
async function copiesBudgets({ database, sides }: Scene, linkId: string, filesCeiling: number) {
  const { demarches } = sides;
  const field = demarches.demarche().form.champs.find(({ label }) => label === 'Budget')?.id ?? '';
  const settings = readSettings({ options: { fichiersCopies: [field] }, filesCeiling });
  await updateLink(database, linkId, { settings });
  const numbers = [...demarches.truth()].flatMap(({ number, champs }) =>
    champs.some(({ descriptorId }) => descriptorId === field) ? [number] : [],
  );
  for (const number of numbers) demarches.control({ type: 'set_files', number, field, names: [] });
  return { type: 'set_files', number: numbers[0] ?? 0, field } as const;
}

/** Asks for a complete verification, and shows what it found. */
async function verified(page: Page, { database }: Scene, linkId: string): Promise<void> {
  await page.goto(`/liaisons/${linkId}/preuve`);
  await page.getByRole('button', { name: 'Vérifier maintenant' }).click();
  await expect(page).toHaveURL(/\/executions\//);
  await untilQuiet(database, linkId);
  await page.goto(`/liaisons/${linkId}/preuve`);
}

async function saved({ database }: Scene, linkId: string) {
  const { settings } = await database.client.link.findUniqueOrThrow({ where: { id: linkId } });
  return readSettings(settings);
}
