// What the Ledger's tests write: identities, dossiers, batches and ends of runs.

import type {
  BatchRecord,
  Checkpoint,
  Clock,
  KnownDossier,
  LinkCommit,
  LinkIdentity,
  Proof,
  RunCounts,
  RunEnd,
} from '../../run/ports';
import type { Bindings } from '../../sync/model/table';

export type TestClock = Clock & { advance(milliseconds: number): void };

export function testClock(): TestClock {
  let time = Date.parse('2026-03-02T08:00:00Z');
  return {
    now: () => time,
    advance: (milliseconds) => {
      time += milliseconds;
    },
  };
}

let documents = 0;

/** Another document at each call. */
export function identity(changes: Partial<LinkIdentity> = {}): LinkIdentity {
  documents += 1;
  return {
    sourceUrl: 'https://demarches.example',
    demarche: 1234,
    destinationUrl: 'https://grist.example',
    document: `document${documents}`,
    ...changes,
  };
}

export function dossier(number: number, changes: Partial<KnownDossier> = {}): KnownDossier {
  return {
    number,
    fingerprint: `empreinte-${number}`,
    version: '2026-03-01T10:00:00+01:00',
    revisionId: 'UHJvY2VkdXJlUmV2aXNpb24tMQ==',
    light: `leger-${number}`,
    presence: 'live',
    missingSince: null,
    ...changes,
  };
}

export const NO_COUNTS: RunCounts = {
  read: 0,
  added: 0,
  updated: 0,
  unchanged: 0,
  removed: 0,
  outOfScope: 0,
  failed: 0,
  warnings: 0,
};

export function batch(changes: Partial<BatchRecord> = {}): BatchRecord {
  return { dossiers: [], failures: [], healed: [], checkpoint: null, counts: NO_COUNTS, ...changes };
}

export function checkpoint(changes: Partial<Checkpoint> = {}): Checkpoint {
  return {
    full: false,
    compares: false,
    order: 'updated',
    since: '2026-03-01T00:00:00Z',
    after: 'curseur',
    startedAt: '2026-03-02T08:00:00.000Z',
    maxSeen: '2026-03-02T07:59:59+01:00',
    scopeFingerprint: 'portee',
    ...changes,
  };
}

export const COMMIT: LinkCommit = {
  watermark: '2026-03-02T07:59:59.000Z',
  tombstones: '2026-03-02T08:00:00.000Z',
  activeRevisionId: 'UHJvY2VkdXJlUmV2aXNpb24tMg==',
  scopeFingerprint: 'portee',
  sharedFingerprint: 'partage',
  census: '2026-03-02T08:00:00.000Z',
  full: '2026-03-01T08:00:00.000Z',
  pendingRebase: { since: '2026-03-02T07:00:00.000Z', last: '2026-03-02T08:00:00.000Z' },
};

const TRAFFIC = { requests: 4, retries: 1, bytesSent: 2_000, bytesReceived: 300_000 };

export const SUCCESS: RunEnd = {
  status: 'reussi',
  counts: { ...NO_COUNTS, read: 3, added: 2, unchanged: 1 },
  code: null,
  traffic: { source: TRAFFIC, destination: TRAFFIC },
};

export const BINDINGS: Bindings = {
  tables: [
    {
      key: 'dossiers',
      ref: 7,
      id: 'Demarche_1234_dossiers',
      columns: [
        { key: 'meta:number', ref: 31, id: 'number', label: 'Numéro', description: 'Numéro du dossier' },
      ],
    },
    { key: 'bloc:Q2hhbXAtMTI=', ref: 9, id: 'Demarche_1234_bloc_enfants', columns: [] },
  ],
};

export function proof(changes: Partial<Proof> = {}): Proof {
  return {
    depth: 'legere',
    provedAt: '2026-03-02T08:00:00.000Z',
    dossiers: 3,
    rows: 3,
    cells: 30,
    differences: 0,
    repaired: 0,
    late: 0,
    unreadable: 0,
    awaitedFiles: 0,
    root: 'racine',
    complete: true,
    ...changes,
  };
}
