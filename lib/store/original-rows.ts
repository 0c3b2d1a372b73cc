// The configurations of the original tool, read from its own Postgres. Nothing is written there.

import { Client } from 'pg';
import { Failure } from '../errors/failure';

/** Texts by column. `enabled`: whether the original synchronised the row every night, where its table of schedules tells. */
export async function readOriginalRows(url: string): Promise<readonly Readonly<Record<string, string>>[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 15_000 });
  try {
    await client.connect();
  } catch {
    throw new Failure('BASE_INJOIGNABLE', { detail: 'la base de l’ancien outil ne répond pas' });
  }
  try {
    await client.query('BEGIN READ ONLY');
    const [there] = (
      await client.query<{ has: boolean }>("SELECT to_regclass('user_schedules') IS NOT NULL AS has")
    ).rows;
    const { rows } = await client.query<{ row: Readonly<Record<string, unknown>> }>(
      there?.has === true
        ? `SELECT to_jsonb(c) || jsonb_build_object('enabled', EXISTS (
             SELECT 1 FROM user_schedules AS s WHERE s.otp_config_id = c.id AND s.enabled)) AS row
           FROM otp_configurations AS c ORDER BY c.id`
        : 'SELECT to_jsonb(c) AS row FROM otp_configurations AS c ORDER BY c.id',
    );
    return rows.map(({ row }) =>
      Object.fromEntries(
        Object.entries(row).flatMap(([name, value]) =>
          value === null || value === undefined ? [] : [[name, String(value)]],
        ),
      ),
    );
  } finally {
    await client.end();
  }
}
