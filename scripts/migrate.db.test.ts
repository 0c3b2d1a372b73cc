// Migrations, from each earlier one with the rows of its time; two at once; cut in the middle, and run again.

import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { openDatabase } from '../lib/store/database';
import { listDrafts } from '../lib/store/draft-rows';
import { historyRow } from '../lib/store/history-rows';
import { openLedger } from '../lib/store/ledger';
import { readManagedLink } from '../lib/store/managed-links';
import { migrate } from './migrate.mjs';
import {
  connected,
  contents,
  createEarlier,
  databaseOf,
  LINK,
  MIGRATIONS,
  note,
  OPEN_RUN,
  PERSON,
  plant,
  type Row,
  RUN,
  type Run,
  structure,
} from './testing/earlier';

const { server, template } = inject('testDatabase');
const created: string[] = [];
const children: ChildProcess[] = [];
const LAST = MIGRATIONS.at(-1) ?? '';

afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await connected(server, async (run) => {
    for (const name of created) await run(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  });
});

function name(): string {
  const unused = `earlier_${randomUUID().replaceAll('-', '')}`;
  created.push(unused);
  return unused;
}

const earlier = (upTo: string) => createEarlier(server, name(), upTo);

let fresh: Promise<readonly string[]> | undefined;

/** Of a database that this version made from nothing: looked at once. */
function freshStructure(): Promise<readonly string[]> {
  fresh ??= lookAtFresh();
  return fresh;
}

async function lookAtFresh(): Promise<readonly string[]> {
  const clone = name();
  await connected(server, (run) => run(`CREATE DATABASE ${clone} TEMPLATE ${template}`));
  return connected(databaseOf(server, clone), structure);
}

/** Prisma's own list: each migration once, finished, whatever was tried before. */
const applied = (run: Run) =>
  run(
    `SELECT migration_name AS name, applied_steps_count AS steps FROM _prisma_migrations
     WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`,
  );
const EVERY_ONE = MIGRATIONS.map((one) => ({ name: one, steps: 1 }));

/** The columns of before, in the rows of now. */
function asBefore(before: readonly Row[], now: readonly Row[]): readonly Row[] {
  const columns = Object.keys(before[0] ?? {});
  return now.map((row) => Object.fromEntries(columns.map((column) => [column, row[column]])));
}

