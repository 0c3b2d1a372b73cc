// The conductor: one run of a link from its first stage to its last, the same whoever started it. Its only dependency
// on durability is how a stage is run: Inngest remembers finished ones, the CLI just runs them, tests break them.

import type { FailureCode } from '../errors/catalogue';
import { Failure } from '../errors/failure';
import type { SchemaChange } from '../sync/model/change';
import type { CellWarning, SchemaNotice } from '../sync/model/operation';
import type { Departure } from '../sync/model/policies';
import { addCounts, NO_COUNTS } from './counts';
import { addFiles, type FileReport } from './files/copy';
import { mirrorFiles, mirrorsFiles, toldFiles } from './files/mirror-files';
import { fingerprintSettings } from './fingerprint';
import { keepUp, keptCursor, type UpkeepReport } from './keep-up';
import type { DossierFailure, LinkCommit, LinkSettings, RunCounts, RunEnd } from './ports';
import { type Prepared, type PreparePolicy, prepare } from './prepare';
import { type Proved, proveAfter } from './prove-after';
import { pull } from './pull';
import { remove } from './remove';
import { type RestructurePolicy, restructure } from './restructure';
import { retryFailures } from './retry';
import { serverNow } from './server-time';
import { settle } from './settle';
import { conducted, type Stages } from './stages';
import { addTraffic } from './traffic';
import { decideUpkeep, type UpkeepPolicy } from './upkeep';
import { MAX_WARNINGS, room, trimmed } from './warnings';
import type { Workshop } from './workshop';

export type Step = { run<T>(id: string, work: () => Promise<T>): Promise<T> };

export type RunPolicy = PreparePolicy &
  RestructurePolicy &
  UpkeepPolicy & {
    /** Milliseconds of reading and writing in one step; null: one step for all. */
    readonly stepBudget: number | null;
    /** Prove what was done: a light verification when it is cheap, and the word when another one is due. */
    readonly prove?: boolean;
    /** Nothing but dossiers that failed: these, or all of them. What changed since the last run waits for the next one. */
    readonly retry?: { readonly dossiers: readonly number[] | null };
  };

export type RunReport = {
  readonly status: RunEnd['status'];
  readonly title: string;
  readonly counts: RunCounts;
  /** What became of the rows that `counts.removed` counts. */
  readonly departures: Departure;
  readonly healed: number;
  /** Files copied into the document; null when no field is mirrored. */
  readonly files: FileReport | null;
  readonly notices: readonly SchemaNotice[];
  /** The readings beyond the delta; null when the run stopped before them. */
  readonly upkeep: UpkeepReport | null;
  /** What was met of the structure: done, waiting for the user, told. */
  readonly changes: readonly SchemaChange[];
  /** What was out of the ordinary in the form. */
  readonly form: Pick<Prepared, 'fromSample' | 'unknownTypes'>;
  readonly warnings: readonly CellWarning[];
  /** Dossiers not written, of this run or of an earlier one, with their reasons. */
  readonly failures: readonly DossierFailure[];
} & Proved;

const UNPROVED: Proved = { verification: null, proofDue: null };

const NO_UPKEEP: UpkeepReport = { full: null, reread: null, census: null };

/** Failures listed in a report; the Ledger holds them all. */
const MAX_FAILURES = 1000;

/** A synchronisation in one process: `step` may remember its stages, the workshop is the one in hand. */
export function conduct(step: Step, workshop: Workshop, policy: RunPolicy): Promise<RunReport> {
  return conductStages({ run: (id, work) => step.run(id, () => work(workshop)) }, workshop.settings, policy);
}

/**
 * Conducts a synchronisation whose lease is already held. Ends the run in the Ledger, whatever happens. It may be
 * executed again from its top after each stage, in any process: nothing here asks anything outside of a stage.
 */
