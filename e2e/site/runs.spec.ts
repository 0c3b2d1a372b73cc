// A link's overview, its runs as they go on and as they ended, and its history, in a browser.

import { readFile } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';
import { openRights } from '../../lib/store/access-rights';
import { expectAccessible } from './testing/accessibility';
import { type Scene, test } from './testing/links';
import { type PastRun, pastLink } from './testing/past';

/** Of a run, on a machine that may be busy. */
const END = { timeout: 60_000 };

/** Or some minutes ago, on a machine that takes them to come here. */
const FRESH = /À jour (à l’instant|il y a \d+\smin)/;

const title = (page: Page) => page.getByRole('heading', { level: 1 });

/**
 * Asks for a run from the link's page, where `page` is, and follows it to its own. Démarche numérique answers nothing until
 * what is returned is called: what goes on meanwhile stays while it is looked at.
 */
async function startHeldRun(page: Page, { sides: { demarches } }: Scene): Promise<() => void> {
  demarches.control({ type: 'set_latency', ms: 60_000 });
  await page.getByRole('button', { name: 'Synchroniser' }).click();
  await expect(page).toHaveURL(/\/executions\//);
  return () => demarches.control({ type: 'set_latency', ms: 0 });
}

test('follows a run from its first line to its end, without reload', async ({ page, scene }) => {
  const { userId } = await scene.arrive(page);
  const linkId = await scene.link(userId);
  await page.goto(`/liaisons/${linkId}`);
  await expect(page).toHaveTitle(/\s: jamais synchronisée – One Trick Pony$/);
  await expect(page.getByText('Aucune synchronisation n’est encore terminée.')).toBeVisible();
  const letGo = await startHeldRun(page, scene);
  await expect(title(page)).toContainText('Synchronisation');
  await expect(page.getByRole('listitem').filter({ hasText: 'Préparation (en cours)' })).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'Clôture (à venir)' })).toBeVisible();
  await expect(page.getByRole('progressbar')).toBeVisible();
  await expectAccessible(page, 'execution-en-cours');
  letGo();
  await expect(page.getByRole('heading', { name: 'Le document est à jour' })).toBeVisible(END);
  await expect(page).toHaveTitle(/^Synchronisation réussie\s: /);
  await expect(page.getByText('25\u00a0ajoutés').first()).toBeVisible();
  await expect(page.getByText(/, par agent\./)).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: 'Lecture et écriture des dossiers' })).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: 'Démarche numérique' })).toBeVisible();
  await expectAccessible(page, 'execution-finie');
  await page.getByRole('navigation', { name: 'vous êtes ici' }).getByRole('link').nth(2).click();
  await expect(page).toHaveURL(`/liaisons/${linkId}`);
  await expect(page.getByText(FRESH)).toBeVisible();
});

test('stays in touch with a run that says nothing, and leaves whoever may not read it any more', async ({
  page,
  scene,
}) => {
  const { userId } = await scene.arrive(page);
  const linkId = await scene.link(userId);
  await page.goto(`/liaisons/${linkId}`);
  const letGo = await startHeldRun(page, scene);
  const address = `/api/executions/${new URL(page.url()).pathname.split('/').at(-1)}/flux`;
  // From a page that follows nothing itself.
  await page.goto('/accessibilite');
  // Two pings: the second one is asked of a request that ended long ago, and of a session that is no more.
  const heard = page.evaluate(async (path) => {
    const answer = await fetch(path);
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    for (;;) {
      const part = await reader?.read();
      if (part === undefined || part.done) return text;
      text += part.value;
      if (text.includes(': ping') && !document.title.startsWith('entendu')) document.title = 'entendu';
    }
  }, address);
  await expect(page).toHaveTitle('entendu', { timeout: 60_000 });
  await scene.database.client.session.deleteMany({ where: { userId } });
  expect(await heard).toMatch(/: ping\n\nevent: fin\n/);
  letGo();
});

