// Alerts leave for a real relay and a real webhook: to whom they are due, once, in words and with the way to the remedy.

import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openMailer } from '../lib/access/mail/mailer';
import { openAccess } from '../lib/access/open-access';
import { readUnsubscription } from '../lib/access/unsubscribe';
import { sealAddress } from '../lib/access/webhook/address';
import { webhookKey, webhookSignature } from '../lib/access/webhook/key';
import { type Door, openDoor } from '../lib/http/door';
import { EVERYWHERE, INTERNET } from '../lib/http/reach';
import { createLink } from '../lib/links/create';
import { readSettings } from '../lib/links/settings';
import { muteAlerts, setDigest } from '../lib/store/alert-rows';
import { tellOnce } from '../lib/store/outbox';
import { testDatabase } from '../lib/store/testing/database';
import { identity, testClock } from '../lib/store/testing/samples';
import { readWebhook, removeWebhook, saveWebhook } from '../lib/store/webhook-rows';
import { type MailSimulator, startMail } from '../simulators/mail/start';
import { postLetters, postWebhooks } from './post';
import { testSite } from './testing/service';

const store = testDatabase();
const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
let relay: MailSimulator;
let mailbox: Server;
let door: Door;
let hook: { url: string; status: number; readonly received: Received[] };
let serial = 0;

type Received = { readonly headers: NodeJS.Dict<string | string[]>; readonly body: string };

beforeAll(async () => {
  relay = await startMail();
  door = openDoor({ reach: EVERYWHERE });
  mailbox = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => {
      body += part;
    });
    request.on('end', () => {
      hook.received.push({ headers: request.headers, body });
      response.writeHead(hook.status, { location: 'http://127.0.0.1:1/' }).end();
    });
  });
  await new Promise<void>((resolve) => mailbox.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await relay.close();
  await door.close();
  await new Promise((resolve) => mailbox.close(resolve));
});
beforeEach(async () => {
  relay.refuse([]);
  const address = mailbox.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  hook = { url: `http://127.0.0.1:${port}/alertes`, status: 204, received: [] };
  await store.sql('DELETE FROM outbox');
});

/** A link with its people, and a clock that is ours. */
async function scene() {
  // A Monday, nine in the morning in Paris.
  const clock = testClock();
  const database = store.database();
  const service = { database, clock };
  const site = testSite(store.url());
  const mailer = openMailer({ smtpUrl: relay.smtp, sender: 'site@exemple.gouv.fr' });
  const post = { service, access: { ...openAccess(database, site, clock), mailer } };
  const before = (await messages()).length;
  const link = async (): Promise<string> => {
    const { linkId } = await createLink(service, {
      ...identity(),
      ...{ title: 'Aides aux cinémas', documentName: 'Suivi', settings: readSettings(null) },
      ...{ sourceCredentialId: null, destinationCredentialId: null },
    });
    return linkId;
  };
  const linkId = await link();
  const person = async (role: 'proprietaire' | 'gestionnaire' | 'lecteur', of = linkId) => {
    serial += 1;
    const email = `personne${serial}@exemple.gouv.fr`;
    const [user] = await store.sql(
      `INSERT INTO app_user (id, email, created_at) VALUES (gen_random_uuid(), $1, now()) RETURNING id::text AS id`,
      [email],
    );
    const userId = String(user?.id);
    await join(of, userId, role);
    return { email, userId };
  };
  const join = (of: string, userId: string, role: string) =>
    store.sql(
      `INSERT INTO membership (link_id, user_id, role, created_at) VALUES ($1, $2, $3::role, now())`,
      [of, userId, role],
    );
  const alert = async (subject: string, of = linkId): Promise<void> => {
    const [row] = await store.sql('SELECT notified FROM link WHERE id = $1', [of]);
    const page = `/liaisons/${of}/reglages`;
    const text = `${subject}, en entier.\n\nQue faire\u00a0: rien.`;
    const message = { kind: 'panne', subject, sentence: `${subject}, en une phrase.`, text, page };
    serial += 1;
    const told = { before: row?.notified, after: { serial }, messages: [message] };
    expect(await tellOnce(service, of, told)).toBe(true);
  };
  /** What came since the beginning of the test, the oldest first. */
  const came = async () => (await messages()).slice(before);
  return { ...{ clock, database, service, site, post, linkId, link, person, join, alert, came } };
}

