// Where the copy of a link's files stands, from what the Ledger and the last run say.

import { describe, expect, it } from 'vitest';
import { testDatabase } from '../../store/testing/database';
import { batch, COMMIT, dossier, SUCCESS } from '../../store/testing/samples';
import { FILES_CEILING } from '../../sync/model/file-copy';
import { supportBundle } from '../diagnosis/bundle';
import { listLinks } from '../list';
import { concludeRun } from '../runs/conclude';
import { saveSettings } from '../save-settings';
import { readSettings } from '../settings';
import { serviceOf } from '../testing';
import { readFilesStanding } from './standing';

const store = testDatabase();
const COPY = { dossier: 1, key: 'a', attachment: 7, bytes: 1_500, sha1: 'abc' };

async function standingOf(service: ReturnType<typeof serviceOf>['service'], linkId: string) {
  const [link] = await listLinks(service, [linkId]);
  if (link === undefined) throw new Error('no link');
  return readFilesStanding(service, link);
}

describe('the copy of files', () => {
  it('is nothing for a link that copies none', async () => {
    const { service, link } = serviceOf(store);
    expect(await standingOf(service, await link())).toBeNull();
  });

  it('tells what is copied, what waits, which dossiers lack files, and why the last run stopped', async () => {
    const { service, ledger, link, run } = serviceOf(store);
    const linkId = await link();
    const settings = readSettings({ options: { fichiersCopies: ['rib'] }, filesCeiling: 2_000_000 });
    await saveSettings(service, linkId, settings);
    const handle = await run(linkId);
    const wanted = (...keys: string[]) => keys.map((key) => ({ key, bytes: 2_000, isMirrored: true }));
    await ledger.commitBatch(
      handle,
      batch({
        dossiers: [1, 2, 3].map((number) => dossier(number)),
        files: new Map([
          [1, wanted('a', 'b')],
          [2, wanted('c')],
        ]),
        failures: [
          { number: 2, code: 'PIECE_NON_SURE', facts: {} },
          { number: 3, code: 'GRIST_DOSSIER_REFUSE', facts: {} },
        ],
      }),
    );
    await ledger.keepCopies(handle, [COPY]);
    // A cell names it.
    await ledger.commitBatch(
      handle,
      batch({ dossiers: [dossier(1)], files: new Map([[1, wanted('a', 'b')]]) }),
    );
    await ledger.finishRun(handle, { ...SUCCESS, status: 'avec_echecs', code: 'PIECES_PLAFOND' }, COMMIT);
    await concludeRun(service, handle.runId);
    expect(await standingOf(service, linkId)).toEqual({
      ...{ copied: 1, copiedBytes: 1_500, awaited: 2 },
      ...{ fields: 1, ceiling: 2_000_000, stopped: 'PIECES_PLAFOND' },
      refused: [{ code: 'PIECE_NON_SURE', dossiers: 1 }],
    });
    // Nothing is chosen any more: what was copied is still told, and nothing is said to wait that never comes.
    await saveSettings(service, linkId, readSettings(null));
    expect(await standingOf(service, linkId)).toMatchObject({
      ...{ fields: 0, copied: 1, ceiling: FILES_CEILING },
      awaited: 0,
    });
    const bundle = await supportBundle(service, linkId, {});
    expect(JSON.parse(bundle)).toMatchObject({ fichiers: { copied: 1, awaited: 0 } });
  });
});
