// Waiting for a link to have nothing under way: the proof that follows its runs included.

import { expect } from '@playwright/test';
import type { Database } from '../../../lib/store/database';

/** No run of the link is open, and no execution of the engine speaks of it. */
export async function untilQuiet({ client }: Database, linkId: string): Promise<void> {
  await expect
    .poll(
      async () => {
        const open = await client.run.count({
          where: { linkId, OR: [{ endedAt: null }, { concluded: false }] },
        });
        const [engine] = await client.$queryRaw<{ n: number }[]>`
          SELECT count(*)::int AS n FROM engine_run
          WHERE state IN ('queued', 'running') AND event->'data'->>'linkId' = ${linkId}`;
        return open + (engine?.n ?? 1);
      },
      { timeout: 60_000, intervals: [100, 200] },
    )
    .toBe(0);
}
