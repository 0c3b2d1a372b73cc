// From a simulated DN to a simulated Grist, through both adapters: a file arrives whole, or not at all.

import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { EVERYTHING, openTestSource } from '../../lib/demarches/fixture-source';
import type { DemarchesOptions } from '../../lib/demarches/source';
import { Failure } from '../../lib/errors/failure';
import { openGrist } from '../../lib/grist/open';
import type { FileSource, FileStore, FileUpload } from '../../lib/run/ports';
import type { FileRef } from '../../lib/sync/model/dossier';
import type { FileFault } from '../../simulators/demarches/faults/file-faults';
import { type DemarchesSimulator, startDemarches } from '../../simulators/demarches/start';
import { type Simulator, startGrist } from '../../simulators/grist/start';

let demarches: DemarchesSimulator;
let grist: Simulator;
let number: number;
let field: string;

beforeAll(async () => {
  [demarches, grist] = await Promise.all([
    startDemarches({ form: { champs: [{ label: 'Pièces', type: 'piece_justificative' }] }, dossiers: 1 }),
    startGrist(),
  ]);
  [number = 0] = demarches.control({ type: 'numbers' });
  field = demarches.control({ type: 'draft' }).champs[0]?.id ?? '';
});
afterAll(() => Promise.all([demarches.close(), grist.close()]));

beforeEach(() => {
  demarches.control({ type: 'set_file_faults', rules: [] });
  demarches.control({ type: 'set_file_origin', origin: null });
  demarches.control({
    ...{ type: 'set_files', number, field, virusScan: 'safe' },
    ...{ names: ['devis été.pdf', 'plan.png'], sizes: [300_000, 700] },
  });
});

/** Both adapters on a new document, and the files of the dossier as it is read now. */
async function sides(more: Partial<DemarchesOptions> = {}) {
  const document = grist.createDocument();
  const { source } = openTestSource(demarches, more);
  const store = openGrist({ url: grist.url, key: grist.key, document: document.id });
  onTestFinished(async () => {
    await Promise.all([source.close(), store.close()]);
  });
  const found = await source.dossier(number, EVERYTHING);
  const value = found !== null && 'champs' in found ? found.champs[0]?.value : undefined;
  if (value?.kind !== 'files') throw new Error('no files');
  return { source, store: store.files, document, files: value.files };
}

function uploads(source: FileSource, files: readonly FileRef[]): readonly FileUpload[] {
  return files.map((file) => {
    const byteSize = file.byteSize ?? 0;
    const { filename, contentType } = file;
    return { filename, contentType, byteSize, bytes: source.download(file, byteSize) };
  });
}

async function failureOf(store: FileStore, files: readonly FileUpload[]): Promise<Failure> {
  try {
    await store.attach(files);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('a failure was expected');
}

const md5 = (bytes: Buffer): string => createHash('md5').update(bytes).digest('base64');

describe('two files of a dossier', () => {
  it('arrive byte for byte, in one request, and DN’s token goes nowhere', async () => {
    const origin = await demarches.openStorage();
    demarches.control({ type: 'set_file_origin', origin });
    demarches.control({ type: 'reset_stats' });
    const { source, store, document, files } = await sides();
    const before = grist.stats().requests;
    expect(await store.attach(uploads(source, files))).toEqual([1, 2]);
    expect(grist.stats().requests - before).toBe(1);
    expect(document.attachments().map(({ filename, bytes }) => [filename, md5(bytes)])).toEqual(
      files.map(({ filename, checksum }) => [filename, checksum]),
    );
    expect(demarches.stats().files).toEqual({ requests: 2, bytes: 300_700, authorized: 0 });
  });

  it('drop by drop, and after a storage that was twice in trouble', async () => {
    demarches.control({
      type: 'set_file_faults',
      rules: [
        { filename: 'plan.png', times: 2, fault: { type: 'status', status: 503 } },
        { filename: 'devis été.pdf', fault: { type: 'slow', bytes: 50_000, ms: 5 } },
      ],
    });
    const { source, store, document, files } = await sides();
    await store.attach(uploads(source, files));
    expect(document.attachments().map(({ bytes }) => md5(bytes))).toEqual(
      files.map(({ checksum }) => checksum),
    );
  });
});

describe('nothing is kept, not even of the file before, and the failure is the source’s', () => {
  it.each<readonly [FileFault, string, Readonly<Record<string, unknown>>]>([
    [{ type: 'status', status: 403 }, 'PIECE_INTROUVABLE', { status: 403 }],
    [{ type: 'status', status: 404 }, 'PIECE_INTROUVABLE', { status: 404 }],
    [{ type: 'status', status: 503 }, 'DS_INDISPONIBLE', { status: 503 }],
    [{ type: 'cut' }, 'PIECE_ALTEREE', { reason: 'cut' }],
    [{ type: 'cut', before: true }, 'RESEAU_COUPURE', {}],
    [{ type: 'longer', bytes: 1 }, 'PIECE_ALTEREE', { reason: 'longer' }],
    [{ type: 'html' }, 'PIECE_ALTEREE', { reason: 'shorter' }],
    [{ type: 'redirect', to: 'https://ailleurs.exemple.fr/' }, 'RESEAU_REDIRECTION', { crossOrigin: true }],
  ])('%j: %s', async (fault, code, facts) => {
    demarches.control({ type: 'set_file_faults', rules: [{ filename: 'plan.png', fault }] });
    const { source, store, document, files } = await sides();
    const failure = await failureOf(store, uploads(source, files));
    expect(failure).toMatchObject({ code, facts });
    expect(JSON.stringify([failure.message, failure.facts])).not.toContain('/fichiers/');
    expect(document.attachments()).toEqual([]);
    expect(document.history()).toBe(1);
  });

  it('a site that is not of the instance’s files', async () => {
    demarches.control({ type: 'set_file_origin', origin: 'https://ailleurs.exemple.fr' });
    const { source, store, document, files } = await sides({ fileOrigins: ['https://fichiers.exemple.fr'] });
    const failure = await failureOf(store, uploads(source, files));
    expect(failure).toMatchObject({
      code: 'PIECE_SITE_NON_AUTORISE',
      facts: { site: 'ailleurs.exemple.fr' },
    });
    expect(document.attachments()).toEqual([]);
  });

  it('other bytes of the same length pass: it is for whoever knows the checksum to tell', async () => {
    demarches.control({ type: 'set_file_faults', rules: [{ fault: { type: 'other_bytes' } }] });
    const { source, store, document, files } = await sides();
    await store.attach(uploads(source, files));
    expect(document.attachments().map(({ bytes }) => bytes.length)).toEqual([300_000, 700]);
    expect(document.attachments().map(({ bytes }) => md5(bytes))).not.toContain(files[0]?.checksum);
  });

  it('a Grist that refuses lets the download go, and the document’s place', async () => {
    grist.fault({
      ...{ method: 'POST', path: '/attachments' },
      fault: {
        type: 'status',
        status: 413,
        when: 'before',
        body: { error: 'Exceeded attachments limit for document' },
      },
    });
    const { source, store, files } = await sides();
    expect((await failureOf(store, uploads(source, files))).code).toBe('GRIST_PIECES_PLEIN');
    expect(await store.attach(uploads(source, files))).toEqual([1, 2]);
  });
});
