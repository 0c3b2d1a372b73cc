// Schemas already read, kept a day an instance.

import type { InstanceSchema } from './instance-schema';

export type CachedSchema = { readonly schema: InstanceSchema /** Epoch ms. */; readonly readAt: number };

/** Where schemas are kept between runs; the default one lives as long as the process. */
export type SchemaCache = {
  read(origin: string): Promise<CachedSchema | null>;
  write(origin: string, entry: CachedSchema): Promise<void>;
};

export const SCHEMA_LIFETIME_MS = 24 * 3600 * 1000;

export function memorySchemaCache(): SchemaCache {
  const entries = new Map<string, CachedSchema>();
  return {
    read: async (origin) => entries.get(origin) ?? null,
    write: async (origin, entry) => {
      entries.set(origin, entry);
    },
  };
}

/** Shared by every source of the process. */
export const PROCESS_SCHEMA_CACHE: SchemaCache = memorySchemaCache();
