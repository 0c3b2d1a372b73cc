// Files copied from one end to the other: both simulators over real HTTP, a real Postgres, every field of files. What
// counts is the content: each cell's attachments, byte for byte, against what Démarche numérique holds.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLedger } from '../../lib/store/ledger';
import { testDatabase } from '../../lib/store/testing/database';
import { type DemarchesSimulator, startDemarches } from '../../simulators/demarches/start';
import { type Simulator, startGrist } from '../../simulators/grist/start';
import { contentsOf } from './testing/cells';
import { expectedOf, type FilesStage, openFilesStage } from './testing/stage';

const store = testDatabase();
let dn: DemarchesSimulator;
let grist: Simulator;
let stage: FilesStage;

beforeEach(async () => {
  [dn, grist] = await Promise.all([
    startDemarches({ preset: 'demo', dossiers: 16, seed: 5, rateLimit: null }),
    startGrist(),
  ]);
  stage = openFilesStage(dn, grist, openLedger(store.database(), { now: () => Date.now() }));
});
afterEach(async () => {
  await dn.close();
  await grist.close();
});

function expectEqual(): void {
  const cells = contentsOf(grist.document());
  let files = 0;
  for (const dossier of dn.truth()) {
    const wanted = expectedOf(dossier, stage.mirrored);
    files += wanted.length;
    expect([dossier.number, cells.get(dossier.number) ?? []]).toEqual([dossier.number, wanted]);
  }
  expect(files).toBeGreaterThan(40);
}

describe('files copied', () => {
  it('are in the cells of their dossiers, byte for byte, and a second run moves nothing', async () => {
    const first = await stage.sync();
    expect(first.counts.added).toBe(16);
    expect(first.files?.copied).toBeGreaterThan(40);
    expectEqual();
    const attachments = grist.document().attachments().length;
    expect(attachments).toBe(first.files?.copied);
    const history = grist.document().history();
    const second = await stage.sync();
    expect(second.files).toMatchObject({ copied: 0 });
    expect(second.counts).toMatchObject({ added: 0, updated: 0 });
    expect(grist.document().history()).toBe(history);
    expect(grist.document().attachments()).toHaveLength(attachments);
    expect((await stage.verify()).differenceCount).toBe(0);
  });

  it('are asked of their site once each, and sent several a request', async () => {
    const report = await stage.sync();
    const copied = report.files?.copied ?? 0;
    const { requests } = grist.stats();
    expect(requests).toBeLessThan(20 + Math.ceil(copied / 10));
  });

  it('that are thrown away by hand are found missing, copied again, and nothing else', async () => {
    const first = await stage.sync();
    const [gone] = grist.document().attachments();
    grist.document().removeAttachments([gone?.id ?? 0]);
    expect((await stage.verify()).differenceCount).toBe(1);
    const again = await stage.sync();
    expect(again.files?.copied).toBe(1);
    expectEqual();
    expect(first.files?.refused).toBe(again.files?.refused);
  });
});