export async function conductStages(
  given: Stages,
  settings: LinkSettings,
  policy: RunPolicy,
): Promise<RunReport> {
  const stages = conducted(given);
  let counts = NO_COUNTS;
  let files: FileReport | null = null;
  let stopped: FailureCode | null = null;
  const warnings: CellWarning[] = [];
  const keep = (more: readonly CellWarning[]) => {
    for (const warning of more.slice(0, room(warnings.length))) warnings.push(warning);
  };
  const end = async (
    { ports, handle, takeTraffic }: Workshop,
    status: RunEnd['status'],
    code: FailureCode | null,
    commit: LinkCommit | null,
  ): Promise<readonly DossierFailure[]> => {
    const traffic = addTraffic(stages.traffic(), takeTraffic());
    const open = await ports.ledger.failures(handle.linkId);
    await ports.ledger.note(handle, 'avertissements', warnings);
    await ports.ledger.finishRun(handle, { status, counts, code, traffic }, commit);
    return open.slice(0, MAX_FAILURES);
  };
  try {
    const prepared = await stages.run('prepare', (workshop) => prepare(workshop, policy));
    const restructured = await stages.run('restructure', (workshop) => restructure(workshop, policy));
    const { title } = prepared;
    const { notices, changes } = restructured;
    const report = (
      status: RunEnd['status'],
      healed: number,
      upkeep: UpkeepReport | null = null,
    ): RunReport => ({
      status,
      title,
      counts,
      files,
      departures: settings.policies.departures,
      healed,
      notices,
      upkeep,
      changes,
      form: { fromSample: prepared.fromSample, unknownTypes: prepared.unknownTypes },
      warnings,
      failures: [],
      ...UNPROVED,
    });

    const retried = await stages.run('retry', async (workshop) =>
      trimmed(await retryFailures(workshop, policy.retry?.dossiers ?? null), MAX_WARNINGS),
    );
    counts = addCounts(counts, retried.counts);
    keep(retried.warnings);
    if (mirrorsFiles(settings)) files = retried.files;
    const { healed, vanished } = retried;
    // One that is not there any more is for the census to tell: the run then goes on as any other.
    if (policy.retry !== undefined && !vanished) {
      const { failed, ...left } = await stages.run('left', leftOf);
      if (files !== null) files = toldFiles(files, left.files);
      // What is left of the others too: a run of a link with failures is never called a success.
      counts = { ...counts, failed };
      const status = stages.isStopped() ? 'interrompu' : failed > 0 ? 'avec_echecs' : 'reussi';
      const failures = await stages.run('retried', async (workshop) => {
        const constat = statementOfRun(title, healed, files, NO_UPKEEP, UNPROVED);
        await workshop.ports.ledger.note(workshop.handle, 'constat', constat);
        return end(workshop, status, null, null);
      });
      return { ...report(status, healed), failures };
    }

    const upkeep = await stages.run('upkeep', async (workshop) => ({
      ...(await decideUpkeep(workshop, policy, vanished)),
      scopeFingerprint: fingerprintSettings(
        settings.scope,
        settings.options,
        await workshop.tables(),
        (await workshop.link()).bindings.generation ?? 0,
      ),
    }));
    const input = { ...upkeep, budget: policy.stepBudget };
    let checkpoint = null;
    for (let turn = 1; checkpoint === null && !stages.isStopped() && !stages.isFull(); turn += 1) {
      const left = room(warnings.length);
      const pulled = await stages.run(`pull-${turn}`, async (workshop) =>
        trimmed(await pull(workshop, input), left),
      );
      counts = addCounts(counts, pulled.counts);
      keep(pulled.warnings);
      if (pulled.done) checkpoint = pulled.checkpoint;
    }
    const interrupted = async (): Promise<RunReport> => {
      const failures = await stages.run('interrupted', (workshop) => end(workshop, 'interrompu', null, null));
      return { ...report('interrompu', healed), failures };
    };
    if (checkpoint === null || stages.isStopped()) return interrupted();
    const whole = checkpoint;
    const removed = await stages.run('remove', remove);
    counts = addCounts(counts, removed.counts);
    const kept = await keepUp(stages, input, whole, warnings.length);
    counts = addCounts(counts, kept.counts);
    keep(kept.warnings);
    const last = kept.checkpoint;
    if (last === null) return interrupted();
    if (files !== null) {
      const here = { budget: policy.stepBudget, copied: files.copied, counts };
      const mirrored = await mirrorFiles(stages, here);
      files = addFiles(files, mirrored.report);
      stopped = mirrored.stopped;
      if (!mirrored.done || stages.isStopped()) return interrupted();
    }
    const settled = await stages.run('settle', async (workshop) => {
      const { ports } = workshop;
      const { cursor } = await workshop.link();
      const { demarche } = await workshop.form();
      const { activeRevisionId } = demarche;
      const owed = keptCursor(cursor, last, kept.report, upkeep.reread, activeRevisionId, serverNow(ports));
      const done = await settle(workshop, last, removed.tombstones, owed);
      return { ...done, ...(await leftOf(workshop)) };
    });
    // A dossier that still fails counts once, whenever it failed: a run with failures is never called a success.
    counts = { ...counts, failed: settled.failed + settled.sharedFailed };
    if (files !== null) files = toldFiles(files, settled.files);
    const code = censusCode(kept.report) ?? stopped;
    const status = counts.failed > 0 || code !== null ? 'avec_echecs' : 'reussi';
    const proved = policy.prove
      ? await stages.run('proof', (workshop) => proveAfter(workshop, counts))
      : UNPROVED;
    const failures = await stages.run('commit', async (workshop) => {
      await workshop.ports.ledger.note(
        workshop.handle,
        'constat',
        statementOfRun(title, healed, files, kept.report, proved),
      );
      return end(workshop, status, code, settled.commit);
    });
    return { ...report(status, healed, kept.report), failures, ...proved };
  } catch (error) {
    const code = error instanceof Failure ? error.code : 'ERREUR_INATTENDUE';
    // Who lost the lease has no run to end. Where the Ledger itself is out of reach, the first error is the one told:
    // the lease expires, and whoever takes it over records this run as interrupted.
    if (code !== 'BAIL_PERDU') {
      await Promise.allSettled([stages.run('failed', (workshop) => end(workshop, 'echoue', code, null))]);
    }
    throw error;
  }
}

/** Dossiers that fail, and files not copied, of this run or of an earlier one; files that this one copied. */
async function leftOf({ ports, handle, settings }: Workshop) {
  const { ledger } = ports;
  const failed = (await ledger.failures(handle.linkId)).length;
  if (!mirrorsFiles(settings)) return { failed, files: { awaited: 0, copied: 0, copiedBytes: 0 } };
  const { awaited } = await ledger.fileStanding(handle.linkId);
  return { failed, files: { awaited, ...(await ledger.copiedBy(handle)) } };
}

/** What history keeps of a run beside its counts, and what its end goes on from should its process die right after. */
function statementOfRun(
  title: string,
  healed: number,
  files: FileReport | null,
  { full, reread, census }: UpkeepReport,
  proved: Proved,
) {
  const { verification, proofDue } = proved;
  return {
    ...{ title, healed, files, full, reread, census, proofDue },
    verification:
      verification === null
        ? null
        : {
            depth: verification.depth,
            dossiers: verification.dossiers,
            ecarts: verification.differenceCount,
          },
  };
}

/** What keeps a census from being a success; null when nothing does. */
function censusCode({ census }: UpkeepReport): FailureCode | null {
  switch (census?.status) {
    case undefined:
      return null;
    case 'failed':
      return census.code;
    case 'done':
      return census.refused > 0 ? 'DS_DISPARITION_MASSIVE' : null;
  }
}
