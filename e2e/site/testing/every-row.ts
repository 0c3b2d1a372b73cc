// All that is ever written in a database, also what is erased a moment later: jobs, messages, links of one use. Every table
// that there is, without any list of ours.

import { Client } from 'pg';
import { CHANNEL as ENGINE_CHANNEL } from '../../../lib/engine/connection';
import { EVENT_CHANNEL } from '../../../lib/store/event-rows';
import type { Said } from './canaries';

export type EveryRow = {
  readonly tables: readonly string[];
  /** One text a column of a row, place `base <table>.<column>`, and what processes told each other (`annonce <channel>`). */
  said(): Promise<readonly Said[]>;
  close(): Promise<void>;
};

const TABLES = `SELECT table_name AS name FROM information_schema.tables
  WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`;

export async function watchEveryRow(url: string): Promise<EveryRow> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const heard: Said[] = [];
  client.on('notification', ({ channel, payload }) => {
    heard.push({ place: `annonce ${channel}`, text: payload ?? '' });
  });
  await client.query(`LISTEN "${ENGINE_CHANNEL}"`);
  await client.query(`LISTEN "${EVENT_CHANNEL}"`);
  await client.query(`
    CREATE SCHEMA witness;
    CREATE TABLE witness.written (place text NOT NULL, content jsonb NOT NULL);
    CREATE FUNCTION witness.note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN
      INSERT INTO witness.written VALUES (TG_TABLE_NAME, to_jsonb(NEW));
      RETURN NULL;
    END $$;`);
  const tables = await names(client);
  for (const name of tables) {
    await client.query(
      `CREATE TRIGGER witness AFTER INSERT OR UPDATE ON public."${name}" FOR EACH ROW EXECUTE FUNCTION witness.note()`,
    );
  }
  return {
    tables,
    async said() {
      const { rows } = await client.query<{ place: string; content: Record<string, unknown> }>(
        'SELECT place, content FROM witness.written',
      );
      const columns = rows.flatMap(({ place, content }) =>
        Object.entries(content).flatMap(([column, value]) =>
          value === null ? [] : [{ place: `base ${place}.${column}`, text: asText(value) }],
        ),
      );
      return [...columns, ...heard];
    },
    close: () => client.end(),
  };
}

async function names(client: Client): Promise<readonly string[]> {
  return (await client.query<{ name: string }>(TABLES)).rows.map(({ name }) => name);
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
