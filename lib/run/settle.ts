// Settle: the rows that belong to no dossier, then the commit that alone moves the watermark.

import { readyOf } from '../sync/mirrored';
import { planRows } from '../sync/plan';
import { fingerprintRows } from './fingerprint';
import { earliest, latest } from './instants';
import type { Checkpoint, LinkCommit, UpkeepCursor } from './ports';
import type { Workshop } from './workshop';
import { failuresOf, rereading, writeHeld } from './writer';

export type Settled = { readonly commit: LinkCommit; readonly sharedFailed: number };

/** Grist: nothing when the instructeurs have not changed, else 1 read and 1 write. */
export async function settle(
  workshop: Workshop,
  checkpoint: Checkpoint,
  tombstones: string,
  kept: UpkeepCursor & { readonly activeRevisionId: string | null },
): Promise<Settled> {
  workshop.ports.journal.write({ type: 'phase', phase: 'cloture' });
  const link = await workshop.link();
  // A reading of everything compares everything: what the Ledger remembers proves nothing then.
  const before = checkpoint.compares ? null : link.cursor.sharedFingerprint;
  const shared = await settleShared(workshop, before);
  const seen = latest(checkpoint.maxSeen, link.cursor.watermark);
  return {
    sharedFailed: shared.failed,
    commit: {
      watermark: seen === null ? checkpoint.startedAt : earliest(seen, checkpoint.startedAt),
      tombstones,
      scopeFingerprint: checkpoint.scopeFingerprint,
      sharedFingerprint: shared.fingerprint,
      ...kept,
    },
  };
}

/** Writes the rows that belong to no dossier, unless their fingerprint is `before`. */
export async function settleShared(
  workshop: Workshop,
  before: string | null,
): Promise<{ readonly fingerprint: string | null; readonly failed: number }> {
  const { destination } = workshop.ports;
  const { shape, marking, mirrored } = await workshop.form();
  const fingerprint = fingerprintRows(shape.sharedRows, marking);
  if (fingerprint === before) return { fingerprint, failed: 0 };
  const failed = await rereading(workshop, async () => {
    const tables = (await workshop.tables()).filter(({ dossierColumn }) => dossierColumn === null);
    let count = 0;
    for (const table of tables) {
      const found = [];
      const columns = table.columns.map(({ key }) => key);
      for await (const rows of destination.scan(table, columns)) found.push(...rows);
      const wanted = shape.sharedRows.filter((row) => row.table === table.key);
      const ready = readyOf([{ dossier: null, rows: wanted }], mirrored, new Map());
      const plan = planRows([table], ready, found, workshop.isVolatile);
      const due = plan.dossiers.filter(({ operations }) => operations.length > 0);
      if (due.length > 0) count += failuresOf(await writeHeld(workshop, [table], due)).length;
    }
    return count;
  });
  return { fingerprint: failed > 0 ? before : fingerprint, failed };
}
