// The Ledger on a real Postgres: what it remembers is what was written, and it moves only when it should.

import { describe, expect, it } from 'vitest';
import type { KnownDossier, RunHandle } from '../run/ports';
import { openLedger } from './ledger';
import { testDatabase } from './testing/database';
import {
  BINDINGS,
  batch,
  COMMIT,
  checkpoint,
  dossier,
  identity,
  NO_COUNTS,
  proof,
  SUCCESS,
  testClock,
} from './testing/samples';

const store = testDatabase();

async function startedRun(linkIdentity = identity()) {
  const clock = testClock();
  const ledger = openLedger(store.database(), clock);
  const link = await ledger.openLink(linkIdentity);
  const begun = await ledger.beginRun({ linkId: link.id, kind: 'sync', trigger: 'cli' });
  if (begun.status === 'busy') throw new Error('the link of this test is busy');
  return { clock, ledger, linkId: link.id, handle: begun.handle };
}

async function again(started: Awaited<ReturnType<typeof startedRun>>): Promise<RunHandle> {
  const begun = await started.ledger.beginRun({ linkId: started.linkId, kind: 'sync', trigger: 'cli' });
  if (begun.status === 'busy') throw new Error('the link of this test is busy');
  return begun.handle;
}

async function everyDossier(slices: AsyncIterable<readonly KnownDossier[]>) {
  const all: KnownDossier[] = [];
  for await (const slice of slices) all.push(...slice);
  return all;
}

describe('links', () => {
  it('is created once, whoever asks and however many at once', async () => {
    const ledger = openLedger(store.database(), testClock());
    const wanted = identity();
    const links = await Promise.all(Array.from({ length: 20 }, () => ledger.openLink(wanted)));
    expect(new Set(links.map(({ id }) => id)).size).toBe(1);
    expect(links[0]).toEqual({
      ...wanted,
      id: links[0]?.id,
      bindings: { tables: [] },
      cursor: {
        watermark: null,
        checkpoint: null,
        tombstones: null,
        activeRevisionId: null,
        scopeFingerprint: null,
        sharedFingerprint: null,
        census: null,
        full: null,
        pendingRebase: null,
      },
    });
  });

  it('is another one for another démarche, instance or document', async () => {
    const ledger = openLedger(store.database(), testClock());
    const wanted = identity();
    const ids = await Promise.all(
      [
        wanted,
        { ...wanted, demarche: 99 },
        { ...wanted, sourceUrl: 'https://autre.example' },
        { ...wanted, destinationUrl: 'https://autre.example' },
        { ...wanted, document: 'autre' },
      ].map(async (one) => (await ledger.openLink(one)).id),
    );
    expect(new Set(ids).size).toBe(5);
  });

  it.each(['', 'pas-un-identifiant', '00000000-0000-4000-8000-000000000000'])(
    'refuses to read the link « %s », which does not exist',
    async (linkId) => {
      const ledger = openLedger(store.database(), testClock());
      await expect(ledger.readLink(linkId)).rejects.toMatchObject({ code: 'LIAISON_INCONNUE' });
      await expect(ledger.beginRun({ linkId, kind: 'sync', trigger: 'cli' })).rejects.toMatchObject({
        code: 'LIAISON_INCONNUE',
      });
    },
  );
});

