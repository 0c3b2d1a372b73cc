// The service of this process: started once, with it, and shared by all that Next bundles apart.

import { randomBytes } from 'node:crypto';
import type { Inngest } from 'inngest';
import { access, site, siteDatabase } from '../lib/access/service';
import { readEngine } from '../lib/env/engine-variables';
import { readSealKeys } from '../lib/env/seal-keys';
import { type Hub, openHub } from '../lib/journal/hub';
import type { SealKeys } from '../lib/store/seal';
import { type RunService, startRunService } from './service';

const shared = globalThis as {
  otpRuns?: Promise<RunService> | undefined;
  otpHub?: Promise<Hub>;
  otpSealKeys?: SealKeys;
};

/** Started at the first call; one that could not be is tried again at the next. Throws what the configuration lacks. */
export function runs(): Promise<RunService> {
  shared.otpRuns ??= start().catch((error: unknown) => {
    shared.otpRuns = undefined;
    throw error;
  });
  return shared.otpRuns;
}

export async function inngestClient(): Promise<Inngest> {
  return (await runs()).client;
}

/** Who follows runs from this process. */
export async function hub(): Promise<Hub> {
  shared.otpHub ??= siteDatabase().then(
    (database) => openHub(database, site().databaseUrl),
    (error: unknown) => {
      delete shared.otpHub;
      throw error;
    },
  );
  return shared.otpHub;
}

/** Before the process leaves. */
export async function stopRuns(): Promise<void> {
  const running = shared.otpRuns;
  await (await shared.otpHub)?.close();
  if (running !== undefined) await (await running).stop();
}

async function start(): Promise<RunService> {
  const environment = readEngine(process.env);
  const keys = sealKeys();
  return startRunService({
    ...{ environment, keys },
    database: await siteDatabase(),
    databaseUrl: site().databaseUrl,
    access: await access(),
  });
}

/** What protects the secrets that people entrust to this process's pages and runs. */
export function sealKeys(): SealKeys {
  shared.otpSealKeys ??= readKeys();
  return shared.otpSealKeys;
}

/** A demo without a key draws one: what it seals is forgotten with its process. */
function readKeys(): SealKeys {
  if (site().demo === null || process.env.CLES_DE_CHIFFREMENT) return readSealKeys(process.env);
  return { active: 'demonstration', keys: new Map([['demonstration', randomBytes(32)]]) };
}
