// A new link from nothing to its first synchronisation, and what may go wrong on the way.

import { expect, type Page } from '@playwright/test';
import { expectAccessible } from './testing/accessibility';
import { type Scene, test } from './testing/links';
import { signInByEmail, throughProConnect } from './testing/site';
import {
  beginLink,
  confirmDemarche,
  expectStep,
  giveDocument,
  giveToken,
  goTo,
  lookFor,
} from './testing/wizard';

test('from sign-in by e-mail to a finished first synchronisation', async ({ page, scene }) => {
  const { sides, database } = scene;
  const { userId } = await scene.arrive(page);
  await page.goto('/liaisons/nouvelle');
  await expectAccessible(page, 'nouvelle');
  await beginLink(page);
  await expectAccessible(page, 'nouvelle-1-jeton');
  await giveToken(page, sides);
  await expectStep(page, 'La démarche');
  await expectAccessible(page, 'nouvelle-2-demarche');
  await lookFor(page, `${sides.demarches.origin}/admin/procedures/${sides.demarches.number}/champs`);
  await expect(page.getByRole('heading', { name: sides.demarches.demarche().title })).toBeVisible();
  await expect(page.getByText('25 dossiers')).toBeVisible();
  await expectAccessible(page, 'nouvelle-2-demarche-trouvee');
  await confirmDemarche(page);
  await expectStep(page, 'Le document Grist');
  await expectAccessible(page, 'nouvelle-3-document');
  await giveDocument(page, sides);
  await expectStep(page, 'Les données');
  await expect(page.getByRole('checkbox', { name: /^IBAN/ })).toBeChecked();
  await expectAccessible(page, 'nouvelle-4-donnees');
  await page.getByText('IBAN', { exact: true }).first().click();
  await expect(page.getByText(/champs gardés sur/)).toBeVisible();
  await page.getByRole('button', { name: 'Enregistrer et voir l’aperçu' }).click();
  await expectStep(page, 'L’aperçu');
  await expect(page.getByText('25 dossiers dans Démarche numérique')).toBeVisible();
  await expect(page.getByRole('cell', { name: 'En instruction' }).first()).toBeVisible();
  await expectAccessible(page, 'nouvelle-5-apercu');
  expect(sides.grist.document().tables().map(({ id }) => id)).not.toContain(tableOf(scene, 'dossiers'));
  await page.getByRole('button', { name: 'Continuer vers la planification' }).click();
  await expectStep(page, 'La planification');
  await expect(page.getByText('Ensuite : tous les jours à minuit.')).toBeVisible();
  await expectAccessible(page, 'nouvelle-6-planification');
  await page.getByText('Du lundi au vendredi').click();
  await page.getByLabel('Heure (à Paris)').fill('06:30');
  await expect(page.getByText('Ensuite : du lundi au vendredi à 6 h 30.')).toBeVisible();
  await page.getByRole('button', { name: 'Créer la liaison et synchroniser' }).click();
  await expect(page).toHaveURL(/\/executions\//);
  const runId = page.url().split('/').at(-1) ?? '';
  const run = await ended(scene, runId);
  expect(run).toMatchObject({ status: 'reussi', added: 25 });
  const [link] = await database.client.link.findMany({
    where: { members: { some: { userId } } },
    include: { members: true },
  });
  expect(link).toMatchObject({
    document: sides.grist.docId,
    schedule: { kind: 'jours_ouvres', heure: '06:30' },
    members: [{ role: 'proprietaire' }],
  });
  expect(link?.nextDueAt).not.toBeNull();
});

test('through ProConnect, one step after the other', async ({ page, scene }) => {
  await page.goto('/liaisons/nouvelle');
  await throughProConnect(page, { email: `camille.${Date.now()}@exemple.gouv.fr` });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nouvelle liaison');
  await beginLink(page);
  await goTo(page, scene.sides, 'La planification');
  await page.getByRole('button', { name: 'Créer la liaison et synchroniser' }).dblclick();
  await expect(page).toHaveURL(/\/executions\//);
  const runId = page.url().split('/').at(-1) ?? '';
  expect(await ended(scene, runId)).toMatchObject({ status: 'reussi', added: 25 });
});

function tableOf({ sides }: Scene, name: string): string {
  return `Demarche_${sides.demarches.number}_${name}`;
}

async function ended({ database }: Scene, runId: string) {
  let run = await database.client.run.findUniqueOrThrow({ where: { id: runId } });
  await expect
    .poll(async () => {
      run = await database.client.run.findUniqueOrThrow({ where: { id: runId } });
      return run.endedAt;
    })
    .not.toBeNull();
  return run;
}
