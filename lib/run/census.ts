// The census: which dossiers DN shows, without their content, compared with what we know. It finds what no date and no
// list of deletions tells: dossiers that expired or vanished, and changes that move no date (facts/demarches.md §7.5).

import type { FailureCode } from '../errors/catalogue';
import { Failure } from '../errors/failure';
import { isAboutOneQuestion } from '../errors/one-question';
import { isUnfinished } from '../sync/light';
import { NO_COUNTS } from './counts';
import type { CensusPage, KnownDossier } from './ports';
import { belief, MAX_ASKED, readAgain, sightingOf } from './sighting';
import type { Workshop } from './workshop';

export type CensusInput = {
  /** `startedAt` of this run's reading: what an earlier one missed, and this one too, is missing. */
  readonly readingStartedAt: string;
  readonly budget: number | null;
};

export type CensusOutput =
  /** Stopped by the budget or by the user: the next call goes on, in the same run. */
  | { readonly status: 'unfinished' }
  /** DN did not give it whole: it tells nothing, and the rest of the run stands. */
  | { readonly status: 'failed'; readonly code: FailureCode }
  | ({ readonly status: 'done' } & CensusSummary);

export type CensusSummary = {
  readonly listed: number;
  /** Dossiers to ask for one by one: those that changed, appeared or came back, and those that are missing. */
  readonly toAsk: number;
  /** So many changed that reading all again costs less than asking for each. */
  readonly everything: boolean;
  /** Missing for the first time, and too many to be believed at once. */
  readonly refused: number;
  /** Missing for the first time, and too many to be asked for one by one: the next census confirms. */
  readonly waiting: number;
  /** Unfinished dossiers of the scope that follow an older revision. */
  readonly unrebased: number;
};

/** What the census leaves for the stage that asks: numbers only, kept as a note of the run. */
export type CensusFindings = {
  /** Listed, and not as we know them. */
  readonly again: readonly number[];
  /** Known, and not listed: asked for before they are believed gone. */
  readonly missing: readonly number[];
  /** Missing in two complete censuses, and too many to be asked for. */
  readonly gone: readonly number[];
};

type Scan = {
  readonly after: string | null;
  readonly listed: readonly number[];
  readonly again: readonly number[];
  readonly unrebased: number;
};

const SCAN = 'recensement_en_cours';
const FINDINGS = 'recensement';
const START: Scan = { after: null, listed: [], again: [], unrebased: 0 };

/**
 * A census counts only when it went to its end: a part of it removes nothing. What it has listed so far is kept as a
 * note of the run, so that a step with a budget goes on in another process.
 *
 * DN: ⌈N / 100⌉, without content. Grist: nothing.
 */
export async function takeCensus(workshop: Workshop, input: CensusInput): Promise<CensusOutput> {
  const { ports, handle } = workshop;
  ports.journal.write({ type: 'phase', phase: 'recensement' });
  const done = readDone(await ports.ledger.recall(handle, FINDINGS));
  if (done !== null) return done;
  try {
    const scan = await listAll(workshop, input.budget);
    if (scan === null) return { status: 'unfinished' };
    return await conclude(workshop, scan, input.readingStartedAt);
  } catch (error) {
    if (!(error instanceof Failure) || !isAboutOneQuestion(error.code)) throw error;
    return { status: 'failed', code: error.code };
  }
}

function missingSentence(verdict: ReturnType<typeof belief>, count: number): string | null {
  switch (verdict) {
    case 'ask':
      return null;
    case 'wait':
      return `${count} dossiers ne sont plus montrés par Démarche numérique : la prochaine synchronisation le confirmera avant d’y toucher.`;
    case 'refuse':
      return `${count} dossiers ne sont plus montrés par Démarche numérique, d’un seul coup : rien n’est touché avant qu’une deuxième synchronisation ne le confirme.`;
  }
}

/** Dossiers of one write to the Ledger. */
const SLICE = 2000;

/** What the census of this run found; nothing before it is done. */
export async function censusFindings({ ports, handle }: Workshop): Promise<CensusFindings> {
  const note = record(await ports.ledger.recall(handle, FINDINGS));
  return { again: numbers(note?.again), missing: numbers(note?.missing), gone: numbers(note?.gone) };
}

/** Null when it must go on later. */
async function listAll(workshop: Workshop, budget: number | null): Promise<Scan | null> {
  const { ports, handle } = workshop;
  const { demarche } = await workshop.form();
  const started = ports.clock.now();
  const isOver = () => ports.stop.aborted || (budget !== null && ports.clock.now() - started >= budget);
  const before = readScan(await ports.ledger.recall(handle, SCAN));
  const failing = await openFailures(workshop);
  const listed = [...before.listed];
  const again = new Set(before.again);
  let { after, unrebased } = before;
  for (;;) {
    const page: CensusPage = await ports.source.census(after);
    after = page.endCursor ?? after;
    const seen = await compare(workshop, page, failing);
    listed.push(...page.dossiers.map(({ number }) => number));
    for (const number of seen.again) again.add(number);
    unrebased += seen.unrebased;
    ports.journal.write({
      type: 'progress',
      phase: 'recensement',
      done: listed.length,
      total: demarche.dossiersCount,
      counts: NO_COUNTS,
    });
    if (!page.hasNextPage) return { after, listed, again: [...again], unrebased };
    if (!isOver()) continue;
    await ports.ledger.note(handle, SCAN, { after, listed, again: [...again], unrebased });
    return null;
  }
}

