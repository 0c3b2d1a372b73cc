// The widget in a page that speaks as Grist does: from the question of access to a synchronisation, and everything that must
// not work.

import AxeBuilder from '@axe-core/playwright';
import { expect, type FrameLocator, type Page } from '@playwright/test';
import { type GristHost, type HostOptions, startGristHost } from './testing/grist-host';
import { type Scene, test as sceneTest } from './testing/links';
import { newcomer } from './testing/people';
import { confirmDemarche, expectStep, giveToken, lookFor } from './testing/wizard';

type Open = (options?: Partial<HostOptions>) => Promise<GristHost>;

const SITE = () => process.env.OTP_SITE ?? '';

const test = sceneTest.extend<{ host: Open }>({
  host: async ({ scene }, use) => {
    const opened: GristHost[] = [];
    await use(async (options = {}) => {
      const host = await startGristHost({ grist: scene.sides.grist, widget: `${SITE()}/widget`, ...options });
      opened.push(host);
      return host;
    });
    await Promise.all(opened.map((one) => one.close()));
  },
});

const widget = (page: Page): FrameLocator => page.frameLocator('iframe');

/** A link of the scene's document, that somebody else made. */
async function someLink(scene: Scene): Promise<string> {
  return scene.link((await newcomer(scene.database)).userId);
}

const tableOf = (scene: Scene) => `Demarche_${scene.sides.demarches.number}_dossiers`;

async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.OTP_SCREENSHOTS;
  if (folder) await page.screenshot({ path: `${folder}/widget-${name}.png` });
}

async function expectAccessibleFrame(page: Page, name: string): Promise<void> {
  for (const theme of ['light', 'dark']) {
    await page.evaluate((appearance) => Reflect.get(window, 'host').theme(appearance), theme);
    await expect(widget(page).locator('html')).toHaveAttribute('data-fr-theme', theme);
    const { violations } = await new AxeBuilder({ page }).include('iframe').analyze();
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
      `${name}, ${theme}`,
    ).toEqual([]);
    await picture(page, `${name}-${theme}`);
    await page.setViewportSize({ width: 320, height: 300 });
    const html = widget(page).locator('html');
    const overflow = await html.evaluate((root) => root.scrollWidth - root.clientWidth);
    expect(overflow, `${name}, overflow at 320 px`).toBeLessThanOrEqual(0);
    await picture(page, `${name}-320-${theme}`);
    await page.setViewportSize({ width: 1280, height: 900 });
  }
  await page.evaluate(() => Reflect.get(window, 'host').theme('light'));
}

test('from the question of access to a synchronisation, and to the dossier of the selected row', async ({
  page,
  scene,
  host,
}) => {
  const linkId = await someLink(scene);
  const { url, tokens } = await host({ table: tableOf(scene) });
  await page.goto(url);
  const inside = widget(page);
  await expect(inside.getByRole('heading', { name: 'Quel document est ouvert' })).toBeVisible();
  await expect(inside.getByText('a besoin de le lire')).toBeVisible();
  // Nothing was asked of anybody before the person says so.
  expect(await page.evaluate(() => Reflect.get(window, 'host').asked)).toEqual(['none']);
  expect(tokens).toEqual([]);
  await expectAccessibleFrame(page, 'acces');
  await inside.getByRole('button', { name: 'Donner l’accès au document' }).click();
  await page.getByRole('button', { name: 'Accepter' }).click();
  await expect(inside.getByText('Jamais synchronisée')).toBeVisible();
  // The first token only reads.
  expect(tokens).toEqual([true]);
  await expect(inside.getByRole('heading', { level: 2 })).toHaveText(scene.sides.demarches.demarche().title);
  await expectAccessibleFrame(page, 'etat');
  // Under way until the test lets the answers go: the widget only looks now and then.
  scene.sides.demarches.control({ type: 'set_latency', ms: 60_000 });
  await inside.getByRole('button', { name: 'Synchroniser maintenant' }).click();
  await expect(inside.getByText('En cours', { exact: true })).toBeVisible();
  await picture(page, 'avancement');
  scene.sides.demarches.control({ type: 'set_latency', ms: 0 });
  await expect(inside.getByText('À jour', { exact: true })).toBeVisible({ timeout: 60_000 });
  await expect(inside.getByText('25 ajoutés')).toBeVisible();
  expect(tokens).toEqual([true, false]);
  // Known by their number in that Grist, and never by an address.
  const run = await scene.database.client.run.findFirstOrThrow({ where: { linkId, kind: 'sync' } });
  expect(run).toMatchObject({ trigger: 'grist', requestedBy: null, status: 'reussi' });
  const audit = await scene.database.client.auditEntry.findMany({ where: { object: `liaison:${linkId}` } });
  expect(audit).toMatchObject([{ act: 'synchronisation-demandee', actorId: null }]);
  expect(audit[0]?.actor).toMatch(/^document Grist 127\.0\.0\.1:\d+\/\w+, utilisateur \d+$/);
  // The selected row.
  const rows = scene.sides.grist.document().rows(tableOf(scene));
  const [row] = rows.slice(3);
  await page.evaluate((id) => Reflect.get(window, 'host').select(id), row?.id ?? 0);
  const open = inside.getByRole('link', { name: /^Voir le dossier/ });
  await expect(open).toHaveAttribute(
    'href',
    new RegExp(`/procedures/${scene.sides.demarches.number}/dossiers/\\d+$`),
  );
  const number = Number((await open.getAttribute('href'))?.split('/').at(-1));
  expect(Object.values(row ?? {})).toContain(number);
  await expectAccessibleFrame(page, 'ligne');
});