test('cancels a run, after a word of confirmation', async ({ page, scene }) => {
  const { userId } = await scene.arrive(page);
  const linkId = await scene.link(userId);
  await page.goto(`/liaisons/${linkId}`);
  const letGo = await startHeldRun(page, scene);
  await page.getByRole('link', { name: 'Annuler…' }).click();
  const question = page.getByRole('heading', { name: 'Annuler cette synchronisation' });
  await expect(question).toBeFocused();
  await page.getByRole('link', { name: 'Non, continuer' }).click();
  await expect(question).toBeHidden();
  await page.getByRole('link', { name: 'Annuler…' }).click();
  await page.getByRole('button', { name: 'Oui, annuler' }).click();
  await expect(page.getByText('L’annulation est demandée').first()).toBeVisible();
  // What is in hand is finished first.
  letGo();
  await expect(page.getByRole('heading', { name: 'Elle a été annulée' })).toBeVisible(END);
  await expect(page).toHaveTitle(/^Synchronisation annulée\s: /);
  const run = await scene.database.client.run.findFirstOrThrow({ where: { linkId } });
  expect(run).toMatchObject({ status: 'annule', cancelRequestedBy: userId });
});

test('shows what broke, with its remedy, on the run and on the overview', async ({ page, scene }) => {
  const { demarches } = scene.sides;
  const { userId } = await scene.arrive(page);
  const linkId = await scene.link(userId);
  demarches.control({ type: 'expire_token', token: demarches.token });
  await scene.synchronise(linkId);
  await page.goto(`/liaisons/${linkId}`);
  const broken = 'Le jeton d’accès à Démarche numérique a expiré.';
  await expect(page.getByRole('heading', { name: broken })).toBeVisible();
  await expect(page.getByText('Créez un nouveau jeton dans votre profil d’administrateur')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Ouvrir les réglages' })).toHaveAttribute(
    'href',
    `/liaisons/${linkId}/reglages`,
  );
  await expectAccessible(page, 'liaison-panne');
  await page.getByRole('link', { name: 'Voir cette synchronisation' }).click();
  await expect(page).toHaveTitle(/^Synchronisation en erreur\s: /);
  await expect(page.getByRole('heading', { name: broken })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Synchroniser de nouveau' })).toBeVisible();
});

test('lists the dossiers that failed with their reason, and tries them again', async ({ page, scene }) => {
  test.slow();
  const { demarches, grist } = scene.sides;
  const { userId } = await scene.arrive(page);
  const linkId = await scene.link(userId);
  const [bad, worse] = demarches.control({ type: 'numbers' });
  // A firewall before Grist does not like these two.
  for (const number of [bad, worse]) {
    grist.fault({
      ...{ path: '/apply', body: `/dossiers/${number}`, times: 1_000 },
      fault: { type: 'status', status: 403, when: 'before', body: '<html>Refusé</html>' },
    });
  }
  await scene.synchronise(linkId);
  await page.goto(`/liaisons/${linkId}`);
  await page.getByRole('link', { name: 'Voir ce qui manque' }).first().click();
  await expect(page.getByRole('heading', { name: '2\u00a0dossiers en échec' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Grist a refusé les lignes de ce dossier' })).toBeVisible();
  await expect(page.getByText('Regardez si une colonne de la démarche a été transformée')).toBeVisible();
  await expect(page.getByRole('link', { name: `Dossier ${bad}`, exact: true })).toHaveAttribute(
    'href',
    `${demarches.origin}/procedures/${demarches.number}/dossiers/${bad}`,
  );
  await expectAccessible(page, 'execution-echecs');
  await page.getByRole('button', { name: 'Réessayer les dossiers cochés' }).click();
  await expect(page.getByText('Cochez au moins un dossier.')).toBeVisible();
  const failed = page.url();
  grist.clearFaults();
  // The verification that follows a first synchronisation.
  await expect.poll(() => scene.database.client.run.count({ where: { linkId, endedAt: null } })).toBe(0);
  for (const number of [bad, worse]) {
    await page.getByRole('checkbox', { name: `Réessayer le dossier ${number}` }).check({ force: true });
  }
  await page.getByRole('button', { name: 'Réessayer les dossiers cochés' }).click();
  await expect(page.getByRole('heading', { name: 'Le document est à jour' })).toBeVisible(END);
  await expect(page.getByText('et eux seuls')).toBeVisible();
  await page.goto(failed);
  await expect(page.getByText('écrit depuis')).toHaveCount(2);
});

const YEAR: readonly PastRun[] = Array.from({ length: 60 }, (_, index): PastRun => {
  const ago = (60 - index) * 24 * 60;
  if (index === 30) return { status: 'echoue', code: 'DS_MAINTENANCE', ago };
  if (index === 40) return { status: 'avec_echecs', updated: 12, failed: 3, ago, trigger: 'manuel' };
  if (index === 50) return { status: 'annule', updated: 1, ago, trigger: 'manuel' };
  if (index === 55) return { status: 'reussi', kind: 'verify', ago };
  return { status: 'reussi', added: index === 0 ? 900 : index % 7, updated: index % 11, ago };
});

test('draws the last runs of a link, and gives the same figures in a table', async ({ page, scene }) => {
  const { userId } = await scene.arrive(page);
  const linkId = await pastLink(scene.database, userId, {
    ...{ title: 'Aide à la rénovation énergétique', runs: YEAR },
    schedule: { kind: 'quotidien', heure: '06:30' },
  });
  await page.goto(`/liaisons/${linkId}`);
  await expect(
    page.getByRole('img', { name: /Dossiers écrits par les 30\sdernières synchronisations/ }),
  ).toBeVisible();
  await page.getByText('Les mêmes chiffres en tableau').click();
  await expect(page.getByRole('row')).toHaveCount(31);
  await expect(
    page.getByText('Cette liaison se synchronise tous les jours à 6\u00a0h\u00a030'),
  ).toBeVisible();
  await expectAccessible(page, 'liaison');
  await page.getByRole('button', { name: 'Mettre en pause' }).click();
  await expect(page.getByText('La liaison est en pause')).toBeVisible();
  await expect(page.getByText('Elle est en pause depuis le')).toBeVisible();
});

test('goes through the history page by page, filters it and gives it to spreadsheets', async ({
  page,
  scene,
}) => {
  const { userId } = await scene.arrive(page);
  const linkId = await pastLink(scene.database, userId, { title: '=1+1', runs: YEAR });
  await page.goto(`/liaisons/${linkId}/historique`);
  await expect(page).toHaveTitle(/^Historique\s: =1\+1 – One Trick Pony$/);
  const rows = page.getByRole('row');
  await expect(rows).toHaveCount(26);
  await expectAccessible(page, 'historique');
  const first = await rows.nth(1).getByRole('link').getAttribute('href');
  await page.getByRole('link', { name: 'Plus anciennes' }).click();
  await expect(page).toHaveURL(/avant=/);
  await expect(rows.nth(1).getByRole('link')).not.toHaveAttribute('href', first ?? '');
  await page.getByRole('link', { name: 'Plus anciennes' }).click();
  await expect(rows).toHaveCount(11);
  await page.getByRole('link', { name: 'Les plus récentes' }).click();
  await expect(rows.nth(1).getByRole('link')).toHaveAttribute('href', first ?? '');
  await page.getByLabel('Origine').selectOption('À la demande');
  await page.getByLabel('Nature').selectOption('Synchronisation');
  await page.getByRole('button', { name: 'Filtrer' }).click();
  await expect(rows).toHaveCount(3);
  await expect(rows.nth(1)).toContainText('Annulée');
  await expect(rows.nth(2)).toContainText('12\u00a0modifiés, 3\u00a0en échec');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Télécharger cet historique' }).click();
  const file = await (await download).path();
  const lines = (await readFile(file, 'utf8')).split('\r\n');
  expect(lines[0]?.startsWith('\ufeffRéférence;Nature;Origine;État')).toBe(true);
  expect(lines).toHaveLength(4);
  expect(lines[2]).toMatch(
    /;Synchronisation;À la demande;Avec échecs;;\d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d;;.*;42;15;0;12;0;0;0;0;3$/,
  );
  await page.getByLabel('État').selectOption('En erreur');
  await page.getByRole('button', { name: 'Filtrer' }).click();
  await expect(page.getByText('Rien ne correspond à ce que vous demandez.')).toBeVisible();
});

test('shows everything to a reader, who may change nothing', async ({ page, scene }) => {
  const { userId } = await scene.arrive(page);
  const linkId = await scene.link(userId);
  // A page of before, which the news that would make it a reader's do not reach: what it offers is refused.
  const news = /\/api\/liaisons\/flux/;
  await page.route(news, () => undefined);
  await page.goto(`/liaisons/${linkId}`);
  await openRights(scene.database).give(linkId, userId, 'lecteur', new Date());
  await page.getByRole('button', { name: 'Synchroniser' }).click();
  await expect
    .poll(() => scene.database.client.auditEntry.count({ where: { actorId: userId, act: 'droit-refuse' } }))
    .toBe(1);
  expect(await scene.database.client.run.count({ where: { linkId } })).toBe(0);
  await page.unroute(news);
  await scene.synchronise(linkId);
  await page.goto(`/liaisons/${linkId}`);
  await expect(page.getByText(FRESH)).toBeVisible();
  await page.getByRole('link', { name: 'Voir le détail de cette synchronisation' }).click();
  await expect(page.getByRole('heading', { name: 'Le document est à jour' })).toBeVisible(END);
  for (const path of [`/liaisons/${linkId}`, `/liaisons/${linkId}/historique`, page.url()]) {
    await page.goto(path);
    const names = /Synchroniser|pause|Reprendre|Réessayer|Annuler/;
    await expect(page.getByRole('main').getByRole('button', { name: names })).toHaveCount(0);
  }
});

test('tells of a connection that broke, and goes on when it is back', async ({ page, browser, scene }) => {
  const { userId } = await scene.arrive(page);
  const linkId = await scene.link(userId);
  await page.goto(`/liaisons/${linkId}`);
  const letGo = await startHeldRun(page, scene);
  // Its console may say that requests failed: they do.
  const context = await browser.newContext({ storageState: await page.context().storageState() });
  const other = await context.newPage();
  await other.route('**/flux?*', (route) => route.abort());
  await other.goto(page.url());
  const broken = other.getByText('La connexion est interrompue.');
  await expect(broken).toBeVisible();
  await other.unroute('**/flux?*');
  await expect(broken).toBeHidden();
  letGo();
  await expect(other.getByRole('heading', { name: 'Le document est à jour' })).toBeVisible(END);
  await context.close();
});

test('shows a run and cancels it without JavaScript', async ({ page, browser, scene }) => {
  const { userId } = await scene.arrive(page);
  const linkId = await scene.link(userId);
  const context = await browser.newContext({
    storageState: await page.context().storageState(),
    javaScriptEnabled: false,
  });
  const still = await context.newPage();
  await still.goto(`/liaisons/${linkId}`);
  const letGo = await startHeldRun(still, scene);
  await expect(still.getByRole('listitem').filter({ hasText: 'Préparation' })).toBeVisible();
  await still.getByRole('link', { name: 'Annuler…' }).click();
  await still.getByRole('button', { name: 'Oui, annuler' }).click();
  await expect(still.getByText('L’annulation est').first()).toBeVisible();
  letGo();
  await expect
    .poll(async () => {
      await still.reload();
      return still.getByRole('heading', { name: 'Elle a été annulée' }).count();
    }, END)
    .toBe(1);
  await context.close();
});
