// Plays one scenario on a stage (the embedded engine, a real server) and says what was seen.

import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Inngest } from 'inngest';
import type { Scenario, SentEvent } from './scenario';
import type { Stage } from './stage';

export type Played = {
  readonly notes: readonly string[];
  /** Null when what was seen is what was expected. */
  readonly difference: string | null;
};

const SILENT = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  debug: () => undefined,
};

export async function play(scenario: Scenario, stage: Stage): Promise<Played> {
  const app = `c${randomBytes(4).toString('hex')}`;
  const client = new Inngest({ id: app, checkpointing: false, logger: SILENT, ...stage.clientOptions });
  const notes: string[] = [];
  const named = (event: string) => `${app}/${event}`;
  const note = (text: string): void => {
    notes.push(text.replaceAll(`${app} `, ''));
  };
  await stage.serve(app, client, scenario.functions({ client, app, note, named }));

  const givenUpAt = performance.now() + stage.patienceMs;
  const until = async (text: string, times = 1): Promise<void> => {
    while (notes.filter((one) => one === text).length < times) {
      if (performance.now() > givenUpAt) throw new Error(`waited in vain for: ${text} (×${times})`);
      await sleep(10);
    }
  };
  const send = async (...events: readonly SentEvent[]): Promise<void> => {
    await client.send(
      events.map(({ name, data = {}, id, inSeconds }) => ({
        name: named(name),
        data,
        ...(id === undefined ? {} : { id: `${app} ${id}` }),
        ...(inSeconds === undefined ? {} : { ts: Date.now() + inSeconds * 1_000 }),
      })),
    );
  };
  const refusal = (...events: readonly SentEvent[]): Promise<string | null> =>
    send(...events).then(
      () => null,
      (error: unknown) => String(error),
    );

  let problem: string | null = null;
  try {
    await scenario.play({
      notes,
      note,
      send,
      until,
      refusal,
      quiet: stage.quiet,
      elapse: stage.elapse,
    });
  } catch (error) {
    problem = error instanceof Error ? error.message : String(error);
  }
  return { notes, difference: problem ?? difference(scenario, notes) };
}

function difference({ expected, anyOrder = false }: Scenario, seen: readonly string[]): string | null {
  const arrange = (texts: readonly string[]) => JSON.stringify(anyOrder ? [...texts].sort() : texts);
  return arrange(expected) === arrange(seen) ? null : `expected ${arrange(expected)}`;
}
