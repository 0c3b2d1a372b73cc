// One job: call the function, and write down what it did, in one transaction.

import { type Backoff, retryAfterMs } from './backoff';
import { type Connection, isPassing, type Tx } from './connection';
import type { Definition } from './definition';
import type { Definitions } from './dispatch';
import { due } from './duration';
import { emit, FUNCTION_INVOKED } from './event';
import { compile } from './expression';
import { finish, type Job, retryIn } from './job';
import {
  OUTPUT_TOO_LARGE,
  type RunError,
  STEP_OUTPUT_BYTES,
  STEP_TOO_LARGE,
  STEPS_A_RUN,
  TOO_MANY_STEPS,
} from './limits';
import { type LivingRun, lockRun, remember, rememberLoneStep, stepData, stepError } from './memory';
import { asRunError, call, type Handler, type Operation, type Outcome } from './protocol';
import { end } from './run';
import { INVOKE_TIMEOUT, setWait, type Wait } from './wait';

export type Workshop = {
  readonly connection: Connection;
  readonly definitions: Definitions;
  readonly handler: Handler;
  readonly backoff: Backoff;
};

/** Calls the function of a taken job and settles it. Throws when Postgres stays away until the engine is closed. */
export async function execute(workshop: Workshop, job: Job): Promise<void> {
  const { connection } = workshop;
  const fn = workshop.definitions.get(job.function_id);
  if (fn === undefined) throw new Error(`job of an unknown function: ${job.function_id}`);
  if (job.first) await startClock(connection, fn, job);
  const outcome = await call(workshop.handler, {
    runId: job.run_id,
    functionId: job.function_id,
    step: job.step,
    attempt: job.attempt,
    maxAttempts: fn.maxAttempts,
    planned: job.planned,
    event: job.event,
    steps: job.steps,
    stack: job.stack,
    depth: job.depth,
  });
  try {
    const step = loneStep(job, outcome);
    if (step !== null && (await rememberLoneStep(connection, job, step))) return;
    await connection.transact((tx) => settle(tx, workshop, fn, job, outcome));
  } catch (error) {
    if (isPassing(error)) throw error;
    // An answer that cannot be written down is a failed attempt: the job must not stay taken for ever.
    const failed: Outcome = { kind: 'retry', error: asRunError(error), after: null };
    await connection.transact((tx) => settle(tx, workshop, fn, job, failed));
  }
}

/** The run leaves the queue: from now on it has until `timeouts.finish`. */
function startClock(connection: Connection, fn: Definition, job: Job): Promise<void> {
  return connection.transact(async (tx) => {
    await tx.query(
      `UPDATE engine_run SET state = 'running', started_at = now(), deadline = now() + $2 * interval '1 millisecond'
       WHERE id = $1 AND state = 'queued'`,
      [job.run_id, fn.finishTimeout],
    );
    if (fn.finishTimeout !== null) tx.signalAfter(fn.finishTimeout);
  });
}

/** The step that a call ran, when it is all that it did and it may be remembered without further thought. */
function loneStep(job: Job, outcome: Outcome): Operation | null {
  if (outcome.kind !== 'operations' || outcome.operations.length !== 1 || job.grouped || job.race)
    return null;
  const [only] = outcome.operations;
  if (only?.op !== 'StepRun' || only.opts.parallelMode !== undefined) return null;
  return Buffer.byteLength(JSON.stringify(only.data)) > STEP_OUTPUT_BYTES ? null : only;
}

async function settle(tx: Tx, workshop: Workshop, fn: Definition, job: Job, outcome: Outcome): Promise<void> {
  const run = await lockRun(tx, job.run_id);
  if (run === null) return;
  switch (outcome.kind) {
    case 'completed':
      if (await finish(tx, job)) await end(tx, run.id, { state: 'completed', output: outcome.output });
      return;
    case 'failed':
      if (await finish(tx, job)) await end(tx, run.id, { state: 'failed', error: outcome.error });
      return;
    case 'retry':
      return tryAgain(tx, workshop, fn, job, outcome.after, outcome.error);
    case 'too-large':
      return tryAgain(tx, workshop, fn, job, null, OUTPUT_TOO_LARGE);
    case 'operations':
      return settleOperations(tx, workshop, fn, job, run, outcome.operations, outcome.after);
  }
}

/** The same call later, or the end of the run when it was the last attempt. */
async function tryAgain(
  tx: Tx,
  { backoff }: Workshop,
  fn: Definition,
  job: Job,
  after: string | null,
  error: RunError,
): Promise<void> {
  if (job.attempt + 1 < fn.maxAttempts) {
    await retryIn(tx, job, retryAfterMs(after, Date.now()) ?? backoff(job.attempt));
    return;
  }
  if (await finish(tx, job)) await end(tx, job.run_id, { state: 'failed', error });
}

