// The files of a link as the Ledger keeps them: wanted, copied, named by a cell, forgotten.

import { describe, expect, it } from 'vitest';
import type { RunHandle, ToldFile } from '../run/ports';
import type { FileCopy } from '../sync/model/file-copy';
import { openLedger } from './ledger';
import { testDatabase } from './testing/database';
import { batch, dossier, identity, testClock } from './testing/samples';

const db = testDatabase();

const file = (key: string, bytes: number | null = 10): ToldFile => ({
  ...{ key, bytes, isMirrored: true },
});
const copy = (number: number, key: string, attachment: number): FileCopy & { readonly dossier: number } => ({
  ...{ dossier: number, key, attachment, bytes: 12, sha1: `sha-${key}` },
});

async function desk() {
  const ledger = openLedger(db.database(), testClock());
  const { id } = await ledger.openLink(identity());
  const begun = await ledger.beginRun({ linkId: id, kind: 'sync', trigger: 'cli' });
  if (begun.status === 'busy') throw new Error('busy');
  return { ledger, id, handle: begun.handle };
}

describe('files of a link', () => {
  it('are awaited until a cell names their copy, and counted', async () => {
    const { ledger, id, handle } = await desk();
    const files = new Map([
      [1, [file('a'), file('b', null)]],
      [2, []],
    ]);
    await ledger.commitBatch(handle, batch({ dossiers: [dossier(1), dossier(2)], files }));
    expect(await ledger.fileStanding(id)).toEqual({
      ...{ copied: 0, copiedBytes: 0, awaited: 2 },
    });
    expect(await ledger.copies(id, [1, 2])).toEqual(new Map());
    await ledger.keepCopies(handle, [copy(1, 'a', 7), copy(1, 'b', 8), copy(2, 'inconnue', 9)]);
    expect(await ledger.copies(id, [1, 2])).toEqual(
      new Map([
        [
          1,
          expect.arrayContaining([
            { key: 'a', attachment: 7, sha1: 'sha-a', bytes: 12 },
            { key: 'b', attachment: 8, sha1: 'sha-b', bytes: 12 },
          ]),
        ],
      ]),
    );
    // Copied, and no cell names them yet.
    expect(await ledger.awaitingFiles(id)).toEqual([1]);
    await ledger.commitBatch(handle, batch({ dossiers: [dossier(1)], files }));
    expect(await ledger.awaitingFiles(id)).toEqual([]);
    expect(await ledger.fileStanding(id)).toEqual({
      ...{ copied: 2, copiedBytes: 24, awaited: 0 },
    });
  });

  it('keep their copies when the dossier is read again, lose those it no longer has', async () => {
    const { ledger, id, handle } = await desk();
    await ledger.wantFiles(handle, new Map([[1, [file('a'), file('b')]]]));
    await ledger.keepCopies(handle, [copy(1, 'a', 7), copy(1, 'b', 8)]);
    await ledger.wantFiles(handle, new Map([[1, [file('b'), file('c')]]]));
    const [found] = [...(await ledger.copies(id, [1])).values()];
    expect(found?.map(({ key, attachment }) => [key, attachment])).toEqual([['b', 8]]);
    await ledger.forgetCopies(handle, [{ dossier: 1, key: 'b' }]);
    expect(await ledger.copies(id, [1])).toEqual(new Map());
  });

  it('are counted by run as they are copied', async () => {
    const { ledger, handle } = await desk();
    expect(await ledger.copiedBy(handle)).toEqual({ copied: 0, copiedBytes: 0 });
    await ledger.wantFiles(handle, new Map([[1, [file('a'), file('b'), file('c')]]]));
    await ledger.keepCopies(handle, [copy(1, 'a', 7), { ...copy(1, 'b', 8), bytes: 5_000_000_000 }]);
    await ledger.keepCopies(handle, []);
    await ledger.keepCopies(handle, [copy(1, 'c', 9)]);
    expect(await ledger.copiedBy(handle)).toEqual({ copied: 3, copiedBytes: 5_000_000_024 });
  });

  it('of a field that is not mirrored: a copy is remembered, nothing is awaited, until the dossier has it no more', async () => {
    const { ledger, id, handle } = await desk();
    const aside = (key: string): ToldFile => ({ ...file(key), isMirrored: false });
    const tell = (...files: readonly ToldFile[]) =>
      ledger.commitBatch(handle, batch({ dossiers: [dossier(1)], files: new Map([[1, files]]) }));
    const keys = async () => (await ledger.copies(id, [1])).get(1)?.map(({ key }) => key);
    await tell(file('a'), file('b'));
    await ledger.keepCopies(handle, [copy(1, 'a', 7)]);
    await tell(aside('a'), aside('b'), aside('c'));
    expect(await keys()).toEqual(['a']);
    expect(await ledger.fileStanding(id)).toEqual({ copied: 1, copiedBytes: 12, awaited: 0 });
    await tell(file('a'), file('b'));
    expect(await ledger.fileStanding(id)).toMatchObject({ copied: 1, awaited: 1 });
    await tell(aside('b'));
    expect(await keys()).toBeUndefined();
  });

  it('lose the copies of those that are named, even when another file has the same id', async () => {
    const { ledger, id, handle } = await desk();
    await ledger.wantFiles(
      handle,
      new Map([
        [1, [file('a')]],
        [2, [file('a')]],
      ]),
    );
    // Grist gives ids again once it has thrown their attachments away: the first one is no longer there.
    await ledger.keepCopies(handle, [copy(1, 'a', 7), copy(2, 'a', 7)]);
    await ledger.forgetCopies(handle, [{ dossier: 1, key: 'a' }]);
    expect([...(await ledger.copies(id, [1, 2])).keys()]).toEqual([2]);
  });

  it('are awaited by live dossiers without an open failure only, in order', async () => {
    const { ledger, id, handle } = await desk();
    const numbers = [5, 3, 4, 6];
    await ledger.commitBatch(
      handle,
      batch({
        dossiers: numbers.map((number) => dossier(number, number === 4 ? { presence: 'deleted' } : {})),
        files: new Map(numbers.map((number) => [number, [file('a')]])),
        failures: [{ number: 6, code: 'PIECE_ALTEREE', facts: {} }],
      }),
    );
    expect(await ledger.awaitingFiles(id)).toEqual([3, 5]);
  });

  it('keep the failure of one until it is copied, and not after its dossier left', async () => {
    const { ledger, id, handle } = await desk();
    const numbers = [1, 2, 3];
    const files = new Map(numbers.map((number) => [number, [file('a')] as const]));
    const failures = [
      { number: 1, code: 'PIECE_ALTEREE' as const, facts: {} },
      { number: 2, code: 'DS_DOSSIER_ILLISIBLE' as const, facts: {} },
      { number: 3, code: 'PIECE_INTROUVABLE' as const, facts: {} },
    ];
    const dossiers = numbers.map((number) => dossier(number));
    await ledger.commitBatch(handle, batch({ dossiers, files, failures }));
    await ledger.commitBatch(handle, batch({ dossiers, healed: numbers }));
    expect((await ledger.failures(id)).map(({ number }) => number)).toEqual([1, 3]);
    await ledger.keepCopies(handle, [copy(1, 'a', 7)]);
    await ledger.commitBatch(
      handle,
      batch({ dossiers, files: new Map([[1, [file('a')]]]), healed: numbers }),
    );
    expect((await ledger.failures(id)).map(({ number }) => number)).toEqual([3]);
    const left = [dossier(3, { presence: 'out_of_scope' })];
    await ledger.commitBatch(handle, batch({ dossiers: left, healed: [3] }));
    expect(await ledger.failures(id)).toEqual([]);
  });

  it('are not touched by a run that lost its lease, and go with the link', async () => {
    const { ledger, id, handle } = await desk();
    await ledger.wantFiles(handle, new Map([[1, [file('a')]]]));
    const stale: RunHandle = { ...handle, fence: handle.fence - 1 };
    for (const write of [
      () => ledger.wantFiles(stale, new Map([[1, []]])),
      () => ledger.keepCopies(stale, [copy(1, 'a', 7)]),
      () => ledger.forgetCopies(stale, [{ dossier: 1, key: 'a' }]),
    ]) {
      await expect(write()).rejects.toMatchObject({ code: 'BAIL_PERDU' });
    }
    await db.database().client.$executeRaw`DELETE FROM link WHERE id = ${id}::uuid`;
    const rows = await db.database().client.$queryRaw`SELECT * FROM link_file WHERE link_id = ${id}::uuid`;
    expect(rows).toEqual([]);
  });
});
