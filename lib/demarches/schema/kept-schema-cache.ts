// Schemas kept outside of the process, so that a new one does not ask for them again the same day.

import { z } from 'zod';
import type { SchemaCache } from './schema-cache';

/** Somewhere to keep JSON by name: the store's `Kept`. */
type Drawer = { read(name: string): Promise<unknown>; write(name: string, value: unknown): Promise<void> };

const ENTRY = z.object({
  readAt: z.number(),
  schema: z.object({
    types: z.record(
      z.string(),
      z.object({ fields: z.record(z.string(), z.string()), possible: z.array(z.string()) }),
    ),
  }),
});

/** What an older version kept in another shape is as good as nothing: the schema is read again. */
export function keptSchemaCache(drawer: Drawer): SchemaCache {
  const name = (origin: string) => `schema ${origin}`;
  return {
    async read(origin) {
      const entry = ENTRY.safeParse(await drawer.read(name(origin)));
      return entry.success ? entry.data : null;
    },
    write: (origin, entry) => drawer.write(name(origin), entry),
  };
}
