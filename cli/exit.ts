/** What a command answers to the shell. */
export const EXIT = {
  clean: 0,
  /** Finished, and something is not as it should be: failures, differences. */
  failures: 1,
  /** Could not run: nothing was written, or the run stopped on what only somebody can mend. */
  impossible: 2,
  /** Interrupted cleanly by the user: the batch in hand was finished. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
