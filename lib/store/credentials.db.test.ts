// Credentials on a real Postgres: sealed in their row, opened only for their use, and rotated without being lost.

import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  countByKey,
  createCredential,
  readCredential,
  recordRefusal,
  replaceCredential,
  resealCredentials,
} from './credentials';
import { openCredential } from './open-credential';
import type { SealKeys } from './seal';
import { testDatabase } from './testing/database';
import { testClock } from './testing/samples';

const store = testDatabase();
const OLD = randomBytes(32);
const keys: SealKeys = { active: 'k1', keys: new Map([['k1', OLD]]) };
const rotated: SealKeys = {
  active: 'k2',
  keys: new Map([
    ['k2', randomBytes(32)],
    ['k1', OLD],
  ]),
};
const ORIGIN = 'https://dn.exemple.fr';
const SECRET = 'jeton-tres-secret-fin9';

const context = () => ({ database: store.database(), clock: testClock(), keys });
const create = (secret = SECRET) =>
  createCredential(context(), {
    ...{ kind: 'jeton_dn', origin: ORIGIN, secret, givenBy: null },
    expiresAt: new Date('2027-01-01T00:00:00Z'),
  });
const open = (id: string, changes: { kind?: 'cle_grist'; origin?: string } = {}, with_ = keys) =>
  openCredential(store.database(), with_, { id, kind: 'jeton_dn', origin: ORIGIN, ...changes });

describe('a credential', () => {
  it('is stored sealed, shown by its last four characters, and opened for its own use', async () => {
    const shown = await create();
    expect(shown).toMatchObject({ hint: 'fin9', refusal: null, givenAt: new Date('2026-03-02T08:00:00Z') });
    expect(JSON.stringify(await readCredential(store.database(), shown.id))).not.toContain('secret');
    const [row] = await store.sql('SELECT credential::text AS whole FROM credential WHERE id = $1', [
      shown.id,
    ]);
    expect(JSON.stringify(row)).not.toContain('secret');
    expect(JSON.stringify(row)).not.toContain(Buffer.from('secret').toString('hex'));
    expect(await open(shown.id)).toBe(SECRET);
  });

  it('gives no hint of a short secret', async () => {
    expect(await create('court-abcd')).toMatchObject({ hint: '' });
  });

  it('is never opened for another instance or another use', async () => {
    const { id } = await create();
    for (const wanted of [{ origin: 'https://autre.exemple.fr' }, { kind: 'cle_grist' as const }]) {
      await expect(open(id, wanted)).rejects.toMatchObject({ code: 'SECRET_ABSENT' });
    }
    await expect(open('pas-un-identifiant')).rejects.toMatchObject({ code: 'SECRET_ABSENT' });
  });

  it('refuses to open once its bytes were put in the row of another', async () => {
    const [mine, theirs] = [await create(), await create('un-tout-autre-secret')];
    await store.sql(
      'UPDATE credential SET sealed = (SELECT sealed FROM credential WHERE id = $1) WHERE id = $2',
      [theirs.id, mine.id],
    );
    await expect(open(mine.id)).rejects.toMatchObject({ code: 'SECRET_ILLISIBLE' });
  });

  it('is replaced without being shown, and what was refused before is forgotten', async () => {
    const { id } = await create();
    await recordRefusal(context(), id, 'DS_JETON_EXPIRE');
    expect((await readCredential(store.database(), id)).refusal).toEqual({
      code: 'DS_JETON_EXPIRE',
      at: new Date('2026-03-02T08:00:00Z'),
    });
    const replaced = await replaceCredential(context(), id, {
      ...{ secret: 'un-nouveau-jeton-zzzz', givenBy: null, expiresAt: null },
    });
    expect(replaced).toMatchObject({ id, hint: 'zzzz', expiresAt: null, refusal: null });
    expect(await open(id)).toBe('un-nouveau-jeton-zzzz');
  });
});

describe('rotation', () => {
  it('seals everything again under the new key, can be run twice, and then the old key may go', async () => {
    await store.sql('DELETE FROM credential');
    const ids = [];
    for (let index = 0; index < 5; index++) ids.push((await create(`secret-numero-${index}-abcd`)).id);
    expect(await countByKey(store.database())).toEqual(new Map([['k1', 5]]));
    expect(await resealCredentials(store.database(), rotated)).toBe(5);
    expect(await resealCredentials(store.database(), rotated)).toBe(0);
    expect(await countByKey(store.database())).toEqual(new Map([['k2', 5]]));
    const alone = { active: 'k2', keys: new Map([...rotated.keys].slice(0, 1)) };
    for (const [index, id] of ids.entries()) {
      expect(await open(id, {}, alone)).toBe(`secret-numero-${index}-abcd`);
    }
  });

  it('stops, and loses nothing, at a secret that no key opens', async () => {
    await store.sql('DELETE FROM credential');
    await create();
    const stranger = { active: 'k9', keys: new Map([['k9', randomBytes(32)]]) };
    await expect(resealCredentials(store.database(), stranger)).rejects.toMatchObject({
      code: 'SECRET_ILLISIBLE',
    });
    expect(await countByKey(store.database())).toEqual(new Map([['k1', 1]]));
  });
});
