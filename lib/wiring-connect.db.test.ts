// Making a link against both sides over real HTTP: what is tried before it is kept, what is refused, and the border.

import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DemarchesSimulator, startDemarches } from '../simulators/demarches/start';
import { type Simulator, startGrist } from '../simulators/grist/start';
import type { Instances } from './env/instances';
import { EVERYWHERE } from './http/reach';
import { findDemarche } from './links/connect/find-demarche';
import { giveToken } from './links/connect/give-token';
import { previewDraft } from './links/connect/preview-draft';
import { tieDocument } from './links/connect/tie-document';
import { createLink } from './links/create';
import { readSettings } from './links/settings';
import { openPeople } from './store/access-people';
import { createCredential } from './store/credentials';
import { type Draft, insertDraft, readDraft, updateDraft } from './store/draft-rows';
import { openLedger } from './store/ledger';
import { testDatabase } from './store/testing/database';
import { SYSTEM_CLOCK } from './wiring';
import { openProbes } from './wiring-connect';

const store = testDatabase();
const keys = { active: 'k1', keys: new Map([['k1', randomBytes(32)]]) };

let demarches: DemarchesSimulator;
let grist: Simulator;
let ownerId: string;

beforeAll(async () => {
  [demarches, grist] = await Promise.all([
    startDemarches({ preset: 'small' }),
    startGrist({ documentName: 'Suivi' }),
  ]);
});
afterAll(async () => {
  await Promise.all([demarches.close(), grist.close()]);
});
beforeEach(async () => {
  const email = `${randomBytes(6).toString('hex')}@exemple.gouv.fr`;
  const identity = { means: 'courriel', subject: email, email, identityProvider: null } as const;
  const names = { givenName: null, usualName: null, siret: null };
  ownerId = (await openPeople(store.database()).create({ ...identity, ...names }, new Date())).person.id;
});

function setting(
  instances: Instances = { demarches: [demarches.origin], grist: [grist.url], fichiers: [], loopback: false },
) {
  const database = store.database();
  const sealing = { database, keys, clock: SYSTEM_CLOCK };
  const probes = openProbes({ database, keys, instances, reach: EVERYWHERE });
  const draft = async (id?: string): Promise<Draft> => {
    const found = await readDraft(database, { id: id ?? (await insertDraft(sealing, ownerId)), ownerId });
    if (found === null) throw new Error('no draft');
    return found;
  };
  return { sealing, probes, draft };
}

const given = (text: string) => ({ kind: 'given', text }) as const;
const secretsOf = async (giver: string) =>
  store.sql('SELECT id, kind::text AS kind, hint FROM credential WHERE given_by = $1', [giver]);

/** A draft whose first three steps are done. */
async function tied(key = grist.key) {
  const made = setting();
  const { sealing, probes } = made;
  const begun = await made.draft();
  await giveToken(sealing, probes, begun, {
    ...{ origin: demarches.origin, secret: given(demarches.token), expiresAt: null },
  });
  await findDemarche(sealing, probes, await made.draft(begun.id), demarches.number);
  await tieDocument(sealing, probes, await made.draft(begun.id), {
    ...{ url: grist.url, document: grist.docId, origin: grist.url, secret: given(key) },
  });
  return { ...made, draft: await made.draft(begun.id) };
}

describe('the token', () => {
  it('is kept once Démarche numérique has accepted it, whatever démarche it sees', async () => {
    const { sealing, probes, draft } = setting();
    const begun = await draft();
    const expiresAt = new Date('2027-06-01T00:00:00Z');
    await giveToken(sealing, probes, begun, {
      ...{ origin: demarches.origin, secret: given(demarches.token), expiresAt },
    });
    const after = await draft(begun.id);
    expect(after).toMatchObject({ step: 'demarche', sourceUrl: demarches.origin });
    expect(await secretsOf(ownerId)).toEqual([
      { id: after.sourceCredentialId, kind: 'jeton_dn', hint: demarches.token.slice(-4) },
    ]);
  });

  it.each([
    ['wrong', () => 'un-jeton-qui-n-existe-pas', 'DS_JETON_REFUSE'],
    ['of two lines', () => 'un jeton\ncoupé', 'DS_JETON_REFUSE'],
  ])('that is %s is told, and never kept', async (_what, token, code) => {
    const { sealing, probes, draft } = setting();
    const begun = await draft();
    const asked = { origin: demarches.origin, secret: given(token()), expiresAt: null };
    await expect(giveToken(sealing, probes, begun, asked)).rejects.toMatchObject({ code });
    expect(await secretsOf(ownerId)).toEqual([]);
    expect((await draft(begun.id)).step).toBe('jeton');
  });

  it('given again leaves no former one behind', async () => {
    const { sealing, probes, draft } = setting();
    const begun = await draft();
    const asked = { origin: demarches.origin, secret: given(demarches.token), expiresAt: null };
    await giveToken(sealing, probes, begun, asked);
    await giveToken(sealing, probes, await draft(begun.id), asked);
    expect(await secretsOf(ownerId)).toHaveLength(1);
  });
});