describe('bindings', () => {
  it('come back as they were saved', async () => {
    const { ledger, linkId, handle } = await startedRun();
    await ledger.saveBindings(handle, BINDINGS);
    expect((await ledger.readLink(linkId)).bindings).toEqual(BINDINGS);
  });

  it('make the link the owner of its tables, in its own document only', async () => {
    const mine = await startedRun();
    await mine.ledger.saveBindings(mine.handle, BINDINGS);
    await mine.ledger.finishRun(mine.handle, SUCCESS, COMMIT);
    const { document } = await mine.ledger.readLink(mine.linkId);
    const neighbour = await startedRun(identity({ document, demarche: 5678 }));
    const elsewhere = await startedRun(identity({ demarche: 5678 }));
    expect(await neighbour.ledger.otherOwners(neighbour.linkId, [7, 8])).toEqual([
      { linkId: mine.linkId, demarche: 1234, tableRef: 7 },
    ]);
    expect(await elsewhere.ledger.otherOwners(elsewhere.linkId, [7, 9])).toEqual([]);
    expect(await mine.ledger.otherOwners(mine.linkId, [7, 9])).toEqual([]);
  });

  it('are refused, and change nothing, when another link owns one of the tables', async () => {
    const mine = await startedRun();
    await mine.ledger.saveBindings(mine.handle, BINDINGS);
    await mine.ledger.finishRun(mine.handle, SUCCESS, COMMIT);
    const { document } = await mine.ledger.readLink(mine.linkId);
    const other = await startedRun(identity({ document, demarche: 5678 }));
    const claimed = { tables: [{ key: 'dossiers' as const, ref: 9, id: 'Autre', columns: [] }] };
    await expect(other.ledger.saveBindings(other.handle, claimed)).rejects.toMatchObject({
      code: 'GRIST_TABLES_DEJA_LIEES',
    });
    expect((await other.ledger.readLink(other.linkId)).bindings).toEqual({ tables: [] });
  });

  it('own nothing where their tables were deleted in Grist', async () => {
    const { ledger, linkId, handle } = await startedRun();
    const deleted = {
      tables: (['avis', 'pieces'] as const).map((key) => ({ key, ref: 0, id: key, columns: [] })),
    };
    await ledger.saveBindings(handle, deleted);
    expect((await ledger.readLink(linkId)).bindings).toEqual(deleted);
  });

  it('give back the tables that they no longer name', async () => {
    const mine = await startedRun();
    await mine.ledger.saveBindings(mine.handle, BINDINGS);
    await mine.ledger.saveBindings(mine.handle, { tables: [] });
    await mine.ledger.finishRun(mine.handle, SUCCESS, COMMIT);
    const { document } = await mine.ledger.readLink(mine.linkId);
    const other = await startedRun(identity({ document, demarche: 5678 }));
    await other.ledger.saveBindings(other.handle, BINDINGS);
    expect((await other.ledger.readLink(other.linkId)).bindings).toEqual(BINDINGS);
  });
});

describe('dossiers', () => {
  it('are known exactly as written, and replaced when they change', async () => {
    const { ledger, linkId, handle } = await startedRun();
    const odd = dossier(2, {
      fingerprint: 'a,"b"\\{}\n',
      revisionId: null,
      light: null,
      presence: 'pending',
      missingSince: '2026-03-02T08:00:00.000Z',
    });
    await ledger.commitBatch(handle, batch({ dossiers: [dossier(1), odd] }));
    await ledger.commitBatch(
      handle,
      batch({ dossiers: [dossier(1, { presence: 'absent', light: 'autre' })] }),
    );
    expect(await ledger.known(linkId, [1, 2, 3])).toEqual(
      new Map([
        [1, dossier(1, { presence: 'absent', light: 'autre' })],
        [2, odd],
      ]),
    );
    expect(await ledger.known(linkId, [])).toEqual(new Map());
  });

  it('listed twice in a batch are kept as last read', async () => {
    const { ledger, linkId, handle } = await startedRun();
    await ledger.commitBatch(
      handle,
      batch({ dossiers: [dossier(1), dossier(1, { version: '2026-03-02T09:00:00+01:00' })] }),
    );
    expect((await ledger.known(linkId, [1])).get(1)?.version).toBe('2026-03-02T09:00:00+01:00');
  });

  it('of one link are unknown to another', async () => {
    const first = await startedRun();
    const second = await startedRun();
    await first.ledger.commitBatch(first.handle, batch({ dossiers: [dossier(1)] }));
    expect(await second.ledger.known(second.linkId, [1])).toEqual(new Map());
    expect(await everyDossier(second.ledger.allKnown(second.linkId))).toEqual([]);
  });

  it('are written ten thousand at once, and streamed back whole, in order, in slices', async () => {
    const { ledger, linkId, handle } = await startedRun();
    const many = Array.from({ length: 10_000 }, (_, index) => dossier(30_000 - index * 3));
    await ledger.commitBatch(handle, batch({ dossiers: many }));
    const slices: number[] = [];
    const numbers: number[] = [];
    for await (const slice of ledger.allKnown(linkId)) {
      slices.push(slice.length);
      numbers.push(...slice.map(({ number }) => number));
    }
    expect(numbers).toEqual(many.map(({ number }) => number).reverse());
    expect(slices.length).toBeGreaterThan(2);
    expect(Math.max(...slices)).toBeLessThan(10_000);
  });

  it('read again unchanged are not rewritten on disk', async () => {
    const { ledger, linkId, handle } = await startedRun();
    const read = batch({ dossiers: [dossier(1), dossier(2)] });
    const places = () =>
      store.sql(
        'SELECT number, ctid::text, xmin::text FROM link_dossier WHERE link_id = $1 ORDER BY number',
        [linkId],
      );
    await ledger.commitBatch(handle, read);
    const before = await places();
    await ledger.commitBatch(handle, read);
    expect(await places()).toEqual(before);
    await ledger.commitBatch(handle, batch({ dossiers: [dossier(1, { revisionId: null })] }));
    expect(await places()).not.toEqual(before);
  });
});

