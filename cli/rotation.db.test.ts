// Changing the encryption key while the service works: links synchronise, people give and replace tokens, the command that seals
// again is killed and taken up by two at once; nothing fails to open, nothing is lost, and the former key can go.

import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunService } from '../inngest/service';
import { ask, differencesOf, ended, makeLink, quiet, startTestService } from '../inngest/testing/service';
import { readSealKeys } from '../lib/env/seal-keys';
import { countByKey, createCredential, replaceCredential } from '../lib/store/credentials';
import { openCredential } from '../lib/store/open-credential';
import { testDatabase } from '../lib/store/testing/database';
import { SYSTEM_CLOCK } from '../lib/wiring';
import { type DemarchesSimulator, startDemarches } from '../simulators/demarches/start';
import { type Simulator, startGrist } from '../simulators/grist/start';

const store = testDatabase();
const draw = () => randomBytes(32).toString('base64');
const OLD = `ancienne:${draw()}`;
const NEW = `nouvelle:${draw()}`;
/** Before; while the processes learn of the new key; while they take it up; at the end. */
const ORDERS = { before: OLD, known: `${OLD},${NEW}`, turned: `${NEW},${OLD}`, after: NEW };
const ORIGIN = 'https://dn.exemple.fr';
/** Enough for the command to be found in the middle of its work. */
const GIVEN = 400;
const LINKS = 2;
const DOSSIERS = 10;

let demarches: DemarchesSimulator;
let grist: Simulator;
const services: RunService[] = [];
const children: ChildProcess[] = [];

beforeAll(async () => {
  [demarches, grist] = await Promise.all([
    startDemarches({ dossiers: DOSSIERS, preset: 'demo' }),
    startGrist(),
  ]);
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  for (const service of services) await service.stop();
  await Promise.all([demarches.close(), grist.close()]);
});

async function serve(variable: string): Promise<RunService> {
  const keys = readSealKeys({ CLES_DE_CHIFFREMENT: variable });
  const limits = { retryAfter: '1s' };
  const service = await startTestService(store.database(), store.url(), limits, undefined, { keys });
  services.push(service);
  return service;
}

/** `npm run cles -- sceller`, as a process of its own. */
function reseal(variable: string) {
  const script = fileURLToPath(new URL('./cles.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, 'sceller'], {
    env: { ...process.env, DATABASE_URL: store.url(), CLES_DE_CHIFFREMENT: variable },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (part: string) => {
      text += part.replaceAll('\u00a0', ' ');
    });
  }
  const exited = once(child, 'close').then(() => ({ code: child.exitCode, text }));
  return { child, exited };
}

const sealedUnder = async (name: string) => (await countByKey(store.database())).get(name) ?? 0;

/** People at work, until told to stop: they give, replace and use tokens. What each token must open to is in `secrets`. */
function people(variable: string, secrets: Map<string, string>) {
  const context = {
    database: store.database(),
    clock: SYSTEM_CLOCK,
    keys: readSealKeys({ CLES_DE_CHIFFREMENT: variable }),
  };
  const failures: unknown[] = [];
  let working = true;
  let opened = 0;
  let given = 0;
  const nobody = { givenBy: null, expiresAt: null };
  const work = async () => {
    for (let turn = 0; working; turn += 1) {
      const ids = [...secrets.keys()];
      const id = ids[(turn * 7919) % ids.length] ?? '';
      try {
        const wanted = { id, kind: 'jeton_dn', origin: ORIGIN } as const;
        const secret = await openCredential(context.database, context.keys, wanted);
        if (secret !== secrets.get(id)) failures.push(`${id} opened to another secret`);
        opened += 1;
        if (turn % 5 === 0) {
          const fresh = `remplace-${turn}`;
          await replaceCredential(context, id, { ...nobody, secret: fresh });
          secrets.set(id, fresh);
        }
        if (turn % 5 === 1) {
          const drawn = `nouveau-${turn}`;
          const made = await createCredential(context, {
            ...{ ...nobody, kind: 'jeton_dn', origin: ORIGIN, secret: drawn },
          });
          secrets.set(made.id, drawn);
          given += 1;
        }
      } catch (error) {
        failures.push(error);
      }
    }
  };
  const done = work();
  return {
    async stop() {
      working = false;
      await done;
      return { failures, opened, given };
    },
  };
}

