// Files that go wrong on their way, over real HTTP: the dossier is written, the file alone is told, nothing false is kept,
// and the next run mends it.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openLedger } from '../../lib/store/ledger';
import { testDatabase } from '../../lib/store/testing/database';
import type { FileFault } from '../../simulators/demarches/faults/file-faults';
import { type DemarchesSimulator, startDemarches } from '../../simulators/demarches/start';
import type { Fault } from '../../simulators/grist/faults';
import { type Simulator, startGrist } from '../../simulators/grist/start';
import { expectedOf, type FilesStage, md5Of, openFilesStage } from './testing/stage';

const store = testDatabase();
let dn: DemarchesSimulator;
let grist: Simulator;
let stage: FilesStage;
let document: ReturnType<Simulator['createDocument']>;
let numbers: readonly number[];
const field = () => [...stage.mirrored.keys()][0] ?? '';

beforeAll(async () => {
  [dn, grist] = await Promise.all([
    startDemarches({
      form: { champs: [{ type: 'piece_justificative', label: 'Devis' }] },
      ...{ dossiers: 3, rateLimit: null },
    }),
    startGrist(),
  ]);
  numbers = dn.control({ type: 'numbers' });
});
afterAll(async () => {
  await dn.close();
  await grist.close();
});
beforeEach(() => {
  dn.control({ type: 'set_file_faults', rules: [] });
  dn.control({ type: 'set_file_origin', origin: null });
  grist.clearFaults();
  Object.assign(grist.settings, {
    maxAttachment: Number.POSITIVE_INFINITY,
    attachmentRoom: Number.POSITIVE_INFINITY,
  });
  document = grist.createDocument();
  const address = { url: grist.url, key: grist.key, docId: document.id };
  stage = openFilesStage(dn, address, openLedger(store.database(), { now: () => Date.now() }));
  for (const [rank, number] of numbers.entries()) {
    put(number, `devis-${rank}.pdf`, 20_000 + rank);
  }
});

function put(number: number, name: string, size: number): void {
  dn.control({
    ...{ type: 'set_files', number, field: field(), virusScan: 'safe' },
    ...{ names: [name], sizes: [size] },
  });
}

/** Of each dossier: checksums in its cell. */
function seen(): readonly (readonly string[])[] {
  const contents = new Map(document.attachments().map(({ id, bytes }) => [id, md5Of(bytes)]));
  const rows = new Map(
    document.rows(`Demarche_${dn.number}_champs`).map((row) => [Number(row.dossier_number), row]),
  );
  return numbers.map((number) => {
    const cell = rows.get(number)?.devis_fichiers;
    return Array.isArray(cell) ? cell.slice(1).map((id) => contents.get(Number(id)) ?? 'absent') : [];
  });
}

function expected(): readonly (readonly string[])[] {
  return numbers.map((number) => {
    const dossier = dn.truthOf(number);
    return dossier === null ? [] : expectedOf(dossier, stage.mirrored);
  });
}

async function mended(): Promise<void> {
  dn.control({ type: 'set_file_faults', rules: [] });
  const after = await stage.sync();
  expect(after).toMatchObject({ status: 'reussi', counts: { failed: 0 } });
  expect(seen()).toEqual(expected());
  expect(await stage.verify()).toMatchObject({ differenceCount: 0, awaitedFiles: 0 });
  const again = await stage.sync();
  expect(again).toMatchObject({ files: { copied: 0 }, counts: { updated: 0 } });
}

const SITE: readonly (readonly [string, FileFault, string])[] = [
  ['a link that expired', { type: 'status', status: 403 }, 'PIECE_INTROUVABLE'],
  ['a file that disappeared', { type: 'status', status: 404 }, 'PIECE_INTROUVABLE'],
  ['a page instead of the file', { type: 'html' }, 'PIECE_ALTEREE'],
  ['a body that is cut', { type: 'cut' }, 'PIECE_ALTEREE'],
  ['a body longer than announced', { type: 'longer', bytes: 5 }, 'PIECE_ALTEREE'],
  ['other bytes than announced', { type: 'other_bytes' }, 'PIECE_ALTEREE'],
  ['a redirect elsewhere', { type: 'redirect', to: 'http://127.0.0.1:9/' }, 'PIECE_INJOIGNABLE'],
  ['a site in trouble', { type: 'status', status: 503 }, 'PIECE_INJOIGNABLE'],
];