describe('failures', () => {
  it('stay open, oldest first, until they are healed', async () => {
    const started = await startedRun();
    const { ledger, linkId, handle, clock } = started;
    await ledger.commitBatch(
      handle,
      batch({ failures: [{ number: 8, code: 'GRIST_DOSSIER_REFUSE', facts: { status: 400 } }] }),
    );
    clock.advance(1_000);
    await ledger.commitBatch(
      handle,
      batch({
        failures: [
          { number: 3, code: 'DS_DOSSIER_ILLISIBLE', facts: {} },
          { number: 8, code: 'DS_DOSSIER_ILLISIBLE', facts: { again: true } },
        ],
      }),
    );
    expect(await ledger.failures(linkId)).toEqual([
      { number: 8, code: 'DS_DOSSIER_ILLISIBLE', facts: { again: true } },
      { number: 3, code: 'DS_DOSSIER_ILLISIBLE', facts: {} },
    ]);
    const [kept] = await store.sql(
      'SELECT attempts, first_seen_at, last_seen_at FROM dossier_failure WHERE number = 8',
    );
    expect(kept).toEqual({
      attempts: 2,
      first_seen_at: new Date('2026-03-02T08:00:00Z'),
      last_seen_at: new Date('2026-03-02T08:00:01Z'),
    });
    await ledger.commitBatch(handle, batch({ dossiers: [dossier(8)], healed: [8, 999] }));
    expect((await ledger.failures(linkId)).map(({ number }) => number)).toEqual([3]);
  });

  it('healed and met again in one batch is open', async () => {
    const { ledger, linkId, handle } = await startedRun();
    const failure = { number: 5, code: 'GRIST_DOSSIER_REFUSE', facts: {} } as const;
    await ledger.commitBatch(handle, batch({ failures: [failure], healed: [5] }));
    expect(await ledger.failures(linkId)).toEqual([failure]);
  });

  it('of unnamed dossiers are told apart by what is known of them', async () => {
    const { ledger, linkId, handle } = await startedRun();
    const first = { number: null, code: 'DS_DOSSIER_ILLISIBLE', facts: { cursor: 'a', page: 1 } } as const;
    const second = { ...first, facts: { cursor: 'b', page: 1 } };
    const firstAgain = { ...first, facts: { page: 1, cursor: 'a' } };
    await ledger.commitBatch(handle, batch({ failures: [first, second] }));
    await ledger.commitBatch(handle, batch({ failures: [firstAgain] }));
    expect(await ledger.failures(linkId)).toHaveLength(2);
  });

  it('of unnamed dossiers are over only after a whole reading that did not meet them', async () => {
    const started = await startedRun();
    const { ledger, linkId } = started;
    const unnamed = { number: null, code: 'DS_DOSSIER_ILLISIBLE', facts: { cursor: 'a' } } as const;
    const run = async (handle: RunHandle, full: boolean, startedAt: string, met: boolean) => {
      const at = checkpoint({ full, startedAt });
      await ledger.commitBatch(handle, batch({ checkpoint: at, failures: met ? [unnamed] : [] }));
      await ledger.finishRun(handle, SUCCESS, COMMIT);
      return (await ledger.failures(linkId)).length;
    };
    expect(await run(started.handle, true, '2026-03-02T08:00:00Z', true)).toBe(1);
    // A delta reads only what changed: not meeting the dossier there says nothing.
    expect(await run(await again(started), false, '2026-03-03T08:00:00Z', false)).toBe(1);
    expect(await run(await again(started), true, '2026-03-04T08:00:00Z', false)).toBe(0);
  });

  it('of unnamed dossiers survive the restart of the whole reading that met them', async () => {
    const started = await startedRun();
    const { ledger, linkId, handle } = started;
    const unnamed = { number: null, code: 'DS_DOSSIER_ILLISIBLE', facts: {} } as const;
    const reading = checkpoint({ full: true });
    await ledger.commitBatch(handle, batch({ checkpoint: reading, failures: [unnamed] }));
    await ledger.finishRun(handle, { ...SUCCESS, status: 'interrompu' }, null);
    const resumed = await again(started);
    await ledger.commitBatch(resumed, batch({ checkpoint: { ...reading, after: 'plus loin' } }));
    await ledger.finishRun(resumed, SUCCESS, COMMIT);
    expect(await ledger.failures(linkId)).toEqual([unnamed]);
  });

  it('with a code that this version no longer has are still listed', async () => {
    const { ledger, linkId, handle } = await startedRun();
    await ledger.commitBatch(handle, batch({ failures: [{ number: 1, code: 'RESEAU_JSON', facts: {} }] }));
    await store.sql(`UPDATE dossier_failure SET code = 'CODE_RETIRE' WHERE link_id = $1`, [linkId]);
    expect(await ledger.failures(linkId)).toEqual([{ number: 1, code: 'ERREUR_INATTENDUE', facts: {} }]);
  });
});

