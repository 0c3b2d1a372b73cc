// Requests for a run: one open run a link, whoever asks and however many at once, by a unique index of the database.

import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Clock, ProofDepth, RunRequest } from '../run/ports';
import type { PageKind } from '../sync/model/ready-page';
import type { Database } from './database';
import { linkIdentifier, unknownLink } from './identifier';
import { guarded } from './store-failure';

/**
 * What is asked of a run: what changed since the last one, everything again, or nothing but dossiers that failed; of a
 * verification, how far it looks and what it may repair; of a decision, which change it takes back, or which ready-made
 * page it makes or takes away.
 */
export type RunScope =
  | { readonly mode: 'nouveautes' }
  | { readonly mode: 'tout' }
  /** `dossiers` null: all that failed. */
  | { readonly mode: 'echecs'; readonly dossiers: readonly number[] | null }
  | {
      readonly mode: 'preuve';
      readonly depth: ProofDepth;
      /** Null: differences are listed, and nothing is written. */
      readonly repair: { readonly doubles: boolean; readonly orphans: boolean } | null;
    }
  | { readonly mode: 'annulation'; readonly change: number }
  | { readonly mode: 'page'; readonly page: PageKind; readonly word: 'creer' | 'retirer' };

export type RequestedRun = RunRequest & {
  /** The person who asked; null for a schedule. */
  readonly by: string | null;
  /** Two requests of one key are one run, for ever. Null: only one open run a link. */
  readonly key: string | null;
  readonly scope: RunScope;
};

/** `already`: a run of the link is open, or was made for the very same key. */
export type RequestAnswer = { readonly status: 'requested' | 'already'; readonly runId: string };

export const storedRunScope: z.ZodType<RunScope> = z
  .discriminatedUnion('mode', [
    z.object({ mode: z.enum(['nouveautes', 'tout']) }),
    z.object({ mode: z.literal('echecs'), dossiers: z.array(z.int()).nullable().default(null) }),
    z.object({
      mode: z.literal('preuve'),
      depth: z.enum(['comptes', 'legere', 'complete']),
      repair: z.object({ doubles: z.boolean(), orphans: z.boolean() }).nullable(),
    }),
    z.object({ mode: z.literal('annulation'), change: z.int() }),
    z.object({
      mode: z.literal('page'),
      page: z.enum(['suivi', 'delais', 'groupes', 'zones']),
      word: z.enum(['creer', 'retirer']),
    }),
  ])
  .nullable()
  .transform((scope): RunScope => scope ?? { mode: 'nouveautes' });

/** Throws LIAISON_INCONNUE also for a link that is being deleted. */
export async function insertRequest(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  request: RequestedRun,
): Promise<RequestAnswer> {
  const linkId = linkIdentifier(request.linkId);
  for (;;) {
    const [made] = await insertRequests(database, clock.now(), [request]);
    if (made !== undefined) return { status: 'requested', runId: made.runId };
    const found = await guarded(
      () => database.client.$queryRaw<{ runId: string | null }[]>`
        SELECT (
          SELECT id::text FROM run WHERE run.link_id = link.id AND (ended_at IS NULL OR request_key = ${request.key})
          ORDER BY ended_at IS NULL DESC LIMIT 1
        ) AS "runId"
        FROM link WHERE id = ${linkId}::uuid AND deletion_requested_at IS NULL`,
    );
    const [link] = found;
    if (link === undefined) throw unknownLink();
    // Null: the open run ended between the two statements. Ask again.
    if (link.runId !== null) return { status: 'already', runId: link.runId };
  }
}

export type MadeRequest = { readonly linkId: string; readonly runId: string };

/** Many at once, in one statement: those that could be made. A conflict of link or of key makes none, and no error. */
export async function insertRequests(
  database: Database,
  now: number,
  requests: readonly RequestedRun[],
): Promise<readonly MadeRequest[]> {
  const at = new Date(now);
  return guarded(
    () => database.client.$queryRaw<MadeRequest[]>`
      INSERT INTO run (id, link_id, kind, trigger, status, requested_at, alive_at, requested_by, request_key, scope)
      SELECT asked.id, link.id, asked.kind::run_kind, asked.trigger, 'en_attente',
        ${at}::timestamptz, ${at}::timestamptz, asked.by, asked.key, asked.scope::jsonb
      FROM unnest(
        ${requests.map(() => randomUUID())}::uuid[],
        ${requests.map(({ linkId }) => linkId)}::uuid[],
        ${requests.map(({ kind }) => kind)}::text[],
        ${requests.map(({ trigger }) => trigger)}::text[],
        ${requests.map(({ by }) => by)}::uuid[],
        ${requests.map(({ key }) => key)}::text[],
        ${requests.map(({ scope }) => JSON.stringify(scope))}::text[]
      ) AS asked(id, link_id, kind, trigger, by, key, scope)
      JOIN link ON link.id = asked.link_id AND link.deletion_requested_at IS NULL
      ON CONFLICT DO NOTHING
      RETURNING link_id::text AS "linkId", id::text AS "runId"`,
  );
}
