// A run from its first stage to its last, over ports in memory: what it promises, and what a fault leaves behind.

import { describe, expect, it } from 'vitest';
import { Failure } from '../errors/failure';
import { DEFAULT_OPTIONS, EVERYTHING } from '../sync/model/options';
import { DEFAULT_POLICIES } from '../sync/model/policies';
import { champ, demarche, descriptor } from '../sync/testing/samples';
import { conduct } from './conduct';
import { BLOCK, FIVE, one, POLICY, PROJECT, STEP, touched, world } from './testing/world';
import { openWorkshop } from './workshop';

describe('conduct', () => {
  it('promises 1 and 2: a first load is whole, and a second run writes nothing', async () => {
    const here = world(FIVE);
    const first = await here.sync();
    expect(first).toMatchObject({ status: 'reussi', counts: { added: 5, failed: 0 } });
    expect(here.document.rowsOf('Demarche_123_champs').map(({ projet }) => projet)).toEqual(
      FIVE.map(({ number }) => `projet ${number}`),
    );
    expect(await here.verify()).toMatchObject({ dossiers: 5, differenceCount: 0, structure: [] });
    here.document.requests.length = 0;
    here.source.requests.length = 0;
    const second = await here.sync();
    expect(second).toMatchObject({ status: 'reussi', counts: { added: 0, updated: 0, removed: 0 } });
    expect(here.document.requests).toEqual(['structure']);
    expect(here.source.requests).toEqual(['describe', 'page', 'tombstones']);
  });

  it('a preview shows exactly what the run then does, and writes nothing', async () => {
    const here = world(FIVE);
    const rehearsal = await here.rehearse();
    expect(here.document.tables.size).toBe(0);
    expect(rehearsal.groups().map(({ dossier }) => dossier)).toEqual([1, 2, 3, 4, 5, null].filter(Boolean));
    expect(rehearsal.schema().every(({ type }) => type === 'create_table')).toBe(true);
    const report = await here.sync();
    expect(report.counts.added).toBe(rehearsal.groups().length);
    expect((await here.rehearse()).groups()).toEqual([]);
  });

  it('reads only what moved, and sends only what changed', async () => {
    const here = world(FIVE);
    await here.sync();
    here.source.dossiers.set(3, touched(FIVE[2] ?? one(3, ''), 'autre', '2026-02-01T09:00:00Z'));
    const report = await here.sync();
    expect(report.counts).toMatchObject({ added: 0, updated: 1 });
    expect(await here.verify()).toMatchObject({ differenceCount: 0 });
  });

  it('removes the rows of a block that disappeared from DN', async () => {
    const here = world(FIVE);
    await here.sync();
    const emptied = touched(FIVE[2] ?? one(3, ''), 'x', '2026-02-01T09:00:00Z');
    here.source.dossiers.set(3, { ...emptied, champs: emptied.champs.slice(0, 1) });
    await here.sync();
    expect(here.document.rowsOf('Demarche_123_bloc_parcelles')).toHaveLength(4);
    expect(await here.verify()).toMatchObject({ differenceCount: 0 });
  });

  it('promise 6: a refused dossier costs only itself, is listed, and is retried first at the next run', async () => {
    const here = world(FIVE);
    here.document.refused.set(2, 'GRIST_DOSSIER_REFUSE');
    const report = await here.sync();
    expect(report).toMatchObject({
      status: 'avec_echecs',
      counts: { added: 4, failed: 1 },
      failures: [{ number: 2, code: 'GRIST_DOSSIER_REFUSE' }],
    });
    here.document.refused.clear();
    expect(await here.sync()).toMatchObject({ status: 'reussi', healed: 1, counts: { added: 1, failed: 0 } });
    expect(await here.verify()).toMatchObject({ differenceCount: 0 });
  });

  it('« réessayer ces dossiers » reads these alone; the rest waits for the next run, which forgets nothing', async () => {
    const here = world(FIVE);
    for (const number of [2, 4]) here.document.refused.set(number, 'GRIST_DOSSIER_REFUSE');
    await here.sync();
    here.document.refused.clear();
    here.source.dossiers.set(5, touched(FIVE[4] ?? one(5, ''), 'changé', '2026-02-01T09:00:00Z'));
    expect(await here.sync({ retry: { dossiers: [4] } })).toMatchObject({
      ...{
        status: 'avec_echecs',
        healed: 1,
        upkeep: null,
        counts: { read: 1, added: 1, updated: 0, failed: 1 },
      },
      failures: [{ number: 2 }],
    });
    expect(await here.sync({ retry: { dossiers: null } })).toMatchObject({
      ...{ status: 'reussi', healed: 1, counts: { read: 1, added: 1, updated: 0, failed: 0 } },
    });
    expect(await here.sync()).toMatchObject({ status: 'reussi', counts: { added: 0, updated: 1 } });
    expect(await here.verify()).toMatchObject({ differenceCount: 0 });
  });

  it('« réessayer ces dossiers », when one is not there any more, looks at the rest too', async () => {
    const here = world(FIVE);
    await here.sync();
    here.source.dossiers.set(2, touched(one(2, ''), 'autre', '2026-06-01T09:00:00Z'));
    here.document.refused.set(2, 'GRIST_DOSSIER_REFUSE');
    here.later(1);
    await here.sync();
    here.document.refused.clear();
    here.source.dossiers.delete(2);
    const report = await here.sync({ retry: { dossiers: [2] } });
    expect(report).toMatchObject({ status: 'reussi', healed: 1, counts: { removed: 1 } });
  });

  it('promise 6: a value that no cell can hold makes its dossier a failure at every run, until it is shorter', async () => {
    const here = world(FIVE);
    const long = touched(FIVE[1] ?? one(2, ''), 'x'.repeat(250_001), '2026-02-01T09:00:00Z');
    here.source.dossiers.set(2, long);
    const first = await here.sync();
    expect(first).toMatchObject({
      status: 'avec_echecs',
      counts: { added: 4, failed: 1 },
      failures: [{ number: 2, code: 'GRIST_VALEUR_TROP_LONGUE' }],
    });
    expect(here.document.rowsOf('Demarche_123_dossiers')).toHaveLength(5);
    expect(await here.sync()).toMatchObject({ status: 'avec_echecs', counts: { updated: 0, failed: 1 } });
    here.source.dossiers.set(2, touched(long, 'court', '2026-02-02T09:00:00Z'));
    expect(await here.sync()).toMatchObject({ status: 'reussi', healed: 1, counts: { failed: 0 } });
    expect(await here.sync()).toMatchObject({ status: 'reussi', counts: { added: 0, updated: 0 } });
    expect(await here.verify()).toMatchObject({ differenceCount: 0 });
  });

  it('D1: a dossier that DN cannot serve is listed at every run, and comes once DN serves it', async () => {
    const here = world(FIVE);
    here.source.poison.add(4);
    expect(await here.sync()).toMatchObject({ status: 'avec_echecs', counts: { added: 4, failed: 1 } });
    expect(await here.sync()).toMatchObject({ status: 'avec_echecs', counts: { added: 0, failed: 1 } });
    here.source.poison.clear();
    expect(await here.sync()).toMatchObject({ status: 'reussi', counts: { added: 1, failed: 0 } });
    expect(await here.verify()).toMatchObject({ differenceCount: 0 });
  });

  it.each(['before', 'after'] as const)(
    'promise 4: an answer lost %s the effect never writes a row twice',
    async (when) => {
      const here = world(FIVE);
      here.document.trouble.push({ when, error: new Failure('GRIST_ECRITURE_INCERTAINE') });
      expect(await here.sync()).toMatchObject({ status: 'reussi' });
      expect(here.document.rowsOf('Demarche_123_dossiers')).toHaveLength(5);
      expect(await here.verify()).toMatchObject({ differenceCount: 0 });
    },
  );

  it.each(['saveBindings', 'commitBatch', 'finishRun'])(
    'promise 3: killed at every %s, the next run ends right',
    async (effect) => {
      const here = world(FIVE);
      let countdown = 0;
      for (let kill = 1; kill <= 6; kill += 1) {
        countdown = kill;
        here.ledger.onEffect = (name) => {
          if (name !== effect) return;
          countdown -= 1;
          if (countdown === 0) throw new Error('killed');
        };
        await here.sync({ stepBudget: 0 }).catch(() => undefined);
        here.ledger.expireLeases();
        here.source.dossiers.set(kill, touched(one(kill, ''), `tour ${kill}`, `2026-03-0${kill}T09:00:00Z`));
      }
      here.ledger.onEffect = () => {};
      expect(await here.sync()).toMatchObject({ status: 'reussi' });
      expect(await here.verify()).toMatchObject({ differenceCount: 0, structure: [] });
      const numbers = here.document.rowsOf('Demarche_123_dossiers').map(({ number }) => number);
      expect([...numbers].sort()).toEqual([1, 2, 3, 4, 5, 6]);
    },
  );

  it('an interrupted run finishes its batch, says so, and the next one goes on from there', async () => {
    const here = world(FIVE);
    const write = here.document.write.bind(here.document);
    here.document.write = async (...given) => {
      here.stopSoon();
      return write(...given);
    };
    const first = await here.sync({ stepBudget: 0 });
    expect(first.status).toBe('interrompu');
    expect(first.counts.added).toBeLessThan(5);
    here.resume();
    here.document.write = write;
    here.source.requests.length = 0;
    const second = await here.sync();
    expect(second.status).toBe('reussi');
    expect(first.counts.added + second.counts.added).toBe(5);
    expect(second.counts.unchanged).toBe(0);
  });

  it('promise 4: a second run while one goes on is answered with the running one', async () => {
    const here = world(FIVE);
    const workshop = await here.open();
    await expect(here.open()).rejects.toMatchObject({ code: 'SYNCHRO_DEJA_EN_COURS' });
    await conduct(STEP, workshop, POLICY);
    expect(here.document.rowsOf('Demarche_123_dossiers')).toHaveLength(5);
  });

  it('marks deleted dossiers, keeps their values, and un-marks a restored one', async () => {
    const here = world(FIVE);
    await here.sync();
    const gone = here.source.dossiers.get(2) ?? one(2, '');
    here.source.dossiers.delete(2);
    here.source.tombstoneList = [
      { number: 2, kind: 'pending', date: '2026-05-01T10:00:00Z', reason: 'user_request' },
      { number: 99, kind: 'deleted', date: '2026-05-01T10:00:00Z', reason: 'expired' },
    ];
    expect(await here.sync()).toMatchObject({ status: 'reussi', counts: { removed: 1 } });
    const row = () => here.document.rowsOf('Demarche_123_dossiers').find(({ number }) => number === 2);
    expect(row()).toMatchObject({
      etat_dn: 'en attente de suppression',
      raison_suppression: 'demande de l’usager',
      state: 'En construction',
    });
    expect(await here.verify()).toMatchObject({ differenceCount: 0 });
    expect(await here.sync()).toMatchObject({ counts: { removed: 0 } });
    here.source.tombstoneList = [];
    here.source.dossiers.set(2, touched(gone, 'projet 2', '2026-05-03T10:00:00Z'));
    await here.sync();
    expect(row()).toMatchObject({ etat_dn: 'présent', raison_suppression: null, date_suppression: null });
  });

  it('counts as marked only the rows that it marks: one deleted in Grist by its user is not', async () => {
    const here = world(FIVE);
    await here.sync();
    const table = here.document.table('Demarche_123_dossiers');
    const [first] = table.rows.keys();
    table.rows.delete(first ?? 0);
    here.source.dossiers.delete(1);
    here.source.tombstoneList = [
      { number: 1, kind: 'deleted', date: '2026-05-01T10:00:00Z', reason: 'expired' },
    ];
    expect(await here.sync()).toMatchObject({ status: 'reussi', counts: { removed: 0 } });
  });

  it('D4: another scope reads everything again: dossiers entering come, those leaving are marked', async () => {
    const mixed = FIVE.map((item) => (item.number > 3 ? { ...item, state: 'accepte' } : item));
    const here = world(mixed);
    here.setScope({ ...EVERYTHING, statuts: ['accepte'] });
    expect(await here.sync()).toMatchObject({ counts: { added: 2 } });
    here.setScope({ ...EVERYTHING, statuts: ['en_construction'] });
    expect(await here.sync()).toMatchObject({ counts: { added: 3, outOfScope: 2 } });
    const rows = here.document.rowsOf('Demarche_123_dossiers');
    expect(rows.filter(({ etat_dn }) => etat_dn === 'hors périmètre').map(({ number }) => number)).toEqual([
      4, 5,
    ]);
    expect(await here.verify()).toMatchObject({ dossiers: 3, differenceCount: 0 });
    here.setScope(EVERYTHING);
    await here.sync();
    expect(await here.verify()).toMatchObject({ dossiers: 5, differenceCount: 0 });
    expect(here.document.rowsOf('Demarche_123_dossiers').map(({ etat_dn }) => etat_dn)).toEqual(
      Array(5).fill('présent'),
    );
  });

  it('a first load by date of dépôt also reads what moved while it went on', async () => {
    const here = world(FIVE);
    here.setScope({ ...EVERYTHING, depotDebut: '2026-01-03' });
    const page = here.source.page.bind(here.source);
    let turn = 0;
    here.source.page = async (request, selection) => {
      turn += 1;
      if (turn === 2) {
        here.source.dossiers.set(3, touched(FIVE[2] ?? one(3, ''), 'entre-temps', '2026-06-01T08:00:01Z'));
      }
      return page(request, selection);
    };
    await here.sync();
    expect(await here.verify()).toMatchObject({ dossiers: 3, differenceCount: 0 });
  });

  it('D8: fills the column of an added field for every dossier, also those that did not move since', async () => {
    const here = world(FIVE);
    await here.sync();
    const added = descriptor('Champ-9', 'Text', 'Commune du projet');
    here.source.demarche = demarche([PROJECT, BLOCK, added]);
    for (const [number, item] of here.source.dossiers) {
      const more = champ('Champ-9', { kind: 'text', text: `commune ${number}` });
      here.source.dossiers.set(number, { ...item, champs: [...item.champs, more] });
    }
    expect(await here.sync()).toMatchObject({ status: 'reussi', counts: { updated: 5 } });
    expect(here.document.rowsOf('Demarche_123_champs').map((row) => row.commune_du_projet)).toEqual(
      FIVE.map(({ number }) => `commune ${number}`),
    );
    here.source.requests.length = 0;
    await here.sync();
    expect(here.source.requests).toEqual(['describe', 'page', 'tombstones']);
  });

  it('says so when the form had to be inferred from a sample', async () => {
    const here = world(FIVE);
    const { form } = here.source.demarche;
    here.source.demarche = { ...here.source.demarche, form: { ...form, origin: 'sample' } };
    expect(await here.sync()).toMatchObject({ form: { fromSample: true } });
    expect(here.events).toContainEqual({
      type: 'notice',
      sentence: expect.stringContaining('déduites de quelques dossiers'),
    });
  });

  it('refuses a closed démarche at first, before anything is written, unless the user accepts', async () => {
    const here = world(FIVE);
    here.source.demarche = { ...here.source.demarche, state: 'close' };
    await expect(here.sync()).rejects.toMatchObject({ code: 'DEMARCHE_CLOSE' });
    expect(here.document.tables.size).toBe(0);
    expect(await here.sync({ acceptClosed: true })).toMatchObject({ status: 'reussi' });
    expect(await here.sync()).toMatchObject({ status: 'reussi' });
  });

  it('refuses tables that another link owns, before anything is written', async () => {
    const here = world(FIVE);
    await here.sync();
    const other = await here.ledger.openLink({
      sourceUrl: 'https://autre.exemple.fr',
      demarche: 123,
      destinationUrl: 'https://grist.exemple.fr',
      document: 'doc2',
    });
    const begun = await here.ledger.beginRun({ linkId: other.id, kind: 'sync', trigger: 'cli' });
    if (begun.status === 'busy') throw new Error('busy');
    const before = structuredClone(here.document.rowsOf('Demarche_123_dossiers'));
    const workshop = openWorkshop({ ...(await here.open()).ports }, begun.handle, {
      scope: EVERYTHING,
      options: DEFAULT_OPTIONS,
      policies: DEFAULT_POLICIES,
    });
    await expect(conduct(STEP, workshop, POLICY)).rejects.toMatchObject({ code: 'GRIST_TABLES_DEJA_LIEES' });
    expect(here.document.rowsOf('Demarche_123_dossiers')).toEqual(before);
  });

  it('a column renamed by the user is still written; one deleted is told and left', async () => {
    const here = world(FIVE);
    await here.sync();
    const table = here.document.table('Demarche_123_champs');
    table.columns = table.columns.map((item) =>
      item.id === 'projet' ? { ...item, id: 'mon_projet' } : item,
    );
    here.source.dossiers.set(3, touched(FIVE[2] ?? one(3, ''), 'autre', '2026-02-01T09:00:00Z'));
    await here.sync();
    expect(here.document.rowsOf('Demarche_123_champs').map((row) => row.mon_projet)).toContain('autre');
    table.columns = table.columns.filter(({ id }) => id !== 'mon_projet');
    expect((await here.sync()).notices).toMatchObject([{ type: 'column_missing', column: 'Champ-1' }]);
    expect(table.columns.map(({ id }) => id)).not.toContain('projet');
  });

  it('promise 4: a dossier that DN lists again while its first version is being written has one row', async () => {
    const many = Array.from({ length: 450 }, (_, index) => one(index + 1, `projet ${index + 1}`, {}, 1));
    const here = world(many);
    here.source.pageSize = 100;
    const write = here.document.write.bind(here.document);
    here.document.write = async (...given) => {
      here.document.write = write;
      here.source.dossiers.set(1, touched(many[0] ?? one(1, ''), 'entre-temps', '2026-05-01T09:00:00Z'));
      return write(...given);
    };
    await here.sync();
    expect(here.document.rowsOf('Demarche_123_dossiers')).toHaveLength(450);
    expect(await here.verify()).toMatchObject({ dossiers: 450, differenceCount: 0, strays: [] });
  });

  it('promise 4: a step run again after its record was refused writes no row twice', async () => {
    const here = world(FIVE);
    const workshop = await here.open();
    let refusals = 1;
    here.ledger.onEffect = (name) => {
      if (name === 'commitBatch' && refusals-- > 0) throw new Error('the database restarts');
    };
    const again = {
      run: async <T>(_id: string, work: () => Promise<T>) => work().catch(() => work()),
    };
    expect(await conduct(again, workshop, POLICY)).toMatchObject({ status: 'reussi' });
    expect(here.document.rowsOf('Demarche_123_dossiers')).toHaveLength(5);
    expect(await here.verify()).toMatchObject({ differenceCount: 0, strays: [] });
  });

  it('promise 5: a user’s column of the name of a later field is left alone', async () => {
    const here = world(FIVE);
    await here.sync();
    const table = here.document.table('Demarche_123_champs');
    const mine = { ref: 9000, id: 'commentaire', type: 'Text', label: 'Commentaire', description: '' };
    table.columns.push({
      ...mine,
      isFormula: false,
      formula: '',
      untieColIdFromLabel: false,
      widgetOptions: {},
    });
    for (const row of table.rows.values()) row.cells.set(9000, 'à moi');
    here.source.demarche = demarche([PROJECT, BLOCK, descriptor('Champ-9', 'Text', 'Commentaire')]);
    expect(await here.sync()).toMatchObject({ status: 'reussi' });
    expect([...table.rows.values()].map(({ cells }) => cells.get(9000))).toEqual(Array(5).fill('à moi'));
    expect(await here.verify()).toMatchObject({ differenceCount: 0 });
  });

  it('a full reading repairs what verify finds: an edited cell, a deleted row', async () => {
    const here = world(FIVE);
    await here.sync();
    const table = here.document.table('Demarche_123_champs');
    const [first, second] = [...table.rows.values()];
    const project = table.columns.find(({ id }) => id === 'projet');
    first?.cells.set(project?.ref ?? 0, 'changé à la main');
    table.rows.delete(second?.id ?? 0);
    expect(await here.verify()).toMatchObject({ differenceCount: 2 });
    expect(await here.sync()).toMatchObject({ counts: { updated: 0 } });
    expect(await here.sync({ full: true })).toMatchObject({ counts: { updated: 2, unchanged: 3 } });
    expect(await here.verify()).toMatchObject({ differenceCount: 0 });
  });

  it('narrowing the dates of a link that lives marks what leaves', async () => {
    const here = world(FIVE);
    await here.sync();
    here.setScope({ ...EVERYTHING, depotDebut: '2026-01-04' });
    expect(await here.sync()).toMatchObject({ counts: { outOfScope: 3 } });
    expect(await here.verify()).toMatchObject({ dossiers: 2, differenceCount: 0 });
  });

  it('key numbers that the user made texts are still ours: no duplicate', async () => {
    const here = world(FIVE);
    await here.sync();
    const table = here.document.table('Demarche_123_dossiers');
    table.columns = table.columns.map((item) => (item.id === 'number' ? { ...item, type: 'Text' } : item));
    const number = table.columns.find(({ id }) => id === 'number');
    for (const row of table.rows.values()) {
      row.cells.set(number?.ref ?? 0, String(row.cells.get(number?.ref ?? 0)));
    }
    const readDossiers = here.document.readDossiers.bind(here.document);
    here.document.readDossiers = (tables, numbers) =>
      readDossiers(tables, [...numbers, ...(numbers.map(String) as unknown as number[])]);
    here.source.dossiers.set(3, touched(FIVE[2] ?? one(3, ''), 'autre', '2026-02-01T09:00:00Z'));
    await here.sync();
    expect(here.document.rowsOf('Demarche_123_dossiers')).toHaveLength(5);
  });

  it('nothing of a run is still on its way once it has ended', async () => {
    const here = world(Array.from({ length: 300 }, (_, index) => one(index + 1, 'x', {}, 1)));
    here.source.pageSize = 100;
    const page = here.source.page.bind(here.source);
    let turn = 0;
    here.source.page = async (request, selection) => {
      turn += 1;
      if (turn === 3) throw new Failure('DS_INDISPONIBLE');
      return page(request, selection);
    };
    let inFlight = 0;
    const write = here.document.write.bind(here.document);
    here.document.write = async (...given) => {
      inFlight += 1;
      await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
      inFlight -= 1;
      return write(...given);
    };
    let atEnd = -1;
    here.ledger.onEffect = (name) => {
      if (name === 'finishRun') atEnd = inFlight;
    };
    await expect(here.sync()).rejects.toMatchObject({ code: 'DS_INDISPONIBLE' });
    expect(atEnd).toBe(0);
  });

  it('keeps every event, note and report free of what dossiers hold', async () => {
    const secret = 'CANARI-7f3a';
    const here = world([one(1, secret), one(2, secret)]);
    here.document.refused.set(2, 'GRIST_DOSSIER_REFUSE');
    const report = await here.sync();
    expect(JSON.stringify([here.events, report, [...here.ledger.runs.values()]])).not.toContain(secret);
  });
});
