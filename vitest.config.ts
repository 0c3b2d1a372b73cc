// Three families of tests, told apart by where they live and what they need. `npx vitest run lib/grist` runs a folder alone.

import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';

/** They open real servers on loopback: adapters against simulators, the command line, the demo. */
const SERVERS = [
  'simulators',
  'cli',
  'bench',
  'e2e',
  'lib/access/mail',
  'lib/http',
  'lib/demarches',
  'lib/grist',
  'scripts/postgres',
].map((room) => `${room}/**/*.test.ts`);

/** They need a Postgres, which scripts/test-database.mjs provides. */
const DATABASE = ['**/*.db.test.ts'];

const EXCLUDED = [...configDefaults.exclude, '**/.data/**', '**/.next/**'];

export default defineConfig({
  test: {
    environment: 'node',
    // More than the cores: half of the tests wait for a server, for Postgres or for a process as much as they work.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    // Generous: the machine of a test may be slow or shared. No test waits for a clock.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['**/*.test.ts'], exclude: [...EXCLUDED, ...SERVERS, ...DATABASE] },
      },
      {
        extends: true,
        test: { name: 'servers', include: SERVERS, exclude: [...EXCLUDED, ...DATABASE] },
      },
      {
        extends: true,
        test: {
          name: 'database',
          include: DATABASE,
          exclude: EXCLUDED,
          globalSetup: 'scripts/test-database.mjs',
        },
      },
    ],
  },
});
