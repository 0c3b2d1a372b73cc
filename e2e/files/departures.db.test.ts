// The copied files of a dossier that leaves and comes back: while it is away nothing of it is asked for, and once it is
// back its cells name the right attachments, by content, whatever Grist threw away meanwhile.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openLedger } from '../../lib/store/ledger';
import { testDatabase } from '../../lib/store/testing/database';
import { type DemarchesSimulator, startDemarches } from '../../simulators/demarches/start';
import { type Simulator, startGrist } from '../../simulators/grist/start';
import { cellsOf, contentsOf } from './testing/cells';
import { expectedOf, type FilesStage, openFilesStage } from './testing/stage';

const store = testDatabase();
let grist: Simulator;
let dn: DemarchesSimulator;
let stage: FilesStage;
let document: ReturnType<Simulator['createDocument']>;
let fields: ReadonlyMap<string, string>;
let numbers: readonly number[];
/** The dossier that leaves, and those that stay. */
let one: number;
let others: readonly number[];

beforeAll(async () => {
  grist = await startGrist();
});
afterAll(() => grist.close());

beforeEach(async (context) => {
  const facture = { type: 'piece_justificative', label: 'Facture' } as const;
  const server = await startDemarches({
    form: {
      champs: [
        { type: 'piece_justificative', label: 'Devis' },
        { type: 'repetition', label: 'Achats', children: [facture] },
      ],
    },
    ...{ dossiers: 4, rateLimit: null },
  });
  context.onTestFinished(() => server.close());
  dn = server;
  document = grist.createDocument();
  const address = { url: grist.url, key: grist.key, docId: document.id };
  stage = openFilesStage(dn, address, openLedger(store.database(), { now: () => Date.now() }));
  fields = new Map([...stage.mirrored].map(([id, label]) => [label, id]));
  numbers = dn.control({ type: 'numbers' });
  [one = 0, ...others] = numbers;
  for (const number of numbers) {
    dn.control({ type: 'set_state', number, state: 'en_construction' });
    clearRows(number);
    put(number, 'Devis', [`devis-${number}.pdf`, `annexe-${number}.pdf`]);
    for (const rank of [1, 2]) addFacture(number, `facture-${number}-${rank}.pdf`);
  }
});

function put(number: number, label: string, names: readonly string[], row?: string): void {
  const field = fields.get(label) ?? '';
  const files = { type: 'set_files', number, field, names, virusScan: 'safe' } as const;
  dn.control(row === undefined ? files : { ...files, row });
}

function block(): string {
  const found = dn.demarche().form.champs.find(({ label }) => label === 'Achats');
  return found?.id ?? '';
}

/** Rows that the simulator made up. */
function clearRows(number: number): void {
  for (const { value } of dn.truthOf(number)?.champs ?? []) {
    if (value.kind !== 'repetition') continue;
    for (const { id: row } of value.rows) dn.control({ type: 'remove_row', number, block: block(), row });
  }
}

function addFacture(number: number, name: string): void {
  const row = dn.control({ type: 'add_row', number, block: block() });
  put(number, 'Achats\u00a0: Facture', [name], row);
}

/** Requests to the site of files since it was last asked. */
function downloads(): number {
  const { requests } = dn.stats().files;
  dn.control({ type: 'reset_stats' });
  return requests;
}

const isTwin = (table: string): boolean => table.startsWith(`Demarche_${dn.number}_archive_`);
const isLive = (table: string): boolean => !isTwin(table);
const expected = (number: number): readonly string[] => {
  const dossier = dn.truthOf(number);
  return dossier === null ? [] : expectedOf(dossier, stage.mirrored);
};

/** Tables that have a row of this dossier. */
function places(number: number): readonly string[] {
  return document.tables().flatMap(({ id }) => {
    const rows = document.rows(id);
    return rows.some((row) => (row.dossier_number ?? row.number) === number) ? [id] : [];
  });
}

function idsOf(number: number): readonly number[] {
  const prefix = `Demarche_${dn.number}`;
  const cells = [
    ...(cellsOf(document, `${prefix}_champs`, 'devis_fichiers').get(number) ?? []),
    ...(cellsOf(document, `${prefix}_bloc_achats`, 'facture_fichiers').get(number) ?? []),
  ];
  return cells.flatMap(({ ids }) => ids).sort((left, right) => left - right);
}

