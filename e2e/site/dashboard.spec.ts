// « Mes démarches » in a browser: empty, with links of every status, live, several at once, for readers and strangers.

import { expect, type Page } from '@playwright/test';
import { expectAccessible } from './testing/accessibility';
import { test } from './testing/links';
import { type PastLink, pastLink } from './testing/past';

const DAILY = { kind: 'quotidien', heure: '06:30' } as const;

const PAST: readonly PastLink[] = [
  {
    ...{ title: 'Aide à la rénovation énergétique', demarche: 1001, schedule: DAILY },
    runs: [{ status: 'reussi', added: 1204, updated: 3, ago: 12 }],
  },
  {
    ...{ title: 'Subvention aux associations', demarche: 1002, schedule: DAILY },
    runs: [
      { status: 'reussi', added: 40, ago: 3_000 },
      { status: 'echoue', code: 'DS_JETON_EXPIRE', ago: 90 },
    ],
  },
  {
    ...{ title: 'Déclaration préalable de travaux', demarche: 1003, schedule: DAILY },
    runs: [{ status: 'avec_echecs', updated: 8, failed: 2, ago: 61 }],
  },
  {
    ...{ title: 'Inscription scolaire', demarche: 1004, schedule: DAILY, decisions: 3 },
    runs: [{ status: 'reussi', updated: 1, ago: 200 }],
  },
  { title: 'Permis de détention', demarche: 1005, paused: true, runs: [{ status: 'reussi', ago: 60 * 50 }] },
  { title: 'Demande de badge', demarche: 1006 },
  {
    ...{ title: 'Bourse au mérite', demarche: 1007, role: 'lecteur' },
    runs: [{ status: 'reussi', added: 2, ago: 5 }],
  },
];

/** Of a run, and of what begins it, on a machine that may be busy. */
const END = { timeout: 60_000 };

const row = (page: Page, title: string) =>
  page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: title }) });

test('without any link, says what one is and starts the wizard', async ({ page, scene }) => {
  await scene.arrive(page);
  await page.goto('/liaisons');
  await expect(page).toHaveTitle('Mes démarches – One Trick Pony');
  await expect(page.getByText('Vous n’avez encore relié aucune démarche.')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Relier ma première démarche' })).toHaveAttribute(
    'href',
    '/liaisons/nouvelle',
  );
  await expectAccessible(page, 'demarches-vide');
});

test('shows each link with its status, freshness, counts and the one thing to do', async ({
  page,
  scene,
}) => {
  const { userId } = await scene.arrive(page);
  for (const link of PAST) await pastLink(scene.database, userId, link);
  await page.goto('/liaisons');
  for (const [title, status, words, next] of [
    [
      'Aide à la rénovation',
      'À jour',
      /À jour il y a 1\d\smin, prochaine (demain )?à 6\sh\s30/,
      'Synchroniser',
    ],
    [
      'Subvention aux associations',
      'En erreur',
      'Le jeton d’accès à Démarche numérique a expiré.',
      'Voir comment corriger',
    ],
    ['Déclaration préalable', 'À vérifier', '8\u00a0modifiés, 2\u00a0en échec', 'Voir ce qui manque'],
    ['Inscription scolaire', 'À vérifier', '1\u00a0modifié', 'Décider'],
    ['Permis de détention', 'En pause', 'en pause', 'Reprendre'],
    ['Demande de badge', 'Jamais synchronisée', 'pas de synchronisation automatique', 'Synchroniser'],
    ['Bourse au mérite', 'À jour', '2\u00a0ajoutés', 'Consulter'],
  ] as const) {
    const line = row(page, title);
    await expect(line.getByText(status, { exact: true })).toBeVisible();
    await expect(line).toContainText(words);
    await expect(
      line.getByRole(/Synchroniser|Reprendre/.test(next) ? 'button' : 'link', { name: next }),
    ).toHaveCount(1);
  }
  await expect(row(page, 'Aide à la rénovation')).toContainText('1\u202f204\u00a0ajoutés, 3\u00a0modifiés');
  // Readers may not synchronise: there is no box to tick.
  await expect(row(page, 'Bourse au mérite').getByRole('checkbox')).toHaveCount(0);
  await expect(page.getByRole('checkbox')).toHaveCount(6);
  await expectAccessible(page, 'demarches');
});

