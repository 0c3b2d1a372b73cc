// What an outsider tries, on the running service: each test is named by its attack, and says what came of it. A link of a
// letter that a scanner opens, or that is used twice: email.spec.ts.

import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, type Page, type Request } from '@playwright/test';
import { CATALOGUE } from '../../lib/errors/catalogue';
import { insertDraft } from '../../lib/store/draft-rows';
import { SYSTEM_CLOCK } from '../../lib/wiring';
import { startEcho } from './testing/echo';
import { type Scene, test } from './testing/links';
import { type Newcomer, newcomer } from './testing/people';
import { untilQuiet } from './testing/quiet-link';
import { places } from './testing/routes';
import {
  askForLink,
  letters,
  linkFor,
  mailbox,
  signInByEmail,
  signOut,
  throughProConnect,
} from './testing/site';
import { beginLink, confirmDemarche, expectStep, giveToken, lookFor } from './testing/wizard';

test.describe.configure({ timeout: 90_000 });
test.use({ tolerated: /status of 4\d\d|frame|Framing|X-Frame/ });

const SITE = () => process.env.OTP_SITE ?? '';
/** What is told of a secret that is not one’s own, or was given for another site. */
const ABSENT = CATALOGUE.SECRET_ABSENT.quoi;

const EVIL = 'https://mechant.exemple';

const cookieOf = ({ cookie }: Newcomer) => `${cookie.name}=${cookie.value}`;

/** A real request of a form, as the browser sent it, to be sent again otherwise. */
type Taken = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

async function take(page: Page, work: () => Promise<unknown>): Promise<Taken> {
  const isForm = (request: Request) => request.method() === 'POST' && 'next-action' in request.headers();
  const [request] = await Promise.all([page.waitForRequest(isForm, { timeout: 60_000 }), work()]);
  await request.response();
  const headers = Object.fromEntries(
    Object.entries(await request.allHeaders()).filter(([name]) => !/^(:|host$|content-length$)/.test(name)),
  );
  return { url: request.url(), headers, body: request.postDataBuffer() ?? Buffer.alloc(0) };
}

/** Null: that header is not sent. Over a socket of our own, that adds none. */
function send(taken: Taken, changed: Readonly<Record<string, string | null>>, body = taken.body) {
  const { origin: _, ...others } = taken.headers;
  const plain = { ...others, 'accept-encoding': 'identity', origin: SITE() };
  const headers = Object.entries({ ...plain, ...changed }).filter(([, value]) => value !== null);
  return raw(taken.url, 'POST', Object.fromEntries(headers) as Record<string, string>, body);
}

function raw(
  url: string,
  method: string,
  headers: Readonly<Record<string, string>>,
  body: Buffer | null = null,
) {
  return new Promise<{ status: number; headers: Record<string, unknown>; text: string }>(
    (resolve, reject) => {
      const length = body === null ? {} : { 'content-length': String(body.length) };
      const asked = httpRequest(url, { method, headers: { ...headers, ...length } }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
        answer.on('error', reject);
      });
      // A server that refuses a large body closes before it has read it.
      asked.on('error', (error: NodeJS.ErrnoException) =>
        error.code === 'EPIPE' || error.code === 'ECONNRESET'
          ? resolve({ status: 0, headers: {}, text: '' })
          : reject(error),
      );
      asked.end(body ?? undefined);
    },
  );
}

async function victim(scene: Scene) {
  const person = await newcomer(scene.database);
  const linkId = await scene.link(person.userId);
  return { person, linkId };
}

/** The same form with another value of a field, which is added when it is not there. */
function withField({ body }: Taken, name: string, value: string): Buffer {
  const text = body.toString('latin1');
  const there = new RegExp(`(name="(?:_?\\d+_)?${name}"\\r\\n\\r\\n)[^\\r]*`);
  if (there.test(text)) return Buffer.from(text.replace(there, `$1${value}`), 'latin1');
  const [first = ''] = text.split('\r\n');
  const prefix = /name="(_?\d+_)/.exec(text)?.[1] ?? '';
  const part = `${first}\r\nContent-Disposition: form-data; name="${prefix}${name}"\r\n\r\n${value}\r\n`;
  return Buffer.from(part + text, 'latin1');
}