test('a row of a child table leads to its dossier, and a row of the user’s own table to none', async ({
  page,
  scene,
  host,
}) => {
  const linkId = await someLink(scene);
  await scene.synchronise(linkId);
  const document = scene.sides.grist.document();
  const child = `Demarche_${scene.sides.demarches.number}_champs`;
  const [row] = document.rows(child).slice(5);
  const { url } = await host({ table: child, access: 'full' });
  await page.goto(url);
  await expect(widget(page).getByText('À jour', { exact: true })).toBeVisible();
  await page.evaluate((id) => Reflect.get(window, 'host').select(id), row?.id ?? 0);
  const open = widget(page).getByRole('link', { name: /^Voir le dossier/ });
  await expect(open).toBeVisible();
  expect(Object.values(row ?? {})).toContain(Number((await open.getAttribute('href'))?.split('/').at(-1)));
  const own = await host({ table: 'Table1', access: 'full' });
  document.addRow('Table1', {});
  await page.goto(own.url);
  await expect(widget(page).getByText('À jour', { exact: true })).toBeVisible();
  await page.evaluate(() => Reflect.get(window, 'host').select(1));
  await expect(widget(page).getByRole('link', { name: /^Voir le dossier/ })).toHaveCount(0);
});

test('a document without a link leads to the wizard, already chosen, once', async ({
  page,
  context,
  scene,
  host,
}) => {
  const { url } = await host({ access: 'full' });
  await page.goto(url);
  const link = widget(page).getByRole('link', { name: 'Relier ce document' });
  await expect(link).toBeVisible();
  await expectAccessibleFrame(page, 'sans-liaison');
  const path = (await link.getAttribute('href')) ?? '';
  const opening = context.waitForEvent('page');
  await link.click();
  const site = await opening;
  // Nothing of it stays in the address, and signing in on the way does not lose it.
  await expect(site).toHaveURL(`${SITE()}/liaisons/nouvelle/depuis-grist`);
  await scene.arrive(site);
  await site.getByRole('button', { name: 'Continuer' }).click();
  await expectStep(site, 'Le jeton de Démarche numérique');
  await giveToken(site, scene.sides);
  await lookFor(site, String(scene.sides.demarches.number));
  await confirmDemarche(site);
  const { grist } = scene.sides;
  await expect(site.getByLabel('Adresse du document Grist')).toHaveValue(`${grist.url}/doc/${grist.docId}`);
  // The key is asked as usual.
  await expect(site.getByLabel('Clé d’API Grist')).toBeVisible();
  // The same proof again: refused, in words.
  await site.goto('/');
  await site.goto(path);
  await site.getByRole('button', { name: 'Continuer' }).click();
  await expect(site.getByText('est trop ancien, ou a déjà servi')).toBeVisible();
});

