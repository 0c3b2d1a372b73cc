// Nothing that is secret or personal leaves by a side door, over the whole service: it is planted, everything is run, and it is
// looked for in what the process wrote, in every row that was ever written, in every page and answer, in live lines, letters
// and webhooks. inngest/planted.db.test.ts does the same to an error of ours in the middle of a run.

import { type Browser, type BrowserContext, expect, type Page } from '@playwright/test';
import { sealAddress } from '../../lib/access/webhook/address';
import { readSettings } from '../../lib/links/settings';
import { openRights } from '../../lib/store/access-rights';
import { readManagedLink, updateLink } from '../../lib/store/managed-links';
import { saveWebhook } from '../../lib/store/webhook-rows';
import { judge } from './testing/canaries';
import { EXCEPTIONS } from './testing/canary-exceptions';
import { drawn, openWorld, tablesNow, type World } from './testing/canary-world';
import { type Manner, REFUSALS_OF_DN, REFUSALS_OF_GRIST } from './testing/echo';
import { makeLink, synchronise } from './testing/links';
import { untilQuiet } from './testing/quiet-link';
import { places } from './testing/routes';
import { askForLink, letters, linkFor, signOut, test, throughProConnect } from './testing/site';
import { beginLink, confirmDemarche, expectStep, giveDocument, giveToken, lookFor } from './testing/wizard';

test.describe.configure({ timeout: 600_000 });
test.use({ tolerated: /status of (400|404|500)/ });

test('what is planted is found nowhere that is not named', async ({ browser }) => {
  const world = await openWorld();
  const restore = settle(world);
  try {
    await everything(world, browser);
    await expectNoLeak(world);
  } finally {
    restore();
    await world.close();
  }
});

/** The helpers of the other tests work on this site meanwhile. */
function settle({ site }: World): () => void {
  const own: Readonly<Record<string, string>> = {
    OTP_SITE: site.origin,
    OTP_MAILBOX: site.mailbox,
    OTP_DATABASE: site.databaseUrl,
    OTP_SEAL_KEYS: site.secrets.sealKeys,
  };
  const before = Object.keys(own).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, own);
  return () => {
    for (const [name, value] of before) if (value !== undefined) process.env[name] = value;
  };
}

async function everything(world: World, browser: Browser): Promise<void> {
  const { site } = world;
  const open = () => browser.newContext({ baseURL: site.origin });
  const [owners, agents] = [await open(), await open()];
  const [owner, agent] = [await owners.newPage(), await agents.newPage()];
  const ownerId = await arriveByEmail(world, owner);
  // Some of them are asked again for more than a minute: the rest goes on meanwhile, and nothing is looked at before they end.
  const [linkId] = await Promise.all([troublefree(world, owner, agent), troubles(world, ownerId)]);
  await share(world, owner, linkId);
  await walk(world, linkId, { propriétaire: owners, agent: agents, anonyme: await open() });
  await breakPages(world, owner, linkId);
  await revoke(world, owner, linkId);
  await leave(world, agent);
  await remember(world);
}

/** A link whose both sides answer, with people, a webhook and runs; its id. */
async function troublefree(world: World, owner: Page, agent: Page): Promise<string> {
  const { site, canaries, database } = world;
  await arriveByProConnect(world, agent);
  const linkId = await throughTheWizard(world, owner);
  const agentId = await agentOf(world);
  await openRights(database).give(linkId, agentId, 'gestionnaire', new Date());
  const address = `${world.hook}?${canaries.plant('adresse du webhook', drawn('Hook'))}`;
  const sealedUrl = sealAddress(site.secrets.sessions, linkId, address);
  await saveWebhook(database, linkId, { sealedUrl, salt: drawn('Sel') }, new Date());
  await owner.goto(`/liaisons/${linkId}/alertes`);
  canaries.plant('clé du webhook', (await owner.locator('code').first().textContent()) ?? '');
  await follow(world, owner, linkId, async () => {
    await runs(world, owner, linkId);
  });
  return linkId;
}

