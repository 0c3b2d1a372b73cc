// The sign-in of this process: opened once, at the first request, from its environment.

import { readEngine } from '../env/engine-variables';
import { environmentFailure } from '../env/environment-failure';
import { readSite, type SiteEnvironment } from '../env/site';
import { CONNECTIONS, type Database, openDatabase } from '../store/database';
import type { Access } from './access';
import { openAccess } from './open-access';

/** Pages, routes and actions are bundled apart: what they share is on the process itself. */
const shared = globalThis as {
  otpSite?: SiteEnvironment;
  otpDatabase?: Promise<Database> | undefined;
};

/** Throws CONFIG_INCOMPLETE or CONFIG_INVALIDE, with everything that is wrong. */
export function site(): SiteEnvironment {
  if (shared.otpSite === undefined) {
    const reading = readSite(process.env);
    if (!reading.ok) throw environmentFailure(reading.problems);
    shared.otpSite = reading.site;
  }
  return shared.otpSite;
}

/**
 * The site's one pool of connections, one of which each run may hold. A database that did not answer is tried again at the
 * next request.
 */
export async function siteDatabase(): Promise<Database> {
  shared.otpDatabase ??= openDatabase(site().databaseUrl, CONNECTIONS + readEngine(process.env).runs).catch(
    (error: unknown) => {
      shared.otpDatabase = undefined;
      throw error;
    },
  );
  return shared.otpDatabase;
}

export async function access(): Promise<Access> {
  return openAccess(await siteDatabase(), site(), Date);
}
