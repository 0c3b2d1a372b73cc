// A field of files that is unticked: what was copied stays as it was, nothing more is asked of the site of files, and
// nothing false is said of it; ticked again, only what is new is copied.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openLedger } from '../../lib/store/ledger';
import { testDatabase } from '../../lib/store/testing/database';
import { type DemarchesSimulator, startDemarches } from '../../simulators/demarches/start';
import { type Simulator, startGrist } from '../../simulators/grist/start';
import { cellsOf, contentsOf, type FileCell } from './testing/cells';
import { expectedOf, type FilesStage, openFilesStage } from './testing/stage';

const store = testDatabase();
let grist: Simulator;
let dn: DemarchesSimulator;
let stage: FilesStage;
let document: ReturnType<Simulator['createDocument']>;
let numbers: readonly number[];
let devis: string;
let plan: string;

beforeAll(async () => {
  grist = await startGrist();
});
afterAll(() => grist.close());

beforeEach(async (context) => {
  const server = await startDemarches({
    form: {
      champs: [
        { type: 'piece_justificative', label: 'Devis' },
        { type: 'piece_justificative', label: 'Plan' },
      ],
    },
    ...{ dossiers: 3, rateLimit: null },
  });
  context.onTestFinished(() => server.close());
  dn = server;
  numbers = dn.control({ type: 'numbers' });
  document = grist.createDocument();
  const address = { url: grist.url, key: grist.key, docId: document.id };
  stage = openFilesStage(dn, address, openLedger(store.database(), { now: () => Date.now() }));
  const fields = new Map([...stage.mirrored].map(([id, label]) => [label, id]));
  devis = fields.get('Devis') ?? '';
  plan = fields.get('Plan') ?? '';
  for (const [rank, number] of numbers.entries()) {
    put(number, devis, [`devis-${rank}.pdf`, `devis-${rank}-annexe.pdf`]);
    put(number, plan, [`plan-${rank}.pdf`]);
  }
});

const one = (rank: number): number => numbers[rank] ?? 0;

function put(number: number, field: string, names: readonly string[], virusScan = 'safe'): void {
  dn.control({ type: 'set_files', number, field, names, virusScan });
}

const table = (): string => `Demarche_${dn.number}_champs`;
const devisCells = () => cellsOf(document, table(), 'devis_fichiers');
const planCells = () => cellsOf(document, table(), 'plan_fichiers');
const devisColumn = () => document.table(table()).columns.find(({ id }) => id === 'devis_fichiers');

/** What was read until now is too old for a run to read it again only because of its date. */
async function later(): Promise<void> {
  dn.control({ type: 'advance_clock', ms: 3_600_000 });
  dn.control({ type: 'touch', number: one(2) });
  await stage.sync();
  expect(await stage.sync()).toMatchObject({ counts: { read: 1 } });
}

/** Requests to the site of files since it was last asked. */
function downloads(): number {
  const { requests } = dn.stats().files;
  dn.control({ type: 'reset_stats' });
  return requests;
}

/** The cells of every field name exactly the safe files that DN holds, and a complete verification agrees. */
async function expectEqual(): Promise<void> {
  const cells = contentsOf(document);
  for (const dossier of dn.truth()) {
    const wanted = expectedOf(dossier, stage.mirrored);
    expect([dossier.number, cells.get(dossier.number) ?? []]).toEqual([dossier.number, wanted]);
  }
  expect(await stage.verify()).toMatchObject({ differenceCount: 0, awaitedFiles: 0, structure: [] });
}

/** Nothing is awaited, failed or different of what is no longer copied, whatever is read. */
async function expectSilent(): Promise<void> {
  const report = await stage.sync();
  expect(report).toMatchObject({ status: 'reussi', counts: { failed: 0 }, failures: [], changes: [] });
  expect(report.files?.waiting ?? 0).toBe(0);
  expect(report.files?.refused ?? 0).toBe(0);
  const proof = await stage.verify();
  expect(proof).toMatchObject({ differenceCount: 0, differences: [], structure: [], late: 0 });
  expect(proof.awaitedFiles ?? 0).toBe(0);
}

