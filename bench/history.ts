// `npx tsx bench/history.ts`: a year of daily runs of 500 links, 90 days of events; how long pages take, and why
// (EXPLAIN ANALYZE of the very statements that they use).

import { historyPage } from '../lib/links/history/read';
import { listLinks } from '../lib/links/list';
import { planRuns } from '../lib/links/runs/plan';
import type { Database } from '../lib/store/database';
import { historyQuery } from '../lib/store/history-rows';
import { fillLinks } from './service-data';
import { median, timed, withServiceDatabase } from './service-database';

const LINKS = 500;
const DAYS = 365;
const DETAIL_DAYS = 90;
const EVENTS_A_RUN = 12;
const NOW = Date.parse('2026-11-23T00:30:00Z');
const say = (text: string) => void process.stdout.write(`${text}\n`);

await withServiceDatabase(async (database) => {
  await fillLinks(database, LINKS, new Date(NOW - 30 * 60_000));
  const filling = await timed(() => fillRuns(database));
  const [size] = await database.client.$queryRaw<{ runs: bigint; events: bigint; bytes: string }[]>`
    SELECT (SELECT count(*) FROM run) AS runs, (SELECT count(*) FROM run_event) AS events,
      pg_size_pretty(pg_database_size(current_database())) AS bytes`;
  say(
    `${size?.runs} exécutions, ${size?.events} événements, ${size?.bytes} (remplies en ${Math.round(filling.ms / 1000)}\u00a0s)\n`,
  );

  const service = { database, clock: { now: () => NOW } };
  const [link] = await database.client.link.findMany({ take: 1, select: { id: true } });
  if (link === undefined) throw new Error('no link');
  const first = await historyPage(service, link.id, null, 25);
  const [far] = await database.client.$queryRaw<{ fence: number }[]>`
    SELECT fence::float8 AS fence FROM run WHERE link_id = ${link.id}::uuid ORDER BY fence DESC OFFSET 300 LIMIT 1`;
  const old = far?.fence ?? null;
  await report('tableau de bord (500 liaisons, état compris)', () => listLinks(service, null));
  await report('première page de l’historique', () => historyPage(service, link.id, null, 25));
  await report('page d’il y a 300 jours', () => historyPage(service, link.id, old, 25));
  say('');
  await explain(database, 'première page', historyQuery(link.id, null, 26));
  await explain(database, 'page d’il y a 300 jours', historyQuery(link.id, old, 26));
  const runId = first.runs[0]?.id ?? '';
  await explain(database, 'journal d’une exécution', {
    text: 'SELECT id, at, type, sentence, data FROM run_event WHERE run_id = $1::uuid AND id > 0 ORDER BY id LIMIT 1000',
    values: [runId],
  });
  await explain(database, 'dernière exécution de chaque liaison', {
    values: [],
    text: `SELECT link.id, last.status FROM link LEFT JOIN LATERAL (
        SELECT status FROM run WHERE run.link_id = link.id AND run.ended_at IS NOT NULL AND run.status <> 'annule'
          AND run.kind = 'sync' ORDER BY fence DESC LIMIT 1
      ) AS last ON true`,
  });
  await explain(database, 'exécutions ouvertes', {
    text: `SELECT id FROM run WHERE ended_at IS NULL AND status = 'en_cours'`,
    values: [],
  });
  const planned = await timed(() => planRuns(service));
  say(
    `Planification de ${planned.value.length} liaisons sur cette base\u00a0: ${Math.round(planned.ms)}\u00a0ms`,
  );
});

async function fillRuns(database: Database): Promise<void> {
  await database.client.$executeRaw`
    INSERT INTO run (id, link_id, kind, trigger, status, requested_at, started_at, alive_at, ended_at, read, added,
      request_key, concluded, traffic, phases, statement)
    SELECT gen_random_uuid(), link.id, 'sync', 'planification',
      (CASE WHEN (day + link.demarche) % 20 = 0 THEN 'echoue' ELSE 'reussi' END)::run_status,
      at, at, at + interval '40 seconds', at + interval '40 seconds', 120, 12, link.id || ':' || at, true,
      '{"source":{"requests":4,"retries":0,"bytesSent":2000,"bytesReceived":300000},"destination":{"requests":6,"retries":0,"bytesSent":90000,"bytesReceived":4000}}'::jsonb,
      '{"preparation":900,"structure":300,"lecture":38000,"suppressions":400,"cloture":200}'::jsonb,
      '{"phrase":"120 dossiers lus, 12 ajoutés."}'::jsonb
    FROM generate_series(1, ${DAYS}::int) AS day CROSS JOIN link
    CROSS JOIN LATERAL (SELECT ${new Date(NOW)}::timestamptz - day * interval '1 day') AS time(at)
    ORDER BY at, link.demarche`;
  await database.client.$executeRaw`
    INSERT INTO run_event (run_id, at, type, sentence, data)
    SELECT run.id, run.requested_at + rank * interval '3 seconds', 'progression', rank * 10 || ' dossiers sur 120.',
      jsonb_build_object('phase', 'lecture', 'done', rank * 10, 'total', 120)
    FROM run CROSS JOIN generate_series(1, ${EVENTS_A_RUN}::int) AS rank
    WHERE run.requested_at > ${new Date(NOW)}::timestamptz - ${DETAIL_DAYS}::int * interval '1 day'`;
  await database.client.$executeRaw`ANALYZE`;
}

async function report(what: string, work: () => Promise<unknown>): Promise<void> {
  const times: number[] = [];
  for (let turn = 0; turn < 11; turn += 1) times.push((await timed(work)).ms);
  const worst = Math.max(...times);
  say(
    `${what}\u00a0: ${median(times).toFixed(1)}\u00a0ms (médiane de 11), ${worst.toFixed(1)}\u00a0ms au pire`,
  );
}

/** The statement as `pg` sees it: with $1, $2… */
type Statement = { readonly text: string; readonly values: readonly unknown[] };

async function explain(database: Database, what: string, { text, values }: Statement): Promise<void> {
  const lines = await database.client.$queryRawUnsafe<Record<string, string>[]>(
    `EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) ${text}`,
    ...values,
  );
  say(`── ${what}`);
  for (const line of lines) say(`   ${Object.values(line).join('')}`);
  say('');
}
