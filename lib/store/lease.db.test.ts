// One writer at a time, whatever dies, sleeps or comes back: the leases on a real Postgres, with a clock of our own.

import { describe, expect, it } from 'vitest';
import type { Ledger, RunHandle } from '../run/ports';
import { openDatabase } from './database';
import { LEASE_MS } from './lease';
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

async function linkWithClock(linkIdentity = identity()) {
  const clock = testClock();
  const ledger = openLedger(store.database(), clock);
  const { id: linkId } = await ledger.openLink(linkIdentity);
  return { clock, ledger, linkId };
}

const begin = (ledger: Ledger, linkId: string) => ledger.beginRun({ linkId, kind: 'sync', trigger: 'cli' });

async function started(ledger: Ledger, linkId: string): Promise<RunHandle> {
  const begun = await begin(ledger, linkId);
  if (begun.status === 'busy') throw new Error('busy');
  return begun.handle;
}

async function runRow(runId: string) {
  const [row] = await store.sql('SELECT status, code, started_at, ended_at, read FROM run WHERE id = $1', [
    runId,
  ]);
  return row;
}

describe('beginning a run', () => {
  it('is granted to one of many that ask at once, and the others are told which one', async () => {
    const { linkId, clock } = await linkWithClock();
    // Two processes: two pools of connections.
    const second = await openDatabase(store.url());
    try {
      const ledgers = [openLedger(store.database(), clock), openLedger(second, clock)];
      const begun = await Promise.all(
        Array.from({ length: 12 }, (_, index) =>
          begin(ledgers[index % 2] ?? openLedger(second, clock), linkId),
        ),
      );
      const winners = begun.flatMap((one) => (one.status === 'started' ? [one.handle.runId] : []));
      const told = begun.flatMap((one) => (one.status === 'busy' ? [one.runId] : []));
      expect(winners).toHaveLength(1);
      expect(new Set(told)).toEqual(new Set(winners));
      expect(await store.sql('SELECT count(*)::int AS runs FROM run WHERE link_id = $1', [linkId])).toEqual([
        { runs: 1 },
      ]);
    } finally {
      await second.close();
    }
  });

  it('is refused while another link writes in the same document, and granted in another one', async () => {
    const first = await linkWithClock();
    const { document } = await first.ledger.readLink(first.linkId);
    const neighbour = await linkWithClock(identity({ document, demarche: 5678 }));
    const elsewhere = await linkWithClock(identity({ demarche: 5678 }));
    const holder = await started(first.ledger, first.linkId);
    expect(await begin(neighbour.ledger, neighbour.linkId)).toEqual({ status: 'busy', runId: holder.runId });
    expect(await begin(elsewhere.ledger, elsewhere.linkId)).toMatchObject({ status: 'started' });
    await first.ledger.finishRun(holder, SUCCESS, COMMIT);
    expect(await begin(neighbour.ledger, neighbour.linkId)).toMatchObject({ status: 'started' });
  });

  it('of links that share documents, many at once, always comes to an end', async () => {
    const clock = testClock();
    const ledger = openLedger(store.database(), clock);
    const document = identity().document;
    const links = await Promise.all(
      [1, 2, 3, 4].map((demarche) => ledger.openLink(identity({ document, demarche }))),
    );
    for (let round = 0; round < 5; round++) {
      const begun = await Promise.all(
        [...links, ...links].map(async ({ id }) => {
          const one = await begin(ledger, id);
          if (one.status === 'busy') return 0;
          await ledger.renew(one.handle);
          await ledger.finishRun(one.handle, SUCCESS, null);
          return 1;
        }),
      );
      expect(begun.reduce<number>((sum, one) => sum + one, 0)).toBeGreaterThan(0);
    }
  });

  it('gives a fence that only grows, and that a new process does not reuse', async () => {
    const { ledger, linkId, clock } = await linkWithClock();
    const fences: number[] = [];
    for (let turn = 0; turn < 3; turn++) {
      const database = await openDatabase(store.url());
      const process = openLedger(database, clock);
      const handle = await started(process, linkId);
      fences.push(handle.fence);
      await process.finishRun(handle, SUCCESS, null);
      await database.close();
    }
    await started(ledger, linkId);
    clock.advance(LEASE_MS);
    fences.push((await started(ledger, linkId)).fence);
    expect(fences).toEqual([...new Set(fences)].sort((left, right) => left - right));
  });
});

