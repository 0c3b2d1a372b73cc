// What a person is given of the database: all that is theirs, no secret, and nothing of anybody else.

import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { ownData } from '../../../lib/store/own-data';
import { testDatabase } from '../../../lib/store/testing/database';
import { ownDataFile } from './own-data-file';

const store = testDatabase();

/** Columns that name a person, and the part of the file where they are. Another one asks for its place. */
const NAMED: Readonly<Record<string, string>> = {
  'app_user.email': 'compte',
  'app_user.given_name': 'compte',
  'app_user.usual_name': 'compte',
  'user_account.user_id': 'moyensDeConnexion',
  'user_account.email': 'moyensDeConnexion',
  'user_session.user_id': 'sessions',
  'membership.user_id': 'liaisons',
  'alert_mute.user_id': 'alertesRefusees',
  'link_draft.owner_id': 'liaisonsCommencees',
  'credential.given_by': 'secretsConfies',
  'run.requested_by': 'executionsDemandeesOuAnnulees',
  'run.cancel_requested_by': 'executionsDemandeesOuAnnulees',
  'outbox.user_id': 'messages',
  'pending_membership.email': 'invitationsRecues',
  'pending_membership.invited_by': 'invitationsEnvoyees',
  'invitation.email': 'invitationsRecues',
  'invitation.invited_by': 'invitationsEnvoyees',
  'audit.actor_id': 'journalDesActes',
  // A link that waits for fifteen minutes: it would open the account to whoever finds the file.
  'verification_token.user_id': 'nulle part',
  'verification_token.email': 'nulle part',
};

it('has a place for every column that names a person', async () => {
  const columns = await store.sql(
    `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND column_name ~ '(user_id|owner_id|actor_id|given_by|invited_by|requested_by|email|given_name|usual_name)$'`,
  );
  expect(columns.map(({ name }) => name).sort()).toEqual(Object.keys(NAMED).sort());
});

/** Somebody with a row in each of these tables, told apart by `mark`. */
async function settle(mark: string): Promise<string> {
  const [user, link, account] = [randomUUID(), randomUUID(), randomUUID()];
  const at = '2026-03-02T08:00:00Z';
  const mail = `${mark}@exemple.gouv.fr`;
  for (const statement of [
    `INSERT INTO app_user (id, email, given_name, usual_name, siret, created_at) VALUES ('${user}', '${mail}', '${mark}-prenom', '${mark}-nom', '${mark}-siret', '${at}')`,
    `INSERT INTO user_account VALUES ('${account}', '${user}', 'courriel', '${mail}', '${mail}', NULL, '${at}', '${at}')`,
    `INSERT INTO user_session VALUES ('${randomUUID()}', '${mark}-EMPREINTE', '${user}', '${account}', '${mark}-appareil', '${at}', '${at}', '${at}', '${mark}-JETON')`,
    `INSERT INTO verification_token VALUES ('${mark}-EMPREINTE', '${mail}', 'connexion', '${user}', '/', '${at}', '${at}')`,
    `INSERT INTO link (id, source_url, demarche, destination_url, document, title) VALUES ('${link}', 'https://dn.exemple.fr', 1, 'https://grist.exemple.fr', '${mark}', '${mark}-titre')`,
    `INSERT INTO membership VALUES ('${link}', '${user}', 'proprietaire', '${at}')`,
    `INSERT INTO alert_mute VALUES ('${link}', '${user}', '${at}')`,
    `INSERT INTO link_draft (id, owner_id, title, created_at, updated_at) VALUES ('${randomUUID()}', '${user}', '${mark}-brouillon', '${at}', '${at}')`,
    `INSERT INTO credential VALUES ('${randomUUID()}', 'jeton_dn', 'https://${mark}.exemple.fr', 'SCELLE', 'abcd', '${user}', '${at}')`,
    `INSERT INTO run (id, link_id, kind, trigger, status, requested_by, requested_at, alive_at, ended_at) VALUES ('${randomUUID()}', '${link}', 'sync', 'manuel', 'annule', '${user}', '${at}', '${at}', '${at}')`,
    `INSERT INTO outbox (link_id, user_id, kind, subject, text, created_at) VALUES ('${link}', '${user}', 'panne', '${mark}-objet', 'Texte', '${at}')`,
    `INSERT INTO pending_membership VALUES ('${link}', 'invitee-${mark}@exemple.gouv.fr', 'lecteur', '${user}', '${at}', '${at}')`,
    `INSERT INTO invitation VALUES ('entree-${mark}@exemple.gouv.fr', '${user}', '${at}', '${at}')`,
    `INSERT INTO audit (at, actor_id, act, object, network) VALUES ('${at}', '${user}', 'connexion', '${mark}-acte', '192.0.2.0/24')`,
  ]) {
    await store.sql(statement);
  }
  return user;
}

it('is all that is theirs, no secret, nothing of anybody else', async () => {
  const [mine] = [await settle('camille'), await settle('dominique')];
  const data = await ownData(store.database(), mine);
  if (data === null) throw new Error('nobody');
  const text = ownDataFile(data);
  const file = JSON.parse(text);
  for (const part of new Set(Object.values(NAMED))) {
    if (part === 'nulle part' || part === 'compte' || part === 'invitationsRecues') continue;
    expect(file[part].length, part).toBeGreaterThan(0);
  }
  expect(file.compte).toMatchObject({ courriel: 'camille@exemple.gouv.fr', nom: 'camille-nom' });
  expect(file.liaisons).toMatchObject([{ titre: 'camille-titre', role: 'proprietaire' }]);
  expect(file.secretsConfies).toMatchObject([{ derniersCaracteres: 'abcd' }]);
  expect(file.invitationsEnvoyees).toHaveLength(2);
  expect(text, 'addresses of those they invited').not.toMatch(/(invitee|entree)-camille/);
  expect(text).not.toContain('dominique');
  expect(text).not.toMatch(/EMPREINTE|JETON|SCELLE|5343454c4c45/);
});

it('tells of invitations to any address of theirs, and of no other', async () => {
  const [mine, theirs] = [await settle('lou'), await settle('sacha')];
  await store.sql(
    `INSERT INTO pending_membership SELECT link_id, 'lou@exemple.gouv.fr', 'lecteur', user_id, now(), now() FROM membership WHERE user_id = $1`,
    [theirs],
  );
  const data = await ownData(store.database(), mine);
  expect(data?.received.map(({ email }) => email)).toEqual(['lou@exemple.gouv.fr']);
  expect((await ownData(store.database(), theirs))?.received).toEqual([]);
});

it('is nothing for nobody', async () => {
  expect(await ownData(store.database(), randomUUID())).toBeNull();
});
