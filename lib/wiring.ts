// The one place where adapters are chosen and handed to the conductor.

import type { Budget, Quota } from './demarches/budget';
import type { SchemaCache } from './demarches/schema/schema-cache';
import { openDemarches } from './demarches/source';
import { openGrist } from './grist/open';
import type { Reach } from './http/reach';
import type { Clock, Journal, Ledger, Ports } from './run/ports';

/** Opened only here, at the moment of use: what a link needs to reach both sides. */
export type Access = {
  readonly demarchesUrl: string;
  readonly demarchesToken: string;
  readonly demarche: number;
  readonly gristUrl: string;
  readonly gristKey: string;
  /** Null when the address of the document says it. */
  readonly document: string | null;
};

export type Wired = { readonly ports: Ports; close(): Promise<void> };

export const SYSTEM_CLOCK: Clock = { now: () => Date.now() };

/** Real adapters over the network. `exclude`: descriptor ids dropped as soon as read. */
export function wire(
  access: Access,
  given: {
    readonly ledger: Ledger;
    readonly journal: Journal;
    readonly stop: AbortSignal;
    readonly exclude: readonly string[];
    /** What may be called beyond the Internet: a service where links may point anywhere reaches nothing else. */
    readonly reach: Reach;
    /** Where DN's files may be copied from, besides the instance itself: canonical origins. */
    readonly fileOrigins: readonly string[];
    /** Where the schema of the DN instance is kept for a day; by default the process's memory. */
    readonly schemas?: SchemaCache;
    /** The token's share of DN's limit; by default the one that the whole process shares for this token. */
    readonly budget?: Budget;
    /** What the processes of a service share of that limit. */
    readonly quotaOf?: (tokenHash: string) => Quota;
  },
): Wired {
  const source = openDemarches({
    url: access.demarchesUrl,
    token: access.demarchesToken,
    number: access.demarche,
    exclude: given.exclude,
    fileOrigins: given.fileOrigins,
    reach: given.reach,
    clock: SYSTEM_CLOCK,
    ...(given.schemas === undefined ? {} : { schemas: given.schemas }),
    ...(given.budget === undefined ? {} : { budget: given.budget }),
    ...(given.quotaOf === undefined ? {} : { quotaOf: given.quotaOf }),
  });
  const destination = openGrist({
    url: access.gristUrl,
    key: access.gristKey,
    document: access.document,
    reach: given.reach,
    clock: SYSTEM_CLOCK,
  });
  const { ledger, journal, stop } = given;
  return {
    ports: {
      ...{ source, destination, ledger, journal, stop, clock: SYSTEM_CLOCK },
      readyPages: destination.readyPages,
      files: { source, store: destination.files },
    },
    close: async () => {
      await Promise.all([source.close(), destination.close()]);
    },
  };
}