describe('a lease', () => {
  it('is kept as long as it is renewed', async () => {
    const { ledger, linkId, clock } = await linkWithClock();
    const handle = await started(ledger, linkId);
    for (let turn = 0; turn < 4; turn++) {
      clock.advance(LEASE_MS - 1);
      await ledger.renew(handle);
    }
    clock.advance(LEASE_MS - 1);
    expect(await begin(ledger, linkId)).toEqual({ status: 'busy', runId: handle.runId });
  });

  it('is kept by writing, too', async () => {
    const { ledger, linkId, clock } = await linkWithClock();
    const handle = await started(ledger, linkId);
    clock.advance(LEASE_MS - 1);
    await ledger.commitBatch(handle, batch());
    clock.advance(LEASE_MS - 1);
    expect(await begin(ledger, linkId)).toMatchObject({ status: 'busy' });
  });

  it('that expired is still its holder’s until somebody takes it', async () => {
    const { ledger, linkId, clock } = await linkWithClock();
    const handle = await started(ledger, linkId);
    clock.advance(LEASE_MS * 100);
    await ledger.renew(handle);
    expect(await begin(ledger, linkId)).toEqual({ status: 'busy', runId: handle.runId });
  });

  it('is taken over once expired, and the dead run is recorded as interrupted at its last sign of life', async () => {
    const { ledger, linkId, clock } = await linkWithClock();
    const dead = await started(ledger, linkId);
    clock.advance(10_000);
    await ledger.commitBatch(dead, batch({ counts: { ...NO_COUNTS, read: 7 } }));
    clock.advance(LEASE_MS);
    const next = await started(ledger, linkId);
    expect(next.fence).toBeGreaterThan(dead.fence);
    expect(await runRow(dead.runId)).toEqual({
      status: 'interrompu',
      code: 'BAIL_PERDU',
      started_at: new Date('2026-03-02T08:00:00Z'),
      ended_at: new Date('2026-03-02T08:00:10Z'),
      read: 7,
    });
  });

  it('of a dead run in the same document is taken over by another link, and the dead one cannot come back', async () => {
    const first = await linkWithClock();
    const { document } = await first.ledger.readLink(first.linkId);
    const other = await linkWithClock(identity({ document, demarche: 5678 }));
    const dead = await started(first.ledger, first.linkId);
    other.clock.advance(LEASE_MS);
    const next = await started(other.ledger, other.linkId);
    expect(await runRow(dead.runId)).toMatchObject({ status: 'interrompu' });
    // It still holds the lease of its own link, which is not enough.
    await expect(first.ledger.renew(dead)).rejects.toMatchObject({ code: 'BAIL_PERDU' });
    await other.ledger.renew(next);
  });
});

