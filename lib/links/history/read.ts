// The history of a link, as its pages show it: runs with their durations and traffic, failures with their remedy.

import { z } from 'zod';
import { CATALOGUE, type FailureCode } from '../../errors/catalogue';
import type { CatalogueEntry } from '../../errors/entry';
import { openFailures } from '../../store/failure-rows';
import {
  type HistoryFilter,
  type HistoryRow,
  historyRow,
  historyRows,
  NO_FILTER,
  runFailures,
} from '../../store/history-rows';
import { type RunScope, storedRunScope } from '../../store/run-requests';
import { storedCode } from '../../store/stored-json';
import type { Service } from '../service';

const traffic = z.looseObject({
  requests: z.number(),
  retries: z.number(),
  bytesSent: z.number(),
  bytesReceived: z.number(),
});
const bothTraffics = z.looseObject({ source: traffic, destination: traffic });
const phaseTimes = z.record(z.string(), z.number());

export type HistoryLine = Omit<HistoryRow, 'kind' | 'scope' | 'traffic' | 'phases' | 'code'> & {
  /** `decision`: somebody's word on the structure, from the terminal or from a page. */
  readonly kind: HistoryRow['kind'] | 'decision';
  readonly scope: RunScope;
  /** Requests, retries and bytes with each side; null for a run that did not end by itself. */
  readonly traffic: z.output<typeof bothTraffics> | null;
  /** Milliseconds of each phase. */
  readonly phases: Readonly<Record<string, number>>;
  /** Milliseconds between start and end; null while it goes on, or when it never began. */
  readonly duration: number | null;
  /** Why it could not go to its end, with the remedy. */
  readonly reason: ({ readonly code: FailureCode } & CatalogueEntry) | null;
};

export type HistoryPage = {
  readonly runs: readonly HistoryLine[];
  /** What to ask for the next page; null: there is none. */
  readonly next: number | null;
};

/** The latest runs first. Keyset: a page far back costs what the first one does. Throws LIAISON_INCONNUE. */
export async function historyPage(
  { database }: Service,
  linkId: string,
  before: number | null,
  size = 25,
  filter: HistoryFilter = NO_FILTER,
): Promise<HistoryPage> {
  const rows = await historyRows(database, linkId, before, size + 1, filter);
  const runs = rows.slice(0, size).map(toLine);
  const last = runs.at(-1);
  const more = rows.length > size && last !== undefined;
  return { runs, next: more ? last.rank : null };
}

export type FailureLine = {
  readonly dossier: number | null;
  readonly code: FailureCode;
  /** Still not written at this moment: it can be tried again. */
  readonly isOpen: boolean;
} & CatalogueEntry;

/** More failures than this are counted, not listed. */
const LISTED = 1_000;

/** One run, with the dossiers that it could not write. Throws EXECUTION_INCONNUE. */
export async function historyRun(
  { database }: Service,
  runId: string,
): Promise<HistoryLine & { readonly failures: readonly FailureLine[] }> {
  const row = await historyRow(database, runId);
  const [told, open] = await Promise.all([
    runFailures(database, runId, LISTED),
    openFailures(database, row.linkId),
  ]);
  const stillOpen = new Set(open.map(({ number }) => number));
  const failures = told.map(({ dossier, code: stored }) => {
    const code = storedCode(stored);
    return { dossier, code, isOpen: stillOpen.has(dossier), ...CATALOGUE[code] };
  });
  return { ...toLine(row), failures };
}

function toLine(row: HistoryRow): HistoryLine {
  const { code, startedAt, endedAt } = row;
  const known = code === null ? null : storedCode(code);
  const times = phaseTimes.safeParse(row.phases);
  const both = bothTraffics.safeParse(row.traffic);
  return {
    ...row,
    scope: storedRunScope.parse(row.scope),
    traffic: both.success ? both.data : null,
    phases: times.success ? times.data : {},
    duration: startedAt === null || endedAt === null ? null : endedAt.getTime() - startedAt.getTime(),
    reason: known === null ? null : { code: known, ...CATALOGUE[known] },
  };
}