test('stealing a stored key through the connection test: it goes to no other site, and nobody tries another’s', async ({
  page,
  scene,
}) => {
  const { linkId } = await victim(scene);
  const { client } = scene.database;
  const theirs = await client.link.findUniqueOrThrow({ where: { id: linkId } });
  const evil = await startEcho('');
  const { userId } = await scene.arrive(page);
  await beginLink(page);
  await giveToken(page, scene.sides);
  await expectStep(page, 'La démarche');
  const own = await client.credential.findFirstOrThrow({ where: { givenBy: userId } });
  const draft = await client.linkDraft.findFirstOrThrow({ where: { ownerId: userId } });
  await page.goto(`/liaisons/nouvelle/${draft.id}/jeton`);
  const button = page.getByRole('button', { name: 'Essayer ce jeton et continuer' });
  const taken = await take(page, () => button.click());
  expect(taken.body.toString('latin1'), 'the form that is forged').toContain(own.id);
  const before = scene.sides.demarches.stats().requests;
  const toEvil = { ...taken, body: withField(taken, 'instance', evil.origin) };
  await send(toEvil, {});
  expect(scene.sides.demarches.stats().requests, 'one’s own goes where it was given for').toBeGreaterThan(
    before,
  );
  const meanwhile = scene.sides.demarches.stats().requests;
  for (const id of [theirs.sourceCredentialId, theirs.destinationCredentialId]) {
    const forged = { ...toEvil, body: withField(toEvil, 'choix', id ?? '') };
    const { text } = await send(forged, {});
    expect(text).toContain(ABSENT);
  }
  expect(scene.sides.demarches.stats().requests, 'a token of somebody else is not tried').toBe(meanwhile);
  const after = await client.linkDraft.findUniqueOrThrow({ where: { id: draft.id } });
  expect(after).toMatchObject({ sourceCredentialId: own.id, sourceUrl: scene.sides.demarches.origin });
  await lookFor(
    await ready(page, `/liaisons/nouvelle/${draft.id}/demarche`),
    String(scene.sides.demarches.number),
  );
  await confirmDemarche(page);
  await expectStep(page, 'Le document Grist');
  // The key of the victim, by its identifier, to a document of the attacker's site.
  await page.getByLabel('Adresse du document Grist').fill(`${evil.origin}/doc/documentdumechant`);
  await page.getByLabel('Clé d’API Grist').fill('une-cle-sans-valeur');
  const tied = await take(page, () =>
    page.getByRole('button', { name: 'Vérifier les droits et continuer' }).click(),
  );
  const heard = evil.received.length;
  const { text } = await send(
    { ...tied, body: withField(tied, 'choix', theirs.destinationCredentialId ?? '') },
    {},
  );
  expect(text).toContain(ABSENT);
  expect(evil.received.slice(heard)).toEqual([]);
  expect(JSON.stringify(evil.received)).not.toContain(scene.sides.grist.key);
  expect(JSON.stringify(evil.received)).not.toContain(scene.sides.demarches.token);
  await evil.close();
});

async function ready(page: Page, path: string): Promise<Page> {
  await page.goto(path);
  return page;
}

test('reading somebody else’s run through its live lines: nothing of it', async ({ request, scene }) => {
  const { person, linkId } = await victim(scene);
  await scene.synchronise(linkId);
  await untilQuiet(scene.database, linkId);
  const run = await scene.database.client.run.findFirstOrThrow({ where: { linkId }, select: { id: true } });
  const stranger = await newcomer(scene.database);
  const asked = (path: string, who: Newcomer | null) =>
    request.get(path, { headers: who === null ? {} : { Cookie: cookieOf(who) } });
  for (const path of [`/api/executions/${run.id}/flux`, `/api/executions/${run.id}/journal`]) {
    expect((await asked(path, person)).status(), path).toBe(200);
    expect((await asked(path, stranger)).status(), path).toBe(404);
    expect((await asked(path, null)).status(), path).toBe(401);
    expect((await asked(`${path}?apres=0`, stranger)).status(), path).toBe(404);
  }
  // The stream of one's own links, asked for the link of another.
  const left = new AbortController();
  const news = await fetch(`${SITE()}/api/liaisons/flux?liaison=${linkId}`, {
    headers: { Cookie: cookieOf(stranger) },
    signal: left.signal,
  });
  const reader = news.body?.pipeThrough(new TextDecoderStream()).getReader();
  await scene.synchronise(linkId);
  let told = '';
  for (let slice = 0; slice < 3; slice += 1) told += (await reader?.read())?.value ?? '';
  left.abort();
  expect(told).not.toContain(linkId);
  expect(told).not.toContain(run.id);
});

