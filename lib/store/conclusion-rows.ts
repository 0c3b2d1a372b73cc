// What a run that ended changes for its link, drawn once: the decision is the caller's, the atomicity is ours.

import type { RunRequest } from '../run/ports';
import type { Database } from './database';
import { isIdentifier } from './identifier';
import { RANK } from './managed-links';
import { guarded } from './store-failure';
import { inTransaction } from './transaction';

export type EndedRun = {
  readonly runId: string;
  readonly linkId: string;
  readonly kind: RunRequest['kind'];
  readonly trigger: string;
  readonly status: 'reussi' | 'avec_echecs' | 'interrompu' | 'echoue' | 'annule';
  readonly code: string | null;
  readonly startedAt: Date | null;
  readonly endedAt: Date;
  /** A later run of the link exists: it has taken over. */
  readonly superseded: boolean;
  /** It only tried again dossiers that had failed: it says nothing of the others. */
  readonly partial: boolean;
};

export type LinkPace = {
  readonly schedule: unknown;
  readonly nextDueAt: Date | null;
  readonly resumeAt: Date | null;
  readonly resumptions: number;
  readonly consecutiveFailures: number;
  readonly freshAt: Date | null;
  readonly paused: boolean;
  readonly deleting: boolean;
  readonly rank: number;
};

export type Consequences = {
  readonly nextDueAt: Date | null;
  readonly resumeAt: Date | null;
  readonly resumptions: number;
  readonly consecutiveFailures: number;
  readonly freshAt: Date | null;
};

/** When each phase began, in order. */
export type PhaseStart = { readonly phase: string; readonly at: Date };

export type Verdict = {
  readonly link: Consequences;
  /** Milliseconds of each phase. */
  readonly phases: Readonly<Record<string, number>>;
};

/**
 * Draws the consequences of a run that ended, once and for all: false when it is still open, gone, or was concluded
 * before. The statement that the run noted (`constat`) is kept with its summary.
 */
export async function concludeOnce(
  database: Database,
  runId: string,
  decide: (run: EndedRun, pace: LinkPace, phases: readonly PhaseStart[]) => Verdict,
): Promise<boolean> {
  if (!isIdentifier(runId)) return false;
  return inTransaction(database, async (tx) => {
    // The link first: two conclusions of one link follow each other.
    const [pace] = await tx.$queryRaw<LinkPace[]>`
      SELECT schedule, next_due_at AS "nextDueAt", resume_at AS "resumeAt", resumptions, consecutive_failures AS "consecutiveFailures",
        fresh_at AS "freshAt", paused_at IS NOT NULL AS paused, deletion_requested_at IS NOT NULL AS deleting,
        ${RANK} AS rank
      FROM link AS me WHERE id = (SELECT link_id FROM run WHERE id = ${runId}::uuid) FOR UPDATE`;
    const [run] = await tx.$queryRaw<EndedRun[]>`
      SELECT id::text AS "runId", link_id::text AS "linkId", kind::text AS kind, trigger, status::text AS status, code,
        started_at AS "startedAt", ended_at AS "endedAt", EXISTS (
          SELECT 1 FROM run AS later WHERE later.link_id = run.link_id AND later.fence > run.fence
        ) AS superseded, coalesce(scope->>'mode' = 'echecs', false) AS partial
      FROM run WHERE id = ${runId}::uuid AND ended_at IS NOT NULL AND NOT concluded FOR UPDATE`;
    if (pace === undefined || run === undefined) return false;
    const phases = await tx.$queryRaw<PhaseStart[]>`
      SELECT data->>'phase' AS phase, at FROM run_event WHERE run_id = ${runId}::uuid AND type = 'phase' ORDER BY id`;
    const { link, phases: durations } = decide(run, pace, phases);
    await tx.link.updateMany({ where: { id: run.linkId }, data: { ...link } });
    await tx.$executeRaw`
      UPDATE run SET concluded = true, phases = ${JSON.stringify(durations)}::jsonb,
        statement = (SELECT value FROM run_note WHERE run_id = run.id AND name = 'constat')
      WHERE id = ${runId}::uuid`;
    return true;
  });
}

/** Runs that ended and were not concluded: those of the terminal, or of a process that died right after. */
export async function runsToConclude(database: Database, limit: number): Promise<readonly string[]> {
  const rows = await guarded(
    () => database.client.$queryRaw<{ id: string }[]>`
      SELECT id::text AS id FROM run WHERE ended_at IS NOT NULL AND NOT concluded ORDER BY ended_at LIMIT ${limit}`,
  );
  return rows.map(({ id }) => id);
}
