#!/usr/bin/env node

// Stands in for Prisma's native `schema-engine` executable: same arguments, same JSON-RPC, made of npm packages only.

import { schemaDatabase } from './schema-engine/database.mjs';
import { databaseCommand } from './schema-engine/database-commands.mjs';
import { openEngine } from './schema-engine/engine.mjs';
import { serve } from './schema-engine/rpc.mjs';

const args = process.argv.slice(2);

/** @param {string} name */
const valuesOf = (name) => args.flatMap((arg, index) => (arg === name ? (args[index + 1] ?? []) : []));

if (args.includes('--version') || args.includes('-V')) {
  console.log('schema-engine-wasm');
} else {
  /** @type {{ url?: string, shadowDatabaseUrl?: string }} */
  const datasource = JSON.parse(valuesOf('--datasource')[0] ?? '{}');
  const database = schemaDatabase(datasource);
  const command = args.indexOf('cli');
  if (command >= 0) {
    process.exitCode = await databaseCommand(database, args[command + 1] ?? '');
  } else {
    await serve(process.stdin, await openEngine(database, valuesOf('--datamodels')));
    await database.dropShadows();
    process.exit(0);
  }
}