test('forging a server action: from another site, without an origin, for another’s link, with another host', async ({
  page,
  scene,
}) => {
  const { person, linkId } = await victim(scene);
  await page.context().addCookies([{ ...person.cookie, url: SITE() }]);
  await page.goto(`/liaisons/${linkId}/reglages`);
  const name = page.getByLabel('Nom de la liaison');
  await name.fill('Nom d’origine');
  const taken = await take(page, () => page.getByRole('button', { name: 'Enregistrer le nom' }).click());
  const { client } = scene.database;
  const nameNow = async () => (await client.link.findUniqueOrThrow({ where: { id: linkId } })).name;
  expect(await nameNow()).toBe('Nom d’origine');
  const forged = withField(taken, 'nom', 'Nom du méchant');
  const host = new URL(SITE()).host;
  const evilHost = new URL(EVIL).host;
  const others: readonly Readonly<Record<string, string | null>>[] = [
    { origin: EVIL },
    { origin: 'null' },
    { origin: null, 'sec-fetch-site': 'cross-site' },
    { origin: null, 'sec-fetch-site': 'same-site' },
    { origin: null, 'sec-fetch-site': null },
    { origin: `${SITE()}.mechant.exemple` },
    { origin: EVIL, 'x-forwarded-host': evilHost },
    { origin: EVIL, host: evilHost },
    { origin: EVIL, host, forwarded: `host=${evilHost}` },
  ];
  for (const changed of others) {
    const { status } = await send(taken, changed, forged);
    expect(status, JSON.stringify(changed)).toBeGreaterThanOrEqual(400);
    expect(await nameNow(), JSON.stringify(changed)).toBe('Nom d’origine');
  }
  const stranger = await newcomer(scene.database);
  const { status } = await send(taken, { cookie: cookieOf(stranger) }, forged);
  expect(status).toBe(404);
  await send(taken, { cookie: null }, forged);
  expect(await nameNow()).toBe('Nom d’origine');
  // The same, from the site, by who may: the forged request itself was a good one.
  const good = await send(taken, {}, forged);
  expect(good.status).toBe(200);
  expect(await nameNow()).not.toBe('Nom d’origine');
});

/** They need no origin: a signed link is the right (RFC 8058); only a server that signs is answered. */
const WITHOUT_ORIGIN: ReadonlySet<string> = new Set(['/api/alertes/desabonnement', '/api/inngest']);

test('posting to a route from another site: each of them refuses', async ({ scene }) => {
  const person = await newcomer(scene.database);
  const changing = places().flatMap(({ path, kind, methods }) =>
    kind === 'page'
      ? []
      : methods.filter((one) => !/^(GET|HEAD|OPTIONS)$/.test(one)).map((method) => ({ path, method })),
  );
  expect(changing.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['/deconnexion', '/compte/associer']),
  );
  for (const { path, method } of changing) {
    for (const origin of [EVIL, 'null', null]) {
      const headers = {
        ...{ cookie: cookieOf(person), 'content-type': 'application/x-www-form-urlencoded' },
        ...(origin === null ? {} : { origin }),
      };
      const { status } = await raw(SITE() + path, method, headers, Buffer.from('partout=oui'));
      if (WITHOUT_ORIGIN.has(path)) expect([400, 404, 405], `${method} ${path}`).toContain(status);
      else expect(status, `${method} ${path} from ${origin}`).toBe(403);
    }
  }
  const sessions = await scene.database.client.session.count({ where: { userId: person.userId } });
  expect(sessions, 'still signed in').toBe(1);
});

test('framing the site: a browser shows nothing of it', async ({ page, scene }) => {
  const person = await newcomer(scene.database);
  const paths = [
    '/',
    '/connexion',
    '/compte',
    '/liaisons',
    '/nulle-part',
    '/api/sante',
    '/.well-known/security.txt',
  ];
  const evil = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end(paths.map((path) => `<iframe src="${SITE()}${path}"></iframe>`).join(''));
  });
  await new Promise<void>((resolve) => evil.listen(0, '127.0.0.1', resolve));
  await page.context().addCookies([{ ...person.cookie, url: SITE() }]);
  await page.goto(`http://localhost:${(evil.address() as AddressInfo).port}/`, { waitUntil: 'load' });
  const frames = page.frames().filter((frame) => frame !== page.mainFrame());
  expect(frames).toHaveLength(paths.length);
  for (const frame of frames) await expect.poll(() => frame.url()).toMatch(/^chrome-error:/);
  evil.closeAllConnections();
  evil.close();
});

