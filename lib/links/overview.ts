// What a link's first page shows beside its line: its last runs, and what is to be settled.

import type { FailureCode } from '../errors/catalogue';
import { isFileCode } from '../errors/file-code';
import { type Credential, readCredential } from '../store/credentials';
import { type CountedFailure, failuresByCode } from '../store/failure-codes';
import { NO_FILTER } from '../store/history-rows';
import { readManagedLink } from '../store/managed-links';
import { storedCode } from '../store/stored-json';
import { type HistoryLine, historyPage } from './history/read';
import type { LinkLine } from './list';
import type { Service } from './service';
import { isLate } from './status';

export type Overview = {
  /** The last synchronisations that ended, the oldest first. */
  readonly runs: readonly HistoryLine[];
  readonly concerns: readonly Concern[];
};

export type Secret = Pick<Credential, 'kind' | 'hint' | 'expiresAt' | 'refusal'>;

/** What somebody should look at, the most pressing first. */
export type Concern =
  | { readonly kind: 'panne'; readonly code: FailureCode; readonly runId: string }
  | { readonly kind: 'secret-refuse'; readonly secret: Secret; readonly code: FailureCode }
  | { readonly kind: 'secret-expire'; readonly secret: Secret; readonly at: Date; readonly isOver: boolean }
  | { readonly kind: 'decisions'; readonly count: number }
  | {
      readonly kind: 'echecs';
      readonly count: number;
      /** Those, among them, that lack nothing but files. */
      readonly lackingFiles: number;
      readonly runId: string | null;
    }
  | { readonly kind: 'retard'; readonly since: Date }
  | { readonly kind: 'ralentie'; readonly sentence: string };

/** How many runs the chart shows. */
const CHARTED = 30;

const DAY = 24 * 60 * 60_000;

/** A token that ends within this many days is told. */
const SOON_DAYS = 30;

/** Five queries. Throws LIAISON_INCONNUE. */
export async function readOverview(service: Service, link: LinkLine): Promise<Overview> {
  const { database, clock } = service;
  const { sourceCredentialId, destinationCredentialId } = await readManagedLink(database, link.id);
  const ids = [sourceCredentialId, destinationCredentialId].filter((id) => id !== null);
  const [page, failures, ...secrets] = await Promise.all([
    historyPage(service, link.id, null, CHARTED + 1, { ...NO_FILTER, kind: 'sync' }),
    failuresByCode(database, link.id),
    ...ids.map((id) => readCredential(database, id)),
  ]);
  const ended = page.runs.filter(({ endedAt }) => endedAt !== null).slice(0, CHARTED);
  return {
    runs: [...ended].reverse(),
    concerns: concernsOf(link, { failures, secrets, now: new Date(clock.now()) }),
  };
}

/** Pure. */
export function concernsOf(
  link: Pick<LinkLine, 'last' | 'pausedAt' | 'nextDueAt' | 'decisionsAwaited' | 'slowed'>,
  facts: {
    readonly failures: readonly CountedFailure[];
    readonly secrets: readonly Secret[];
    readonly now: Date;
  },
): readonly Concern[] {
  const { last, pausedAt, nextDueAt, decisionsAwaited, slowed } = link;
  const { secrets, now } = facts;
  const failures = countOf(facts.failures);
  const lackingFiles = countOf(facts.failures.filter((one) => isFileCode(one.code)));
  const isBroken = last !== null && (last.status === 'echoue' || last.status === 'interrompu');
  const code = last?.code == null ? null : storedCode(last.code);
  const late = isLate({ paused: pausedAt !== null, nextDueAt, now });
  return [
    // A run may go to its end and still have met what somebody must look at.
    ...(last !== null && code !== null && (isBroken || last.status === 'avec_echecs')
      ? [{ kind: 'panne', code, runId: last.runId } as const]
      : []),
    ...secrets.flatMap((secret) =>
      secret.refusal === null || secret.refusal.code === code
        ? []
        : [{ kind: 'secret-refuse', secret, code: secret.refusal.code } as const],
    ),
    ...secrets.flatMap((secret) => {
      const at = secret.expiresAt;
      if (at === null || at.getTime() - now.getTime() > SOON_DAYS * DAY) return [];
      return [{ kind: 'secret-expire', secret, at, isOver: at.getTime() <= now.getTime() } as const];
    }),
    ...(decisionsAwaited > 0 ? [{ kind: 'decisions', count: decisionsAwaited } as const] : []),
    ...(failures > 0
      ? [{ kind: 'echecs', count: failures, lackingFiles, runId: last?.runId ?? null } as const]
      : []),
    ...(late && nextDueAt !== null ? [{ kind: 'retard', since: nextDueAt } as const] : []),
    ...(slowed === null ? [] : [{ kind: 'ralentie', sentence: slowed } as const]),
  ];
}

function countOf(failures: readonly CountedFailure[]): number {
  return failures.reduce((sum, { dossiers }) => sum + dossiers, 0);
}
