// Sessions: twelve hours, seen, listed, ended one by one or all at once; and what a person may do to their account.

import { beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../store/testing/database';
import { openProof } from './kept-proof';
import { hashOf } from './secrets';
import { beginSession, endSession, proConnectExit, readSession } from './session-life';
import { SITE, type TestAccess, testAccess, VISITOR } from './testing/access';

const db = testDatabase();
let access: TestAccess;
let serial = 0;

const HOUR = 3_600_000;

beforeEach(() => {
  access = testAccess(db.database());
});

async function somebody() {
  const subject = `agent${++serial}@exemple.gouv.fr`;
  const nothing = { identityProvider: null, givenName: null, usualName: null, siret: null };
  const identity = { means: 'courriel' as const, subject, email: subject, ...nothing };
  return access.people.create(identity, new Date(access.clock.now()));
}

function begin(known: Awaited<ReturnType<typeof somebody>>, previousToken: string | null = null) {
  return beginSession(access, VISITOR, { ...known, idToken: null, previousToken });
}

describe('a session', () => {
  it('lasts twelve hours from the sign-in, however much it is used', async () => {
    const { token } = await begin(await somebody());
    for (let hour = 0; hour < 11; hour += 1) {
      access.wait(HOUR);
      expect(await readSession(access, token)).not.toBeNull();
    }
    access.wait(HOUR);
    expect(await readSession(access, token)).toBeNull();
  });

  it('is nowhere in the database as its cookie has it', async () => {
    const { token } = await begin(await somebody());
    expect(JSON.stringify(await db.sql('SELECT * FROM user_session'))).not.toContain(token);
    expect(await readSession(access, hashOf(token))).toBeNull();
  });

  it('is noted as seen, once in five minutes', async () => {
    const known = await somebody();
    const { token } = await begin(known);
    const began = access.clock.now();
    access.wait(60_000);
    await readSession(access, token);
    expect((await readSession(access, token))?.lastSeenAt.getTime()).toBe(began);
    access.wait(5 * 60_000);
    await readSession(access, token);
    expect((await readSession(access, token))?.lastSeenAt.getTime()).toBe(began + 6 * 60_000);
  });

  it('takes the place of the one that the browser had', async () => {
    const known = await somebody();
    const first = await begin(known);
    const second = await begin(known, first.token);
    expect(await readSession(access, first.token)).toBeNull();
    expect(await readSession(access, second.token)).not.toBeNull();
  });

  it('can be ended by its owner only, and all can at once', async () => {
    const [known, other] = [await somebody(), await somebody()];
    const tokens = [await begin(known), await begin(known), await begin(known)];
    const elsewhere = await begin(other);
    const now = new Date(access.clock.now());
    const list = await access.sessions.list(known.person.id, now);
    expect(list.map(({ device }) => device)).toEqual(Array(3).fill('Firefox sur Linux'));
    const [one] = list;
    expect(await access.sessions.end(other.person.id, one?.id ?? '')).toBe(false);
    expect(await access.sessions.end(known.person.id, one?.id ?? '')).toBe(true);
    expect(await access.sessions.endAll(known.person.id)).toBe(2);
    for (const { token } of tokens) expect(await readSession(access, token)).toBeNull();
    expect(await readSession(access, elsewhere.token)).not.toBeNull();
  });

  it('begun by ProConnect is ended there too, with what it gave', async () => {
    const proConnect = {
      ...{ issuer: 'https://auth.exemple.gouv.fr/api/v2', clientId: 'a', clientSecret: 'b', pkce: true },
      ...{ acr: [], idTokenAlgorithm: 'RS256' as const, userinfoAlgorithm: 'RS256' as const },
    };
    access = testAccess(db.database(), { proConnect });
    const known = await somebody();
    const start = { ...known, idToken: 'jeton-d-identite', previousToken: null };
    const { token } = await beginSession(access, VISITOR, start);
    const session = await readSession(access, token);
    if (session === null) throw new Error('no session');
    const row = await db.database().client.session.findUniqueOrThrow({ where: { id: session.id } });
    expect(row.idToken).not.toContain('jeton-d-identite');
    expect(openProof('un-autre-secret-de-test-qui-ne-sert-a-rien', row.userId, row.idToken ?? '')).toBeNull();
    const leaving = await endSession(access, VISITOR, session);
    expect(await readSession(access, token)).toBeNull();
    const exit = new URL((await proConnectExit(access, leaving?.state ?? '')) ?? '');
    expect(exit.origin + exit.pathname).toBe('https://auth.exemple.gouv.fr/api/v2/session/end');
    expect(Object.fromEntries(exit.searchParams)).toEqual({
      id_token_hint: 'jeton-d-identite',
      state: leaving?.state,
      post_logout_redirect_uri: `${SITE.origin}/deconnexion/retour`,
    });
    expect(exit.searchParams.get('state')?.length).toBeGreaterThanOrEqual(32);
    expect(await proConnectExit(access, 'inventé')).toBeNull();
    expect(await access.sessions.left(hashOf(leaving?.state ?? ''))).toBe(true);
    expect(await proConnectExit(access, leaving?.state ?? '')).toBeNull();
  });

  it('begun by e-mail is over at once', async () => {
    const { token } = await begin(await somebody());
    const session = await readSession(access, token);
    if (session === null) throw new Error('no session');
    expect(await endSession(access, VISITOR, session)).toBeNull();
    expect(await db.sql('SELECT 1 FROM user_session WHERE id = $1', [session.id])).toEqual([]);
  });

  it('and what else is over are swept away', async () => {
    const known = await somebody();
    await begin(known);
    access.wait(13 * HOUR);
    await begin(known);
    const rows = await db.sql('SELECT 1 FROM user_session WHERE user_id = $1', [known.person.id]);
    expect(rows).toHaveLength(1);
  });
});

describe('an account', () => {
  it('keeps its last means of signing in', async () => {
    const { person, accountId } = await somebody();
    const at = new Date(access.clock.now());
    const { token } = await beginSession(access, VISITOR, {
      ...{ person, accountId, idToken: null, previousToken: null },
    });
    expect(await access.people.removeAccount(person.id, accountId, accountId)).toBe('last-one');
    const second = {
      ...{ means: 'proconnect' as const, subject: `sub-${serial}`, email: person.email },
      ...{ identityProvider: null, givenName: null, usualName: null, siret: null },
    };
    expect(await access.people.join(person.id, second, at)).toBe('joined');
    expect(await access.people.join(person.id, second, at)).toBe('already-yours');
    expect(await access.people.join((await somebody()).person.id, second, at)).toBe('of-somebody-else');
    const stranger = await somebody();
    expect(await access.people.removeAccount(stranger.person.id, accountId, accountId)).toBe('unknown');
    expect(await access.people.removeAccount(person.id, accountId, accountId)).toBe('removed');
    expect(await readSession(access, token)).toBeNull();
    expect((await access.people.accountsOf(person.id)).map(({ means }) => means)).toEqual(['proconnect']);
  });

  it('follows the address that ProConnect gives, unless it is somebody’s or an e-mail means was joined', async () => {
    const at = new Date(access.clock.now());
    const identity = {
      ...{ means: 'proconnect' as const, subject: `sub-suivi-${serial}`, email: 'avant@exemple.gouv.fr' },
      ...{ identityProvider: 'fi', givenName: 'Ada', usualName: 'Martin', siret: null },
    };
    const { accountId } = await access.people.create(identity, at);
    const refresh = (email: string) => access.people.refresh(accountId, { ...identity, email }, at);
    expect((await refresh('apres@exemple.gouv.fr')).email).toBe('apres@exemple.gouv.fr');
    const other = await somebody();
    expect((await refresh(other.person.email)).email).toBe('apres@exemple.gouv.fr');
  });

  it('is deleted with all that is its own, unless it owns a link', async () => {
    const { person } = await somebody();
    const [link] = await db.sql(
      `INSERT INTO link (id, source_url, demarche, destination_url, document)
       VALUES (gen_random_uuid(), 'https://dn.exemple.fr', 1, 'https://grist.exemple.fr', 'doc${serial}') RETURNING id`,
    );
    const at = new Date(access.clock.now());
    await access.rights.give(String(link?.id), person.id, 'proprietaire', at);
    expect(await access.people.remove(person.id)).toBe('owner');
    await access.rights.give(String(link?.id), person.id, 'lecteur', at);
    expect(await access.people.remove(person.id)).toBe('removed');
    expect(await access.people.person(person.id)).toBeNull();
    expect(await access.rights.roleOn(String(link?.id), person.id)).toBeNull();
  });
});