async function settleOperations(
  tx: Tx,
  workshop: Workshop,
  fn: Definition,
  job: Job,
  run: LivingRun,
  operations: readonly Operation[],
  after: string | null,
): Promise<void> {
  const [only] = operations;
  if (operations.length === 1 && only !== undefined) {
    if (only.op === 'StepError' || only.op === 'StepNotFound') {
      return tryAgain(tx, workshop, fn, job, after, only.error);
    }
    if (only.op === 'StepRun' && Buffer.byteLength(JSON.stringify(only.data)) > STEP_OUTPUT_BYTES) {
      return tryAgain(tx, workshop, fn, job, null, STEP_TOO_LARGE);
    }
  }
  if (!(await finish(tx, job))) return;
  if (run.steps + operations.length > STEPS_A_RUN + 1) {
    return end(tx, run.id, { state: 'failed', error: TOO_MANY_STEPS });
  }
  // Several operations are a group: one discovery once all are over, be they steps or waits. A race says so by its mode.
  const grouped = operations.length > 1;
  const known = await knownSteps(tx, run.id, operations);
  for (const operation of operations) {
    // Ended while this call was under way: its discovery is already queued.
    if (known.has(operation.id)) continue;
    await settleOperation(tx, workshop, job, run, operation, grouped);
  }
}

async function knownSteps(
  tx: Tx,
  runId: string,
  operations: readonly Operation[],
): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ id: string }>(
    'SELECT id FROM engine_step WHERE run_id = $1 AND id = ANY($2)',
    [runId, operations.map(({ id }) => id)],
  );
  return new Set(rows.map(({ id }) => id));
}

async function settleOperation(
  tx: Tx,
  { definitions }: Workshop,
  job: Job,
  run: LivingRun,
  { op, id, name, opts, data, error }: Operation,
  grouped: boolean,
): Promise<void> {
  const race = opts.parallelMode === 'race';
  const wait = (one: Wait) => setWait(tx, run.id, id, one, { grouped, race });
  switch (op) {
    case 'StepRun':
    case 'Step':
      return remember(tx, run, id, stepData(data), job.race || race);
    case 'StepFailed':
      return remember(tx, run, id, stepError(error), job.race || race);
    case 'StepPlanned':
      await tx.query(
        `INSERT INTO engine_job (run_id, function_id, step, planned, grouped, race, lanes, lane_limits)
         SELECT $1, $2, $3, true, $4, $5, $6, $7
         WHERE NOT EXISTS (SELECT 1 FROM engine_job WHERE run_id = $1 AND step = $3)`,
        [run.id, run.function_id, id, grouped, race, run.lanes, run.lane_limits],
      );
      tx.signal('jobs');
      return;
    case 'Sleep':
      return wait({ kind: 'sleep', due: due(text(opts.duration) ?? name) });
    case 'WaitForEvent': {
      const condition = text(opts.if);
      try {
        if (condition !== null) compile(condition);
      } catch (refused) {
        return end(tx, run.id, { state: 'failed', error: refusal(String(Object(refused).message)) });
      }
      return wait({
        kind: 'event',
        due: due(text(opts.timeout) ?? ''),
        eventName: text(opts.event) ?? name,
        condition,
      });
    }
    case 'InvokeFunction':
      return invoke(tx, definitions, run, id, opts, wait);
    default:
      return end(tx, run.id, {
        state: 'failed',
        error: refusal(`l’opération « ${op} » n’existe pas dans le moteur embarqué`),
      });
  }
}

/** The child starts like any other run, on an event of its own; its end is the event that ends the wait. */
async function invoke(
  tx: Tx,
  definitions: Definitions,
  run: LivingRun,
  step: string,
  opts: Operation['opts'],
  wait: (one: Wait) => Promise<void>,
): Promise<void> {
  const functionId = text(opts.function_id) ?? '';
  if (!definitions.has(functionId)) {
    // The real server waits for a function that does not exist until the timeout; a year of silence helps nobody.
    const unknown = refusal(`la fonction invoquée « ${functionId} » n’existe pas`);
    return remember(tx, run, step, stepError(unknown), false);
  }
  const already = await tx.query('SELECT 1 FROM engine_wait WHERE run_id = $1 AND step = $2', [run.id, step]);
  const timeout = text(opts.timeout);
  await wait({ kind: 'invoke', due: timeout === null ? INVOKE_TIMEOUT : due(timeout) });
  if (already.length > 0) return;
  const { data, user, v } = Object(opts.payload);
  await emit(tx, {
    name: FUNCTION_INVOKED,
    data: {
      ...Object(data),
      _inngest: {
        fn_id: functionId,
        correlation_id: `${run.id}.${step}`,
        source_fn_id: run.function_id,
      },
    },
    ...(user === undefined ? {} : { user }),
    ...(v === undefined ? {} : { v }),
  });
}

function refusal(message: string): RunError {
  return { name: 'MOTEUR_FONCTION_REFUSEE', message };
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
