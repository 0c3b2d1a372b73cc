// How Prisma's own command line finds the schema, the migrations, the database and the schema engine.

import { fileURLToPath } from 'node:url';
import { defineConfig } from 'prisma/config';

// Prisma would download a native schema engine from its own servers at first use. Ours is made of npm packages only,
// so that the same commands work on closed networks (facts/stack.md §2). The variable may name another one.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= fileURLToPath(
  new URL('./scripts/schema-engine.mjs', import.meta.url),
);

const url = process.env.DATABASE_URL;

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  // `generate` and `validate` need no database.
  ...(url ? { datasource: { url } } : {}),
});