type Came = Readonly<Record<'to' | 'subject' | 'text' | 'html' | 'unsubscribe' | 'unsubscribePost', string>>;

async function messages(): Promise<readonly Came[]> {
  const answer = (await (await fetch(`${relay.url}/messages.json`)).json()) as Came[];
  return answer.toReversed();
}

describe('a letter', () => {
  it('leaves for each owner and manager, once, with the way to the remedy and the ways out', async () => {
    const { post, linkId, person, alert, came, site } = await scene();
    const owner = await person('proprietaire');
    const manager = await person('gestionnaire');
    await person('lecteur');
    await alert('Aides\u00a0: arrêtée');
    expect(await postLetters(post)).toEqual({ count: 2, refused: 0 });
    expect(await postLetters(post)).toEqual({ count: 0, refused: 0 });
    const letters = await came();
    expect(letters.map(({ to }) => to).sort()).toEqual([owner.email, manager.email].sort());
    const mine = letters.find(({ to }) => to === manager.email);
    expect(mine?.subject).toBe('Aides\u00a0: arrêtée');
    for (const form of [mine?.text, mine?.html]) {
      expect(form).toContain('Aides\u00a0: arrêtée, en entier.');
      expect(form).toContain(`${site.origin}/liaisons/${linkId}/reglages`);
    }
    expect(mine?.html).toContain('<html lang="fr">');
    expect(mine?.html.match(/<h1/g)).toHaveLength(1);
    // RFC 8058: an address to post to, for this person and this link alone.
    expect(mine?.unsubscribePost).toBe('List-Unsubscribe=One-Click');
    const [, address = '', token = ''] =
      /^<(.*\/api\/alertes\/desabonnement)\?jeton=(.*)>$/.exec(mine?.unsubscribe ?? '') ?? [];
    expect(address).toBe(`${site.origin}/api/alertes/desabonnement`);
    expect(readUnsubscription(site.sessionSecret, token)).toEqual({ userId: manager.userId, linkId });
    expect(mine?.text).toContain(`${site.origin}/alertes/desabonnement?jeton=${token}`);
  });

  it('that one person’s mailbox refuses is not sent again to the others, and comes later to that one', async () => {
    const { post, person, alert, came, clock } = await scene();
    const people = [await person('proprietaire'), await person('gestionnaire'), await person('gestionnaire')];
    const busy = people[1]?.email ?? '';
    relay.refuse([busy]);
    await alert('Arrêtée');
    expect(await postLetters(post)).toEqual({ count: 2, refused: 1 });
    clock.advance(HOUR);
    expect(await postLetters(post)).toEqual({ count: 0, refused: 1 });
    relay.refuse([]);
    expect(await postLetters(post), 'it is left alone for a while').toEqual({ count: 0, refused: 0 });
    clock.advance(HOUR);
    expect(await postLetters(post)).toEqual({ count: 1, refused: 0 });
    const got = (await came()).map(({ to }) => to);
    expect([...got].sort()).toEqual(people.map(({ email }) => email).sort());
    expect(got.at(-1)).toBe(busy);
  });

  it('is given up when the relay never takes it, and never left to rot', async () => {
    const { post, person, alert, clock, came } = await scene();
    relay.refuse([(await person('proprietaire')).email]);
    await alert('Arrêtée');
    for (let turn = 0; turn < 12; turn += 1) {
      await postLetters(post);
      clock.advance(8 * HOUR);
    }
    expect(await store.sql('SELECT 1 FROM outbox')).toEqual([]);
    expect(await came()).toEqual([]);
  });

  it('never reaches whoever was removed, became a reader, or asked for silence, though it was waiting', async () => {
    const { post, linkId, person, alert, came, clock, database } = await scene();
    const removed = await person('gestionnaire');
    const reader = await person('gestionnaire');
    const silent = await person('proprietaire');
    await alert('Arrêtée');
    expect(await store.sql('SELECT 1 FROM outbox')).toHaveLength(3);
    await store.sql('DELETE FROM membership WHERE user_id = $1', [removed.userId]);
    await store.sql(`UPDATE membership SET role = 'lecteur' WHERE user_id = $1`, [reader.userId]);
    await muteAlerts(database, { userId: silent.userId, linkId }, new Date(clock.now()));
    expect(await postLetters(post)).toEqual({ count: 0, refused: 0 });
    expect(await came()).toEqual([]);
    expect(await store.sql('SELECT 1 FROM outbox')).toEqual([]);
    await alert('Arrêtée encore');
    expect(await store.sql('SELECT 1 FROM outbox')).toEqual([]);
  });
});

