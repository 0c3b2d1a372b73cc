// An engine with functions in it, for tests: made, started, told to hurry, stopped.

import { type ClientOptions, Inngest, type InngestFunction } from 'inngest';
import { serve } from 'inngest/edge';
import { onTestFinished } from 'vitest';
import type { TestDatabase } from '../../store/testing/database';
import { type Engine, type EngineOptions, openEngine } from '../engine';

export type House = {
  readonly engine: Engine;
  readonly client: Inngest;
  /** What the functions noted, in order. */
  readonly notes: readonly string[];
  note(text: string): void;
  /** Resolves once the condition holds; the test's own time limit is the only one. */
  until(condition: () => boolean | Promise<boolean>): Promise<void>;
  /** Starts the engine; it is stopped at the end of the test. */
  open(functions: readonly InngestFunction.Any[]): Promise<void>;
};

const SILENT: ClientOptions['logger'] = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  debug: () => undefined,
};

export function house(database: Pick<TestDatabase, 'url'>, options: Partial<EngineOptions> = {}): House {
  const notes: string[] = [];
  const engine = openEngine({
    url: database.url(),
    pollMs: 100,
    backoff: () => 1,
    onTrouble: (what, error) => notes.push(`trouble: ${what}: ${String(error)}`),
    ...options,
  });
  const client = new Inngest({
    id: 'app',
    isDev: true,
    eventKey: 'embedded',
    checkpointing: false,
    fetch: engine.fetch,
    ...(SILENT === undefined ? {} : { logger: SILENT }),
  });
  onTestFinished(() => engine.stop(1_000));
  return {
    engine,
    client,
    notes,
    note: (text) => notes.push(text),
    until,
    open: (functions) => engine.start(serve({ client, functions: [...functions] })),
  };
}

export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5));
}