describe('a file that goes wrong', () => {
  it.each(SITE)(
    '%s: told with its dossier, nothing of it kept, mended by the next run',
    async (_, fault, code) => {
      dn.control({ type: 'set_file_faults', rules: [{ filename: 'devis-1.pdf', fault }] });
      const report = await stage.sync();
      expect(report).toMatchObject({
        status: 'avec_echecs',
        counts: { added: 3, failed: 1 },
        files: { copied: 2, refused: 1 },
        failures: [{ number: numbers[1], code }],
      });
      expect(document.attachments()).toHaveLength(2);
      const [first, , third] = expected();
      expect(seen()).toEqual([first, [], third]);
      await mended();
    },
  );

  it('changes while it is copied: the bytes of one version are never kept under the name of another', async () => {
    dn.control({
      type: 'set_file_faults',
      rules: [{ filename: 'devis-1.pdf', fault: { type: 'other_bytes' } }],
    });
    await stage.sync();
    dn.control({
      ...{ type: 'change_file', number: numbers[1] ?? 0, field: field(), rank: 0 },
      to: { size: 33_000 },
    });
    await mended();
  });

  it('disappears from the dossier after it was read: its failure goes with it', async () => {
    dn.control({
      ...{ type: 'set_file_faults' },
      rules: [{ filename: 'devis-1.pdf', fault: { type: 'status', status: 404 } }],
    });
    await stage.sync();
    dn.control({ type: 'remove_file', number: numbers[1] ?? 0, field: field(), rank: 0 });
    await mended();
    expect(seen()[1]).toEqual([]);
  });

  it('on a storage apart is read there only when the service may call it', async () => {
    const origin = await dn.openStorage();
    dn.control({ type: 'set_file_origin', origin });
    expect(await stage.sync()).toMatchObject({ status: 'reussi', files: { copied: 3 } });
    expect(dn.stats().files).toMatchObject({ authorized: 0 });
    dn.control({ type: 'set_file_origin', origin: 'https://ailleurs.exemple.fr' });
    put(numbers[0] ?? 0, 'autre.pdf', 900);
    const report = await stage.sync();
    expect(report).toMatchObject({ status: 'avec_echecs', counts: { failed: 0 }, files: { waiting: 1 } });
    dn.control({ type: 'set_file_origin', origin: null });
    await mended();
  });

  it('exceeds the ceiling of the link: the others are copied, and it is told', async () => {
    stage.setCeiling(50_000);
    const report = await stage.sync();
    expect(report).toMatchObject({
      status: 'avec_echecs',
      counts: { added: 3, failed: 0 },
      files: { copied: 2, waiting: 1 },
    });
    stage.setCeiling(1_000_000);
    await mended();
  });
});

const ATTACHMENTS = { method: 'POST', path: '/attachments' };
const LOST: readonly (readonly [string, Fault])[] = [
  ['the line cut after the files were kept', { type: 'reset', when: 'after' }],
  ['a 502 after they were kept', { type: 'status', status: 502, when: 'after' }],
  ['half an answer', { type: 'truncated', whole: true }],
  ['the line cut before', { type: 'reset', when: 'before' }],
];

describe('a Grist in trouble', () => {
  it.each(LOST)('%s: no file is sent twice, none is lost', async (_, fault) => {
    grist.fault({ ...ATTACHMENTS, fault });
    const report = await stage.sync();
    expect(report.files?.copied).toBe(3);
    expect(document.attachments()).toHaveLength(3);
    await mended();
  });

  it('with no room left: the dossiers are written, the files wait, the run says why', async () => {
    grist.settings.attachmentRoom = 10_000;
    expect(await stage.sync()).toMatchObject({
      status: 'avec_echecs',
      counts: { added: 3, failed: 0 },
      files: { copied: 0, waiting: 3 },
    });
    grist.settings.attachmentRoom = Number.POSITIVE_INFINITY;
    await mended();
  });

  it.each([
    ['cuts the line at one file', { type: 'reset', when: 'before' }],
    ['answers 503 to one file', { type: 'status', status: 503, when: 'before' }],
    ['gives no access to one file', { type: 'status', status: 403, when: 'before', body: { error: 'No' } }],
  ] as const)('that %s, always: the others are copied, that one is told', async (_, fault) => {
    grist.fault({ ...ATTACHMENTS, body: 'devis-1.pdf', times: 100, fault });
    expect(await stage.sync()).toMatchObject({
      status: 'avec_echecs',
      counts: { added: 3, failed: 1 },
      files: { copied: 2, refused: 1 },
      failures: [{ number: numbers[1], code: 'PIECE_NON_ENVOYEE' }],
    });
    grist.clearFaults();
    await mended();
  });

  it('that takes no file at all: the dossiers are up to date, and the run says why', async () => {
    grist.fault({ ...ATTACHMENTS, times: 100, fault: { type: 'status', status: 502, when: 'before' } });
    put(numbers[0] ?? 0, 'quatrième.pdf', 400);
    const report = await stage.sync();
    expect(report).toMatchObject({ status: 'avec_echecs', counts: { added: 3 }, files: { copied: 0 } });
    // The reading was committed: the next run has nothing to read again.
    expect(await stage.sync()).toMatchObject({ counts: { added: 0, updated: 0 } });
    grist.clearFaults();
    await mended();
  });

  it('that takes no file so large: the others are copied, and that one is told', async () => {
    put(numbers[2] ?? 0, 'devis-2.pdf', 90_000);
    grist.settings.maxAttachment = 50_000;
    expect(await stage.sync()).toMatchObject({
      counts: { added: 3, failed: 1 },
      files: { copied: 2, refused: 1 },
      failures: [{ number: numbers[2], code: 'PIECE_TROP_GRANDE' }],
    });
    grist.settings.maxAttachment = Number.POSITIVE_INFINITY;
    await mended();
  });
});