/** One Ledger query, and a write for those that were missing and are there. */
async function compare(
  workshop: Workshop,
  page: CensusPage,
  failing: ReadonlySet<number>,
): Promise<{ readonly again: readonly number[]; readonly unrebased: number }> {
  const { ports, handle, settings } = workshop;
  const { demarche } = await workshop.form();
  const known = await ports.ledger.known(
    handle.linkId,
    page.dossiers.map(({ number }) => number),
  );
  const again: number[] = [];
  const found: KnownDossier[] = [];
  let unrebased = 0;
  for (const light of page.dossiers) {
    const before = known.get(light.number);
    const sighting = sightingOf(light, before, settings.scope);
    // One that failed was tried first in this very run.
    if (sighting === 'again' && !failing.has(light.number)) again.push(light.number);
    if (
      sighting !== 'ignored' &&
      isUnfinished(light.state) &&
      light.revisionId !== demarche.activeRevisionId
    ) {
      unrebased += 1;
    }
    if (before !== undefined && before.missingSince !== null) found.push({ ...before, missingSince: null });
  }
  await remember(workshop, found);
  return { again, unrebased };
}

/** Who is missing, and whether to believe it. */
async function conclude(workshop: Workshop, scan: Scan, readingStartedAt: string): Promise<CensusOutput> {
  const { ports, handle } = workshop;
  const listed = new Set(scan.listed);
  const fresh: KnownDossier[] = [];
  const confirmed: number[] = [];
  let live = 0;
  for await (const slice of ports.ledger.allKnown(handle.linkId)) {
    for (const dossier of slice) {
      if (dossier.presence !== 'live') continue;
      live += 1;
      if (listed.has(dossier.number)) continue;
      const { missingSince } = dossier;
      const isConfirmed = missingSince !== null && Date.parse(missingSince) < Date.parse(readingStartedAt);
      if (isConfirmed) confirmed.push(dossier.number);
      else fresh.push(dossier);
    }
  }
  const verdict = belief(fresh.length, live);
  const sentence = missingSentence(verdict, fresh.length);
  if (sentence !== null) ports.journal.write({ type: 'notice', sentence });
  if (verdict !== 'ask') {
    await remember(
      workshop,
      fresh.map((dossier) => ({ ...dossier, missingSince: readingStartedAt })),
    );
  }
  const asked = verdict === 'ask' ? fresh.map(({ number }) => number) : [];
  const few = confirmed.length <= MAX_ASKED;
  const everything = readAgain(scan.again.length, listed.size) === 'everything';
  const findings: CensusFindings = {
    again: everything ? [] : scan.again,
    missing: few ? [...asked, ...confirmed] : asked,
    gone: few ? [] : confirmed,
  };
  const summary: CensusSummary = {
    listed: listed.size,
    toAsk: findings.again.length + findings.missing.length + findings.gone.length,
    everything,
    refused: verdict === 'refuse' ? fresh.length : 0,
    waiting: verdict === 'wait' ? fresh.length : 0,
    unrebased: scan.unrebased,
  };
  await ports.ledger.note(handle, FINDINGS, { ...summary, ...findings });
  return { status: 'done', ...summary };
}

async function remember({ ports, handle }: Workshop, dossiers: readonly KnownDossier[]): Promise<void> {
  const nothing = { failures: [], healed: [], checkpoint: null, counts: NO_COUNTS };
  for (let at = 0; at < dossiers.length; at += SLICE) {
    await ports.ledger.commitBatch(handle, { dossiers: dossiers.slice(at, at + SLICE), ...nothing });
  }
}

async function openFailures({ ports, handle }: Workshop): Promise<ReadonlySet<number>> {
  const open = await ports.ledger.failures(handle.linkId);
  return new Set(open.flatMap(({ number }) => (number === null ? [] : [number])));
}

// A note comes back as it was written by this same version, or by an earlier one: what is not there is not taken.

function readScan(note: unknown): Scan {
  const found = record(note);
  if (found === null) return START;
  return {
    after: typeof found.after === 'string' ? found.after : null,
    listed: numbers(found.listed),
    again: numbers(found.again),
    unrebased: count(found.unrebased),
  };
}

function readDone(note: unknown): CensusOutput | null {
  const found = record(note);
  if (found === null) return null;
  return {
    status: 'done',
    listed: count(found.listed),
    toAsk: count(found.toAsk),
    everything: found.everything === true,
    refused: count(found.refused),
    waiting: count(found.waiting),
    unrebased: count(found.unrebased),
  };
}

function record(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : null;
}

function numbers(value: unknown): readonly number[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'number') : [];
}

function count(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
