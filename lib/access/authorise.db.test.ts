// Who may do what on which link: the whole table, and every way of asking for somebody else's.

import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../store/access-rights';
import { testDatabase } from '../store/testing/database';
import { authorise, type Right } from './authorise';
import { type TestAccess, testAccess, VISITOR } from './testing/access';

const db = testDatabase();
let access: TestAccess;
let link: string;
const people = new Map<Role | 'etranger', string>();

beforeAll(async () => {
  access = testAccess(db.database());
  const at = new Date(access.clock.now());
  const [row] = await db.sql(
    `INSERT INTO link (id, source_url, demarche, destination_url, document)
     VALUES (gen_random_uuid(), 'https://dn.exemple.fr', 1, 'https://grist.exemple.fr', 'doc') RETURNING id`,
  );
  link = String(row?.id);
  for (const who of ['proprietaire', 'gestionnaire', 'lecteur', 'etranger'] as const) {
    const email = `${who}@exemple.gouv.fr`;
    const nothing = { identityProvider: null, givenName: null, usualName: null, siret: null };
    const { person } = await access.people.create(
      { means: 'courriel', subject: email, email, ...nothing },
      at,
    );
    people.set(who, person.id);
    if (who !== 'etranger') await access.rights.give(link, person.id, who, at);
  }
});

const ask = (who: Role | 'etranger', right: Right, linkId = link) =>
  authorise(access, VISITOR, { userId: people.get(who) ?? '', linkId, right });

describe('the rights on a link', () => {
  it.each([
    ['proprietaire', 'lire', 'oui'],
    ['proprietaire', 'gerer', 'oui'],
    ['proprietaire', 'administrer', 'oui'],
    ['gestionnaire', 'lire', 'oui'],
    ['gestionnaire', 'gerer', 'oui'],
    ['gestionnaire', 'administrer', 'role-insuffisant'],
    ['lecteur', 'lire', 'oui'],
    ['lecteur', 'gerer', 'role-insuffisant'],
    ['lecteur', 'administrer', 'role-insuffisant'],
    ['etranger', 'lire', 'introuvable'],
    ['etranger', 'gerer', 'introuvable'],
    ['etranger', 'administrer', 'introuvable'],
  ] as const)('%s, %s: %s', async (who, right, expected) => {
    const answer = await ask(who, right);
    expect(answer.ok ? 'oui' : answer.reason).toBe(expected);
  });

  it.each([randomUUID(), '1', '', "' OR 1=1 --", '../../compte', '\u0000', 'a'.repeat(10_000)])(
    'an identifier of nothing (%j) is not found',
    async (linkId) => {
      expect(await ask('proprietaire', 'lire', linkId)).toEqual({ ok: false, reason: 'introuvable' });
    },
  );

  it('are gone as soon as they are taken away', async () => {
    const at = new Date(access.clock.now());
    const userId = people.get('gestionnaire') ?? '';
    await access.rights.give(link, userId, 'lecteur', at);
    expect(await ask('gestionnaire', 'gerer')).toMatchObject({ ok: false, reason: 'role-insuffisant' });
    await db.sql('DELETE FROM membership WHERE user_id = $1', [userId]);
    expect(await ask('gestionnaire', 'lire')).toEqual({ ok: false, reason: 'introuvable' });
  });

  it('are written in the audit log when refused', async () => {
    await ask('etranger', 'administrer');
    const [last] = await access.audit.of(`liaison:${link}`, 1);
    expect(last).toMatchObject({ actorId: people.get('etranger'), act: 'droit-refuse' });
    for (let turn = 0; turn < 30; turn += 1) {
      expect(await ask('etranger', 'administrer')).toEqual({ ok: false, reason: 'introuvable' });
    }
    const refusals = await access.audit.of(`liaison:${link}`, 100);
    const mine = refusals.filter(
      ({ act, actorId }) => act === 'droit-refuse' && actorId === people.get('etranger'),
    );
    expect(mine.length, 'whoever insists does not fill the log of somebody else’s link').toBeLessThanOrEqual(
      20,
    );
    expect(mine.length).toBeGreaterThan(1);
  });
});
