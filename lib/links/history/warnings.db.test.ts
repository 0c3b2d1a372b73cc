// The warnings of a run, by column and by reason.

import { describe, expect, it } from 'vitest';
import { testDatabase } from '../../store/testing/database';
import { BINDINGS } from '../../store/testing/samples';
import { serviceOf } from '../testing';
import { runWarnings } from './warnings';

const store = testDatabase();

describe('the warnings of a run', () => {
  it('are gathered, named as the form names them, and none of a value', async () => {
    const { service, ledger, link, run } = serviceOf(store);
    const linkId = await link();
    const handle = await run(linkId);
    expect(await runWarnings(service, linkId, handle.runId)).toEqual([]);
    await ledger.saveBindings(handle, BINDINGS);
    const told = [9, 3, 3, 5, 7, 8, 1].map((dossier) => ({
      ...{ dossier, table: 'dossiers', column: 'meta:number', reason: 'nombre_illisible' },
    }));
    const older = { dossier: 2, table: 'dossiers', column: 'meta:number', reason: 'un autre temps' };
    const gone = { dossier: 4, table: 'partie', column: 'champ:1', reason: 'date_illisible' };
    await ledger.note(handle, 'avertissements', [...told, older, gone]);
    expect(await runWarnings(service, linkId, handle.runId)).toEqual([
      {
        ...{ table: 'Demarche_1234_dossiers', column: 'Numéro', reason: 'nombre_illisible' },
        ...{ count: 7, dossiers: [1, 3, 5, 7, 8] },
      },
      { table: 'partie', column: 'champ:1', reason: 'date_illisible', count: 1, dossiers: [4] },
    ]);
  });
});
