// Rows of `proof`: the dated statements that verifications leave.

import type { Proof, ProofDepth, ProofHistory, RunHandle } from '../run/ports';
import type { Database } from './database';
import type { ProofModel } from './generated/models';
import { linkIdentifier } from './identifier';
import { instantOf } from './instants';
import { guarded } from './store-failure';
import type { Transaction } from './transaction';

/** One a run; the same run again replaces its own. */
export async function recordProof(
  tx: Transaction,
  { runId, linkId }: RunHandle,
  proof: Proof,
): Promise<void> {
  const data = { ...proof, provedAt: instantOf(proof.provedAt), linkId };
  await tx.proof.upsert({
    where: { runId },
    create: { ...data, runId },
    update: data,
    select: { runId: true },
  });
}

/** Three look-ups in the index, one count. Throws LIAISON_INCONNUE for what cannot be a link. */
export async function lastProofs(database: Database, linkId: string): Promise<ProofHistory> {
  const id = linkIdentifier(linkId);
  const { client } = database;
  const last = (depth: ProofDepth) =>
    client.proof.findFirst({
      where: { linkId: id, depth, complete: true },
      orderBy: [{ provedAt: 'desc' }, { runId: 'desc' }],
    });
  return guarded(async () => {
    const [comptes, legere, complete, first, known] = await Promise.all([
      last('comptes'),
      last('legere'),
      last('complete'),
      client.proof.aggregate({ where: { linkId: id, complete: true }, _min: { provedAt: true } }),
      client.linkDossier.count({ where: { linkId: id } }),
    ]);
    return {
      comptes: toProof(comptes, 'comptes'),
      legere: toProof(legere, 'legere'),
      complete: toProof(complete, 'complete'),
      first: first._min.provedAt?.toISOString() ?? null,
      known,
    };
  });
}

/**
 * What the last verification of the link found, as it noted it (lib/run/verification.ts), with the run that did: null when
 * none was made, or when its notes are gone (they are kept 90 days).
 */
export async function latestFindings(
  database: Database,
  linkId: string,
): Promise<{ readonly runId: string; readonly provedAt: Date; readonly value: unknown } | null> {
  const id = linkIdentifier(linkId);
  const [row] = await guarded(
    () => database.client.$queryRaw<{ runId: string; provedAt: Date; value: unknown }[]>`
      SELECT proof.run_id::text AS "runId", proved_at AS "provedAt", note.value
      FROM proof LEFT JOIN run_note AS note ON note.run_id = proof.run_id AND note.name = 'verification'
      WHERE proof.link_id = ${id}::uuid ORDER BY proved_at DESC, proof.run_id DESC LIMIT 1`,
  );
  return row === undefined || row.value === null ? null : row;
}

function toProof(row: ProofModel | null, depth: ProofDepth): Proof | null {
  if (row === null) return null;
  const { runId: _run, linkId: _link, provedAt, ...rest } = row;
  return { ...rest, depth, provedAt: provedAt.toISOString() };
}
