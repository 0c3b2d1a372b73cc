// Drafts of links: one's own alone, left and taken up again, turned into a link once, swept with their secrets.

import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openPeople } from '../../store/access-people';
import { createCredential } from '../../store/credentials';
import {
  type Draft,
  deleteDraft,
  insertDraft,
  linkBetween,
  listDrafts,
  readDraft,
  updateDraft,
} from '../../store/draft-rows';
import { testDatabase } from '../../store/testing/database';
import { identity } from '../../store/testing/samples';
import { createLink } from '../create';
import { keepHouse } from '../house';
import { readSettings } from '../settings';
import { serviceOf } from '../testing';
import { makeLink } from './finish';
import { mayOpen, reached, stepOnceSaved } from './steps';

const store = testDatabase();
const keys = { active: 'k1', keys: new Map([['k1', randomBytes(32)]]) };
const DAY = 24 * 60 * 60_000;
let people = 0;

async function person(): Promise<string> {
  people += 1;
  const email = `agent${people}@exemple.gouv.fr`;
  const { person: made } = await openPeople(store.database()).create(
    {
      ...{ means: 'courriel', subject: email, email, identityProvider: null },
      ...{ givenName: null, usualName: null, siret: null },
    },
    new Date(),
  );
  return made.id;
}

function setting() {
  const { service, clock } = serviceOf(store);
  const give = async (kind: 'jeton_dn' | 'cle_grist', origin: string, givenBy: string) =>
    (
      await createCredential(
        { ...service, keys },
        { kind, origin, secret: `un-${kind}-invente`, givenBy, expiresAt: null },
      )
    ).id;
  const draft = async (ownerId: string): Promise<Draft> => {
    const id = await insertDraft(service, ownerId);
    const found = await readDraft(service.database, { id, ownerId });
    if (found === null) throw new Error('no draft');
    return found;
  };
  /** A draft with all that a link needs. */
  const whole = async (ownerId: string, wanted = identity()): Promise<Draft> => {
    const begun = await draft(ownerId);
    await updateDraft(service, begun, {
      ...wanted,
      ...{ title: 'Aides', documentName: 'Suivi', step: 'planification' },
      sourceCredentialId: await give('jeton_dn', wanted.sourceUrl, ownerId),
      destinationCredentialId: await give('cle_grist', wanted.destinationUrl, ownerId),
    });
    const found = await readDraft(service.database, { id: begun.id, ownerId });
    if (found === null) throw new Error('no draft');
    return found;
  };
  return { service, clock, give, draft, whole };
}

const secrets = async (ids: readonly (string | null)[]) =>
  (await store.sql('SELECT id FROM credential WHERE id = ANY($1)', [ids])).length;

describe('a draft', () => {
  it('is its owner’s alone, and what is no identifier is nobody’s', async () => {
    const { service, draft } = setting();
    const [mine, other] = [await person(), await person()];
    const { id } = await draft(mine);
    expect(await readDraft(service.database, { id, ownerId: other })).toBeNull();
    expect(await updateDraft(service, { id, ownerId: other }, { title: 'pris' })).toBe(false);
    expect(await deleteDraft(service.database, { id, ownerId: other })).toBe(false);
    expect(await readDraft(service.database, { id: 'nouvelle', ownerId: mine })).toBeNull();
    expect((await readDraft(service.database, { id, ownerId: mine }))?.title).toBeNull();
  });

  it('that was left empty serves again, also when two are begun at once', async () => {
    const { service } = setting();
    const mine = await person();
    const begun = await Promise.all([insertDraft(service, mine), insertDraft(service, mine)]);
    expect(new Set(begun).size).toBe(1);
    const [id = ''] = begun;
    await updateDraft(service, { id, ownerId: mine }, { demarche: 12 });
    expect(await insertDraft(service, mine)).not.toBe(id);
    expect(await listDrafts(service.database, mine)).toHaveLength(2);
  });

  it('lets go of a secret that it no longer uses, unless something else does', async () => {
    const { service, draft, give } = setting();
    const mine = await person();
    const [first, second] = [await draft(mine), await draft(mine)];
    const [a, b] = [
      await give('jeton_dn', 'https://dn.exemple.fr', mine),
      await give('jeton_dn', 'https://dn.exemple.fr', mine),
    ];
    await updateDraft(service, first, { sourceCredentialId: a });
    await updateDraft(service, first, { sourceCredentialId: b });
    expect(await secrets([a, b])).toBe(1);
    const other = await draft(mine);
    await updateDraft(service, other, { sourceCredentialId: b });
    expect(await deleteDraft(service.database, first)).toBe(true);
    expect(await secrets([b])).toBe(1);
    expect(await deleteDraft(service.database, other)).toBe(true);
    expect(await secrets([b])).toBe(0);
    expect(second.id).toBe(first.id);
  });
});