describe('the cursor', () => {
  it('advances with a batch as far as its checkpoint, and whole at the end of a complete run', async () => {
    const { ledger, linkId, handle } = await startedRun();
    const at = checkpoint();
    await ledger.commitBatch(handle, batch({ checkpoint: at }));
    await ledger.commitBatch(handle, batch({ dossiers: [dossier(1)] }));
    expect((await ledger.readLink(linkId)).cursor).toMatchObject({ checkpoint: at, watermark: null });
    await ledger.finishRun(handle, SUCCESS, COMMIT);
    expect((await ledger.readLink(linkId)).cursor).toEqual({ ...COMMIT, checkpoint: null });
  });

  it('stays where it is when a run ends without commit', async () => {
    const started = await startedRun();
    const { ledger, linkId } = started;
    await ledger.finishRun(started.handle, SUCCESS, COMMIT);
    const handle = await again(started);
    const at = checkpoint({ after: 'milieu' });
    await ledger.commitBatch(handle, batch({ checkpoint: at }));
    await ledger.finishRun(handle, { ...SUCCESS, status: 'echoue', code: 'DS_INDISPONIBLE' }, null);
    expect((await ledger.readLink(linkId)).cursor).toEqual({ ...COMMIT, checkpoint: at });
  });

  it('is the same instant whatever offset it was written with', async () => {
    const { ledger, linkId, handle } = await startedRun();
    await ledger.finishRun(handle, SUCCESS, { ...COMMIT, watermark: '2026-10-25T02:30:00+02:00' });
    expect((await ledger.readLink(linkId)).cursor.watermark).toBe('2026-10-25T00:30:00.000Z');
  });
});

describe('a batch', () => {
  it('is written whole or not at all', async () => {
    const { ledger, linkId, handle } = await startedRun();
    const impossible = batch({
      dossiers: [dossier(1)],
      failures: [{ number: 2, code: 'RESEAU_JSON', facts: {} }],
      checkpoint: checkpoint(),
      counts: { ...NO_COUNTS, read: 2_147_483_648 },
    });
    await expect(ledger.commitBatch(handle, impossible)).rejects.toThrow();
    expect(await ledger.known(linkId, [1])).toEqual(new Map());
    expect(await ledger.failures(linkId)).toEqual([]);
    expect((await ledger.readLink(linkId)).cursor.checkpoint).toBeNull();
  });
});

