// What strikes the database during a campaign: restarts, a fall, and a disk that is full, of its tables or of its journal.

import { Client } from 'pg';
import type { RestartablePostgres } from '../../inngest/testing/restartable';
import type { SmallDisk } from './disk';
import { type Blows, wait } from './plan';

/** A Postgres that may be broken; `disk`: null when it cannot be filled. */
export type Victim = { readonly postgres: RestartablePostgres; readonly disk: SmallDisk | null };

const STRIKES_EVERY_MS = 40_000;

/** How long a disk stays full. */
const FULL_MS = 8_000;

type Strike = { readonly name: string; readonly strike: (hand: Blows) => Promise<void> };

/** Their names are those of the report. */
export function strikesOn({ postgres, disk }: Victim): readonly Strike[] {
  const comeBack = async (random: () => number, how: 'fast' | 'crash') => {
    await postgres.stop(how);
    await wait(random() * 2_000);
    await postgres.restart();
  };
  const restarts: readonly Strike[] = [
    { name: 'Redémarrages de Postgres', strike: ({ random }) => comeBack(random, 'fast') },
    { name: 'Postgres coupé net, puis relancé', strike: ({ random }) => comeBack(random, 'crash') },
  ];
  if (disk === null) return restarts;
  return [
    ...restarts,
    { name: 'Disque plein (tables)', strike: ({ count }) => whileFull(postgres, disk, tablesAreFull, count) },
    {
      name: 'Disque plein (journal de Postgres)',
      strike: ({ count }) => whileFull(postgres, disk, journalIsFull, count),
    },
  ];
}

/** Each in its turn; none is counted that was not met. */
export async function strikePostgres(hand: Blows, victim: Victim): Promise<void> {
  const strikes = strikesOn(victim);
  let next = performance.now() + STRIKES_EVERY_MS / 2;
  for (let rank = 0; !hand.isOver(); await wait(500)) {
    const turn = strikes[rank % strikes.length];
    if (performance.now() < next || turn === undefined) continue;
    await turn.strike(hand);
    hand.count(turn.name);
    next = performance.now() + STRIKES_EVERY_MS;
    rank += 1;
  }
}

/** A Postgres that fell for lack of room is started again, as its operator does, once there is some. */
async function whileFull(
  postgres: RestartablePostgres,
  disk: SmallDisk,
  isFull: (url: string) => Promise<boolean>,
  count: Blows['count'],
): Promise<void> {
  disk.fill();
  try {
    if (!(await isFull(postgres.url))) throw new Error('the disk is full, and Postgres still writes');
    await wait(FULL_MS);
  } finally {
    disk.free();
    if (!postgres.isRunning()) {
      await postgres.restart();
      count('Postgres tombé faute de place, puis relancé');
    }
  }
}

/** Room inside files is used up first: a table of twenty megabytes has none. */
function tablesAreFull(url: string): Promise<boolean> {
  return isRefused(url, [
    `CREATE TABLE campaign_ballast AS SELECT repeat('x', 1000) AS text FROM generate_series(1, 20000)`,
  ]);
}

/** Its journal is cut in files of 16 MB, of which some are kept ready: a hundred of them are not. */
function journalIsFull(url: string): Promise<boolean> {
  const message = `SELECT pg_logical_emit_message(true, 'campagne', repeat('x', 16000000))`;
  return isRefused(url, Array(50).fill(message));
}

/** With its own words for it (53100), or by falling, which it does when its journal has no room. */
async function isRefused(url: string, statements: readonly string[]): Promise<boolean> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    for (const statement of statements) await client.query(statement);
    return false;
  } catch {
    return true;
  } finally {
    await client.end();
  }
}
