// A service that has lived: links, a year of their runs, weeks of their events.

import type { Database } from '../lib/store/database';

/** Three links a document, all scheduled every night, all due at `due`. */
export async function fillLinks(database: Database, links: number, due: Date): Promise<void> {
  await database.client.$executeRaw`
    INSERT INTO link (id, source_url, demarche, destination_url, document, title, schedule, next_due_at, fresh_at)
    SELECT gen_random_uuid(), 'https://demarches.exemple.fr', n, 'https://grist.exemple.fr', 'document' || n / 3,
      'Démarche ' || n, '{"kind":"quotidien","heure":"00:00"}'::jsonb, ${due}::timestamptz, ${due}::timestamptz
    FROM generate_series(1, ${links}::int) AS n`;
}

/** One run a link and a day, the oldest first; a twentieth of them broke. Events of the last days only. */
export async function fillRuns(
  database: Database,
  given: {
    readonly now: number;
    readonly days: number;
    readonly detailDays: number;
    readonly eventsARun: number;
  },
): Promise<void> {
  const now = new Date(given.now);
  await database.client.$executeRaw`
    INSERT INTO run (id, link_id, kind, trigger, status, requested_at, started_at, alive_at, ended_at, read, added,
      request_key, concluded, traffic, phases, statement)
    SELECT gen_random_uuid(), link.id, 'sync', 'planification',
      (CASE WHEN (day + link.demarche) % 20 = 0 THEN 'echoue' ELSE 'reussi' END)::run_status,
      at, at, at + interval '40 seconds', at + interval '40 seconds', 120, 12, link.id || ':' || at, true,
      '{"source":{"requests":4,"retries":0,"bytesSent":2000,"bytesReceived":300000},"destination":{"requests":6,"retries":0,"bytesSent":90000,"bytesReceived":4000}}'::jsonb,
      '{"preparation":900,"structure":300,"lecture":38000,"suppressions":400,"cloture":200}'::jsonb,
      '{"phrase":"120 dossiers lus, 12 ajoutés."}'::jsonb
    FROM generate_series(1, ${given.days}::int) AS day CROSS JOIN link
    CROSS JOIN LATERAL (SELECT ${now}::timestamptz - day * interval '1 day') AS time(at)
    ORDER BY at, link.demarche`;
  await database.client.$executeRaw`
    INSERT INTO run_event (run_id, at, type, sentence, data)
    SELECT run.id, run.requested_at + rank * interval '3 seconds', 'progression', rank * 10 || ' dossiers sur 120.',
      jsonb_build_object('phase', 'lecture', 'done', rank * 10, 'total', 120)
    FROM run CROSS JOIN generate_series(1, ${given.eventsARun}::int) AS rank
    WHERE run.requested_at > ${now}::timestamptz - ${given.detailDays}::int * interval '1 day'`;
  await database.client.$executeRaw`ANALYZE`;
}
