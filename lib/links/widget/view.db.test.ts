// What the widget of a document is told: its own links, and no more of them than whoever reads the document may know.

import { describe, expect, it } from 'vitest';
import { testDatabase } from '../../store/testing/database';
import { identity } from '../../store/testing/samples';
import { serviceOf } from '../testing';
import { readDocumentLinks } from './view';

const store = testDatabase();

const column = (key: string, id: string, ref = 4) => ({ key, id, ref, label: id, description: '' });

async function scene() {
  const { service, link } = serviceOf(store);
  const mine = identity();
  const linkId = await link(null, mine);
  const place = { destinationUrl: mine.destinationUrl, document: mine.document };
  const { client } = store.database();
  await client.link.update({
    where: { id: linkId },
    data: {
      name: 'La liaison de Madame Untel',
      bindings: {
        tables: [
          { key: 'dossiers', ref: 1, id: 'Demarche_1_dossiers', columns: [column('meta:number', 'numero')] },
          {
            key: 'champs',
            ref: 2,
            id: 'Demarche_1_champs',
            columns: [column('meta:dossier_number', 'dossier')],
          },
          { key: 'avis', ref: 0, id: 'Partie', columns: [column('meta:dossier_number', 'dossier')] },
          { key: 'pieces', ref: 5, id: 'Pieces', columns: [column('meta:dossier_number', 'dossier', 0)] },
          { key: 'instructeurs', ref: 3, id: 'Instructeurs', columns: [column('meta:email', 'email')] },
        ],
      },
    },
  });
  return { service, linkId, place, client, link };
}

describe('the links of a document', () => {
  it('are its own, with the tables whose rows belong to dossiers', async () => {
    const { service, linkId, place, link } = await scene();
    await link(null, { ...identity(), document: 'unautredocument' });
    const links = await readDocumentLinks(service, place, false);
    expect(links.map(({ id }) => id)).toEqual([linkId]);
    expect(links[0]).toMatchObject({
      status: 'Jamais synchronisée',
      failed: 0,
      failures: null,
      tables: [
        { id: 'Demarche_1_dossiers', column: 'numero', isMain: true },
        { id: 'Demarche_1_champs', column: 'dossier', isMain: false },
      ],
    });
    expect(links[0]?.dossiersUrl).toMatch(/\/procedures\/\d+\/dossiers\/$/);
    expect(
      await readDocumentLinks(service, { ...place, destinationUrl: 'https://ailleurs.invalid' }, true),
    ).toEqual([]);
  });

  it('are gone with a link that is being deleted', async () => {
    const { service, linkId, place, client } = await scene();
    await client.link.update({ where: { id: linkId }, data: { deletionRequestedAt: new Date() } });
    expect(await readDocumentLinks(service, place, true)).toEqual([]);
  });

  it('say to a reader how many dossiers failed, and to a writer which ones; never a name, a hint or a fact', async () => {
    const { service, linkId, place, client } = await scene();
    await client.dossierFailure.create({
      data: {
        ...{ linkId, key: 'number:7', number: 424242, code: 'DS_DOSSIER_ILLISIBLE' },
        ...{ facts: { reponse: 'confidentiel' }, firstSeenAt: new Date(), lastSeenAt: new Date() },
        lastRunId: linkId,
      },
    });
    const [reader] = await readDocumentLinks(service, place, false);
    expect(reader).toMatchObject({ failed: 1, failures: null });
    expect(JSON.stringify(reader)).not.toMatch(/424242|Untel|confidentiel|credential/i);
    const [writer] = await readDocumentLinks(service, place, true);
    expect(writer?.failures).toMatchObject([{ dossiers: [424242] }]);
    expect(JSON.stringify(writer)).not.toMatch(/Untel|confidentiel|credential/i);
    // The whole list of what is said: something new is a decision (docs/decisions/0025).
    expect(Object.keys(reader ?? {}).sort()).toEqual(
      [
        ...[
          'demarche',
          'dossiersUrl',
          'failed',
          'failures',
          'freshAt',
          'id',
          'last',
          'nextDueAt',
          'openRunId',
        ],
        ...['paused', 'progress', 'status', 'tables', 'title', 'trouble'],
      ].sort(),
    );
  });
});