describe('one message a day', () => {
  it('tells all that happened on all links, at eight, and nothing when nothing happened', async () => {
    const { post, linkId, link, person, join, alert, came, clock, database, site } = await scene();
    const other = await link();
    const { userId, email } = await person('proprietaire');
    await join(other, userId, 'gestionnaire');
    await setDigest(database, userId, true);
    await alert('Première');
    await alert('Deuxième', other);
    await alert('Troisième');
    clock.advance(DAY - 2 * HOUR);
    expect(await postLetters(post), 'at seven').toEqual({ count: 0, refused: 0 });
    clock.advance(HOUR);
    expect(await postLetters(post), 'at eight').toEqual({ count: 1, refused: 0 });
    await alert('Quatrième');
    clock.advance(HOUR);
    expect(await postLetters(post), 'at nine').toEqual({ count: 0, refused: 0 });
    const [letter, ...more] = await came();
    expect(more).toEqual([]);
    expect(letter?.to).toBe(email);
    expect(letter?.subject).toBe('One Trick Pony\u00a0: 3\u00a0alertes sur 2\u00a0liaisons');
    for (const subject of ['Première', 'Deuxième', 'Troisième']) expect(letter?.text).toContain(subject);
    expect(letter?.html.match(/<h2/g)).toHaveLength(3);
    expect(letter?.text.match(/Ne plus recevoir les alertes de cette liaison/g)).toHaveLength(2);
    for (const id of [linkId, other]) expect(letter?.html).toContain(`${site.origin}/liaisons/${id}`);
    const token = /jeton=(.*)>$/.exec(letter?.unsubscribe ?? '')?.[1] ?? '';
    expect(readUnsubscription(site.sessionSecret, token)).toEqual({ userId, linkId: null });
    clock.advance(DAY);
    expect(await postLetters(post)).toEqual({ count: 1, refused: 0 });
    clock.advance(DAY);
    expect(await postLetters(post)).toEqual({ count: 0, refused: 0 });
    expect((await came()).at(-1)?.subject).toBe('One Trick Pony\u00a0: une alerte');
  });
});

/** What is kept of an address. */
function hookAt({ sessionSecret }: { readonly sessionSecret: string }, linkId: string, url: string) {
  return { sealedUrl: sealAddress(sessionSecret, linkId, url), salt: 'sel' };
}