/** Ids that some cell names, archives included. */
function named(): ReadonlySet<number> {
  const tables = document
    .tables()
    .flatMap(({ id: table, columns }) =>
      columns.flatMap(({ id, type }) => (type === 'Attachments' ? [cellsOf(document, table, id)] : [])),
    );
  const cells = tables.flatMap((column) => [...column.values()].flat());
  return new Set(cells.flatMap(({ ids }) => ids));
}

/** What Grist's housekeeping did of what no cell names: it marks it first, and throws it away for good days later. */
type House = 'keeps' | 'marks' | 'throws away';

function housekeep(how: House): void {
  const used = named();
  const unused = document.attachments().flatMap(({ id }) => (used.has(id) ? [] : [id]));
  if (how === 'throws away') document.removeAttachments(unused);
  if (how === 'marks') for (const id of unused) document.markAttachment(id, 'unused');
}

/** Every dossier is whole in the live tables, in the twins nowhere, and a complete verification agrees. */
async function expectWhole(): Promise<void> {
  const cells = contentsOf(document, isLive);
  for (const number of numbers) {
    expect([number, cells.get(number) ?? []]).toEqual([number, expected(number)]);
    expect(places(number).filter(isTwin)).toEqual([]);
  }
  expect(await stage.verify()).toMatchObject({
    ...{ dossiers: numbers.length, differenceCount: 0, differences: [], awaitedFiles: 0, structure: [] },
  });
}

async function expectQuiet(): Promise<void> {
  const history = document.history();
  expect(await stage.sync()).toMatchObject({
    ...{ status: 'reussi', counts: { added: 0, updated: 0, removed: 0, failed: 0 } },
    files: { copied: 0, waiting: 0, refused: 0 },
  });
  expect(document.history()).toBe(history);
}

const OUT = () => dn.control({ type: 'set_state', number: one, state: 'en_instruction' });

const WAYS = {
  'deleted, then restored': {
    leave: () => dn.control({ type: 'hide', number: one, by: 'usager' }),
    comeBack: () => dn.control({ type: 'restore', number: one }),
  },
  'out of the scope, then back in it': {
    leave: OUT,
    comeBack: () => dn.control({ type: 'set_state', number: one, state: 'en_construction' }),
  },
  'out of the scope, which is then widened': {
    leave: OUT,
    comeBack: () => stage.setScope({ statuts: ['en_construction', 'en_instruction'] }),
  },
} as const;

const CASES: readonly (readonly ['archiver' | 'supprimer', keyof typeof WAYS, House])[] = [
  ['archiver', 'deleted, then restored', 'throws away'],
  ['archiver', 'out of the scope, then back in it', 'throws away'],
  ['archiver', 'out of the scope, which is then widened', 'throws away'],
  ['supprimer', 'deleted, then restored', 'keeps'],
  ['supprimer', 'deleted, then restored', 'marks'],
  ['supprimer', 'deleted, then restored', 'throws away'],
  ['supprimer', 'out of the scope, then back in it', 'throws away'],
  ['supprimer', 'out of the scope, which is then widened', 'keeps'],
];

