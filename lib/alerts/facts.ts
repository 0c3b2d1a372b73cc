// What is looked at to decide whether somebody must be told, and what is remembered of what they were told.

import { z } from 'zod';
import type { FailureCode } from '../errors/catalogue';
import type { FileCode } from '../errors/file-code';

export type AlertFacts = {
  /** How people call it: the démarche's title, else its number. */
  readonly name: string;
  readonly demarche: number;
  readonly documentName: string | null;
  readonly paused: boolean;
  /** Why the last run could not go to its end; null: it could. */
  readonly broken: FailureCode | null;
  /** Why the last run, which went to its end, stopped copying files; null: it did not. */
  readonly copyingStopped: FileCode | null;
  readonly consecutiveFailures: number;
  /** Two times of the schedule went by, and an hour, without a run that went to its end. */
  readonly stale: boolean;
  readonly freshAt: Date | null;
  readonly decisionsAwaited: number;
  readonly tokens: readonly Token[];
};

export type Token = {
  readonly id: string;
  readonly kind: 'jeton_dn' | 'cle_grist';
  readonly hint: string;
  readonly expiresAt: Date | null;
};

/** What people were last told of a link. Kept as JSON. */
export type Notified = {
  readonly state: 'sain' | 'panne' | 'retard';
  /** The failure that was told; null when none. */
  readonly code: string | null;
  readonly decisions: number;
  /** Why files were no longer copied, as it was told; null: nothing was. */
  readonly files: string | null;
  /** Days before its end that were last told of each token: 30, 7, 1, or 0 once it has expired. */
  readonly tokens: Readonly<Record<string, number>>;
};

export const NOTHING_TOLD: Notified = { state: 'sain', code: null, decisions: 0, files: null, tokens: {} };

const shape: z.ZodType<Notified> = z.object({
  state: z.enum(['sain', 'panne', 'retard']),
  code: z.string().nullable(),
  decisions: z.number(),
  // Absent of what was kept before files were copied.
  files: z.string().nullable().default(null),
  tokens: z.record(z.string(), z.number()),
});

/** As it was kept. What nobody understands any more counts as nothing told: better twice than never. */
export function readNotified(stored: unknown): Notified {
  const read = shape.safeParse(stored);
  return read.success ? read.data : NOTHING_TOLD;
}
