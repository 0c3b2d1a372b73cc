// A démarche with files and a document, both simulated over real HTTP, the Ledger on the test's Postgres: one link whose
// fields of files are mirrored, and what its document then holds, by content.

import { createHash } from 'node:crypto';
import { makeBudget } from '../../../lib/demarches/budget';
import { memorySchemaCache } from '../../../lib/demarches/schema/schema-cache';
import { openDemarches } from '../../../lib/demarches/source';
import { Failure } from '../../../lib/errors/failure';
import { openGrist } from '../../../lib/grist/open';
import { conduct, type RunPolicy, type RunReport } from '../../../lib/run/conduct';
import type { Ledger } from '../../../lib/run/ports';
import type { VerifyReport } from '../../../lib/run/report';
import { conductVerification } from '../../../lib/run/verification';
import { openWorkshop } from '../../../lib/run/workshop';
import { copyableFields } from '../../../lib/sync/copyable';
import type { Champ, Dossier, FileRef } from '../../../lib/sync/model/dossier';
import { DEFAULT_OPTIONS, EVERYTHING, type Scope } from '../../../lib/sync/model/options';
import { DEFAULT_POLICIES, type Policies } from '../../../lib/sync/model/policies';
import type { DemarchesSimulator } from '../../../simulators/demarches/start';

const POLICY: RunPolicy = {
  ...{ acceptClosed: false, acceptConversions: false, full: false },
  ...{ upkeep: 'never', stepBudget: null },
};

export type Address = { readonly url: string; readonly key: string; readonly docId: string };

export type FilesStage = ReturnType<typeof openFilesStage>;

export function openFilesStage(dn: DemarchesSimulator, address: Address, ledger: Ledger) {
  const schemas = memorySchemaCache();
  const clock = { now: () => Date.now() };
  const mirrored = fieldsOfFiles(dn);
  let ceiling: number | undefined;
  let chosen: readonly string[] = [...mirrored.keys()];
  let policies = DEFAULT_POLICIES;
  let scope = EVERYTHING;
  const opened = () =>
    ledger.openLink({
      ...{ sourceUrl: dn.origin, demarche: dn.number, destinationUrl: address.url, document: address.docId },
    });
  const run = async <T>(
    kind: 'sync' | 'verify',
    work: (workshop: ReturnType<typeof openWorkshop>) => Promise<T>,
  ): Promise<T> => {
    const link = await opened();
    const begun = await ledger.beginRun({ linkId: link.id, kind, trigger: 'cli' });
    if (begun.status === 'busy') throw new Failure('SYNCHRO_DEJA_EN_COURS');
    const source = openDemarches({
      ...{ url: dn.origin, token: dn.token, number: dn.number, clock, schemas },
      budget: makeBudget({ perMinute: Number.POSITIVE_INFINITY, clock }),
      sleep: () => Promise.resolve(),
    });
    const destination = openGrist({ url: address.url, key: address.key, document: address.docId, clock });
    try {
      const workshop = openWorkshop(
        {
          ...{ source, destination, ledger, clock, journal: { write: () => undefined } },
          files: { source, store: destination.files },
          stop: new AbortController().signal,
        },
        begun.handle,
        {
          ...{ scope, policies, filesCeiling: ceiling },
          options: { ...DEFAULT_OPTIONS, fichiersCopies: chosen },
        },
      );
      return await work(workshop);
    } finally {
      await Promise.all([source.close(), destination.close()]);
    }
  };
  return {
    mirrored,
    setCeiling: (bytes: number) => {
      ceiling = bytes;
    },
    /** Every field of files until then. */
    choose: (fields: readonly string[]) => {
      chosen = fields;
    },
    setPolicies: (other: Partial<Policies>) => {
      policies = { ...policies, ...other };
    },
    setScope: (other: Partial<Scope>) => {
      scope = { ...EVERYTHING, ...other };
    },
    /** What the Ledger says of the link's files. */
    standing: async () => ledger.fileStanding((await opened()).id),
    sync: (policy: Partial<RunPolicy> = {}): Promise<RunReport> =>
      run('sync', (workshop) => conduct({ run: (_id, work) => work() }, workshop, { ...POLICY, ...policy })),
    verify: (): Promise<VerifyReport> =>
      run('verify', (workshop) => conductVerification(workshop, { depth: 'complete', repair: null })),
  };
}

/** Descriptor ids of the fields of files, by id, with their label. */
function fieldsOfFiles(dn: DemarchesSimulator): ReadonlyMap<string, string> {
  return new Map(copyableFields(dn.demarche().form).map(({ id, label }) => [id, label]));
}

/** Checksums (MD5, base64) of the safe files of the dossier's mirrored fields, sorted. */
export function expectedOf(dossier: Dossier, mirrored: Pick<ReadonlySet<string>, 'has'>): readonly string[] {
  const found: FileRef[] = [];
  const visit = (list: readonly Champ[]): void => {
    for (const { descriptorId, value } of list) {
      if (value.kind === 'files' && mirrored.has(descriptorId)) found.push(...value.files);
      if (value.kind === 'repetition') for (const row of value.rows) visit(row.champs);
    }
  };
  visit(dossier.champs);
  visit(dossier.annotations);
  return found
    .filter(({ virusScan }) => virusScan === 'safe')
    .map(({ checksum }) => checksum)
    .sort();
}

export function md5Of(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('base64');
}