test('who only reads the document sees how it is, cannot start anything, and learns no name', async ({
  page,
  scene,
  host,
}) => {
  const linkId = await someLink(scene);
  await scene.synchronise(linkId);
  await scene.database.client.link.update({
    where: { id: linkId },
    data: { name: 'La liaison de Madame Untel' },
  });
  await scene.database.client.dossierFailure.create({
    data: {
      ...{
        linkId,
        key: 'number:424242',
        number: 424242,
        code: 'DS_DOSSIER_ILLISIBLE',
        facts: { detail: 'secret' },
      },
      ...{ firstSeenAt: new Date(), lastSeenAt: new Date(), lastRunId: linkId },
    },
  });
  const { viewer, editor } = scene.sides.grist.people;
  const { url, options } = await host({
    access: 'full',
    person: viewer,
    readonly: true,
    table: tableOf(scene),
  });
  const answers: string[] = [];
  page.on('response', async (response) => {
    if (response.url().includes('/api/widget/')) answers.push(await response.text().catch(() => ''));
  });
  await page.goto(url);
  const inside = widget(page);
  await expect(inside.getByText('1 dossier en échec')).toBeVisible();
  await expect(inside.getByRole('button')).toHaveCount(0);
  await picture(page, 'lecteur');
  // What the page hides, the server refuses.
  const refused = await askAs(scene, 'viewer', linkId);
  expect(refused).toMatchObject({ status: 403, code: 'WIDGET_LECTURE_SEULE' });
  expect(await scene.database.client.run.count({ where: { linkId, trigger: 'grist' } })).toBe(0);
  for (const text of answers) expect(text).not.toMatch(/424242|Untel|exemple\.gouv|secret/);
  // Somebody who writes is told which ones.
  options.person = editor;
  const other = await host({ access: 'full', person: editor, table: tableOf(scene) });
  await page.goto(other.url);
  await inside.getByRole('button', { name: 'Voir lesquels' }).click();
  await expect(inside.getByRole('link', { name: 'Dossier 424242' })).toBeVisible();
  await expectAccessibleFrame(page, 'echecs');
  await inside.getByRole('button', { name: /Voir sa ligne/ }).click();
  await expect(inside.getByText('n’a pas de ligne dans la table')).toBeVisible();
});

/** Asks the server itself for a run, from the site's own origin, with a session got for that person. */
async function askAs(scene: Scene, who: 'viewer' | 'editor', linkId: string, document?: string) {
  const { grist } = scene.sides;
  const given = grist.accessToken({
    person: grist.people[who],
    livesMs: 800_000,
    ...(document === undefined ? {} : { document }),
  });
  const entered = await post('/api/widget/session', { jeton: given.token, adresse: given.baseUrl });
  const { session } = (await entered.json()) as { session: string };
  const answer = await post('/api/widget/synchroniser', { liaison: linkId }, session);
  return { status: answer.status, ...((await answer.json()) as object) };
}

function post(
  path: string,
  body: object,
  session?: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${SITE()}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      origin: SITE(),
      ...(session === undefined ? {} : { authorization: `Bearer ${session}` }),
      ...headers,
    },
    body: JSON.stringify(body),
  });
}

test('a session opens its own document, and no other', async ({ scene }) => {
  const linkId = await someLink(scene);
  const other = scene.sides.grist.createDocument();
  expect(await askAs(scene, 'editor', linkId, other.id)).toMatchObject({
    status: 404,
    code: 'LIAISON_INCONNUE',
  });
  const { grist } = scene.sides;
  const given = grist.accessToken({ document: other.id, livesMs: 800_000 });
  const entered = await post('/api/widget/session', { jeton: given.token, adresse: given.baseUrl });
  const { session } = (await entered.json()) as { session: string };
  await scene.synchronise(linkId);
  const run = await scene.database.client.run.findFirstOrThrow({ where: { linkId } });
  const headers = { authorization: `Bearer ${session}`, 'sec-fetch-site': 'same-origin' };
  const [list, flow] = await Promise.all([
    // What the original believed of a query is not read.
    fetch(
      `${SITE()}/api/widget/liaisons?grist_user_id=5&grist_doc_id=${grist.docId}&document=${grist.docId}`,
      {
        headers,
      },
    ),
    fetch(`${SITE()}/api/widget/executions/${run.id}/flux`, { headers }),
  ]);
  expect(((await list.json()) as { links: unknown[] }).links).toEqual([]);
  expect(flow.status).toBe(404);
});