describe('a run that lost its lease', () => {
  async function overtaken() {
    const setting = await linkWithClock();
    const zombie = await started(setting.ledger, setting.linkId);
    setting.clock.advance(LEASE_MS);
    const successor = await started(setting.ledger, setting.linkId);
    return { ...setting, zombie, successor };
  }

  const writes: readonly [string, (ledger: Ledger, handle: RunHandle) => Promise<void>][] = [
    ['renew', (ledger, handle) => ledger.renew(handle)],
    ['saveBindings', (ledger, handle) => ledger.saveBindings(handle, BINDINGS)],
    [
      'commitBatch',
      (ledger, handle) =>
        ledger.commitBatch(
          handle,
          batch({
            dossiers: [dossier(1)],
            failures: [{ number: 2, code: 'RESEAU_JSON', facts: {} }],
            checkpoint: checkpoint(),
          }),
        ),
    ],
    ['note', (ledger, handle) => ledger.note(handle, 'structure', 1)],
    ['recordProof', (ledger, handle) => ledger.recordProof(handle, proof())],
    ['finishRun', (ledger, handle) => ledger.finishRun(handle, SUCCESS, COMMIT)],
  ];

  it.each(writes)('writes nothing more: %s', async (_name, write) => {
    const { ledger, linkId, zombie, successor } = await overtaken();
    const before = await ledger.readLink(linkId);
    await expect(write(ledger, zombie)).rejects.toMatchObject({ code: 'BAIL_PERDU' });
    expect(await ledger.readLink(linkId)).toEqual(before);
    expect(await ledger.known(linkId, [1])).toEqual(new Map());
    expect(await ledger.failures(linkId)).toEqual([]);
    expect(await store.sql('SELECT name FROM run_note WHERE run_id = $1', [zombie.runId])).toEqual([]);
    expect(await store.sql('SELECT depth FROM proof WHERE run_id = $1', [zombie.runId])).toEqual([]);
    expect(await runRow(zombie.runId)).toMatchObject({ status: 'interrompu', code: 'BAIL_PERDU' });
    await write(ledger, successor);
  });

  it.each(writes)('is refused as well when somebody made up its number: %s', async (_name, write) => {
    const { ledger, successor } = await overtaken();
    const forged = { ...successor, fence: successor.fence - 1 };
    await expect(write(ledger, forged)).rejects.toMatchObject({ code: 'BAIL_PERDU' });
  });

  it('and writes at the very moment of the take-over never mixes with its successor', async () => {
    const { ledger, linkId, clock } = await linkWithClock();
    const zombie = await started(ledger, linkId);
    clock.advance(LEASE_MS);
    const numbers = Array.from({ length: 8 }, (_, index) => index + 1);
    const [begun, ...written] = await Promise.allSettled([
      begin(ledger, linkId),
      ...numbers.map((number) => ledger.commitBatch(zombie, batch({ dossiers: [dossier(number)] }))),
    ]);
    const kept = numbers.filter((_, index) => written[index]?.status === 'fulfilled');
    expect([...(await ledger.known(linkId, numbers)).keys()].sort()).toEqual(kept);
    if (begun.status !== 'fulfilled') throw begun.reason;
    // Either the zombie wrote first, and is alive again, or it was overtaken, and is refused from then on.
    if (begun.value.status === 'busy') await ledger.renew(zombie);
    else await expect(ledger.renew(zombie)).rejects.toMatchObject({ code: 'BAIL_PERDU' });
  });
});

describe('a crash', () => {
  it('between a batch and the end of the run loses nothing: the next run resumes from the checkpoint', async () => {
    const { ledger, linkId, clock } = await linkWithClock();
    const dead = await started(ledger, linkId);
    const at = checkpoint({ full: true, after: 'page 4' });
    await ledger.commitBatch(dead, batch({ dossiers: [dossier(1), dossier(2)], checkpoint: at }));
    // Nothing more from it: its process is gone. The database was closed, and another process opens it.
    clock.advance(LEASE_MS);
    const database = await openDatabase(store.url());
    try {
      const reopened = openLedger(database, clock);
      const next = await started(reopened, linkId);
      const link = await reopened.readLink(linkId);
      expect(link.cursor).toMatchObject({ checkpoint: at, watermark: null });
      expect((await reopened.known(linkId, [1, 2])).size).toBe(2);
      await reopened.finishRun(next, SUCCESS, COMMIT);
      expect((await ledger.readLink(linkId)).cursor).toEqual({ ...COMMIT, checkpoint: null });
    } finally {
      await database.close();
    }
  });

  it('right after the end of the run, its answer lost, lets the end be told again', async () => {
    const { ledger, linkId } = await linkWithClock();
    const handle = await started(ledger, linkId);
    await ledger.finishRun(handle, SUCCESS, COMMIT);
    const next = await started(ledger, linkId);
    await ledger.finishRun(handle, SUCCESS, { ...COMMIT, watermark: '1970-01-01T00:00:00Z' });
    expect((await ledger.readLink(linkId)).cursor.watermark).toBe(COMMIT.watermark);
    await ledger.renew(next);
    const other = { ...SUCCESS, status: 'avec_echecs' } as const;
    await expect(ledger.finishRun(handle, other, COMMIT)).rejects.toMatchObject({ code: 'BAIL_PERDU' });
  });
});
