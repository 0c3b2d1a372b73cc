// Signing in by e-mail: one link, one use; nothing told to who cannot read the mailbox.

import { beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../store/testing/database';
import { readSession } from './session-life';
import { askForLink, consumeLink, lookAtLink } from './sign-in-by-email';
import { lastToken, type TestAccess, testAccess, VISITOR } from './testing/access';

const db = testDatabase();
let access: TestAccess;
let serial = 0;

/** A mailbox that no other test uses. */
const mailbox = () => `agent${++serial}@exemple.gouv.fr`;

const NOBODY = { current: null, currentToken: null };

beforeEach(() => {
  access = testAccess(db.database());
});

async function ask(address: string, joinTo: string | null = null) {
  const asked = await askForLink(access, VISITOR, { address, returnTo: '/compte', joinTo });
  if (asked.status === 'sent') await asked.deliver();
  return asked;
}

async function signIn(address: string) {
  await ask(address);
  const used = await consumeLink(access, VISITOR, { token: lastToken(access), ...NOBODY });
  if (used.status !== 'signed-in') throw new Error(used.status);
  const current = await readSession(access, used.session.token);
  if (current === null) throw new Error('the session did not begin');
  return { current, currentToken: used.session.token };
}

describe('a link', () => {
  it('signs in once, whatever the case of the address', async () => {
    const address = mailbox();
    await ask(` ${address.toUpperCase()} `);
    expect(access.sent).toMatchObject([{ to: address }]);
    const token = lastToken(access);
    const used = await consumeLink(access, VISITOR, { token, ...NOBODY });
    expect(used).toMatchObject({ status: 'signed-in', returnTo: '/compte' });
    expect(await consumeLink(access, VISITOR, { token, ...NOBODY })).toEqual({ status: 'over' });
    const again = await signIn(address);
    expect(again.current.person.email).toBe(address);
    expect(await db.sql('SELECT count(*)::int FROM app_user WHERE email = $1', [address])).toEqual([
      { count: 1 },
    ]);
  });

  it('is used by one of two who come at once', async () => {
    await ask(mailbox());
    const token = lastToken(access);
    const both = await Promise.all([1, 2].map(() => consumeLink(access, VISITOR, { token, ...NOBODY })));
    expect(both.map(({ status }) => status).sort()).toEqual(['over', 'signed-in']);
  });

  it('is looked at without being used up', async () => {
    const address = mailbox();
    await ask(address);
    const token = lastToken(access);
    for (let time = 0; time < 3; time += 1) {
      expect(await lookAtLink(access, token)).toMatchObject({ email: address, purpose: 'connexion' });
    }
    expect(await consumeLink(access, VISITOR, { token, ...NOBODY })).toMatchObject({ status: 'signed-in' });
    expect(await lookAtLink(access, token)).toBeNull();
  });

  it('is over after fifteen minutes', async () => {
    await ask(mailbox());
    const token = lastToken(access);
    access.wait(15 * 60_000);
    expect(await lookAtLink(access, token)).toBeNull();
    expect(await consumeLink(access, VISITOR, { token, ...NOBODY })).toEqual({ status: 'over' });
  });

  it('takes the others of its address along when it is used', async () => {
    const address = mailbox();
    await ask(address);
    const first = lastToken(access);
    await ask(address);
    await consumeLink(access, VISITOR, { token: lastToken(access), ...NOBODY });
    expect(await lookAtLink(access, first)).toBeNull();
  });

  it('is nowhere in the database as it is', async () => {
    const address = mailbox();
    await ask(address);
    const token = lastToken(access);
    const rows = await db.sql('SELECT token_hash FROM verification_token WHERE email = $1', [address]);
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(await lookAtLink(access, String(rows[0]?.token_hash))).toBeNull();
  });

  it('that was never sent opens nothing', async () => {
    expect(await consumeLink(access, VISITOR, { token: 'inventé', ...NOBODY })).toEqual({ status: 'over' });
  });
});

describe('who may come in', () => {
  it('is told after the mailbox is proven, not before', async () => {
    const stranger = `agent${++serial}@ailleurs.fr`;
    const asked = await ask(stranger);
    expect(asked.status).toBe('sent');
    expect(await consumeLink(access, VISITOR, { token: lastToken(access), ...NOBODY })).toEqual({
      status: 'refused',
    });
    expect(await db.sql('SELECT 1 FROM app_user WHERE email = $1', [stranger])).toEqual([]);
  });

  it('may be invited, until the invitation is over', async () => {
    const guest = `invite${++serial}@ailleurs.fr`;
    const at = new Date(access.clock.now());
    await access.invitations.invite(guest, null, at, new Date(at.getTime() + 3_600_000));
    await signIn(guest);
    access.wait(3_600_000);
    await ask(guest);
    const used = await consumeLink(access, VISITOR, { token: lastToken(access), ...NOBODY });
    expect(used).toEqual({ status: 'refused' });
  });

  it('does not enter by e-mail the account of somebody who comes by ProConnect', async () => {
    const address = mailbox();
    const identity = {
      ...{ means: 'proconnect' as const, subject: `sub-${address}`, email: address },
      ...{ identityProvider: 'fi-1', givenName: 'Ada', usualName: 'Martin', siret: null },
    };
    await access.people.create(identity, new Date(access.clock.now()));
    await ask(address);
    expect(await consumeLink(access, VISITOR, { token: lastToken(access), ...NOBODY })).toEqual({
      status: 'known-by-proconnect',
    });
  });
});

describe('too many requests', () => {
  it('for one address are refused until the quarter is over, alike for all', async () => {
    const [known, unknown] = [mailbox(), mailbox()];
    await signIn(known);
    access.wait(15 * 60_000);
    for (const address of [known, unknown]) {
      const statuses: string[] = [];
      for (let time = 0; time < 6; time += 1) statuses.push((await ask(address)).status);
      expect(statuses).toEqual([...Array<string>(5).fill('sent'), 'too-many']);
    }
    access.wait(15 * 60_000);
    expect((await ask(known)).status).toBe('sent');
  });

  it('from one network are refused, and another is not', async () => {
    const from = (address: string) =>
      askForLink(access, { ...VISITOR, address }, { address: mailbox(), returnTo: '/', joinTo: null });
    const statuses: string[] = [];
    for (let time = 0; time < 61; time += 1) statuses.push((await from('198.51.100.7')).status);
    expect(statuses.at(-2)).toBe('sent');
    expect(statuses.at(-1)).toBe('too-many');
    expect((await from('198.51.100.8')).status).toBe('sent');
  });
});

describe('joining an address', () => {
  it('is done by whom it joins, and then signs in as them', async () => {
    const here = await signIn(mailbox());
    const second = mailbox();
    await ask(second, here.current.person.id);
    const token = lastToken(access);
    expect(await consumeLink(access, VISITOR, { token, ...NOBODY })).toEqual({ status: 'sign-in-first' });
    const other = await signIn(mailbox());
    expect(await consumeLink(access, VISITOR, { token, ...other })).toEqual({ status: 'sign-in-first' });
    expect(await consumeLink(access, VISITOR, { token, ...here })).toEqual({ status: 'joined' });
    const there = await signIn(second);
    expect(there.current.person.id).toBe(here.current.person.id);
  });

  it('does not take the address of somebody else', async () => {
    const [here, other] = [await signIn(mailbox()), await signIn(mailbox())];
    await ask(other.current.person.email, here.current.person.id);
    const used = await consumeLink(access, VISITOR, { token: lastToken(access), ...here });
    expect(used).toEqual({ status: 'of-somebody-else' });
  });
});

describe('the audit log', () => {
  it('says what happened without an address, a token or a whole IP', async () => {
    const address = mailbox();
    const { currentToken, current } = await signIn(address);
    const rows = await db.sql('SELECT act, object, network, actor_id FROM audit WHERE actor_id = $1', [
      current.person.id,
    ]);
    expect(rows.map(({ act }) => act)).toEqual(['compte-cree', 'connexion']);
    const everything = JSON.stringify(await db.sql('SELECT * FROM audit'), (_key, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    );
    expect(everything).toContain('203.0.113.0/24');
    for (const secret of [address, lastToken(access), currentToken, VISITOR.address]) {
      expect(everything).not.toContain(secret);
    }
  });

  it('can be neither changed nor emptied', async () => {
    await ask(mailbox());
    for (const statement of ["UPDATE audit SET act = 'rien'", 'DELETE FROM audit', 'TRUNCATE audit']) {
      await expect(db.sql(statement)).rejects.toThrow('append-only');
    }
  });
});