async function expectQuiet(): Promise<void> {
  const history = document.history();
  await expectSilent();
  expect(await stage.sync({ full: true })).toMatchObject({ status: 'reussi', counts: { updated: 0 } });
  expect(document.history()).toBe(history);
}

const idsIn = (cells: ReadonlyMap<number, readonly FileCell[]>, number: number): readonly number[] =>
  (cells.get(number) ?? []).flatMap(({ ids }) => ids);

describe('every field unticked', () => {
  it('leaves its column and cells as they were, copies nothing, and says nothing false', async () => {
    expect(await stage.sync()).toMatchObject({ status: 'reussi', files: { copied: 9 } });
    const before = { column: devisColumn(), devis: devisCells(), plan: planCells() };
    expect(downloads()).toBe(9);
    stage.choose([]);
    // The link knows of it at its next run, then at each one after.
    await expectSilent();
    put(one(0), devis, ['devis-0-nouveau.pdf']);
    dn.control({ type: 'remove_file', number: one(1), field: devis, rank: 0 });
    const [added = 0] = dn.control({ type: 'add_dossiers', count: 1 });
    put(added, devis, ['devis-3.pdf']);
    put(added, plan, ['plan-3.pdf']);
    const report = await stage.sync();
    expect(report).toMatchObject({ status: 'reussi', counts: { added: 1, updated: 2 }, files: null });
    await expectQuiet();
    expect(downloads()).toBe(0);
    expect(document.attachments()).toHaveLength(9);
    expect(devisColumn()).toEqual(before.column);
    for (const number of numbers) {
      expect(devisCells().get(number)).toEqual(before.devis.get(number));
      expect(planCells().get(number)).toEqual(before.plan.get(number));
    }
    expect(idsIn(devisCells(), added)).toEqual([]);
    // The rest of the dossier is kept up: the names of its files, beside the cell that is not.
    const row = document.rows(table()).find((cells) => cells.dossier_number === one(0));
    expect(row?.devis).toBe('devis-0-nouveau.pdf');
  });

  it('and ticked again: only what came or changed meanwhile is copied, and the cells are right', async () => {
    await stage.sync();
    const before = { devis: devisCells(), plan: planCells() };
    stage.choose([]);
    await stage.sync();
    put(one(0), devis, ['devis-0-nouveau.pdf']);
    dn.control({ type: 'change_file', number: one(1), field: devis, rank: 1, to: { size: 700 } });
    dn.control({ type: 'remove_file', number: one(2), field: devis, rank: 0 });
    const [added = 0] = dn.control({ type: 'add_dossiers', count: 1 });
    put(added, devis, []);
    put(added, plan, ['plan-3.pdf']);
    await stage.sync();
    await later();
    downloads();
    stage.choose([devis, plan]);
    expect(await stage.sync()).toMatchObject({ status: 'reussi', files: { copied: 3, refused: 0 } });
    expect(downloads()).toBe(3);
    expect(document.attachments()).toHaveLength(12);
    await expectEqual();
    // What was copied before is the very same attachment.
    for (const number of numbers) expect(planCells().get(number)).toEqual(before.plan.get(number));
    expect(idsIn(devisCells(), one(1))[0]).toBe(idsIn(before.devis, one(1))[0]);
    expect(idsIn(devisCells(), one(2))).toEqual([idsIn(before.devis, one(2))[1]]);
    expect(await stage.sync()).toMatchObject({ files: { copied: 0 }, counts: { updated: 0 } });
    expect(downloads()).toBe(0);
  });

  it('and ticked again at once: nothing is copied, nothing is written', async () => {
    await stage.sync();
    const before = { devis: devisCells(), plan: planCells() };
    stage.choose([]);
    await stage.sync();
    stage.choose([devis, plan]);
    downloads();
    const history = document.history();
    expect(await stage.sync()).toMatchObject({
      ...{ status: 'reussi', counts: { added: 0, updated: 0 } },
      files: { copied: 0, waiting: 0 },
    });
    expect(downloads()).toBe(0);
    expect(document.history()).toBe(history);
    expect({ devis: devisCells(), plan: planCells() }).toEqual(before);
    await expectEqual();
  });

  it('forgets what waited and what was refused: neither is told, until it is ticked again', async () => {
    put(one(0), devis, ['attend.pdf'], 'pending');
    const gone = { type: 'status', status: 404 } as const;
    dn.control({ type: 'set_file_faults', rules: [{ filename: 'plan-1.pdf', fault: gone }] });
    expect(await stage.sync()).toMatchObject({
      ...{ status: 'avec_echecs', counts: { failed: 1 } },
      files: { copied: 6, waiting: 1, refused: 1 },
    });
    stage.choose([]);
    downloads();
    await expectSilent();
    await expectQuiet();
    expect(downloads()).toBe(0);
    dn.control({ type: 'set_file_faults', rules: [] });
    dn.control({
      ...{ type: 'change_file', number: one(0), field: devis, rank: 0 },
      to: { virusScan: 'safe' },
    });
    stage.choose([devis, plan]);
    // Those two, and none of what was copied beside them.
    expect(await stage.sync()).toMatchObject({
      ...{ status: 'reussi', counts: { failed: 0 } },
      files: { copied: 2, waiting: 0, refused: 0 },
    });
    expect(downloads()).toBe(2);
    await expectEqual();
  });
});

