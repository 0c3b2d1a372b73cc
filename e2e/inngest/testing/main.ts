// `npm run conformance:inngest [-- part of a name]`: plays the scenarios on the embedded engine, then on the server that
// INNGEST_BASE_URL names, with INNGEST_EVENT_KEY and INNGEST_SIGNING_KEY. A self-hosted one is best started with
// `--retry-interval 1`: retries then take a second instead of minutes.

import { Client } from 'pg';
import { openTestDatabase } from '../../../scripts/test-database.mjs';
import { play } from './play';
import type { Scenario } from './scenario';
import { SCENARIOS } from './scenarios';
import { embeddedStage, type Stage, serverStage } from './stage';

const [part = ''] = process.argv.slice(2);
const chosen = SCENARIOS.filter(({ name }) => name.includes(part));

const SERVER_AT_ONCE = 6;

const failed = (await onEmbeddedEngine()) + (await onServer());
process.exitCode = failed === 0 ? 0 : 1;

async function onEmbeddedEngine(): Promise<number> {
  console.log('Embedded engine');
  const server = await openTestDatabase();
  const url = new URL(server.server);
  url.pathname = '/conformance';
  try {
    await statement(server.server, `CREATE DATABASE conformance TEMPLATE ${server.template}`);
    const client = new Client({ connectionString: url.href });
    await client.connect();
    const sql = async (text: string, values: readonly unknown[] = []) =>
      (await client.query<Record<string, unknown>>(text, [...values])).rows;
    try {
      return await playAll(chosen, 1, async () => embeddedStage(url.href, sql));
    } finally {
      await client.end();
    }
  } finally {
    await server.close();
  }
}

async function onServer(): Promise<number> {
  const {
    INNGEST_BASE_URL: baseUrl,
    INNGEST_EVENT_KEY: eventKey,
    INNGEST_SIGNING_KEY: signingKey,
  } = process.env;
  if (!baseUrl) {
    console.log('Real server: not tried (INNGEST_BASE_URL is not given)');
    return 0;
  }
  if (!eventKey || !signingKey) throw new Error('INNGEST_EVENT_KEY and INNGEST_SIGNING_KEY are needed');
  console.log(`Real server: ${baseUrl}`);
  const stage = await serverStage({ baseUrl, eventKey, signingKey });
  const here = chosen.filter(({ name, embeddedOnly }) => {
    if (embeddedOnly !== undefined) console.log(`  –  ${name}: ${embeddedOnly}`);
    return embeddedOnly === undefined;
  });
  try {
    return await playAll(here, SERVER_AT_ONCE, async () => ({ ...stage, close: async () => undefined }));
  } finally {
    await stage.close();
  }
}

/** @param atOnce each has an app of its own: a server plays several together, the embedded engine's clock is shared */
async function playAll(
  scenarios: readonly Scenario[],
  atOnce: number,
  open: () => Promise<Stage>,
): Promise<number> {
  const left = [...scenarios];
  let failures = 0;
  const work = async (): Promise<void> => {
    for (let scenario = left.shift(); scenario !== undefined; scenario = left.shift()) {
      const stage = await open();
      const { notes, difference } = await play(scenario, stage);
      await stage.close();
      console.log(`  ${difference === null ? 'ok' : 'NO'} ${scenario.name}`);
      if (difference === null) continue;
      failures += 1;
      console.log(`     seen     ${JSON.stringify(notes)}\n     ${difference}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  console.log(`  ${scenarios.length - failures} passed, ${failures} failed`);
  return failures;
}

async function statement(url: string, text: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(text);
  await client.end();
}