it('changes keys while everything goes on', { timeout: 240_000 }, async () => {
  const database = store.database();
  const before = readSealKeys({ CLES_DE_CHIFFREMENT: ORDERS.before });
  const secrets = new Map<string, string>();
  for (let rank = 0; rank < GIVEN; rank += 1) {
    const secret = `jeton-${rank}`;
    const { id } = await createCredential(
      { database, clock: SYSTEM_CLOCK, keys: before },
      { kind: 'jeton_dn', origin: ORIGIN, secret, givenBy: null, expiresAt: null },
    );
    secrets.set(id, secret);
  }
  const documents = Array.from({ length: LINKS }, () => grist.createDocument().id);
  const links: string[] = [];
  for (const docId of documents) {
    links.push(
      await makeLink(database, { demarches, grist: { url: grist.url, key: grist.key, docId } }, before),
    );
  }

  // Without the key that sealed them, nothing opens: the run says why, the document is not touched, nothing is sealed again.
  let service = await serve(ORDERS.after);
  const [first = ''] = links;
  const blind = await ended(database, await ask(service, first));
  expect(blind).toMatchObject({ status: 'echoue', code: 'SECRET_ILLISIBLE', read: 0, added: 0 });
  const early = await reseal(ORDERS.after).exited;
  expect(early.code).toBe(2);
  expect(early.text).toContain('« ancienne »');
  expect(early.text).toContain('CLES_DE_CHIFFREMENT');
  expect(await sealedUnder('nouvelle')).toBe(0);
  await service.stop();

  // One process after the other: the new key is known everywhere before anything is sealed under it, so each of the two opens
  // what the other sealed.
  const older = await serve(ORDERS.known);
  service = await serve(ORDERS.turned);
  for (const [sealing, opening] of [
    [ORDERS.known, ORDERS.turned],
    [ORDERS.turned, ORDERS.known],
  ] as const) {
    const linkSecret = { kind: 'jeton_dn', origin: ORIGIN, secret: sealing.slice(0, 8) } as const;
    const { id } = await createCredential(
      { database, clock: SYSTEM_CLOCK, keys: readSealKeys({ CLES_DE_CHIFFREMENT: sealing }) },
      { ...linkSecret, givenBy: null, expiresAt: null },
    );
    const keys = readSealKeys({ CLES_DE_CHIFFREMENT: opening });
    expect(await openCredential(database, keys, { id, kind: 'jeton_dn', origin: ORIGIN })).toBe(
      linkSecret.secret,
    );
    secrets.set(id, linkSecret.secret);
  }
  await older.stop();

  let turning = true;
  const ends: { readonly status: string; readonly code: string | null }[] = [];
  const synchronise = async () => {
    for (let turn = 0; turning; turn += 1) {
      const link = links[turn % links.length] ?? '';
      const { status, code } = await ended(database, await ask(service, link));
      ends.push({ status, code });
    }
  };
  const runs = synchronise();
  const hand = people(ORDERS.turned, secrets);

  const cut = reseal(ORDERS.turned);
  while ((await sealedUnder('nouvelle')) < 40) {
    if (cut.child.exitCode !== null) throw new Error((await cut.exited).text);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  cut.child.kill('SIGKILL');
  await cut.exited;
  expect(await sealedUnder('ancienne')).toBeGreaterThan(0);

  const both = await Promise.all([reseal(ORDERS.turned).exited, reseal(ORDERS.turned).exited]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  const { failures, opened, given } = await hand.stop();
  turning = false;
  await runs;
  expect(failures).toEqual([]);
  expect(opened).toBeGreaterThan(20);
  expect(given).toBeGreaterThan(2);
  expect(ends.length).toBeGreaterThan(1);
  expect(new Set(ends.map(({ status, code }) => `${status} ${code}`))).toEqual(new Set(['reussi null']));

  // The former key protects nothing any more: it goes, and everything opens.
  expect(await sealedUnder('ancienne')).toBe(0);
  for (const link of links) await quiet(database, link);
  await service.stop();
  const after = readSealKeys({ CLES_DE_CHIFFREMENT: ORDERS.after });
  for (const [id, secret] of secrets) {
    expect(await openCredential(database, after, { id, kind: 'jeton_dn', origin: ORIGIN })).toBe(secret);
  }
  service = await serve(ORDERS.after);
  for (const link of links) {
    expect(await ended(database, await ask(service, link))).toMatchObject({ status: 'reussi' });
    await quiet(database, link);
  }
  await service.stop();
  for (const docId of documents) {
    expect(await differencesOf(store.url(), demarches, { url: grist.url, key: grist.key, docId })).toEqual({
      differences: 0,
      dossiers: DOSSIERS,
    });
  }
});
