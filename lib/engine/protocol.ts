// The call protocol of Inngest's SDK, in process: a request in, what the function did out (facts/stack.md §6, facts/inngest.md §10).

import { createHash } from 'node:crypto';
import { RUN_OUTPUT_BYTES, type RunError } from './limits';

/** `serve({ client, functions })` of `inngest/edge`. */
export type Handler = (request: Request) => Promise<Response>;

/** One operation that a call reports. Unknown codes are kept: the engine refuses them by name. */
export type Operation = {
  readonly op: string;
  /** Hash of the step's id. */
  readonly id: string;
  readonly name: string;
  readonly opts: Readonly<Record<string, unknown>>;
  readonly data: unknown;
  readonly error: RunError;
};

/** What a call came to. `after`: the `retry-after` header, as it was given. */
export type Outcome =
  | { readonly kind: 'completed'; readonly output: string }
  | { readonly kind: 'operations'; readonly operations: readonly Operation[]; readonly after: string | null }
  | { readonly kind: 'failed'; readonly error: RunError }
  | { readonly kind: 'retry'; readonly error: RunError; readonly after: string | null }
  | { readonly kind: 'too-large' };

export type Call = {
  readonly runId: string;
  readonly functionId: string;
  readonly step: string;
  readonly attempt: number;
  readonly maxAttempts: number;
  readonly planned: boolean;
  /** JSON texts: they go as they are stored. `steps` and `stack` are what stands between the brackets. */
  readonly event: string;
  readonly steps: string;
  readonly stack: string;
  readonly depth: number;
};

/** Where the SDK believes that it is served: nothing listens there. */
const ADDRESS = 'http://embedded/api/inngest';
const HEADERS = { host: 'embedded', 'content-type': 'application/json', 'x-inngest-server-kind': 'dev' };

/** Makes the SDK post its functions to the `fetch` of its client. */
export function registrationRequest(): Request {
  return new Request(ADDRESS, { method: 'PUT', headers: HEADERS });
}

/** Never throws: whatever goes wrong is an outcome. */
export async function call(handler: Handler, given: Call): Promise<Outcome> {
  try {
    const query = new URLSearchParams({ fnId: given.functionId, stepId: given.step });
    const response = await handler(
      new Request(`${ADDRESS}?${query}`, { method: 'POST', headers: HEADERS, body: requestBody(given) }),
    );
    return readAnswer(response.status, response.headers, await response.text());
  } catch (error) {
    return { kind: 'retry', error: asRunError(error), after: null };
  }
}

function requestBody(given: Call): string {
  const ctx = JSON.stringify({
    run_id: given.runId,
    fn_id: functionUuid(given.functionId),
    step_id: given.step,
    attempt: given.attempt,
    max_attempts: given.maxAttempts,
    disable_immediate_execution: given.planned,
    use_api: false,
    env: 'embedded',
  });
  const stack = `{"stack":[${given.stack}],"current":${given.depth}}`;
  return `{"version":2,"event":${given.event},"events":[${given.event}],"steps":{${given.steps}},"ctx":${ctx.slice(0, -1)},"stack":${stack}}}`;
}

/** The real server names functions by uuid in a call; ours is drawn from the id. */
function functionUuid(id: string): string {
  const hash = createHash('sha256').update(id).digest('hex');
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    hash.slice(12, 16),
    hash.slice(16, 20),
    hash.slice(20, 32),
  ].join('-');
}

/** 200: over. 206: operations. Anything else failed, and is made again unless the SDK says that it is no use. */
export function readAnswer(status: number, headers: Headers, body: string): Outcome {
  if (Buffer.byteLength(body) > RUN_OUTPUT_BYTES) return { kind: 'too-large' };
  if (status === 200) return { kind: 'completed', output: body === '' ? 'null' : body };
  const after = headers.get('retry-after');
  const answer: unknown = JSON.parse(body);
  if (status === 206) {
    if (!Array.isArray(answer)) throw new Error('the SDK reported no list of operations');
    return { kind: 'operations', operations: answer.map(readOperation), after };
  }
  const error = asRunError(answer);
  return headers.get('x-inngest-no-retry') === 'true'
    ? { kind: 'failed', error }
    : { kind: 'retry', error, after };
}

function readOperation(value: unknown): Operation {
  const { op, id, name, opts, data, error } = Object(value);
  if (typeof op !== 'string' || typeof id !== 'string') throw new Error('an operation has no code or no id');
  return {
    op,
    id,
    name: typeof name === 'string' ? name : '',
    opts: typeof opts === 'object' && opts !== null ? opts : {},
    data: data ?? null,
    error: asRunError(error),
  };
}

/** Keeps what the SDK put into its error (stack, cause), under a name and a message that are there for sure. */
export function asRunError(value: unknown): RunError {
  if (value instanceof Error) return { name: value.name, message: value.message, stack: value.stack ?? '' };
  if (typeof value !== 'object' || value === null) return { name: 'Error', message: String(value) };
  const { name, message } = Object(value);
  return {
    ...value,
    name: typeof name === 'string' ? name : 'Error',
    message: typeof message === 'string' ? message : '',
  };
}
