// Trying an access while somebody waits: a token before it is kept, or both accesses of a link as they are.

import { openDemarches } from './demarches/source';
import type { FailureCode } from './errors/catalogue';
import { Failure } from './errors/failure';
import { openGrist } from './grist/open';
import type { Reach } from './http/reach';
import type { DestinationCheck, SourceCheck } from './run/ports';
import type { Database } from './store/database';
import { openRequestQuota } from './store/request-quota';
import type { SealKeys } from './store/seal';
import { SYSTEM_CLOCK } from './wiring';
import { accessOf } from './wiring-access';

/** A page waits: this for each try, where a run is patient for minutes, and no longer than that for all of them. */
const TRY_MS = 12_000;
const PAGE_MS = 25_000;

const HURRIED = { firstByte: TRY_MS, total: TRY_MS };

const IMPATIENT = { read: HURRIED, rows: HURRIED, structure: HURRIED, barrier: HURRIED };

/** DN: 1 request, 2 when the first is lost. Throws what a run would meet. */
export async function tryDemarche(given: {
  readonly url: string;
  readonly token: string;
  readonly demarche: number;
  readonly reach: Reach;
  /** Counts what the processes of the service ask with one token. */
  readonly database: Database;
}): Promise<SourceCheck> {
  const source = openDemarches({
    ...{ url: given.url, token: given.token, number: given.demarche, clock: SYSTEM_CLOCK },
    ...{ timeouts: HURRIED, reach: given.reach, quotaOf: openRequestQuota(given.database) },
  });
  try {
    return await inTime(source.check());
  } finally {
    await source.close();
  }
}

/** Grist: 3 requests, nothing is written. Throws what a run would meet. */
export async function tryDocument(given: {
  readonly url: string;
  readonly key: string;
  readonly document: string;
  readonly reach: Reach;
}): Promise<DestinationCheck> {
  const destination = openGrist({ ...given, clock: SYSTEM_CLOCK, patience: IMPATIENT });
  try {
    return await inTime(destination.check());
  } finally {
    await destination.close();
  }
}

export type Tried<T> =
  | { readonly ok: true; readonly found: T }
  | { readonly ok: false; readonly code: FailureCode; readonly detail: string | null };

/** Both at once, each with its own answer. Throws what our own memory cannot give: SECRET_ABSENT, SECRET_ILLISIBLE. */
export async function tryLink(
  { database, keys, reach }: { readonly database: Database; readonly keys: SealKeys; readonly reach: Reach },
  linkId: string,
): Promise<{ readonly demarches: Tried<SourceCheck>; readonly grist: Tried<DestinationCheck> }> {
  const access = await accessOf(database, keys, linkId);
  const { demarchesUrl, demarchesToken, demarche, gristUrl, gristKey, document } = access;
  const [demarches, grist] = await Promise.all([
    tried(() => tryDemarche({ url: demarchesUrl, token: demarchesToken, demarche, reach, database })),
    tried(() => tryDocument({ url: gristUrl, key: gristKey, document: document ?? '', reach })),
  ]);
  return { demarches, grist };
}

async function tried<T>(work: () => Promise<T>): Promise<Tried<T>> {
  try {
    return { ok: true, found: await work() };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { ok: false, code: error.code, detail: error.detail };
  }
}

/** What is still under way then is left to its own time limits. Throws RESEAU_DELAI. */
async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Failure('RESEAU_DELAI')), PAGE_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