test('searches, filters and sorts by the address', async ({ page, scene }) => {
  const { userId } = await scene.arrive(page);
  for (const link of PAST) await pastLink(scene.database, userId, link);
  await page.goto('/liaisons');
  const titles = page.getByRole('heading', { level: 3 });
  await expect(titles).toHaveCount(7);
  await expect(titles.first()).toHaveText('Subvention aux associations');
  await page.getByLabel('Titre, numéro ou document').fill('DECLARATION prealable');
  await page.getByRole('button', { name: 'Afficher' }).click();
  await expect(titles).toHaveText(['Déclaration préalable de travaux']);
  await expect(page).toHaveURL(/recherche=DECLARATION\+prealable/);
  await page.getByRole('link', { name: 'Revenir à toutes mes démarches' }).click();
  await expect(titles).toHaveCount(7);
  await page.getByLabel('État').selectOption('À vérifier (2)');
  await page.getByLabel('Ordre').selectOption('Titre');
  await page.getByRole('button', { name: 'Afficher' }).click();
  await expect(titles).toHaveText(['Déclaration préalable de travaux', 'Inscription scolaire']);
  await page.goBack();
  await expect(titles).toHaveCount(7);
  await page.goto('/liaisons?recherche=%3Cscript%3Ealert(1)%3C%2Fscript%3E&etat=en-pause&tri=x&page=-3');
  await expect(page.getByRole('heading', { name: 'Aucune démarche ne correspond' })).toBeVisible();
  await expectAccessible(page, 'demarches-aucune');
});