describe('the steps', () => {
  it('open one after the other, and close again when what they stand on is gone', async () => {
    const { whole, service } = setting();
    const draft = await whole(await person());
    expect(reached(draft)).toBe('planification');
    expect(mayOpen(draft, 'jeton')).toBe(true);
    expect(reached({ ...draft, destinationCredentialId: null })).toBe('document');
    expect(reached({ ...draft, sourceCredentialId: null })).toBe('jeton');
    expect(mayOpen({ ...draft, step: 'demarche' }, 'document')).toBe(false);
    expect(stepOnceSaved(draft, 'jeton', false)).toBe('planification');
    expect(stepOnceSaved(draft, 'jeton', true)).toBe('demarche');
    expect(stepOnceSaved({ ...draft, step: 'jeton' }, 'jeton', false)).toBe('demarche');
    expect(service.clock.now()).toBeGreaterThan(0);
  });
});

describe('the end of a draft', () => {
  it('is one link with its owner and its schedule, however often it is asked for', async () => {
    const { service, whole } = setting();
    const mine = await person();
    const draft = await whole(mine);
    const asked = () => makeLink(service, draft, { kind: 'cron', expression: '30 6 * *  1-5' });
    const made = await Promise.all([asked(), asked(), asked()]);
    expect(new Set(made.map(({ linkId }) => linkId)).size).toBe(1);
    expect(made.filter(({ first }) => first)).toHaveLength(1);
    const [link] = await store.sql(
      `SELECT title, schedule, next_due_at, role::text AS role, user_id, source_credential_id FROM link
       JOIN membership ON link_id = id WHERE id = $1`,
      [made[0]?.linkId],
    );
    expect(link).toMatchObject({
      ...{ title: 'Aides', role: 'proprietaire', user_id: mine },
      schedule: { kind: 'cron', expression: '30 6 * * 1-5' },
      next_due_at: new Date('2026-03-03T05:30:00Z'),
      source_credential_id: draft.sourceCredentialId,
    });
    expect(await listDrafts(service.database, mine)).toEqual([]);
    expect(await updateDraft(service, draft, { title: 'trop tard' })).toBe(false);
    // The link has its secrets; abandoning what was the draft takes nothing from it.
    expect(await deleteDraft(service.database, draft)).toBe(true);
    expect(await secrets([draft.sourceCredentialId, draft.destinationCredentialId])).toBe(2);
  });

  it('refuses what is not whole, an impossible schedule, and a démarche that is tied there already', async () => {
    const { service, draft, whole } = setting();
    const mine = await person();
    const daily = { kind: 'quotidien', heure: '06:30' } as const;
    await expect(makeLink(service, await draft(mine), daily)).rejects.toMatchObject({
      code: 'BROUILLON_INCOMPLET',
    });
    const wanted = identity();
    const mineWhole = await whole(mine, wanted);
    await expect(
      makeLink(service, mineWhole, { kind: 'cron', expression: '* * * * *' }),
    ).rejects.toMatchObject({ code: 'PLANIFICATION_INVALIDE' });
    const { linkId } = await createLink(service, {
      ...wanted,
      ...{ title: 'Autre', documentName: 'Suivi', settings: readSettings(null) },
      ...{ sourceCredentialId: null, destinationCredentialId: null },
    });
    await expect(makeLink(service, mineWhole, daily)).rejects.toMatchObject({ code: 'LIAISON_DEJA_LA' });
    expect((await linkBetween(service.database, wanted))?.id).toBe(linkId);
    const members = await store.sql('SELECT 1 FROM membership WHERE link_id = $1', [linkId]);
    expect(members).toEqual([]);
  });
});

describe('le ménage', () => {
  it('keeps the secrets of a draft that may be taken up again, and drops both after thirty days', async () => {
    const { service, clock, whole } = setting();
    const mine = await person();
    const draft = await whole(mine);
    const both = [draft.sourceCredentialId, draft.destinationCredentialId];
    clock.advance(29 * DAY);
    await keepHouse(service);
    expect(await secrets(both)).toBe(2);
    expect(await readDraft(service.database, draft)).not.toBeNull();
    clock.advance(2 * DAY);
    expect((await keepHouse(service)).drafts).toBeGreaterThanOrEqual(1);
    expect(await readDraft(service.database, draft)).toBeNull();
    expect(await secrets(both)).toBe(0);
  });
});
