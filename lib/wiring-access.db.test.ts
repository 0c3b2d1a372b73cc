// The secrets of a link are opened for its two sides, and for no other.

import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { serviceOf } from './links/testing';
import { createCredential } from './store/credentials';
import { updateLink } from './store/managed-links';
import { testDatabase } from './store/testing/database';
import { identity } from './store/testing/samples';
import { accessOf } from './wiring-access';

const store = testDatabase();
const keys = { active: 'k1', keys: new Map([['k1', randomBytes(32)]]) };

describe('the access of a link', () => {
  it('has both secrets; with one missing, or given for another instance, there is none', async () => {
    const { service, link } = serviceOf(store);
    const wanted = identity();
    const linkId = await link(null, wanted);
    await expect(accessOf(service.database, keys, linkId)).rejects.toMatchObject({ code: 'SECRET_ABSENT' });
    const give = async (kind: 'jeton_dn' | 'cle_grist', origin: string) => {
      const given = { kind, origin, secret: `secret-de-${kind}`, givenBy: null, expiresAt: null };
      return (await createCredential({ ...service, keys }, given)).id;
    };
    await updateLink(service.database, linkId, {
      sourceCredentialId: await give('jeton_dn', wanted.sourceUrl),
      destinationCredentialId: await give('cle_grist', wanted.destinationUrl),
    });
    expect(await accessOf(service.database, keys, linkId)).toEqual({
      demarchesUrl: wanted.sourceUrl,
      demarchesToken: 'secret-de-jeton_dn',
      demarche: wanted.demarche,
      gristUrl: wanted.destinationUrl,
      gristKey: 'secret-de-cle_grist',
      document: wanted.document,
    });
    const elsewhere = await give('cle_grist', 'https://voleur.exemple.fr');
    await updateLink(service.database, linkId, { destinationCredentialId: elsewhere });
    await expect(accessOf(service.database, keys, linkId)).rejects.toMatchObject({ code: 'SECRET_ABSENT' });
  });
});