describe('history', () => {
  it('adds up the batches, and its end counts none of them down: who tells it may have been killed meanwhile', async () => {
    const { ledger, handle, clock } = await startedRun();
    const counts = { ...NO_COUNTS, read: 100, added: 90, failed: 1 };
    await ledger.commitBatch(handle, batch({ counts }));
    await ledger.commitBatch(handle, batch({ counts }));
    const row = async () =>
      (await store.sql('SELECT * FROM run WHERE id = $1', [handle.runId])).map(
        ({ read, added, failed, status, code, ended_at }) => ({
          read,
          added,
          failed,
          status,
          code,
          ended_at,
        }),
      )[0];
    expect(await row()).toEqual({
      read: 200,
      added: 180,
      failed: 2,
      status: 'en_cours',
      code: null,
      ended_at: null,
    });
    clock.advance(5_000);
    await ledger.finishRun(handle, SUCCESS, COMMIT);
    expect(await row()).toEqual({
      ...{ read: 200, added: 180, failed: 0, status: 'reussi', code: null },
      ended_at: new Date('2026-03-02T08:00:05Z'),
    });
    const [{ traffic } = {}] = await store.sql('SELECT traffic FROM run WHERE id = $1', [handle.runId]);
    expect(traffic).toEqual(SUCCESS.traffic);
  });

  it.each([
    [{ tables: 2 }, { tables: 2 }],
    [
      ['a', 1, null],
      ['a', 1, null],
    ],
    [null, null],
    [0, 0],
    ['texte', 'texte'],
  ])('keeps the note %j, the last one under its name', async (value, found) => {
    const { ledger, handle } = await startedRun();
    await ledger.note(handle, 'structure', 'ancienne');
    await ledger.note(handle, 'structure', value);
    expect(await ledger.recall(handle, 'structure')).toEqual(found);
    expect(await ledger.recall(handle, 'autre')).toBeUndefined();
  });
});

describe('proofs', () => {
  it('gives back the last finished statement of each depth, the first of all, and how many dossiers are known', async () => {
    const started = await startedRun();
    const { ledger, linkId, handle } = started;
    const nothing = { comptes: null, legere: null, complete: null, first: null, known: 0 };
    expect(await ledger.lastProofs(linkId)).toEqual(nothing);
    await ledger.commitBatch(handle, batch({ dossiers: [dossier(1), dossier(2, { presence: 'deleted' })] }));
    const old = proof({ provedAt: '2026-03-01T08:00:00.000Z', differences: 4 });
    await ledger.recordProof(handle, proof());
    await ledger.recordProof(handle, old);
    await ledger.finishRun(handle, SUCCESS, COMMIT);
    const second = await again(started);
    const recent = proof({
      provedAt: '2026-03-05T08:00:00.000Z',
      repaired: 2,
      late: 1,
      unreadable: 3,
      awaitedFiles: 4,
    });
    await ledger.recordProof(second, recent);
    await ledger.finishRun(second, SUCCESS, COMMIT);
    const third = await again(started);
    await ledger.recordProof(third, proof({ provedAt: '2026-03-06T08:00:00.000Z', complete: false }));
    await ledger.finishRun(third, SUCCESS, COMMIT);
    const fourth = await again(started);
    const counted = proof({ depth: 'comptes', provedAt: '2026-03-04T08:00:00.000Z', root: null });
    await ledger.recordProof(fourth, counted);
    expect(await ledger.lastProofs(linkId)).toEqual({
      ...{ comptes: counted, legere: recent, complete: null },
      ...{ first: '2026-03-01T08:00:00.000Z', known: 2 },
    });
    const other = await startedRun();
    expect(await other.ledger.lastProofs(other.linkId)).toEqual(nothing);
  });
});