test('shows a run that was started elsewhere, and its end, without reload', async ({ page, scene }) => {
  test.slow();
  const { userId } = await scene.arrive(page);
  const linkId = await scene.link(userId);
  // What began before the page listens is shown, and not announced.
  const listening = page.waitForResponse(/\/api\/liaisons\/flux/);
  await page.goto('/liaisons');
  await listening;
  const title = scene.sides.demarches.demarche().title;
  await expect(row(page, title).getByText('Jamais synchronisée', { exact: true })).toBeVisible();
  // What a screen reader was told, kept: the next state replaces it.
  await page.evaluate(() => {
    const { dataset } = document.documentElement;
    dataset.same = 'oui';
    dataset.told = '';
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const status = (target instanceof Element ? target : target.parentElement)?.closest('[role=status]');
        if (status) dataset.told += `${status.textContent}\n`;
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  // « En cours » stays until the test lets the answers go.
  scene.sides.demarches.control({ type: 'set_latency', ms: 60_000 });
  const done = scene.synchronise(linkId);
  await expect(row(page, title).getByText('En cours', { exact: true })).toBeVisible(END);
  await expect(row(page, title).getByRole('link', { name: 'Suivre' })).toBeVisible();
  const told = async () =>
    (await page.locator('html').getAttribute('data-told'))
      ?.replaceAll('\u00a0', ' ')
      .replaceAll('\u202f', ' ');
  await expect.poll(told).toContain(`${title} : En cours.`);
  scene.sides.demarches.control({ type: 'set_latency', ms: 0 });
  await done;
  // The text of the row, so that a failure shows what it says instead.
  await expect(row(page, title)).toContainText('À jour', END);
  await expect(row(page, title)).toContainText('25\u00a0ajoutés');
  await expect(page.locator('html')).toHaveAttribute('data-same', 'oui');
  await expect.poll(told).toContain(`${title} : À jour.`);
});

test('is read again when an answer is older than the change that it was asked for', async ({
  page,
  scene,
}) => {
  const { userId } = await scene.arrive(page);
  const title = 'Permis de détention';
  const linkId = await pastLink(scene.database, userId, { title });
  const bodies: Buffer[] = [];
  await page.route(/\/liaisons\?_rsc=/, async (route) => {
    const response = await route.fetch();
    bodies.push(await response.body());
    // The second answer is late: it says what the first one said.
    const body = bodies.length === 2 ? bodies[0] : bodies.at(-1);
    await route.fulfill({ response, ...(body === undefined ? {} : { body }) });
  });
  const change = (data: { readonly documentName: string } | { readonly pausedAt: Date }) =>
    scene.database.client.link.update({ where: { id: linkId }, data });
  const listening = page.waitForResponse(/\/api\/liaisons\/flux/);
  await page.goto('/liaisons');
  await listening;
  await change({ documentName: 'Autre document' });
  await expect(row(page, title)).toContainText('Autre document', END);
  expect(bodies).toHaveLength(1);
  await change({ pausedAt: new Date() });
  await expect(row(page, title)).toContainText('En pause', END);
  expect(bodies.length).toBeGreaterThan(2);
});

test('asks for nothing while nothing changes: of all links, and of one', async ({ page, scene }) => {
  const { userId } = await scene.arrive(page);
  const linkId = await pastLink(scene.database, userId, {
    ...{ title: 'Permis de détention', role: 'lecteur' },
    runs: [{ status: 'reussi', added: 3, ago: 5 }],
  });
  await page.clock.install();
  for (const path of ['/liaisons', `/liaisons/${linkId}`]) {
    const listening = page.waitForRequest(/\/api\/liaisons\/flux/);
    await page.goto(path);
    const stream = (await listening).url();
    // What a stream tells first, heard once more than the page did.
    await page.evaluate(
      (url) =>
        new Promise<void>((heard) => {
          const source = new EventSource(url);
          source.addEventListener('etats', () => {
            source.close();
            heard();
          });
        }),
      stream,
    );
    const asked: string[] = [];
    page.on('request', (request) => {
      if (new URL(request.url()).pathname === path) asked.push(request.url());
    });
    await page.clock.runFor(30_000);
    // Whatever was asked for is on its way before this.
    await page.evaluate(() => fetch('/api/sante/vie').then((answer) => answer.text()));
    expect(asked, path).toEqual([]);
  }
});

test('synchronises several at once, and takes up again what was paused', async ({ page, scene }) => {
  test.slow();
  const { userId } = await scene.arrive(page);
  const linkId = await scene.link(userId);
  await pastLink(scene.database, userId, { title: 'Permis de détention', paused: true });
  await page.goto('/liaisons');
  await page.getByRole('button', { name: 'Synchroniser les démarches cochées' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Cochez au moins une démarche.' })).toBeVisible();
  const title = scene.sides.demarches.demarche().title;
  await row(page, title).getByRole('checkbox').check({ force: true });
  await page.getByRole('button', { name: 'Synchroniser les démarches cochées' }).click();
  await expect(page.getByText('1\u00a0synchronisation demandée.')).toBeVisible();
  await expect(row(page, title).getByText('À jour', { exact: true })).toBeVisible(END);
  const runs = await scene.database.client.run.findMany({ where: { linkId, kind: 'sync' } });
  expect(runs).toMatchObject([{ trigger: 'manuel', requestedBy: userId }]);
  await row(page, 'Permis de détention').getByRole('button', { name: 'Reprendre' }).click();
  await expect(page.getByText('La liaison a repris : elle suit de nouveau sa planification.')).toBeVisible();
  await expect(
    row(page, 'Permis de détention').getByText('Jamais synchronisée', { exact: true }),
  ).toBeVisible();
});

test('works without JavaScript', async ({ page, browser, scene }) => {
  const { userId } = await scene.arrive(page);
  await scene.link(userId);
  await pastLink(scene.database, userId, { title: 'Permis de détention', paused: true });
  const context = await browser.newContext({
    storageState: await page.context().storageState(),
    javaScriptEnabled: false,
  });
  const still = await context.newPage();
  await still.goto('/liaisons');
  await still.getByLabel('Titre, numéro ou document').fill('permis');
  await still.getByRole('button', { name: 'Afficher' }).click();
  await expect(still.getByRole('heading', { level: 3 })).toHaveText(['Permis de détention']);
  await still.getByRole('button', { name: 'Reprendre' }).click();
  await expect(still.getByText('La liaison a repris : elle suit de nouveau sa planification.')).toBeVisible();
  await still.goto('/liaisons');
  await row(still, scene.sides.demarches.demarche().title).getByRole('checkbox').check({ force: true });
  await still.getByRole('button', { name: 'Synchroniser les démarches cochées' }).click();
  await expect(still.getByText('1\u00a0synchronisation demandée.')).toBeVisible();
  await context.close();
});

test('tells nothing of the links of others, to pages, streams and actions alike', async ({
  page,
  browser,
  scene,
}) => {
  test.slow();
  const { userId } = await scene.arrive(page);
  const linkId = await pastLink(scene.database, userId, {
    title: 'Bourse au mérite',
    runs: [{ status: 'reussi', ago: 5 }],
  });
  const { id: runId } = await scene.database.client.run.findFirstOrThrow({ where: { linkId } });
  const context = await browser.newContext();
  const other = await context.newPage();
  expect((await other.request.get('/api/liaisons/flux')).status()).toBe(401);
  const stranger = await scene.arrive(other);
  for (const path of [
    `/liaisons/${linkId}`,
    `/liaisons/${linkId}/historique`,
    `/liaisons/${linkId}/historique/export`,
    `/executions/${runId}`,
    `/api/executions/${runId}/flux`,
    `/api/executions/${runId}/journal`,
    '/liaisons/pas-un-identifiant',
    '/executions/00000000-0000-4000-8000-000000000000',
  ]) {
    expect((await other.request.get(path)).status(), path).toBe(404);
  }
  // What one's own page sends, changed on its way into somebody else's link.
  const own = await pastLink(scene.database, stranger.userId, { title: 'La mienne' });
  await other.goto('/liaisons');
  await other.route('**/liaisons', (route) => {
    const sent = route.request().postData();
    return sent === null ? route.continue() : route.continue({ postData: sent.replaceAll(own, linkId) });
  });
  await other.getByRole('checkbox').check({ force: true });
  const refused = other.waitForResponse((response) => response.request().method() === 'POST');
  await other.getByRole('button', { name: 'Synchroniser les démarches cochées' }).click();
  expect((await refused).status()).toBe(404);
  expect(await scene.database.client.run.count({ where: { linkId } })).toBe(1);
  expect(await scene.database.client.run.count({ where: { linkId: own } })).toBe(0);
  await expect
    .poll(() =>
      scene.database.client.auditEntry.count({
        where: { actorId: stranger.userId, act: 'droit-refuse', object: `liaison:${linkId}` },
      }),
    )
    .toBeGreaterThan(0);
  await context.close();
});
