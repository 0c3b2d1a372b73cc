// Announcing a run from a process that carries none.

import { Inngest } from 'inngest';
import { openEngine } from '../lib/engine/engine';
import { readEngine } from '../lib/env/engine-variables';
import type { RunRequest } from '../lib/run/ports';
import { announceRun, type RunIds } from './events';
import { APP } from './service';

/** Whoever carries runs on this database, or the Inngest server of the environment, takes it from there. */
export async function announceFrom(
  databaseUrl: string,
  kind: RunRequest['kind'],
  ids: RunIds,
): Promise<void> {
  if (readEngine(process.env).engine === 'server') return announceRun(new Inngest({ id: APP }), kind, ids);
  const engine = openEngine({ url: databaseUrl });
  try {
    const client = new Inngest({ id: APP, isDev: true, eventKey: 'embedded', fetch: engine.fetch });
    await announceRun(client, kind, ids);
  } finally {
    await engine.stop();
  }
}
