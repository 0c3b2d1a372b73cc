// What the simulated Grist refuses, with the status and the text that the real one gives.

/** An answer that is not a success. `details` goes beside `error` in the JSON body. */
export class Refusal extends Error {
  readonly status: number;
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(status: number, message: string, details?: Readonly<Record<string, unknown>>) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
    this.details = details;
  }
}

/** An exception of Grist's Python engine: `/apply` gives its text with 500, the records endpoints translate it. */
export class EngineError extends Error {
  constructor(kind: PythonKind, message: string) {
    super(`[Sandbox] ${kind} ${message}`);
    this.name = 'EngineError';
  }
}

export type PythonKind =
  | 'KeyError'
  | 'ValueError'
  | 'AssertionError'
  | 'TypeError'
  | 'IndexError'
  | 'AttributeError'
  | 'NotImplementedError';

/** What the simulator does not imitate: loud, so that no test passes thanks to an approximation. */
export function notSimulated(what: string): EngineError {
  return new EngineError('NotImplementedError', `simulator of Grist: ${what}`);
}
