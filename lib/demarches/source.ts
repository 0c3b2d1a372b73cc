// The adapter to Démarche numérique: the port `Source` over its GraphQL API.

import { Failure } from '../errors/failure';
import { type Door, openDoor } from '../http/door';
import { EVERYWHERE, type Reach } from '../http/reach';
import { realSleep, type Sleep } from '../http/sleep';
import type { Clock, FileSource, Source } from '../run/ports';
import { makeAsker } from './ask';
import { type Budget, budgetOf, type Quota } from './budget';
import { makeCensus } from './census';
import { checkDemarche } from './check';
import { makeDownload } from './download';
import { parseEndpoint } from './endpoint';
import { describeDemarche } from './form/describe';
import { makeInsist } from './insist';
import { makeInstance } from './instance';
import { makeOddities, type Oddity } from './oddity';
import { makePages } from './paging/pages';
import { PATIENT, rescue } from './paging/rescue';
import { PROCESS_SCHEMA_CACHE, type SchemaCache } from './schema/schema-cache';
import { readTombstones } from './tombstones';

export type DemarchesOptions = {
  /** The site's address, its API's, or one of its pages. */
  readonly url: string;
  readonly token: string;
  readonly number: number;
  /** Descriptor ids that are dropped as soon as read: DN has no way to leave a champ out. */
  readonly exclude?: readonly string[];
  /** Where the instance keeps its files, besides itself: canonical origins. By default nowhere else. */
  readonly fileOrigins?: readonly string[];
  readonly clock: Clock;
  readonly sleep?: Sleep;
  readonly random?: () => number;
  /** Everything of DN's goes through it. By default one of our own, closed by `close`. */
  readonly door?: Door;
  /** What may be reached beyond the Internet; by default everything, for tests. */
  readonly reach?: Reach;
  /** The token's share of DN's limit. By default the one that the whole process shares for this token. */
  readonly budget?: Budget;
  /** What processes share of a token's limit, by the hash of the token. */
  readonly quotaOf?: (tokenHash: string) => Quota;
  /** Where the instance's schema is kept for a day. By default the process's memory. */
  readonly schemas?: SchemaCache;
  /** Aborted: the request under way is dropped, and RESEAU_INTERROMPU thrown. */
  readonly signal?: AbortSignal;
  readonly timeouts?: { readonly firstByte: number; readonly total: number };
};

export type DemarchesSource = Source &
  FileSource & {
    /** What was tolerated so far (null fields, degraded readings), counted by place: for a run's notes. */
    oddities(): readonly Oddity[];
    close(): Promise<void>;
  };

/** DN gives up after 30 s, a statement of its database after 60: an answer later than that is lost. */
const TIMEOUTS = { firstByte: 75_000, total: 150_000 };

/** GraphQL's Int. */
const LARGEST_NUMBER = 2 ** 31 - 1;

/** Throws DS_URL_INVALIDE, DS_JETON_REFUSE or DS_DEMARCHE_INTROUVABLE for what can be refused without asking. */
export function openDemarches(options: DemarchesOptions): DemarchesSource {
  const endpoint = parseEndpoint(options.url);
  const { number, signal, clock } = options;
  const token = options.token.trim();
  // A header cannot hold anything else, and the error of whoever tries quotes it.
  if (!/^[\x21-\x7e]+$/.test(token)) throw new Failure('DS_JETON_REFUSE', { facts: { reason: 'format' } });
  if (!Number.isInteger(number) || number < 1 || number > LARGEST_NUMBER) {
    throw new Failure('DS_DEMARCHE_INTROUVABLE', { facts: { reason: 'format' } });
  }

  const sleep = options.sleep ?? realSleep;
  const random = options.random ?? Math.random;
  const reach = options.reach ?? EVERYWHERE;
  const door = options.door ?? openDoor({ reach, clock, sleep, random });
  const budget = options.budget ?? budgetOf(token, options.quotaOf);
  let retries = 0;
  const onRetry = (): void => {
    retries += 1;
  };
  const asker = makeAsker({
    door,
    endpoint,
    token,
    budget,
    clock,
    signal,
    timeouts: options.timeouts ?? TIMEOUTS,
  });
  const insist = makeInsist({ sleep, random, signal, onRetry });
  const instance = makeInstance({
    origin: endpoint.origin,
    asker,
    insist,
    cache: options.schemas ?? PROCESS_SCHEMA_CACHE,
    clock,
  });
  const oddities = makeOddities();
  const excluded = new Set(options.exclude ?? []);
  const pages = makePages({
    demarche: number,
    instance,
    insist,
    oddities,
    excluded,
    sleep,
    random,
    signal,
    onRetry,
  });

  const download = makeDownload({
    ...{ door, origin: endpoint.origin, fileOrigins: options.fileOrigins ?? [], loopback: reach.loopback },
    ...{ budget, clock, sleep, random, signal, onRetry },
  });
  const census = makeCensus(number, { instance, insist, oddities });

  return {
    check: () => checkDemarche(number, { asker, instance, insist }),
    describe: () => describeDemarche({ demarche: number, instance, insist, oddities }),
    page: (request, selection) => pages.page(request, selection),
    census: (after) => census(after),
    async dossier(dossierNumber, selection) {
      const found = await rescue(dossierNumber, selection, { instance, insist, excluded, oddities }, PATIENT);
      return found.status === 'gone' ? null : found.dossier;
    },
    tombstones: (since) => readTombstones(number, since, { instance, insist, oddities }),
    download: (file, maxBytes) => download(file, maxBytes),
    serverTime: () => asker.serverTime(),
    traffic: () => {
      const traffic = door.traffic();
      return { ...traffic, retries: traffic.retries + retries };
    },
    oddities: () => oddities.read(),
    close: async () => {
      if (options.door === undefined) await door.close();
    },
  };
}
