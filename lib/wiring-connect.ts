// The two sides while a link is made or set: the border is checked, the secret opened, the adapter made, and closed.

import { keptSchemaCache } from './demarches/schema/kept-schema-cache';
import { openDemarches } from './demarches/source';
import { type Instances, requireAllowed } from './env/instances';
import { readDocumentAddress } from './grist/address';
import { openGrist } from './grist/open';
import type { Reach } from './http/reach';
import type { DestinationAsked, Probes, Secret, SourceAsked } from './links/connect/probes';
import type { CredentialKind } from './store/credentials';
import type { Database } from './store/database';
import { openKept } from './store/kept';
import { openCredential } from './store/open-credential';
import { openRequestQuota } from './store/request-quota';
import type { SealKeys } from './store/seal';
import { SYSTEM_CLOCK } from './wiring';

/** Somebody waits for the answer: shorter than a run's. */
const TIMEOUTS = { firstByte: 35_000, total: 60_000 };

const WAIT = { firstByte: 20_000, total: 40_000 };
const PATIENCE = { read: WAIT, rows: WAIT, structure: WAIT, barrier: WAIT };

/** `instances`: the only ones that are ever asked anything, and that a secret is ever opened for. */
export function openProbes(given: {
  readonly database: Database;
  readonly keys: SealKeys;
  readonly instances: Instances;
  /** What may be called beyond the Internet, whatever is listed. */
  readonly reach: Reach;
}): Probes {
  const { database, keys, instances, reach } = given;
  const quotaOf = openRequestQuota(database);
  const schemas = keptSchemaCache(openKept(database, SYSTEM_CLOCK));
  const textOf = (secret: Secret, kind: CredentialKind, origin: string): Promise<string> =>
    secret.kind === 'given'
      ? Promise.resolve(secret.text)
      : openCredential(database, keys, { id: secret.credentialId, kind, origin });
  return {
    async source({ origin, secret, demarche, exclude = [] }: SourceAsked, work, signal) {
      requireAllowed(instances, 'demarches', origin);
      const token = await textOf(secret, 'jeton_dn', origin);
      const source = openDemarches({
        ...{ url: origin, token, number: demarche, exclude, schemas, reach, quotaOf },
        clock: SYSTEM_CLOCK,
        ...{ timeouts: TIMEOUTS, ...(signal === undefined ? {} : { signal }) },
      });
      try {
        return await work(source);
      } finally {
        await source.close();
      }
    },
    async destination({ url, document, secret }: DestinationAsked, work) {
      const { origin } = readDocumentAddress({ url, document });
      requireAllowed(instances, 'grist', origin);
      const key = await textOf(secret, 'cle_grist', origin);
      const destination = openGrist({ url, document, key, reach, clock: SYSTEM_CLOCK, patience: PATIENCE });
      try {
        return await work(destination);
      } finally {
        await destination.close();
      }
    },
  };
}