describe('one field of two unticked', () => {
  it('stays as it was while the other goes on, and nothing of it waits or fails', async () => {
    put(one(2), devis, ['devis-2.pdf', 'attend.pdf'], 'pending');
    expect(await stage.sync()).toMatchObject({ status: 'reussi', files: { copied: 7, waiting: 2 } });
    const before = { column: devisColumn(), devis: devisCells() };
    downloads();
    stage.choose([plan]);
    await expectSilent();
    put(one(0), devis, ['devis-0-nouveau.pdf']);
    put(one(1), plan, ['plan-1-nouveau.pdf']);
    const [added = 0] = dn.control({ type: 'add_dossiers', count: 1 });
    put(added, devis, ['devis-3.pdf']);
    put(added, plan, ['plan-3.pdf']);
    expect(await stage.sync()).toMatchObject({ status: 'reussi', files: { copied: 2, waiting: 0 } });
    expect(downloads()).toBe(2);
    await expectQuiet();
    expect(downloads()).toBe(0);
    expect(devisColumn()).toEqual(before.column);
    for (const number of numbers) expect(devisCells().get(number)).toEqual(before.devis.get(number));
    expect(idsIn(devisCells(), added)).toEqual([]);
    const chosen = new Map([[plan, 'Plan']]);
    for (const dossier of dn.truth()) {
      const cells = planCells().get(dossier.number) ?? [];
      expect(cells.flatMap(({ checksums }) => checksums)).toEqual(expectedOf(dossier, chosen));
    }
    expect(await stage.standing()).toMatchObject({ awaited: 0 });
  });

  it('and ticked again: only what came or changed meanwhile is copied, and the cells are right', async () => {
    await stage.sync();
    const before = devisCells();
    stage.choose([plan]);
    await stage.sync();
    put(one(0), devis, ['devis-0-nouveau.pdf']);
    await stage.sync();
    await later();
    downloads();
    stage.choose([devis, plan]);
    expect(await stage.sync()).toMatchObject({ status: 'reussi', files: { copied: 1, refused: 0 } });
    expect(downloads()).toBe(1);
    for (const number of [one(1), one(2)]) expect(devisCells().get(number)).toEqual(before.get(number));
    expect(document.attachments()).toHaveLength(10);
    await expectEqual();
  });
});