test('guessing identifiers: neighbours, other kinds of things, and what is no identifier lead nowhere', async ({
  request,
  scene,
}) => {
  const { person, linkId } = await victim(scene);
  await scene.synchronise(linkId);
  const { client } = scene.database;
  const run = await client.run.findFirstOrThrow({ where: { linkId }, select: { id: true } });
  const draftId = await insertDraft({ database: scene.database, clock: SYSTEM_CLOCK }, person.userId);
  const link = await client.link.findUniqueOrThrow({ where: { id: linkId } });
  const stranger = await newcomer(scene.database);
  const next = (id: string) => id.slice(0, -1) + ((Number.parseInt(id.slice(-1), 16) + 1) % 16).toString(16);
  const ids = [linkId, run.id, draftId, link.sourceCredentialId ?? '', person.userId];
  const guesses = [
    ...ids.flatMap((id) => [id, next(id)]),
    ...[linkId.toUpperCase(), `{${linkId}}`, linkId.replaceAll('-', '')],
    ...[
      '1',
      '0',
      '-1',
      '../../compte',
      '%00',
      '%2e%2e%2fcompte',
      "' OR 1=1 --",
      '[id]',
      'undefined',
      '9'.repeat(4_000),
    ],
  ];
  for (const guess of guesses) {
    for (const path of [
      '/liaisons/%',
      '/liaisons/%/historique/export',
      '/executions/%',
      '/api/executions/%/flux',
      '/liaisons/nouvelle/%/jeton',
    ]) {
      const answer = await request.get(path.replace('%', encodeURIComponent(guess)), {
        maxRedirects: 0,
        headers: { Cookie: cookieOf(stranger) },
      });
      expect([404, 400], `${path} ${guess.slice(0, 60)}`).toContain(answer.status());
    }
  }
});

test('fixing a session beforehand: signing in gives another, and the former one opens nothing', async ({
  page,
  browser,
}) => {
  const planted = 'a'.repeat(43);
  await page.context().addCookies([{ name: 'otp-session', value: planted, url: SITE() }]);
  await signInByEmail(page, mailbox());
  const session = async () =>
    (await page.context().cookies()).find(({ name }) => name === 'otp-session')?.value;
  const first = await session();
  expect(first).not.toBe(planted);
  // Signed in again as somebody else in the same browser: the first session ends.
  const address = mailbox();
  const attacker = await browser.newContext();
  await askForLink(await attacker.newPage(), address);
  await page.goto(await linkFor(page, address));
  await page.getByRole('button', { name: 'Me connecter' }).click();
  await expect(page.getByText(address).first()).toBeVisible();
  await expect.poll(session).not.toBe(first);
  for (const value of [planted, first ?? '']) {
    await attacker.addCookies([{ name: 'otp-session', value, url: SITE() }]);
    expect((await attacker.request.get(`${SITE()}/compte`, { maxRedirects: 0 })).status()).toBe(307);
  }
  await attacker.close();
});

test('leading elsewhere by the return path: everybody stays on the site', async ({ request, scene }) => {
  const person = await newcomer(scene.database);
  const paths = [
    '//mechant.exemple',
    '/\\mechant.exemple',
    'https://mechant.exemple',
    '/\t/mechant.exemple',
    '///mechant.exemple',
    '/%2F/mechant.exemple',
    'javascript:alert(1)',
    '/.//mechant.exemple',
    '/;@mechant.exemple',
    `${SITE()}@mechant.exemple`,
  ];
  for (const path of paths) {
    const answer = await request.get(`/connexion?retour=${encodeURIComponent(path)}`, {
      maxRedirects: 0,
      headers: { Cookie: cookieOf(person) },
    });
    const to = new URL(answer.headers().location ?? '/', SITE());
    expect(to.origin, path).toBe(new URL(SITE()).origin);
  }
});

test('another host in the request: letters and redirections keep to the address of the site', async ({
  page,
}) => {
  const address = mailbox();
  const taken = await take(page, () => askForLink(page, address));
  const evilHost = new URL(EVIL).host;
  for (const changed of [
    { 'x-forwarded-host': evilHost },
    { host: evilHost },
    { 'x-forwarded-host': evilHost, origin: EVIL },
  ]) {
    await send(taken, changed);
  }
  for (const { text, html } of await letters(page, address)) {
    expect(text + html).not.toContain(evilHost);
    expect(text).toContain(`${SITE()}/connexion/lien?jeton=`);
  }
  for (const path of [
    '/compte',
    '/liaisons/',
    '/deconnexion/retour',
    '/connexion/lien?jeton=x',
    '/api/alertes/desabonnement',
  ]) {
    for (const headers of [
      { host: evilHost },
      { host: new URL(SITE()).host, 'x-forwarded-host': evilHost, 'x-forwarded-proto': 'https' },
    ]) {
      const answer = await raw(SITE() + path, 'GET', headers);
      expect(String(answer.headers.location ?? ''), `${path} ${JSON.stringify(headers)}`).not.toContain(
        evilHost,
      );
    }
  }
});

