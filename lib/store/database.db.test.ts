// A database that is not there, not ours, not migrated, or in trouble: what is said of it.

import { createServer } from 'node:net';
import { describe, expect, inject, it } from 'vitest';
import { Failure } from '../errors/failure';
import { CONNECTIONS, openDatabase } from './database';
import { openLedger } from './ledger';
import { storeFailure } from './store-failure';
import { testDatabase } from './testing/database';
import { batch, COMMIT, dossier, identity, SUCCESS, testClock } from './testing/samples';

const store = testDatabase();

function altered(change: (url: URL) => void): string {
  const url = new URL(store.url());
  change(url);
  return url.href;
}

describe('opening the database', () => {
  it('tells when nothing answers there', async () => {
    const probe = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => probe.once('listening', resolve));
    const address = probe.address();
    await new Promise((resolve) => probe.close(resolve));
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await expect(openDatabase(altered((url) => Object.assign(url, { port })))).rejects.toMatchObject({
      code: 'BASE_INJOIGNABLE',
    });
  });

  it('tells when what answers is not Postgres', async () => {
    const web = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(
      0,
      '127.0.0.1',
    );
    await new Promise((resolve) => web.once('listening', resolve));
    const address = web.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    try {
      await expect(openDatabase(altered((url) => Object.assign(url, { port })))).rejects.toMatchObject({
        code: 'BASE_INJOIGNABLE',
      });
    } finally {
      web.close();
    }
  });

  it.each([
    ['the password is wrong', (url: URL) => Object.assign(url, { password: 'mauvais' })],
    ['the user is unknown', (url: URL) => Object.assign(url, { username: 'inconnu' })],
    ['the database does not exist', (url: URL) => Object.assign(url, { pathname: '/inconnue' })],
  ])('tells when %s, without the password', async (_why, change) => {
    const error = await openDatabase(altered(change)).catch((thrown: unknown) => thrown);
    if (!(error instanceof Failure)) throw error;
    expect(error).toMatchObject({ code: 'BASE_REFUSEE' });
    expect(JSON.stringify([error.message, error.detail, error.facts])).not.toContain(
      new URL(store.url()).password,
    );
  });

  it('tells when the database was never migrated', async () => {
    await expect(openDatabase(inject('testDatabase').server)).rejects.toMatchObject({
      code: 'BASE_MIGRATIONS',
    });
  });
});

describe('a database in trouble', () => {
  it.each([
    ['53100', 'BASE_DISQUE_PLEIN'],
    ['53300', 'BASE_SURCHARGEE'],
    ['55P03', 'BASE_SURCHARGEE'],
    ['40P01', 'BASE_SURCHARGEE'],
    ['57P03', 'BASE_INJOIGNABLE'],
    ['08006', 'BASE_INJOIGNABLE'],
    ['42703', 'BASE_MIGRATIONS'],
    ['28000', 'BASE_REFUSEE'],
  ])('that says %s is told as %s, also inside a transaction', async (state, code) => {
    const trouble = `DO $$ BEGIN RAISE SQLSTATE '${state}' USING MESSAGE = 'essai'; END $$`;
    const { client } = store.database();
    const alone = await client.$executeRawUnsafe(trouble).catch((error: unknown) => error);
    const within = await client
      .$transaction((tx) => tx.$executeRawUnsafe(trouble))
      .catch((error: unknown) => error);
    for (const error of [alone, within]) expect(storeFailure(error)).toMatchObject({ code });
  });

  it('that is cut in the middle of a transaction is out of reach, and usable again at once', async () => {
    const { client } = store.database();
    const cut = await client
      .$transaction((tx) => tx.$executeRaw`SELECT pg_terminate_backend(pg_backend_pid())`)
      .catch((error: unknown) => error);
    expect(storeFailure(cut)).toMatchObject({ code: 'BASE_INJOIGNABLE' });
    // In the middle of a transaction, once the server has gone.
    const unusable = new Error('Client has encountered a connection error and is not queryable');
    expect(storeFailure(unusable)).toMatchObject({ code: 'BASE_INJOIGNABLE' });
    expect(await client.$queryRaw`SELECT 1 AS one`).toEqual([{ one: 1 }]);
  });

  it('leaves a defect of ours as it is', async () => {
    const defect = await store.database().client.$queryRaw`SELECT 1 / 0`.catch((error: unknown) => error);
    expect(storeFailure(defect)).toBe(defect);
    const other = new TypeError('x is undefined');
    expect(storeFailure(other)).toBe(other);
  });
});

describe('a server in another time zone', () => {
  it('stores and gives back the true instants', async () => {
    await store.sql(`ALTER DATABASE ${new URL(store.url()).pathname.slice(1)} SET timezone = 'Europe/Paris'`);
    const database = await openDatabase(store.url());
    try {
      const clock = testClock();
      const ledger = openLedger(database, clock);
      const { id: linkId } = await ledger.openLink(identity());
      const begun = await ledger.beginRun({ linkId, kind: 'sync', trigger: 'cli' });
      if (begun.status === 'busy') throw new Error('busy');
      await ledger.commitBatch(begun.handle, batch({ dossiers: [dossier(1)] }));
      // In the hour that comes twice in Paris.
      await ledger.finishRun(begun.handle, SUCCESS, { ...COMMIT, watermark: '2026-10-25T01:30:00.000Z' });
      expect((await ledger.readLink(linkId)).cursor.watermark).toBe('2026-10-25T01:30:00.000Z');
      const [row] = await store.sql(
        'SELECT watermark, ended_at FROM link JOIN run ON run.link_id = link.id WHERE link.id = $1',
        [linkId],
      );
      expect(row).toEqual({ watermark: new Date('2026-10-25T01:30:00Z'), ended_at: new Date(clock.now()) });
    } finally {
      await database.close();
    }
  });
});

describe('as many connections as asked for', () => {
  it('pages have theirs while every run holds one', async () => {
    const runs = 6;
    const database = await openDatabase(store.url(), CONNECTIONS + runs);
    try {
      let holding = 0;
      let release = (): void => undefined;
      const everybody = new Promise<void>((resolve) => {
        release = resolve;
      });
      // Ends only if all of them are there at once.
      const holds = Array.from({ length: CONNECTIONS + runs }, () =>
        database.client.$transaction(async (tx) => {
          await tx.$queryRaw`SELECT 1`;
          holding += 1;
          if (holding === CONNECTIONS + runs) release();
          await everybody;
        }),
      );
      await Promise.all(holds);
      expect(holding).toBe(CONNECTIONS + runs);
    } finally {
      await database.close();
    }
  });
});