describe('migrations', () => {
  it.each(MIGRATIONS)('from %s, with the rows of its time', async (upTo) => {
    const url = await earlier(upTo);
    const before = await connected(url, async (run) => {
      await plant(run, upTo);
      return contents(run);
    });
    const empty = [...before].filter(([, rows]) => rows.length === 0).map(([table]) => table);
    expect(empty, 'tables for which scripts/testing/earlier.ts plants nothing').toEqual([]);

    expect(await migrate(url)).toBe(upTo !== LAST);

    await connected(url, async (run) => {
      expect(await structure(run)).toEqual(await freshStructure());
      expect(await applied(run)).toEqual(EVERY_ONE);
      const after = await contents(run);
      for (const [table, rows] of before) {
        expect(new Set(asBefore(rows, after.get(table) ?? [])), table).toEqual(new Set(rows));
      }
    });
    // Today's program reads them, and what it concludes from them holds.
    const database = await openDatabase(url);
    try {
      expect(await readManagedLink(database, LINK)).toMatchObject({ demarche: 1234, pausedAt: null });
      expect(await historyRow(database, RUN)).toMatchObject({ status: 'reussi', added: 2 });
      expect(await historyRow(database, OPEN_RUN)).toMatchObject({ status: 'en_cours', endedAt: null });
      const ledger = openLedger(database, { now: () => Date.parse('2026-03-02T09:00:00Z') });
      const known = await ledger.known(LINK, [11, 12]);
      expect([...known.values()].map(({ number, presence }) => [number, presence])).toEqual([
        [11, 'live'],
        [12, 'out_of_scope'],
      ]);
      expect((await ledger.changes(LINK, 'open')).length).toBe(upTo < '20261123060000_form' ? 0 : 1);
      expect((await listDrafts(database, PERSON)).length).toBe(upTo < '20261123110000_drafts' ? 0 : 1);
      if (upTo < '20261123090000_service') {
        expect((await readManagedLink(database, LINK)).freshAt).toEqual(new Date('2026-03-02T08:00:00Z'));
      }
    } finally {
      await database.close();
    }
    expect(await migrate(url)).toBe(false);
  });

  it('keeps one open run a link, the last one: the others are told interrupted', async () => {
    const url = await earlier('20261123080000_engine');
    const older = randomUUID();
    await connected(url, async (run) => {
      await plant(run, '20261123080000_engine');
      await run(
        `INSERT INTO run (id, fence, link_id, kind, trigger, started_at, alive_at) VALUES ($1, 0, $2, 'sync', 'cli', now(), now())`,
        [older, LINK],
      );
    });
    await migrate(url);
    const rows = await connected(url, (run) =>
      run(`SELECT id, status, code FROM run WHERE id IN ('${older}', '${OPEN_RUN}') ORDER BY fence`),
    );
    expect(rows).toEqual([
      { id: older, status: 'interrompu', code: 'BAIL_PERDU' },
      { id: OPEN_RUN, status: 'en_cours', code: null },
    ]);
  });

  it('gives a message that waited to each person it is for, and to nobody else', async () => {
    const before = '20261123131000_engine_clock';
    const url = await earlier(before);
    await connected(url, async (run) => {
      await plant(run, before);
      await run(
        `INSERT INTO outbox (link_id, kind, subject, text, created_at) VALUES ($1, 'panne', 'Attend', 'Texte', now())`,
        [LINK],
      );
    });
    await migrate(url);
    expect(
      await connected(url, (run) => run(`SELECT user_id, channel FROM outbox WHERE subject = 'Attend'`)),
    ).toEqual([{ user_id: PERSON, channel: 'courriel' }]);
  });

  it('creates the database when there is none', async () => {
    const url = databaseOf(server, name());
    expect(await migrate(url)).toBe(true);
    expect(await connected(url, structure)).toEqual(await freshStructure());
  });

  it.each(['nothing', '20261123080000_engine'])('three at once, from %s', async (upTo) => {
    const url = upTo === 'nothing' ? databaseOf(server, name()) : await earlier(upTo);
    const did = await Promise.all([migrate(url), migrate(url), migrate(url)]);
    expect(did.filter(Boolean)).toHaveLength(1);
    await connected(url, async (run) => {
      expect(await applied(run)).toEqual(EVERY_ONE);
      expect(await run(`SELECT 1 FROM _prisma_migrations`)).toHaveLength(MIGRATIONS.length);
    });
  });

  it('killed in the middle leaves nothing behind, and is run again', async () => {
    const url = await earlier('20261123080000_engine');
    await connected(url, (run) => plant(run, '20261123080000_engine'));
    await connected(url, async (run) => {
      // Whoever reads `link` keeps the migration waiting, half-way.
      await run('BEGIN');
      await run('LOCK TABLE link IN ACCESS SHARE MODE');
      const child = spawn(process.execPath, [fileURLToPath(new URL('./migrate.mjs', import.meta.url))], {
        env: { ...process.env, DATABASE_URL: url },
        stdio: 'ignore',
      });
      children.push(child);
      const exited = once(child, 'exit');
      await connected(server, async (look) => {
        for (;;) {
          const waiting = await look(
            `SELECT 1 FROM pg_stat_activity WHERE datname = $1 AND wait_event_type = 'Lock' AND wait_event = 'relation'`,
            [new URL(url).pathname.slice(1)],
          );
          if (waiting.length > 0) return;
          if (child.exitCode !== null) throw new Error(`the migration ended with ${child.exitCode}`);
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      });
      child.kill('SIGKILL');
      await exited;
      await run('ROLLBACK');
    });
    expect(await migrate(url)).toBe(true);
    await connected(url, async (run) => {
      expect(await structure(run)).toEqual(await freshStructure());
      expect(await applied(run)).toEqual(EVERY_ONE);
    });
  });

  it('takes up what an earlier tool was cut in', async () => {
    const [, , cut = ''] = MIGRATIONS;
    const url = await earlier(MIGRATIONS[1] ?? '');
    await connected(url, (run) => note(run, cut, false));
    expect(await migrate(url)).toBe(true);
    await connected(url, async (run) => {
      expect(await applied(run)).toEqual(EVERY_ONE);
      expect(await structure(run)).toEqual(await freshStructure());
    });
  });

  it('says which one fails, changes nothing then, and never shows the password', async () => {
    const [, , next = ''] = MIGRATIONS;
    const url = await earlier(MIGRATIONS[1] ?? '');
    // Somebody made by hand, in another shape, what the migration is to make.
    await connected(url, (run) => run('ALTER TABLE link ADD COLUMN rebase_since TEXT'));
    const before = await connected(url, structure);
    const refused = new URL(url);
    refused.searchParams.set('application_name', 'essai');
    await expect(migrate(refused.href)).rejects.toThrow(new RegExp(`${next}[^]*rebase_since`));
    await expect(migrate(refused.href)).rejects.not.toThrow(/postgresql:/);
    expect(await connected(url, structure)).toEqual(before);
    await connected(url, (run) => run('ALTER TABLE link DROP COLUMN rebase_since'));
    expect(await migrate(url)).toBe(true);
  });

  it('are noted as Prisma notes them, with the same sums', async () => {
    const url = databaseOf(server, name());
    await migrate(url);
    const sums = await connected(url, (run) =>
      run('SELECT migration_name AS name, checksum FROM _prisma_migrations ORDER BY 1'),
    );
    const prisma = await earlier(LAST);
    expect(sums).toEqual(
      await connected(prisma, (run) =>
        run('SELECT migration_name AS name, checksum FROM _prisma_migrations ORDER BY 1'),
      ),
    );
  });
});