test('bodies without end: refused, and the service goes on', async ({ page, request }) => {
  await page.goto('/connexion');
  const taken = await take(page, () => askForLink(page, 'camille@'));
  const large = Buffer.alloc(12 * 1024 * 1024, 'a');
  expect([0, 413, 400, 500]).toContain(
    (await send(taken, {}, withField(taken, 'adresse', large.toString('latin1')))).status,
  );
  const headers = { origin: SITE(), 'content-type': 'application/x-www-form-urlencoded' };
  for (const path of ['/deconnexion', '/connexion/proconnect']) {
    const { status } = await raw(
      SITE() + path,
      'POST',
      headers,
      Buffer.concat([Buffer.from('retour='), large]),
    );
    expect([0, 413], path).toContain(status);
  }
  expect((await request.get('/api/sante')).status()).toBe(200);
});

test('replaying what was seen once: an answer of ProConnect, a session that was left', async ({
  page,
  browser,
}) => {
  const seen: string[] = [];
  page.on('request', (asked) => {
    if (asked.url().includes('/api/auth/callback/')) seen.push(asked.url());
  });
  await page.goto('/connexion');
  await throughProConnect(page, { email: mailbox() });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Mon compte');
  const [cookie] = (await page.context().cookies()).filter(({ name }) => name === 'otp-session');
  const attacker = await browser.newContext();
  const other = await attacker.newPage();
  await other.goto(seen[0] ?? '/');
  await expect(other).toHaveURL(/\/connexion\?avis=/);
  expect((await attacker.cookies()).filter(({ name }) => name === 'otp-session')).toEqual([]);
  await signOut(page);
  if (cookie !== undefined) await attacker.addCookies([cookie]);
  await other.goto('/compte');
  await expect(other).toHaveURL(/\/connexion/);
  await attacker.close();
});

test('looking for an answer without its headers: pages, errors, redirections, files and the API all have them', async ({
  scene,
}) => {
  const person = await newcomer(scene.database);
  const linkId = await scene.link(person.userId);
  const lacking: Record<string, readonly string[]> = {};
  const paths = [
    ...[
      '/',
      '/compte',
      '/liaisons',
      `/liaisons/${linkId}`,
      `/liaisons/${linkId}/historique/export`,
      '/connexion',
    ],
    ...[
      '/nulle-part',
      '/liaisons/x',
      '/favicon-nulle-part',
      '/_next/image-nulle-part',
      '/_next/static/nulle-part.js',
      '/%E0%A4%A',
      '/api/nulle-part',
    ],
    ...[
      '/api/sante',
      '/api/metriques',
      '/api/liaisons/flux?liaison=x',
      '/api/inngest',
      '/.well-known/security.txt',
    ],
  ];
  for (const path of paths) {
    const { headers } = await head(SITE() + path, { cookie: cookieOf(person) });
    const policy = String(headers['content-security-policy'] ?? '');
    const wanted: Readonly<Record<string, boolean>> = {
      csp: policy.includes("default-src 'self'") && policy.includes("object-src 'none'"),
      'frame-ancestors': policy.includes("frame-ancestors 'none'"),
      hsts: /max-age=\d{8}/.test(String(headers['strict-transport-security'] ?? '')),
      'referrer-policy': headers['referrer-policy'] !== undefined,
      'permissions-policy': headers['permissions-policy'] !== undefined,
      nosniff: headers['x-content-type-options'] === 'nosniff',
    };
    const missing = Object.keys(wanted).filter((name) => !wanted[name]);
    if (missing.length > 0) lacking[path] = missing;
  }
  expect(lacking).toEqual({});
});

/** The headers of an answer, streams included: its body is not waited for. */
function head(url: string, headers: Readonly<Record<string, string>>) {
  return new Promise<{ headers: Record<string, unknown> }>((resolve, reject) => {
    const asked = httpRequest(url, { headers }, (answer) => {
      answer.destroy();
      resolve({ headers: answer.headers });
    });
    asked.on('error', reject);
    asked.end();
  });
}