describe('the démarche', () => {
  it('is read and kept to be confirmed; another one makes the form’s exclusions void', async () => {
    const { sealing, probes, draft } = await tied();
    expect(draft).toMatchObject({
      ...{ demarche: demarches.number, title: demarches.demarche().title, dossiersCount: 25 },
    });
    const settings = readSettings({ options: { exclus: ['Champ-1'], messages: true } });
    await updateDraft(sealing, draft, { settings, demarche: 99, step: 'planification' });
    const other = await readDraft(sealing.database, draft);
    if (other === null) throw new Error('no draft');
    await findDemarche(sealing, probes, other, demarches.number);
    const after = await readDraft(sealing.database, draft);
    expect(after?.step).toBe('demarche');
    expect(readSettings(after?.settings).options).toMatchObject({ exclus: [], messages: true });
  });

  it('of another number is told as Démarche numérique tells it', async () => {
    const { sealing, probes, draft } = await tied();
    await expect(findDemarche(sealing, probes, draft, 123_456)).rejects.toMatchObject({
      code: expect.stringMatching(/^DS_DEMARCHE_/),
    });
  });
});

describe('the document', () => {
  it('is kept with its name once its rights were tried', async () => {
    const { draft } = await tied();
    expect(draft).toMatchObject({ document: grist.docId, documentName: 'Suivi', destinationUrl: grist.url });
    expect((await secretsOf(ownerId)).map(({ kind }) => kind).sort()).toEqual(['cle_grist', 'jeton_dn']);
  });

  it.each([
    ['only reads', () => grist.people.viewer.key, 'GRIST_ACCES_INSUFFISANT'],
    ['sees nothing', () => grist.people.stranger.key, 'GRIST_ACCES_INSUFFISANT'],
    ['is wrong', () => 'une-cle-inventee', 'GRIST_CLE_REFUSEE'],
  ])('by a key that %s is refused, and the key is not kept', async (_what, key, code) => {
    await expect(tied(key())).rejects.toMatchObject({ code });
    expect((await secretsOf(ownerId)).map(({ kind }) => kind)).toEqual(['jeton_dn']);
  });

  it('that this démarche is tied to already is told, and the draft goes no further', async () => {
    const { sealing, probes, draft } = await tied();
    const { linkId } = await createLink(sealing, {
      ...{ sourceUrl: demarches.origin, demarche: demarches.number },
      ...{ destinationUrl: grist.url, document: grist.docId, title: null, documentName: null },
      ...{ settings: readSettings(null), sourceCredentialId: null, destinationCredentialId: null },
    });
    const asked = { url: grist.url, document: grist.docId, origin: grist.url, secret: given(grist.key) };
    expect(await tieDocument(sealing, probes, draft, asked)).toEqual({ status: 'taken', linkId });
    expect((await readDraft(sealing.database, draft))?.step).toBe('document');
    await store.sql('DELETE FROM link WHERE id = $1', [linkId]);
  });
});