describe('the files of a dossier that leaves', () => {
  it.each(CASES)('« %s », %s; Grist %s what no cell names', async (policy, way, how) => {
    const { leave, comeBack } = WAYS[way];
    stage.setPolicies({ departures: policy, outOfScope: policy });
    stage.setScope({ statuts: ['en_construction'] });
    expect(await stage.sync()).toMatchObject({ status: 'reussi', files: { copied: 16 } });
    await expectWhole();
    const before = { ids: idsOf(one), contents: expected(one) };
    expect(before.ids).toHaveLength(4);
    downloads();

    leave();
    expect(await stage.sync()).toMatchObject({ status: 'reussi', files: { copied: 0, waiting: 0 } });
    expect(places(one).filter(isLive)).toEqual([]);
    const kept = contentsOf(document, isTwin).get(one) ?? [];
    expect(kept).toEqual(policy === 'archiver' ? before.contents : []);

    // Files come to it while nobody follows it, of a field outside of blocks and of a new row of one. They come to so
    // many others too that the pages of every dossier are read to copy them.
    put(one, 'Devis', ['nouveau-devis.pdf', 'nouvelle-annexe.pdf']);
    addFacture(one, 'nouvelle-facture.pdf');
    for (const number of others) addFacture(number, `nouvelle-facture-${number}.pdf`);
    expect(await stage.sync()).toMatchObject({ status: 'reussi', files: { copied: others.length } });
    expect(await stage.sync({ full: true })).toMatchObject({
      ...{ status: 'reussi', counts: { added: 0, updated: 0, failed: 0 } },
      files: { copied: 0, waiting: 0, refused: 0 },
    });
    expect(downloads()).toBe(others.length);
    expect(await stage.verify()).toMatchObject({
      ...{ dossiers: others.length, differenceCount: 0, awaitedFiles: 0 },
    });
    expect(document.attachments()).toHaveLength(16 + others.length);
    expect(contentsOf(document, isTwin).get(one) ?? []).toEqual(kept);
    housekeep(how);
    // Long after: it is not read again only because of its date.
    dn.control({ type: 'advance_clock', ms: 3_600_000 });
    dn.control({ type: 'touch', number: others[0] ?? 0 });
    await stage.sync();
    expect(await stage.sync()).toMatchObject({ counts: { read: 1 } });

    comeBack();
    // Two devis are new, and one facture; the two others are asked for only where Grist threw them away.
    const isLost = policy === 'supprimer' && how === 'throws away';
    const copied = isLost ? 5 : 3;
    expect(await stage.sync()).toMatchObject({
      ...{ status: 'reussi', counts: { failed: 0 } },
      files: { copied, waiting: 0, refused: 0 },
    });
    expect(downloads()).toBe(copied);
    expect(expected(one)).toHaveLength(5);
    await expectWhole();
    const again = idsOf(one).filter((id) => before.ids.includes(id));
    expect(again).toHaveLength(isLost ? 0 : 2);
    await expectQuiet();
    expect(downloads()).toBe(0);
  });

  it.each(['archiver', 'supprimer'] as const)(
    '« %s »: what waited for the antivirus is no longer awaited, and copied once it is back',
    async (policy) => {
      stage.setPolicies({ departures: policy });
      const field = fields.get('Devis') ?? '';
      const scanned = (virusScan: string) =>
        dn.control({ type: 'change_file', number: one, field, rank: 1, to: { virusScan } });
      scanned('pending');
      expect(await stage.sync()).toMatchObject({ status: 'reussi', files: { copied: 15, waiting: 1 } });
      WAYS['deleted, then restored'].leave();
      expect(await stage.sync()).toMatchObject({ status: 'reussi', files: { copied: 0, waiting: 0 } });
      expect(await stage.verify()).toMatchObject({ differenceCount: 0, awaitedFiles: 0 });
      expect(await stage.standing()).toMatchObject({ awaited: 0 });
      scanned('safe');
      downloads();
      await expectQuiet();
      expect(downloads()).toBe(0);
      WAYS['deleted, then restored'].comeBack();
      expect(await stage.sync()).toMatchObject({ status: 'reussi', files: { copied: 1, waiting: 0 } });
      expect(downloads()).toBe(1);
      await expectWhole();
    },
  );

  it.each(['archiver', 'supprimer'] as const)(
    '« %s »: what was refused is not asked for again, nor its failure told, until it is back in the scope',
    async (policy) => {
      stage.setPolicies({ outOfScope: policy });
      stage.setScope({ statuts: ['en_construction'] });
      const filename = `annexe-${one}.pdf`;
      const fault = { type: 'status', status: 404 } as const;
      dn.control({ type: 'set_file_faults', rules: [{ filename, fault }] });
      expect(await stage.sync()).toMatchObject({
        ...{ status: 'avec_echecs', counts: { failed: 1 } },
        files: { copied: 15, refused: 1 },
      });
      downloads();
      OUT();
      expect(await stage.sync()).toMatchObject({
        ...{ status: 'reussi', counts: { failed: 0 }, failures: [] },
        files: { copied: 0, refused: 0, waiting: 0 },
      });
      expect(places(one).filter(isLive)).toEqual([]);
      await expectQuiet();
      expect(await stage.verify()).toMatchObject({ differenceCount: 0, awaitedFiles: 0 });
      expect(downloads()).toBe(0);
      dn.control({ type: 'set_file_faults', rules: [] });
      WAYS['out of the scope, then back in it'].comeBack();
      expect(await stage.sync()).toMatchObject({ status: 'reussi', files: { copied: 1, refused: 0 } });
      await expectWhole();
    },
  );
});
