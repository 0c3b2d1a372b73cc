// The conductor: one run of a link from its first stage to its last, the same whoever started it. Its only dependency
// on durability is `step.run`: Inngest remembers finished steps, the CLI just runs them, tests break them.

import type { FailureCode } from '../errors/catalogue';
import { Failure } from '../errors/failure';
import type { SchemaChange } from '../sync/model/change';
import type { CellWarning, SchemaNotice } from '../sync/model/operation';
import type { Departure } from '../sync/model/policies';
import { addCounts, NO_COUNTS } from './counts';
import { fingerprintSettings } from './fingerprint';
import { keepUp, keptCursor, type UpkeepReport } from './keep-up';
import type { DossierFailure, RunCounts, RunEnd } from './ports';
import { type Prepared, type PreparePolicy, prepare } from './prepare';
import { type Proved, proveAfter } from './prove-after';
import { pull } from './pull';
import { remove } from './remove';
import { type RestructurePolicy, restructure } from './restructure';
import { retryFailures } from './retry';
import { serverNow } from './server-time';
import { settle } from './settle';
import { decideUpkeep, type UpkeepPolicy } from './upkeep';
import type { Workshop } from './workshop';

export type Step = { run<T>(id: string, work: () => Promise<T>): Promise<T> };

export type RunPolicy = PreparePolicy &
  RestructurePolicy &
  UpkeepPolicy & {
    /** Milliseconds of reading and writing in one step; null: one step for all. */
    readonly stepBudget: number | null;
    /** Prove what was done: a light verification when it is cheap, and the word when another one is due. */
    readonly prove?: boolean;
  };

export type RunReport = {
  readonly status: RunEnd['status'];
  readonly title: string;
  readonly counts: RunCounts;
  /** What became of the rows that `counts.removed` counts. */
  readonly departures: Departure;
  readonly healed: number;
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

/** Warnings kept with a report: enough to act on, bounded whatever the form. */
const MAX_WARNINGS = 1000;

/** Conducts a synchronisation whose lease is already held. Ends the run in the Ledger, whatever happens. */
export async function conduct(step: Step, workshop: Workshop, policy: RunPolicy): Promise<RunReport> {
  const { ports, handle, settings } = workshop;
  let counts = NO_COUNTS;
  const warnings: CellWarning[] = [];
  const end = async (
    status: RunEnd['status'],
    code: FailureCode | null,
    commit: Awaited<ReturnType<typeof settle>>['commit'] | null,
  ) => {
    const traffic = { source: ports.source.traffic(), destination: ports.destination.traffic() };
    await ports.ledger.note(handle, 'avertissements', warnings.slice(0, MAX_WARNINGS));
    await ports.ledger.finishRun(handle, { status, counts, code, traffic }, commit);
  };
  try {
    const prepared = await step.run('prepare', () => prepare(workshop, policy));
    const restructured = await step.run('restructure', () => restructure(workshop, policy));
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
      departures: settings.policies.departures,
      healed,
      notices,
      upkeep,
      changes,
      form: { fromSample: prepared.fromSample, unknownTypes: prepared.unknownTypes },
      warnings: warnings.slice(0, MAX_WARNINGS),
      failures: [],
      ...UNPROVED,
    });

    const retried = await step.run('retry', () => retryFailures(workshop));
    counts = addCounts(counts, retried.counts);
    warnings.push(...retried.warnings);
    const { healed } = retried;

    const tables = await workshop.tables();
    const scopeFingerprint = fingerprintSettings(
      settings.scope,
      settings.options,
      tables,
      (await workshop.link()).bindings.generation ?? 0,
    );
    const { vanished } = retried;
    const upkeep = await step.run('upkeep', () => decideUpkeep(workshop, policy, vanished));
    const input = { ...upkeep, scopeFingerprint, budget: policy.stepBudget };
    let checkpoint = null;
    for (let turn = 1; checkpoint === null && !ports.stop.aborted; turn += 1) {
      const pulled = await step.run(`pull-${turn}`, () => pull(workshop, input));
      counts = addCounts(counts, pulled.counts);
      for (const warning of pulled.warnings) warnings.push(warning);
      if (pulled.done) checkpoint = pulled.checkpoint;
    }
    const interrupted = async (): Promise<RunReport> => {
      const open = await ports.ledger.failures(handle.linkId);
      await end('interrompu', null, null);
      return { ...report('interrompu', healed), failures: open };
    };
    if (checkpoint === null || ports.stop.aborted) return interrupted();
    const whole = checkpoint;
    const removed = await step.run('remove', () => remove(workshop));
    counts = addCounts(counts, removed.counts);
    const kept = await keepUp(step, workshop, input, whole);
    counts = addCounts(counts, kept.counts);
    for (const warning of kept.warnings) warnings.push(warning);
    const last = kept.checkpoint;
    if (last === null) return interrupted();
    const settled = await step.run('settle', async () => {
      const { cursor } = await workshop.link();
      const { demarche } = await workshop.form();
      const now = serverNow(ports);
      const { activeRevisionId } = demarche;
      const owed = keptCursor(cursor, last, kept.report, upkeep.reread, activeRevisionId, now);
      return settle(workshop, last, removed.tombstones, owed);
    });
    // A dossier that still fails counts once, whenever it failed: a run with failures is never called a success.
    const open = await ports.ledger.failures(handle.linkId);
    counts = { ...counts, failed: open.length + settled.sharedFailed };
    const code = censusCode(kept.report);
    const status = counts.failed > 0 || code !== null ? 'avec_echecs' : 'reussi';
    const proved = policy.prove ? await step.run('proof', () => proveAfter(workshop, counts)) : UNPROVED;
    await step.run('commit', () => end(status, code, settled.commit));
    return { ...report(status, healed, kept.report), failures: open, ...proved };
  } catch (error) {
    const code = error instanceof Failure ? error.code : 'ERREUR_INATTENDUE';
    // Who lost the lease has no run to end. Where the Ledger itself is out of reach, the first error is the one told:
    // the lease expires, and whoever takes it over records this run as interrupted.
    if (code !== 'BAIL_PERDU') await Promise.allSettled([end('echoue', code, null)]);
    throw error;
  }
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
