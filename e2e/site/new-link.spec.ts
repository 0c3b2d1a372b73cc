// A new link from nothing to its first synchronisation, and what may go wrong on the way.

import { expect } from '@playwright/test';
import { startDemarches } from '../../simulators/demarches/start';
import { expectAccessible } from './testing/accessibility';
import { type Scene, test } from './testing/links';
import { answered, linkFor, throughProConnect } from './testing/site';
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
  await beginLink(page);
  await giveToken(page, sides);
  await expectStep(page, 'La démarche');
  await lookFor(page, `${sides.demarches.origin}/admin/procedures/${sides.demarches.number}/champs`);
  await expect(page.getByRole('heading', { name: sides.demarches.demarche().title })).toBeVisible();
  await expect(page.getByText('25 dossiers')).toBeVisible();
  await confirmDemarche(page);
  await giveDocument(page, sides);
  await expectStep(page, 'Les données');
  await expect(page.getByRole('checkbox', { name: /^IBAN/ })).toBeChecked();
  await page.getByText('IBAN', { exact: true }).first().click();
  await expect(page.getByText(/champs gardés sur/)).toBeVisible();
  await page.getByRole('button', { name: 'Enregistrer et voir l’aperçu' }).click();
  await expectStep(page, 'L’aperçu');
  await expect(page.getByText('25 dossiers dans Démarche numérique')).toBeVisible();
  await expect(page.getByRole('cell', { name: 'Accepté' }).first()).toBeVisible();
  expect(tables(scene)).not.toContain(tableOf(scene, 'dossiers'));
  await page.getByRole('button', { name: 'Continuer vers la planification' }).click();
  await expectStep(page, 'La planification');
  await expect(page.getByText('Ensuite : tous les jours à minuit.')).toBeVisible();
  const lastStep = page.url();
  await page.getByText('Du lundi au vendredi').click();
  await page.getByLabel('Heure (à Paris)').fill('06:30');
  await expect(page.getByText('Ensuite : du lundi au vendredi à 6 h 30.')).toBeVisible();
  await page.getByRole('button', { name: 'Créer la liaison et synchroniser' }).click();
  await expect(page).toHaveURL(/\/executions\//);
  const runId = page.url().split('/').at(-1) ?? '';
  expect(await ended(scene, runId)).toMatchObject({ status: 'reussi', added: 25 });
  const columns = sides.grist.document().table(tableOf(scene, 'champs')).columns;
  expect(columns.map(({ label }) => label)).not.toContain('IBAN');
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
  // The way back leads to what was made, not to a second one.
  const back = await page.request.get(lastStep, { maxRedirects: 0 });
  expect(back.headers().location).toBe(`/liaisons/${link?.id}`);
});

