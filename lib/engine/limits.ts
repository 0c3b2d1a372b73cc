// What a function may weigh, as on the real server (facts/inngest.md §8), and the errors it ends with.

export const EVENT_BYTES = 3_145_728;
export const EVENTS_A_REQUEST = 5_000;
export const STEP_OUTPUT_BYTES = 4 * 1_048_576;
export const RUN_OUTPUT_BYTES = 8 * 1_048_576;
export const RUN_STATE_BYTES = 33_554_432;
export const STEPS_A_RUN = 1_000;

/** An error as the SDK serialises it, and as `inngest/function.failed` carries it. */
export type RunError = { readonly name: string; readonly message: string; readonly stack?: string };

/** On the real server a limit's error arrives named `Error`, with its JSON as message. */
function limitError(name: string, message: string): RunError {
  return { name: 'Error', message: JSON.stringify({ error: `${name}: ${message}`, name, message }) };
}

export const TOO_MANY_STEPS = limitError(
  'InngestErrFunctionOverflowed',
  `The function run exceeded the step limit of ${STEPS_A_RUN} steps.`,
);

export const TOO_MUCH_STATE = limitError(
  'InngestErrStateOverflowed',
  `The function run exceeded the state size limit of ${RUN_STATE_BYTES} bytes.`,
);

export const STEP_TOO_LARGE = limitError(
  'InngestErrStepOutputTooLarge',
  'step output size is greater than the limit',
);

export const OUTPUT_TOO_LARGE = limitError(
  'output_too_large',
  "Your function's response body exceeds the maximum size limit",
);