describe('a webhook', () => {
  it('is told ids, state and sentence, signed, and nothing else', async () => {
    const { post, linkId, alert, clock, database, site, person } = await scene();
    const { email } = await person('proprietaire');
    await saveWebhook(database, linkId, hookAt(site, linkId, hook.url), new Date(clock.now()));
    await alert('Aides aux cinémas\u00a0: arrêtée');
    expect(await postWebhooks(post, door)).toEqual({ count: 1, refused: 0 });
    expect(await postWebhooks(post, door)).toEqual({ count: 0, refused: 0 });
    const [{ headers, body } = { headers: {}, body: '' }] = hook.received;
    expect(JSON.parse(body)).toEqual({
      ...{ liaison: linkId, demarche: 1234, etat: 'panne' },
      phrase: 'Aides aux cinémas\u00a0: arrêtée, en une phrase.',
      date: new Date(clock.now()).toISOString(),
      page: `${site.origin}/liaisons/${linkId}/reglages`,
    });
    const key = webhookKey(site.sessionSecret, linkId, 'sel');
    const seconds = Math.floor(clock.now() / 1000);
    expect(headers['x-otp-signature']).toBe(webhookSignature(key, seconds, body));
    expect(webhookKey(site.sessionSecret, linkId, 'autre')).not.toBe(key);
    const all = JSON.stringify([headers, body]);
    for (const secret of [key, site.sessionSecret, email, 'en entier']) expect(all).not.toContain(secret);
  });

  it.each([500, 302, 404])(
    'that answers %i is tried a few times, then its owners are told, once',
    async (status) => {
      const { post, linkId, alert, clock, database, site, person, came } = await scene();
      const owner = await person('proprietaire');
      await person('gestionnaire');
      await saveWebhook(database, linkId, hookAt(site, linkId, hook.url), new Date(clock.now()));
      hook.status = status;
      const tries = async () => {
        const before = hook.received.length;
        for (let turn = 0; turn < 10; turn += 1) {
          await postWebhooks(post, door);
          clock.advance(3 * HOUR);
        }
        return hook.received.length - before;
      };
      await alert('Première');
      expect(await tries()).toBe(4);
      await alert('Deuxième');
      expect(await tries()).toBe(4);
      await postLetters(post);
      const failures = (await came()).filter(({ subject }) => subject.includes('ne répond pas'));
      expect(failures.map(({ to }) => to)).toEqual([owner.email]);
      expect(await readWebhook(database, linkId)).toMatchObject({ failedAt: expect.any(Date) });
      // It answers again: it is worth another word the next time.
      hook.status = 200;
      await alert('Troisième');
      expect(await tries()).toBe(1);
      expect(await readWebhook(database, linkId)).toMatchObject({ failedAt: null });
    },
  );

  it('that does not answer does not keep the others waiting', async () => {
    const { post, linkId, link, alert, clock, database, site } = await scene();
    const other = await link();
    const at = new Date(clock.now());
    await saveWebhook(database, linkId, hookAt(site, linkId, 'http://127.0.0.1:1/'), at);
    await saveWebhook(database, other, hookAt(site, other, hook.url), at);
    await alert('Première');
    await alert('Deuxième');
    await alert('Troisième', other);
    expect(await postWebhooks(post, door)).toEqual({ count: 1, refused: 1 });
    await removeWebhook(database, linkId);
    clock.advance(DAY);
    expect(await postWebhooks(post, door)).toEqual({ count: 0, refused: 0 });
    expect(await store.sql(`SELECT 1 FROM outbox WHERE sent_at IS NULL`)).toEqual([]);
  });

  it('whose address no longer opens is refused, as one that does not answer', async () => {
    const { post, linkId, alert, clock, database } = await scene();
    const sealedBefore = hookAt({ sessionSecret: 'le secret d’avant' }, linkId, hook.url);
    await saveWebhook(database, linkId, sealedBefore, new Date(clock.now()));
    await alert('Première');
    expect(await postWebhooks(post, door)).toEqual({ count: 0, refused: 1 });
    expect(hook.received).toEqual([]);
  });

  it('is never looked for inside the service’s own network', async () => {
    const { post, linkId, alert, clock, database, site } = await scene();
    const internet = openDoor({ reach: INTERNET });
    await saveWebhook(database, linkId, hookAt(site, linkId, hook.url), new Date(clock.now()));
    await alert('Première');
    expect(await postWebhooks(post, internet)).toEqual({ count: 0, refused: 1 });
    expect(hook.received).toEqual([]);
    await internet.close();
  });
});