describe('the preview', () => {
  it('tells tables, columns and a few rows, and writes nothing anywhere', async () => {
    const { sealing, probes, draft } = await tied();
    const before = await store.sql('SELECT (SELECT count(*) FROM link) + (SELECT count(*) FROM run) AS n');
    grist.resetStats();
    const preview = await previewDraft(sealing, probes, draft);
    expect(preview.dossiers).toEqual({ announced: 25, read: 25, inScope: 25, isWhole: true });
    const [dossiers] = preview.tables;
    expect(dossiers).toMatchObject({ status: 'nouvelle', counts: { add: 25, update: 0, remove: 0 } });
    expect(dossiers?.rows).toHaveLength(5);
    expect(dossiers?.rows[0]?.cells).toHaveLength(dossiers?.columns.length ?? 0);
    expect(
      grist
        .document()
        .tables()
        .some(({ id }) => id.startsWith('Demarche_')),
    ).toBe(false);
    expect(await store.sql('SELECT (SELECT count(*) FROM link) + (SELECT count(*) FROM run) AS n')).toEqual(
      before,
    );
  });

  it('shows nothing of an excluded field', async () => {
    const { sealing, probes, draft } = await tied();
    const { form } = demarches.demarche();
    const iban = form.champs.find(({ label }) => label === 'IBAN');
    const settings = readSettings({ options: { exclus: [iban?.id] } });
    await updateDraft(sealing, draft, { settings });
    const preview = await previewDraft(sealing, probes, { ...draft, settings });
    const labels = preview.tables.flatMap(({ columns }) => columns.map(({ label }) => label));
    expect(labels).toContain('Courriel');
    expect(labels).not.toContain('IBAN');
  });

  it('does not wait for ever', async () => {
    const { sealing, probes, draft } = await tied();
    await expect(previewDraft(sealing, probes, draft, 0)).rejects.toMatchObject({ code: 'APERCU_TROP_LONG' });
  });

  it('refuses tables that another link of the document keeps', async () => {
    const { sealing, probes, draft } = await tied();
    const ledger = openLedger(sealing.database, SYSTEM_CLOCK);
    // As another instance's démarche of the same number would have them.
    const other = grist.createDocument({ name: 'Partagé' });
    const shared = await tieDocument(sealing, probes, draft, {
      ...{ url: grist.url, document: other.id, origin: grist.url, secret: given(grist.key) },
    });
    expect(shared.status).toBe('tied');
    const table = `Demarche_${demarches.number}_dossiers`;
    other.apply([['AddTable', table, [{ id: 'number', type: 'Int' }]]]);
    const found = other.tables().find(({ id }) => id === table);
    const column = found?.columns.find(({ id }) => id === 'number');
    const { linkId } = await createLink(sealing, {
      ...{ sourceUrl: 'https://dn.exemple.fr', demarche: demarches.number },
      ...{ destinationUrl: grist.url, document: other.id, title: null, documentName: null },
      ...{ settings: readSettings(null), sourceCredentialId: null, destinationCredentialId: null },
    });
    const begun = await ledger.beginRun({ linkId, kind: 'sync', trigger: 'cli' });
    if (begun.status !== 'started') throw new Error(begun.status);
    await ledger.saveBindings(begun.handle, {
      tables: [
        {
          ...{ key: 'dossiers', ref: found?.ref ?? 0, id: table },
          columns: [
            { key: 'meta:number', ref: column?.ref ?? 0, id: 'number', label: 'number', description: '' },
          ],
        },
      ],
    });
    const now = await readDraft(sealing.database, draft);
    if (now === null) throw new Error('no draft');
    await expect(previewDraft(sealing, probes, now)).rejects.toMatchObject({
      code: 'GRIST_TABLES_DEJA_LIEES',
    });
  });
});

describe('the border', () => {
  let trap: Server;
  let trapped: string[];
  let origin: string;

  beforeEach(async () => {
    trapped = [];
    trap = createServer((request, response) => {
      trapped.push(String(request.headers.authorization));
      response.end('{}');
    });
    await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(trap.address() as AddressInfo).port}`;
  });

  it('stops what is not listed, on either side, before anything is sent and any secret opened', async () => {
    const { sealing, probes, draft } = setting();
    const begun = await draft();
    const id = (
      await createCredential(sealing, {
        ...{ kind: 'jeton_dn', origin, secret: 'un-jeton-invente', givenBy: ownerId, expiresAt: null },
      })
    ).id;
    for (const secret of [given('un-jeton-invente'), { kind: 'kept', credentialId: id } as const]) {
      await expect(
        giveToken(sealing, probes, begun, { origin, secret, expiresAt: null }),
      ).rejects.toMatchObject({ code: 'INSTANCE_NON_AUTORISEE' });
    }
    const asked = { url: `${origin}/doc/abcdefghijkl`, document: null, secret: given('une-cle-inventee') };
    await expect(probes.destination(asked, (side) => side.check())).rejects.toMatchObject({
      code: 'INSTANCE_NON_AUTORISEE',
    });
    expect(trapped).toEqual([]);
    trap.close();
  });

  it('lets this machine through in the demo alone', async () => {
    const { probes } = setting({ demarches: [], grist: [], fichiers: [], loopback: true });
    const asked = { url: `${origin}/doc/abcdefghijkl`, document: null, secret: given('une-cle-inventee') };
    await expect(probes.destination(asked, (side) => side.check())).rejects.toMatchObject({
      code: 'GRIST_PAS_GRIST',
    });
    expect(trapped).toContain('Bearer une-cle-inventee');
    trap.close();
  });

  it('never sends a secret to another listed instance than its own', async () => {
    const { sealing, probes } = setting({
      demarches: [demarches.origin, origin],
      grist: [],
      fichiers: [],
      loopback: false,
    });
    const kept = await createCredential(sealing, {
      ...{ kind: 'jeton_dn', origin: demarches.origin, secret: 'un-jeton-invente' },
      ...{ givenBy: ownerId, expiresAt: null },
    });
    const secret = { kind: 'kept', credentialId: kept.id } as const;
    await expect(
      probes.source({ origin, secret, demarche: 1 }, (source) => source.check()),
    ).rejects.toMatchObject({ code: 'SECRET_ABSENT' });
    expect(trapped).toEqual([]);
    trap.close();
  });
});