/** A link by mail, whose token is that of the letter and of nothing else. Gives the person's id. */
async function arriveByEmail(world: World, page: Page): Promise<string> {
  const address = world.canaries.plant(
    'courriel de la propriétaire',
    `${drawn('Proprietaire').toLowerCase()}@exemple.gouv.fr`,
  );
  await askForLink(page, address);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Vérifiez vos messages');
  const link = await linkFor(page, address);
  world.canaries.plant('lien de connexion', new URL(link).searchParams.get('jeton') ?? '');
  const answer = await page.goto(link);
  world.said.push({ place: 'page /connexion/lien', text: (await answer?.text()) ?? '' });
  await page.getByRole('button', { name: 'Me connecter' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Mon compte');
  world.canaries.plant('session de la propriétaire', await sessionOf(page));
  const where = { email: address };
  return (await world.database.client.user.findFirstOrThrow({ where, select: { id: true } })).id;
}

/** ProConnect's agent, whose names come from their address (simulators/proconnect/agents.ts). */
async function arriveByProConnect({ canaries }: World, page: Page): Promise<void> {
  const [first, last] = [drawn('Prenom').toLowerCase(), drawn('Nom').toLowerCase()];
  const email = canaries.plant('courriel de l’agent', `${first}.${last}@exemple.gouv.fr`);
  canaries.plant('identité de l’agent', last);
  await page.goto('/connexion');
  await throughProConnect(page, { email });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Mon compte');
  canaries.plant('session de l’agent', await sessionOf(page));
}

/** Every step, with what is refused on the way: a wrong secret, and sites that echo it with a value of a dossier. Gives the link's id. */
async function throughTheWizard(world: World, page: Page): Promise<string> {
  const { canaries, demarches, grist, echo, database, said } = world;
  const sides = { demarches, grist };
  const keepPage = async (place: string) =>
    said.push({ place: `page ${place} (propriétaire)`, text: await page.content() });
  await beginLink(page);
  const wrong = page.getByRole('heading', { name: 'Le jeton n’a pas été enregistré' });
  await giveToken(page, sides, canaries.plant('jeton refusé', drawn('Jeton')));
  await expect(wrong).toBeVisible();
  const shown = canaries.plant('jeton montré à un autre site', drawn('Jeton'));
  for (const [name, manner] of Object.entries(REFUSALS_OF_DN)) {
    echo.refuse(manner);
    await page.getByLabel('Site de Démarche numérique').fill('');
    await answered(world, page, () =>
      giveToken(page, { ...sides, demarches: { ...demarches, origin: echo.origin } }, shown),
    );
    await expect(wrong, name).toBeVisible();
    await keepPage(`/liaisons/nouvelle/[brouillon]/jeton, refus « ${name} »`);
  }
  await giveToken(page, sides);
  await expectStep(page, 'La démarche');
  await lookFor(page, String(demarches.number));
  await confirmDemarche(page);
  const key = canaries.plant('clé montrée à un autre site', drawn('Cle'));
  for (const [name, manner] of Object.entries(REFUSALS_OF_GRIST)) {
    echo.refuse(manner);
    await answered(world, page, () =>
      giveDocument(page, { ...sides, grist: { ...grist, url: echo.origin } }, key),
    );
    await expect(page.locator('.fr-alert--error'), name).toBeVisible();
    await keepPage(`/liaisons/nouvelle/[brouillon]/document, refus « ${name} »`);
  }
  await giveDocument(page, sides);
  await expectStep(page, 'Les données');
  await page.getByRole('button', { name: 'Enregistrer et voir l’aperçu' }).click();
  await expect(page.getByRole('cell', { name: 'Accepté' }).first()).toBeVisible();
  await keepPage('/liaisons/nouvelle/[brouillon]/apercu');
  await page.getByRole('button', { name: 'Continuer vers la planification' }).click();
  await page.getByRole('button', { name: 'Créer la liaison et synchroniser' }).click();
  await expect(page).toHaveURL(/\/executions\//);
  const id = page.url().split('/').at(-1) ?? '';
  const { linkId } = await database.client.run.findUniqueOrThrow({ where: { id }, select: { linkId: true } });
  await untilQuiet(database, linkId);
  return linkId;
}

/** The form is told no as it was the time before: what is on the page is the answer once it was asked, and waits no more. */
async function answered({ echo }: World, page: Page, send: () => Promise<void>): Promise<void> {
  const before = echo.received.length;
  await send();
  await expect.poll(() => echo.received.length).toBeGreaterThan(before);
  await expect(page.getByRole('button', { name: /et continuer$/ })).not.toHaveAttribute(
    'aria-disabled',
    'true',
  );
}

/** With both live streams open meanwhile. */
async function follow(world: World, page: Page, linkId: string, work: () => Promise<void>): Promise<void> {
  const { site, said, database } = world;
  const Cookie = `otp-session=${await sessionOf(page)}`;
  const left = new AbortController();
  const listen = async (path: string) => {
    let text = '';
    try {
      const answer = await fetch(site.origin + path, { headers: { Cookie }, signal: left.signal });
      const decoder = new TextDecoder();
      for await (const chunk of answer.body ?? []) text += decoder.decode(chunk, { stream: true });
    } catch (error) {
      if (!left.signal.aborted) throw error;
    } finally {
      said.push({ place: `flux ${path.replace(/[0-9a-f-]{36}/, '[id]')}`, text });
    }
  };
  const streams = [listen('/api/liaisons/flux')];
  await work();
  for (const { id } of await database.client.run.findMany({ where: { linkId }, select: { id: true } })) {
    streams.push(listen(`/api/executions/${id}/flux`));
  }
  await expect.poll(async () => (await Promise.race([streams[1], 'open'])) === 'open').toBeDefined();
  setTimeout(() => left.abort(), 1_000);
  await Promise.all(streams);
}

/** Files with recognisable names are copied; one of them goes wrong on its way at first. */
async function copyFiles({ demarches, database }: World, linkId: string): Promise<void> {
  const { id = '' } = demarches.demarche().form.champs.find(({ label }) => label === 'Budget') ?? {};
  const settings = readSettings((await readManagedLink(database, linkId)).settings);
  const options = { ...settings.options, fichiersCopies: [id] };
  await updateLink(database, linkId, { settings: { ...settings, options } });
  demarches.control({
    ...{ type: 'set_file_faults', rules: [{ times: 1, fault: { type: 'other_bytes' } }] },
  });
}

/** Failures, warnings, a retry, a verification that finds differences, a repair. */
async function runs(world: World, page: Page, linkId: string): Promise<void> {
  const { demarches, grist, canaries, database } = world;
  const [number = 0, , odd = 0] = demarches.control({ type: 'numbers' });
  const { champs } = demarches.demarche().form;
  const retyped = champs.find(({ label }) => label === 'Or')?.id ?? '';
  demarches.control({ type: 'retype_field', field: retyped, to: 'integer_number' });
  demarches.control({ type: 'publish', rebase: true });
  demarches.control({ type: 'touch', number: odd });
  const edited = champs.find(({ label }) => label === 'ID')?.id ?? '';
  const refused = canaries.plant('dossier : valeur d’une ligne refusée', drawn('Ligne'));
  demarches.control({ type: 'edit_champ', number, field: edited, value: refused });
  await copyFiles(world, linkId);
  const said = `[Sandbox] ${refused} ${grist.key} TypeError ${refused}`;
  const refusals = grist.fault({
    ...{ path: '/apply', body: refused, times: 100 },
    fault: { type: 'status', status: 400, when: 'before', body: { error: said } },
  });
  await page.goto(`/liaisons/${linkId}`);
  await synchronise(database, linkId);
  await untilQuiet(database, linkId);
  expect(refusals.hits, 'the refused row').toBeGreaterThan(0);
  // Its bytes were others than announced: by now it may be copied.
  demarches.control({ type: 'set_file_faults', rules: [] });
  await page.goto(`/liaisons/${linkId}`);
  await page.getByRole('link', { name: 'Voir ce qui manque' }).first().click();
  // The page of the run that failed: the retry leads to that of another one.
  await expect(page).toHaveURL(/\/executions\//);
  const failing = page.url();
  await page.getByRole('button', { name: 'Réessayer tous les dossiers en échec' }).click();
  await expect(page).not.toHaveURL(failing);
  await untilQuiet(database, linkId);
  expect(grist.document().attachments().length, 'copied files').toBeGreaterThan(0);
  const table = grist
    .document()
    .tables()
    .find(({ id }) => id.endsWith('_dossiers'));
  const [row] = grist.document().rows(table?.id ?? '');
  const changed = canaries.plant('dossier : cellule changée dans Grist', drawn('Cellule'));
  grist.document().editCell(table?.id ?? '', row?.id ?? 0, 'motivation', changed);
  for (const [button, choice] of [
    ['Vérifier maintenant', 'Complète'],
    ['Réparer', null],
  ] as const) {
    await page.goto(`/liaisons/${linkId}/preuve`);
    if (choice !== null) await page.getByText(choice, { exact: true }).last().click();
    else await expect(page.getByRole('heading', { name: /diffère/ })).toBeVisible();
    await page.getByRole('button', { name: button }).click();
    await expect(page).toHaveURL(/\/executions\//);
    await untilQuiet(database, linkId);
  }
}

/** Links of the same person of which one side echoes what it is shown, each in its manner; all at once. */
async function troubles(
  { database, echoing, demarches, grist, canaries }: World,
  ownerId: string,
): Promise<void> {
  const token = canaries.plant('jeton d’une liaison montré à un autre site', drawn('Jeton'));
  const key = canaries.plant('clé d’une liaison montrée à un autre site', drawn('Cle'));
  const { id: docId } = grist.createDocument();
  // Not those that a run asks again for minutes.
  const { réseau, code, racine, page } = REFUSALS_OF_DN;
  type Ends = Parameters<typeof makeLink>[1];
  const endsWith: readonly (readonly [Manner | undefined, (origin: string) => Ends])[] = [
    ...[réseau, code, racine, page].map((manner, index) => {
      const ends = (origin: string): Ends => ({
        demarches: { ...demarches, origin, token, number: index + 1 },
        grist: { ...grist, docId },
      });
      return [manner, ends] as const;
    }),
    ...Object.values(REFUSALS_OF_GRIST).map((manner, index) => {
      const ends = (url: string): Ends => ({
        demarches,
        grist: { url, key, docId: `document${index}` },
      });
      return [manner, ends] as const;
    }),
  ];
  await Promise.all(
    endsWith.map(async ([manner, ends]) => {
      if (manner === undefined) throw new Error('a manner is missing');
      const { origin, received } = await echoing(manner);
      const linkId = await makeLink(database, ends(origin), ownerId);
      await synchronise(database, linkId);
      await untilQuiet(database, linkId);
      expect(received.length, 'it was asked').toBeGreaterThan(0);
    }),
  );
}

async function share({ canaries, said }: World, page: Page, linkId: string): Promise<void> {
  const invited = canaries.plant(
    'courriel de l’invitée',
    `${drawn('Invitee').toLowerCase()}@exemple.gouv.fr`,
  );
  await page.goto(`/liaisons/${linkId}/partage`);
  await page.getByLabel('Adresse électronique de la personne').fill(invited);
  await page.getByRole('button', { name: 'Inviter' }).click();
  await expect(page.locator('.fr-alert--success')).toBeVisible();
  said.push({ place: 'page /liaisons/[id]/partage (propriétaire)', text: await page.content() });
  await letters(page, invited);
}

/** Every page and every route of app/, for everything that there is, by everybody. */
async function walk(
  { site, database, said }: World,
  linkId: string,
  people: Readonly<Record<string, BrowserContext>>,
): Promise<void> {
  const { client } = database;
  const [all, asked, drafts] = await Promise.all([
    client.link.findMany({ select: { id: true } }),
    client.run.findMany({ select: { id: true, linkId: true }, orderBy: { requestedAt: 'asc' } }),
    client.linkDraft.findMany({ select: { id: true } }),
  ]);
  const links = [{ id: linkId }, ...all.filter(({ id }) => id !== linkId)];
  const runs = [
    ...asked.filter((run) => run.linkId === linkId),
    ...asked.filter((run) => run.linkId !== linkId),
  ];
  const pages = places().filter(({ path, methods }) => methods.includes('GET') && !path.endsWith('/flux'));
  expect(pages.length).toBeGreaterThan(40);
  for (const { path } of pages) {
    const ids = path.includes('/executions/')
      ? runs
      : path.includes('[brouillon]')
        ? drafts
        : path.includes('[id]')
          ? links
          : [{ id: '' }];
    for (const [who, context] of Object.entries(people)) {
      // The owner sees everything that there is, the others the same pages of one of each, which is the agent's too.
      for (const { id } of who === 'propriétaire' ? ids : ids.slice(0, 1)) {
        const answer = await context.request.get(path.replace(/\[\w+\]/, id), { maxRedirects: 0 });
        const { 'set-cookie': _, ...headers } = answer.headers();
        said.push({
          place: `page ${path} (${who})`,
          text: `${JSON.stringify(headers)}\n${await answer.text()}`,
        });
      }
    }
  }
  const measures = { headers: { Authorization: `Bearer ${site.secrets.metricsToken}` } };
  const answer = await fetch(`${site.origin}/api/metriques`, measures);
  expect(answer.status).toBe(200);
  said.push({ place: 'page /api/metriques', text: await answer.text() });
}

/** What nothing of ours foresees: characters that Postgres does not keep, addresses that are no addresses. */
async function breakPages({ site, canaries, said }: World, page: Page, linkId: string): Promise<void> {
  const odd = canaries.plant('saisie que rien ne prévoit', drawn('Saisie'));
  const nul = encodeURIComponent(`\u0000${odd}`);
  const paths = [
    `/liaisons?recherche=${nul}`,
    `/liaisons/${linkId}/historique?code=${nul}`,
    `/connexion?retour=/${nul}`,
    `/connexion/lien?jeton=${nul}`,
    `/alertes/desabonnement?jeton=${nul}`,
    `/api/auth/callback/proconnect?code=${nul}&state=${nul}`,
    `/liaisons/${nul}`,
    `/executions/${nul}`,
    `/%E0%A4%A?${odd}`,
  ];
  for (const path of paths) {
    const answer = await page.request.get(path, { maxRedirects: 0 });
    // What the browser sends is given back to itself alone: only what is written down matters here.
    said.push({
      place: 'réponse à une adresse illisible',
      text: answer.status() >= 500 ? await answer.text() : '',
    });
  }
  await page.goto(`/liaisons/${linkId}/reglages`);
  const name = page.getByLabel('Nom de la liaison');
  await name.evaluate((field: HTMLInputElement, text) => {
    field.value = text;
  }, `\u0000${odd}`);
  await page.getByRole('button', { name: 'Enregistrer le nom' }).click();
  await page.waitForLoadState('networkidle');
  expect(site.output().length).toBeGreaterThan(0);
}

/** The token is refused, its replacement too; people and the webhook are told. */
async function revoke(
  { demarches, database, canaries, said }: World,
  page: Page,
  linkId: string,
): Promise<void> {
  demarches.control({ type: 'revoke_token', token: demarches.token });
  await synchronise(database, linkId);
  await untilQuiet(database, linkId);
  await page.goto(`/liaisons/${linkId}/diagnostic`);
  await page.getByRole('button', { name: 'Essayer les deux accès maintenant' }).click();
  await expect(page.locator('.fr-alert--success')).toBeVisible();
  said.push({ place: 'page /liaisons/[id]/diagnostic (propriétaire)', text: await page.content() });
  await page.goto(`/liaisons/${linkId}/reglages`);
  await page
    .getByLabel('Nouveau jeton Démarche numérique')
    .fill(canaries.plant('nouveau jeton refusé', drawn('Jeton')));
  await page.getByRole('button', { name: 'Essayer et remplacer le jeton' }).click();
  await expect(page.locator('.fr-alert--error').first()).toBeVisible();
  said.push({ place: 'page /liaisons/[id]/reglages (propriétaire)', text: await page.content() });
  await expect
    .poll(() => said.some(({ place, text }) => place === 'webhook' && text.includes(linkId)))
    .toBe(true);
}

/** Signing out of ProConnect shows it the `id_token` again, through the browser: that page alone has it. */
async function leave({ canaries }: World, page: Page): Promise<void> {
  const [left] = await Promise.all([
    page.waitForRequest((request) => request.url().includes('/session/end')),
    signOut(page),
  ]);
  const token = new URL(left.url()).searchParams.get('id_token_hint') ?? '';
  const [, claims = '', signature = ''] = token.split('.');
  canaries.plant('id_token', signature);
  canaries.plant('contenu de l’id_token', claims);
}

/** What outlives everything: the log, the rows, the letters. */
async function remember({ site, rows, said }: World): Promise<void> {
  said.push({ place: 'sortie du processus', text: site.output() });
  expect(await tablesNow(site.databaseUrl), 'tables that came and were not watched').toEqual(rows.tables);
  said.push(...(await rows.said()));
  const answer = await fetch(`${site.mailbox}/messages.json`);
  for (const { to, subject, text, html } of (await answer.json()) as Record<string, string>[]) {
    said.push({ place: `lettre « ${subject} »`, text: `${text}\n${html}`, ...{ to } });
  }
}

async function expectNoLeak({ canaries, said }: World): Promise<void> {
  const kinds = ['page', 'flux', 'base', 'annonce', 'lettre', 'webhook', 'sortie'];
  for (const kind of kinds)
    expect(
      said.some(({ place }) => place.startsWith(kind)),
      kind,
    ).toBe(true);
  const { leaks, idle } = judge(canaries.find(said), EXCEPTIONS);
  expect(leaks).toEqual([]);
  expect(idle, 'exceptions that allow nothing').toEqual([]);
}

async function sessionOf(page: Page): Promise<string> {
  const cookies = await page.context().cookies();
  return cookies.find(({ name }) => name === 'otp-session')?.value ?? '';
}

async function agentOf({ database }: World): Promise<string> {
  const { id } = await database.client.user.findFirstOrThrow({
    where: { usualName: { not: null } },
    select: { id: true },
  });
  return id;
}