test('every step is accessible, in both themes and at 320 px', async ({ page, scene }) => {
  test.slow();
  const { sides } = scene;
  await scene.arrive(page);
  await page.goto('/liaisons/nouvelle');
  await expectAccessible(page, 'nouvelle');
  await beginLink(page);
  await expectAccessible(page, 'nouvelle-1-jeton');
  await giveToken(page, sides, 'un-jeton-qui-n-existe-pas');
  await expect(page.getByRole('heading', { name: 'Le jeton n’a pas été enregistré' })).toBeVisible();
  await expectAccessible(page, 'nouvelle-1-jeton-refuse');
  await giveToken(page, sides);
  await expectStep(page, 'La démarche');
  await expectAccessible(page, 'nouvelle-2-demarche');
  await lookFor(page, String(sides.demarches.number));
  await expect(page.getByRole('heading', { name: sides.demarches.demarche().title })).toBeVisible();
  await expectAccessible(page, 'nouvelle-2-demarche-trouvee');
  await confirmDemarche(page);
  await expectStep(page, 'Le document Grist');
  await expectAccessible(page, 'nouvelle-3-document');
  await giveDocument(page, sides);
  await expectStep(page, 'Les données');
  await page.reload();
  await page.getByRole('button', { name: 'Exclure les champs sensibles' }).click();
  await page.mouse.move(0, 0);
  await expectAccessible(page, 'nouvelle-4-donnees');
  await page.getByRole('button', { name: 'Enregistrer et voir l’aperçu' }).click();
  await expectStep(page, 'L’aperçu');
  await page.reload();
  await expect(page.getByRole('cell', { name: 'Accepté' }).first()).toBeVisible();
  await expectAccessible(page, 'nouvelle-5-apercu');
  await page.getByRole('button', { name: 'Continuer vers la planification' }).click();
  await expectStep(page, 'La planification');
  await expectAccessible(page, 'nouvelle-6-planification');
  await page.goto('/liaisons/nouvelle');
  await expect(page.getByText('Étape 6 sur 6')).toBeVisible();
  await expectAccessible(page, 'nouvelle-reprendre');
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

test('what is wrong is said by its field, and what was typed stays', async ({ page, scene }) => {
  test.slow();
  const { sides } = scene;
  await scene.arrive(page);
  await beginLink(page);
  await giveToken(page, sides, 'un-jeton-qui-n-existe-pas');
  await expect(page.getByText(/ne reconnaît pas le jeton/).first()).toBeVisible();
  await expect(page.getByLabel('Site de Démarche numérique')).toHaveValue(sides.demarches.origin);
  await giveToken(page, sides, 'é'.repeat(10_000));
  await expect(page.getByText('Collez le jeton entier').first()).toBeVisible();
  // A site that is not listed is never asked anything.
  await page.getByLabel('Jeton d’API').fill('un-jeton-invente');
  await page.getByLabel('Site de Démarche numérique').fill('https://voleur.exemple.fr');
  await page.getByRole('button', { name: 'Essayer ce jeton' }).click();
  await expect(page.getByText(/n’a pas le droit de contacter ce site/).first()).toBeVisible();
  // Démarche numérique's own words, with the address to declare.
  sides.demarches.control({ type: 'refuse_network', token: sides.demarches.token, address: '203.0.113.9' });
  await giveToken(page, sides);
  await expect(page.getByText(/203\.0\.113\.9/).first()).toBeVisible();
  sides.demarches.control({ type: 'refuse_network', token: sides.demarches.token, address: null });
  await giveToken(page, sides);

  await expectStep(page, 'La démarche');
  await lookFor(page, '<b>12</b>');
  await expect(page.getByText('Ce n’est pas un numéro').first()).toBeVisible();
  await expect(page.getByRole('textbox', { name: /Numéro/ })).toHaveValue('<b>12</b>');
  await answered(page, () => lookFor(page, '😀'.repeat(5_000)));
  await expect(page.getByText('Ce n’est pas un numéro').first()).toBeVisible();
  await lookFor(page, '999999');
  await expect(page.getByText(/Vérifiez le numéro de la démarche/).first()).toBeVisible();
  await lookFor(page, String(sides.demarches.number));
  await confirmDemarche(page);

  await expectStep(page, 'Le document Grist');
  await giveDocument(page, sides, sides.grist.people.viewer.key);
  await expect(page.getByText(/n’a pas le droit d’écrire/).first()).toBeVisible();
  await page
    .getByLabel('Adresse du document Grist')
    .fill('https://agent:secret@grist.numerique.gouv.fr/doc/abcdefghijkl');
  await page.getByLabel('Clé d’API Grist').fill(sides.grist.key);
  await page.getByRole('button', { name: 'Vérifier les droits' }).click();
  await expect(page.getByText(/nom d’utilisateur ou un mot de passe/).first()).toBeVisible();
  await page.getByLabel('Adresse du document Grist').fill(`${sides.grist.url}/doc/nexistepasdutout`);
  await page.getByRole('button', { name: 'Vérifier les droits' }).click();
  await expect(page.getByText(/n’existe pas sur ce site/).first()).toBeVisible();
  await giveDocument(page, sides);
  await expectStep(page, 'Les données');

  await page.getByLabel('Déposés à partir du').fill('2026-03-04');
  await page.getByLabel('Déposés jusqu’au').fill('2026-03-03');
  await page.getByRole('button', { name: 'Enregistrer et voir l’aperçu' }).click();
  await expect(page.getByText('La fin est avant le début.').first()).toBeVisible();
  await expect(page.getByLabel('Déposés à partir du')).toHaveValue('2026-03-04');
});

test('is left and taken up again, also after the session ended; abandoned at last', async ({
  page,
  scene,
}) => {
  const { sides, database } = scene;
  const { userId, email } = await scene.arrive(page);
  await beginLink(page);
  await goTo(page, sides, 'Le document Grist');
  await page.goto('/liaisons/nouvelle');
  await expect(page.getByText('Étape 3 sur 6')).toBeVisible();
  await page.getByRole('link', { name: /^Reprendre/ }).click();
  await expectStep(page, 'Le document Grist');
  // A step that was not reached leads to the one that was.
  await page.goto(page.url().replace('/document', '/planification'));
  await expectStep(page, 'Le document Grist');
  // The session ends while the page is open: what was typed is sent in vain, and the step is found again.
  await database.client.session.deleteMany({ where: { userId } });
  await giveDocument(page, sides);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Connexion à One Trick Pony');
  await page.getByLabel('Adresse électronique professionnelle').fill(email);
  await page.getByRole('button', { name: 'Recevoir un lien de connexion' }).click();
  await page.goto(await linkFor(page, email));
  await page.getByRole('button', { name: 'Me connecter' }).click();
  await expectStep(page, 'Le document Grist');
  await giveDocument(page, sides);
  await expectStep(page, 'Les données');
  // A former step may be changed: the same token given again loses nothing of what follows.
  await page.goto(page.url().replace('/donnees', '/jeton'));
  await page.getByRole('button', { name: 'Essayer ce jeton et continuer' }).click();
  await expectStep(page, 'La démarche');
  await page.goto('/liaisons/nouvelle');
  await expect(page.getByText('Étape 4 sur 6')).toBeVisible();
  await page.getByRole('button', { name: /^Abandonner/ }).click();
  await expect(page.getByText('Reprendre là où vous en étiez')).toBeHidden();
  expect(await database.client.credential.count({ where: { givenBy: userId } })).toBe(0);
});

test('belongs to its person alone', async ({ page, scene, browser }) => {
  const { database } = scene;
  const { userId } = await scene.arrive(page);
  await beginLink(page);
  const url = page.url();
  const other = await (await browser.newContext()).newPage();
  await scene.arrive(other);
  const answer = await other.goto(url);
  expect(answer?.status()).toBe(404);
  await other.context().close();
  // Two tabs: the form still stands in one when the draft is abandoned in the other. (In a browser of its own, whose
  // console may say that the answer is a 404.)
  const tab = await (
    await browser.newContext({ storageState: await page.context().storageState() })
  ).newPage();
  await tab.goto(url);
  await database.client.linkDraft.deleteMany({ where: { ownerId: userId } });
  await tab.getByLabel('Jeton d’API').fill('un-jeton-invente');
  await tab.getByRole('button', { name: 'Essayer ce jeton' }).click();
  await expect(tab.getByRole('heading', { level: 1 })).not.toHaveText('Nouvelle liaison');
  await tab.context().close();
});

test('of what is tied already leads to the link that exists', async ({ page, scene }) => {
  const { sides } = scene;
  const { userId } = await scene.arrive(page);
  const linkId = await scene.link(userId);
  await beginLink(page);
  await page.getByText('Un nouveau jeton', { exact: true }).click();
  await goTo(page, sides, 'Le document Grist');
  await page.getByText('Une nouvelle clé', { exact: true }).click();
  await giveDocument(page, sides);
  await expect(page.getByText('Cette démarche est déjà reliée à ce document')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Ouvrir la liaison qui existe' })).toHaveAttribute(
    'href',
    `/liaisons/${linkId}`,
  );
});

test('three hundred fields and forty thousand dossiers', async ({ page, scene }) => {
  const demarches = await startDemarches({ preset: 'bench', champs: 300, dossiers: 40_000 });
  try {
    await scene.arrive(page);
    await beginLink(page);
    await goTo(page, { ...scene.sides, demarches }, 'Les données');
    const kept = page.getByText(/champs (gardés sur|sont gardés)|^Les \d+ champs sont gardés/);
    await expect(kept).toHaveText(/^Les 30\d champs sont gardés\.$/);
    const whole = page.getByRole('checkbox', { name: /^Toute la rubrique/ }).first();
    await expect(whole).toBeChecked();
    await page.getByLabel('Chercher un champ').fill('CHAMP 12');
    await expect(page.getByRole('checkbox', { name: /champ 200/i })).toBeHidden();
    await page.getByText('Champ 12', { exact: true }).click();
    await expect(kept).toHaveText(/champs gardés sur/);
    await expect(whole).toHaveAttribute('aria-checked', 'mixed');
    await page.getByRole('button', { name: 'Tout garder' }).click();
    await expect(whole).toBeChecked();
    await page.getByRole('button', { name: 'Enregistrer et voir l’aperçu' }).click();
    await expect(page.getByText('Cet aperçu est un échantillon')).toBeVisible();
    await expect(page.getByText('40 000 dossiers dans Démarche numérique')).toBeVisible();
    expect(demarches.stats().requests).toBeLessThan(15);
  } finally {
    await demarches.close();
  }
});

test('works without JavaScript', async ({ scene, browser, page }) => {
  const { sides } = scene;
  await scene.arrive(page);
  const storageState = await page.context().storageState();
  const plain = await (await browser.newContext({ storageState, javaScriptEnabled: false })).newPage();
  await beginLink(plain);
  await giveToken(plain, sides, 'un-jeton-qui-n-existe-pas');
  await expect(plain.getByText(/ne reconnaît pas le jeton/).first()).toBeVisible();
  await goTo(plain, sides, 'Les données');
  await plain.getByText('IBAN', { exact: true }).first().click();
  await plain.getByRole('button', { name: 'Enregistrer et voir l’aperçu' }).click();
  await expectStep(plain, 'L’aperçu');
  await plain.getByRole('button', { name: 'Continuer vers la planification' }).click();
  await expectStep(plain, 'La planification');
  await plain.getByText('Toutes les heures').click();
  await plain.getByRole('button', { name: 'Créer la liaison et synchroniser' }).click();
  await expect(plain).toHaveURL(/\/executions\//);
  await plain.context().close();
});

test('a preview is never kept by the browser', async ({ page, scene }) => {
  await scene.arrive(page);
  await beginLink(page);
  await goTo(page, scene.sides, 'L’aperçu');
  const answer = await page.request.get(page.url());
  expect(answer.headers()['cache-control']).toContain('no-store');
});

test('the data and the schedule of a link are changed by those who manage it', async ({ page, scene }) => {
  test.slow();
  const { database } = scene;
  const { userId } = await scene.arrive(page);
  const linkId = await scene.link(userId, 'gestionnaire');
  await page.goto(`/liaisons/${linkId}/reglages/donnees`);
  await page.getByText('IBAN', { exact: true }).first().click();
  await page.getByText(/^Messages/).click();
  await expectAccessible(page, 'reglages-donnees');
  await page.getByRole('button', { name: 'Enregistrer ces choix' }).click();
  await expect(page.getByText('Vos choix sont enregistrés.')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('checkbox', { name: /^IBAN/ })).not.toBeChecked();
  await expect(page.getByRole('checkbox', { name: /^Messages/ })).toBeChecked();

  await page.goto(`/liaisons/${linkId}/reglages/planification`);
  await page.getByText('Autre rythme').click();
  await page.getByRole('textbox', { name: /^Expression cron/ }).fill('* * * * *');
  await expect(page.getByText(/trop fréquente/).first()).toBeVisible();
  await page.getByRole('button', { name: 'Enregistrer la planification' }).click();
  await expect(page.getByRole('heading', { name: 'La planification n’a pas été enregistrée' })).toBeVisible();
  await expectAccessible(page, 'reglages-planification');
  await page.getByText('Toutes les semaines').click();
  await page.getByLabel('Jour de la semaine', { exact: true }).selectOption('vendredi');
  await page.getByLabel('Heure (à Paris)').fill('18:00');
  await page.getByRole('button', { name: 'Enregistrer la planification' }).click();
  await expect(page.getByText(/La planification est enregistrée/)).toBeVisible();
  const link = await database.client.link.findUniqueOrThrow({ where: { id: linkId } });
  expect(link.schedule).toEqual({ kind: 'hebdomadaire', jour: 5, heure: '18:00' });
  expect(link.nextDueAt).not.toBeNull();

  // A reader does not see these pages.
  await database.client.membership.updateMany({ where: { linkId }, data: { role: 'lecteur' } });
  for (const name of ['donnees', 'planification']) {
    expect((await page.request.get(`/liaisons/${linkId}/reglages/${name}`)).status()).toBe(404);
  }
});

function tables({ sides }: Scene): readonly string[] {
  return sides.grist
    .document()
    .tables()
    .map(({ id }) => id);
}

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