test('its routes answer to its own page alone, without cookie, in JSON', async ({ scene }) => {
  const linkId = await someLink(scene);
  const owner = await newcomer(scene.database);
  const cookie = `${owner.cookie.name}=${owner.cookie.value}`;
  const { grist } = scene.sides;
  const given = grist.accessToken({ livesMs: 700_000 });
  const body = { jeton: given.token, adresse: given.baseUrl };
  for (const origin of ['https://ailleurs.invalid', 'null', grist.url]) {
    const answer = await post('/api/widget/session', body, undefined, { origin });
    expect(answer.status, origin).toBe(403);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  }
  const preflight = await fetch(`${SITE()}/api/widget/session`, {
    method: 'OPTIONS',
    headers: { origin: grist.url, 'access-control-request-method': 'POST' },
  });
  expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
  const text = await post('/api/widget/session', body, undefined, { 'content-type': 'text/plain' });
  expect(text.status).toBe(400);
  // Signed in on the site is nobody here.
  for (const path of ['/api/widget/liaisons', `/api/widget/executions/${linkId}/flux`]) {
    const headers = { cookie, 'sec-fetch-site': 'same-origin' };
    expect((await fetch(`${SITE()}${path}`, { headers })).status, path).toBe(401);
  }
  const sync = await post('/api/widget/synchroniser', { liaison: linkId }, 'fausse.session', { cookie });
  expect(sync.status).toBe(401);
  const page = await fetch(`${SITE()}/widget`, { headers: { cookie } });
  expect(page.headers.get('set-cookie')).toBeNull();
  expect(await page.text()).not.toContain(owner.email);
  // None of this used the token up.
  const entered = await post('/api/widget/session', body);
  expect(entered.status).toBe(200);
  expect(entered.headers.get('set-cookie')).toBeNull();
  expect((await post('/api/widget/session', body)).status).toBe(409);
});

test('opened outside Grist, it says what it is for and does nothing', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto('/widget?access=full&readonly=false&grist_doc_id=un-document');
  await expect(page.getByRole('heading', { name: 'Ce widget s’utilise dans Grist' })).toBeVisible();
  expect(asked.filter((url) => url.includes('/api/'))).toEqual([]);
  await picture(page, 'dehors');
});

test('its manifest is for everybody', async ({ request }) => {
  const answer = await request.get('/widget/manifest.json');
  expect(await answer.json()).toMatchObject([
    { url: `${SITE()}/widget`, accessLevel: 'none', published: true },
  ]);
});

test('two documents at once each show their own', async ({ context, scene, host }) => {
  const linkId = await someLink(scene);
  await scene.synchronise(linkId);
  const other = scene.sides.grist.createDocument();
  const [one, two] = await Promise.all([
    host({ access: 'full' }),
    host({ access: 'full', document: other.id }),
  ]);
  const [first, second] = await Promise.all([context.newPage(), context.newPage()]);
  await Promise.all([first.goto(one.url), second.goto(two.url)]);
  await expect(widget(first).getByText('À jour', { exact: true })).toBeVisible();
  await expect(widget(second).getByText('Aucune démarche n’est reliée')).toBeVisible();
});

test('works where the browser refuses storage to what is framed', async ({ page, scene, host }) => {
  await someLink(scene);
  await page.addInitScript(() => {
    if (window.parent === window) return;
    for (const name of ['localStorage', 'sessionStorage']) {
      Object.defineProperty(window, name, {
        get: () => {
          throw new DOMException('denied', 'SecurityError');
        },
      });
    }
  });
  const { url } = await host({ access: 'full' });
  await page.goto(url);
  await expect(widget(page).getByText('Jamais synchronisée')).toBeVisible();
});

test.describe('with a browser that says what it refuses', () => {
  test.use({ tolerated: /frame-ancestors|Failed to load resource|Refused to frame|Framing/ });

  test('an access that was taken away ends with the session: nothing more is shown', async ({
    page,
    scene,
    host,
  }) => {
    await someLink(scene);
    const { people } = scene.sides.grist;
    await page.clock.install();
    const { url } = await host({ access: 'full', person: people.editor });
    await page.goto(url);
    await page.clock.runFor(2_000);
    await expect(widget(page).getByText('Jamais synchronisée')).toBeVisible();
    scene.sides.grist.document().share(people.editor.email, null);
    await page.clock.fastForward(10 * 60_000);
    await expect(widget(page).getByText('n’a pas reconnu l’autorisation')).toBeVisible();
    await expect(widget(page).getByText('Jamais synchronisée')).toHaveCount(0);
    await picture(page, 'refus');
  });

  test('in a hostile frame nothing is loaded', async ({ page, host }) => {
    const { url } = await host({ access: 'full' });
    const hostile = new URL(url);
    hostile.hostname = 'hostile.localhost';
    await page.goto(hostile.href);
    const framed = () =>
      page
        .frames()
        .find((one) => one.parentFrame() !== null)
        ?.url();
    await expect.poll(framed).toMatch(/^chrome-error:/);
    await picture(page, 'hostile');
  });
});
