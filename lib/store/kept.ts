// What is kept between runs though it belongs to no link: read from outside, costly to read again, never personal.

import type { Database } from './database';
import { guarded } from './store-failure';

/** A drawer of JSON values by name. */
export type Kept = {
  /** Undefined when nothing was kept under this name. */
  read(name: string): Promise<unknown>;
  write(name: string, value: unknown): Promise<void>;
};

export function openKept(database: Database, clock: { now(): number }): Kept {
  return {
    async read(name) {
      const row = await guarded(() => database.client.kept.findUnique({ where: { name } }));
      return row?.value;
    },
    async write(name, value) {
      const json = JSON.stringify(value);
      await guarded(
        () => database.client.$executeRaw`
          INSERT INTO kept (name, value, written_at)
          VALUES (${name}, ${json}::jsonb, ${new Date(clock.now())}::timestamptz)
          ON CONFLICT (name) DO UPDATE SET value = excluded.value, written_at = excluded.written_at`,
      );
    },
  };
}
