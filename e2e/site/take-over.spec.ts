// A document of the original tool, taken over from the pages: looked at, settled, previewed, synchronised.

import { expect, type Page } from '@playwright/test';
import { leaveTheirDocument } from '../original/testing/their-document';
import { buildUserWork } from '../original/testing/user-work';
import { expectAccessible } from './testing/accessibility';
import { type Scene, test } from './testing/links';
import { beginLink, expectStep, goTo } from './testing/wizard';

/** The document of the scene as the original leaves it, with what agents built on it. */
async function theirs({ sides: { demarches, grist } }: Scene): Promise<void> {
  await leaveTheirDocument(grist, { demarche: demarches.demarche(), dossiers: [...demarches.truth()] });
  await buildUserWork(grist, demarches.number);
}

const save = (page: Page) => page.getByRole('button', { name: 'Enregistrer et voir l’aperçu' }).click();

async function toTheStep(page: Page, scene: Scene): Promise<void> {
  await scene.arrive(page);
  await theirs(scene);
  await beginLink(page);
  await goTo(page, scene.sides, 'Les données');
  await save(page);
  await expectStep(page, 'La reprise du document');
}

async function synchronise(page: Page, { database }: Scene): Promise<void> {
  await page.getByRole('button', { name: 'Continuer vers la planification' }).click();
  await page.getByRole('button', { name: 'Créer la liaison et synchroniser' }).click();
  await expect(page).toHaveURL(/\/executions\//);
  const id = page.url().split('/').at(-1) ?? '';
  await expect
    .poll(async () => (await database.client.run.findUnique({ where: { id } }))?.status, { timeout: 120_000 })
    .toBe('reussi');
}

test('nothing converted: said, previewed, done, and told afterwards', async ({ page, scene }) => {
  test.slow();
  await toTheStep(page, scene);
  const document = scene.sides.grist.document();
  const history = document.history();
  await page.reload();
  await expect(page.getByText('rien n’est converti')).toBeVisible();
  await expectAccessible(page, 'nouvelle-5-reprise');
  const dossiers = page.locator('details').first();
  await dossiers.locator('summary').click();
  await expect(dossiers.getByText(/note_du_service/)).toBeVisible();
  await expect(dossiers.getByText('annee (formule)')).toBeVisible();
  await expect(dossiers.getByText('Lue par la formule : annee.')).toBeVisible();
  await expect(dossiers.getByText(/Lue par 3 formules\s:\slongueur, .*_champs\.fiche/)).toBeVisible();
  await expectAccessible(page, 'nouvelle-5-reprise-table');
  await save(page);
  await expectStep(page, 'L’aperçu');
  expect(document.history()).toBe(history);
  await expect(page.getByText(/colonnes? à convertir/)).toBeHidden();
  await synchronise(page, scene);
  const columns = document.table(`Demarche_${scene.sides.demarches.number}_dossiers`).columns;
  const typeOf = (id: string) => columns.find((column) => column.id === id)?.type;
  expect(typeOf('dossier_number')).toBe('Text');
  expect(columns.find(({ id }) => id === 'annee')?.formula).toBe('$date_depot[:4]');
  const link = await scene.database.client.link.findFirstOrThrow({
    where: { document: scene.sides.grist.docId },
  });
  await page.goto(`/liaisons/${link.id}/structure`);
  await page.getByRole('button', { name: /^Dossiers/ }).click();
  await expect(page.getByText('gardée dans la forme de l’ancien outil').first()).toBeVisible();
  await expectAccessible(page, 'structure-reprise');
});

test('everything converted, or column by column; the choice is kept', async ({ page, scene }) => {
  test.slow();
  await toTheStep(page, scene);
  await page.getByText(/^Tout convertir/).click();
  await save(page);
  await expectStep(page, 'L’aperçu');
  await expect(page.getByRole('heading', { name: /à convertir, selon vos choix/ })).toBeVisible();
  await page.getByRole('link', { name: 'Revenir à l’étape précédente' }).click();
  await expectStep(page, 'La reprise du document');
  await expect(page.getByRole('radio', { name: /^Tout convertir/ })).toBeChecked();
  const dossiers = page.locator('details').first();
  await dossiers.locator('summary').click();
  await dossiers.getByLabel(/^Numéro/).selectOption({ label: 'Garder sa forme, tenue à jour' });
  // One column changed is a choice column by column; the others stay as they were shown.
  await expect(page.getByRole('radio', { name: /^Choisir colonne par colonne/ })).toBeChecked();
  await save(page);
  await expectStep(page, 'L’aperçu');
  await synchronise(page, scene);
  const columns = scene.sides.grist
    .document()
    .table(`Demarche_${scene.sides.demarches.number}_dossiers`).columns;
  const typeOf = (id: string) => columns.find((column) => column.id === id)?.type;
  expect([typeOf('dossier_number'), typeOf('date_depot')]).toEqual(['Text', 'DateTime:Europe/Paris']);
});

test('without JavaScript', async ({ page, scene, browser }) => {
  test.slow();
  await scene.arrive(page);
  await theirs(scene);
  const storageState = await page.context().storageState();
  const plain = await (await browser.newContext({ storageState, javaScriptEnabled: false })).newPage();
  await beginLink(plain);
  await goTo(plain, scene.sides, 'Les données');
  await save(plain);
  await expectStep(plain, 'La reprise du document');
  const dossiers = plain.locator('details').first();
  await dossiers.locator('summary').click();
  const number = dossiers.getByLabel(/^Numéro/);
  await number.selectOption({ index: 1 });
  await save(plain);
  await expect(plain.getByText('Vous avez aussi choisi pour une colonne').first()).toBeVisible();
  await dossiers.locator('summary').click();
  await expect(number).toHaveValue('convertie');
  await save(plain);
  await expectStep(plain, 'L’aperçu');
  await plain.context().close();
});

test('a document that is not of the original has no such step', async ({ page, scene }) => {
  await scene.arrive(page);
  await beginLink(page);
  await goTo(page, scene.sides, 'L’aperçu');
  const url = page.url().replace('/apercu', '/reprise');
  await page.goto(url);
  await expectStep(page, 'L’aperçu');
});
