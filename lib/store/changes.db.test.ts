// The history of the structure in Postgres: numbers, open entries, the lease, and what comes back as it was written.

import { describe, expect, it } from 'vitest';
import type { NewChange, Undo } from '../sync/model/change';
import { openLedger } from './ledger';
import { testDatabase } from './testing/database';
import { BINDINGS, identity, SUCCESS, testClock } from './testing/samples';

const db = testDatabase();

async function opened() {
  const clock = testClock();
  const ledger = openLedger(db.database(), clock);
  const link = await ledger.openLink(identity());
  const begin = async () => {
    const begun = await ledger.beginRun({ linkId: link.id, kind: 'decision', trigger: 'cli' });
    if (begun.status === 'busy') throw new Error('busy');
    return begun.handle;
  };
  return { clock, ledger, link, begin };
}

const change = (item: string, more: Partial<NewChange> = {}): NewChange => ({
  item,
  kind: 'libelle_modifie',
  table: 'champs',
  column: 'Champ-1',
  label: 'Projet',
  reason: 'libelle_modifie',
  from: 'Projet',
  to: 'Projet 2026',
  undo: null,
  cells: null,
  status: 'en_attente',
  settled: false,
  ...more,
});

describe('changes of the structure', () => {
  it('are numbered from 1 in each link, and come back as they were written', async () => {
    const { ledger, link, begin, clock } = await opened();
    const handle = await begin();
    const undo: Undo = {
      type: 'words',
      label: { before: 'Projet', after: 'Projet 2026' },
      description: null,
    };
    await ledger.bookChanges(handle, {
      opened: [
        change('a', { undo, status: 'faite', settled: true }),
        change('b', { table: 'bloc:Q2hhbXAtMTI=', column: null, cells: 12 }),
      ],
      updated: [],
    });
    const at = new Date(clock.now()).toISOString();
    const all = await ledger.changes(link.id, 'all');
    expect(all).toMatchObject([
      { number: 1, item: 'a', undo, status: 'faite', firstSeenAt: at, settledAt: at, runId: handle.runId },
      {
        number: 2,
        item: 'b',
        table: 'bloc:Q2hhbXAtMTI=',
        column: null,
        cells: 12,
        settledAt: null,
        undo: null,
      },
    ]);
    expect(await ledger.changes(link.id, 'open')).toEqual(all.slice(1));
    const other = await opened();
    await other.ledger.bookChanges(await other.begin(), { opened: [change('a')], updated: [] });
    expect(await other.ledger.changes(other.link.id, 'all')).toMatchObject([{ number: 1 }]);
  });

  it.each<Undo>([
    { type: 'choices', added: ['Feu'], removed: [] },
    { type: 'remove_column', columnRef: 31 },
    { type: 'retype', columnRef: 31, from: 'Text', to: 'Int', widgetOptions: { wrap: true, choices: ['a'] } },
    {
      type: 'retirement',
      columnRef: 31,
      description: { before: 'a', after: 'b' },
      places: [{ section: 4, position: 1.5, width: 120, widgetOptions: '' }],
    },
    { type: 'impossible', why: 'pour une raison' },
  ])('$type: what undoes it is kept whole', async (undo) => {
    const { ledger, link, begin } = await opened();
    await ledger.bookChanges(await begin(), { opened: [change('a', { undo })], updated: [] });
    expect((await ledger.changes(link.id, 'all'))[0]?.undo).toEqual(undo);
  });

  it('an item has one open entry at most; closed, it may be opened again', async () => {
    const { ledger, link, begin } = await opened();
    const handle = await begin();
    await ledger.bookChanges(handle, { opened: [change('a')], updated: [] });
    await expect(ledger.bookChanges(handle, { opened: [change('a')], updated: [] })).rejects.toThrow();
    await ledger.bookChanges(handle, {
      opened: [change('a')],
      updated: [{ number: 1, status: 'resolue', settled: true }],
    });
    expect((await ledger.changes(link.id, 'all')).map(({ number, status }) => [number, status])).toEqual([
      [1, 'resolue'],
      [2, 'en_attente'],
    ]);
  });

  it('are written with the bindings, or not at all', async () => {
    const { ledger, link, begin } = await opened();
    const handle = await begin();
    const opening = { opened: [change('a')], updated: [] };
    await ledger.saveBindings(handle, BINDINGS, opening);
    await expect(ledger.saveBindings(handle, { tables: [] }, opening)).rejects.toThrow();
    expect((await ledger.readLink(link.id)).bindings).toEqual(BINDINGS);
  });

  it('bindings keep what they remember of options, retired fields and the generation', async () => {
    const { ledger, link, begin } = await opened();
    const [first, ...rest] = BINDINGS.tables;
    if (first === undefined) throw new Error('no table');
    const columns = first.columns.map((column) => ({ ...column, options: ['Bois'], retired: 'Revision-2' }));
    const bindings = {
      tables: [{ ...first, label: 'Enfants', columns }, ...rest],
      fields: ['Champ-1'],
      generation: 3,
    };
    await ledger.saveBindings(await begin(), bindings);
    expect((await ledger.readLink(link.id)).bindings).toEqual(bindings);
  });

  it('nothing is decided by who has lost the lease', async () => {
    const { ledger, link, begin, clock } = await opened();
    const late = await begin();
    clock.advance(120_000);
    const handle = await begin();
    await expect(ledger.bookChanges(late, { opened: [change('a')], updated: [] })).rejects.toMatchObject({
      code: 'BAIL_PERDU',
    });
    expect(await ledger.changes(link.id, 'all')).toEqual([]);
    await ledger.finishRun(handle, SUCCESS, null);
  });

  it('a table that another link owns no longer is released, and only that one', async () => {
    const document = `partage-${Math.random()}`;
    const clock = testClock();
    const ledger = openLedger(db.database(), clock);
    const run = async (demarche: number) => {
      const link = await ledger.openLink(identity({ document, demarche }));
      const begun = await ledger.beginRun({ linkId: link.id, kind: 'sync', trigger: 'cli' });
      if (begun.status === 'busy') throw new Error('busy');
      return begun.handle;
    };
    const stale = await run(1);
    await ledger.saveBindings(stale, BINDINGS);
    await ledger.finishRun(stale, SUCCESS, null);
    const mine = await run(2);
    await expect(ledger.saveBindings(mine, BINDINGS)).rejects.toMatchObject({
      code: 'GRIST_TABLES_DEJA_LIEES',
    });
    await ledger.releaseTables(mine, [{ linkId: stale.linkId, tableRef: 7 }]);
    expect(await ledger.otherOwners(mine.linkId, [7, 9])).toMatchObject([{ tableRef: 9 }]);
  });
});
