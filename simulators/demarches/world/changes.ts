// What people changed in a dossier since it was generated; absent for the dossiers that nobody touched.

import type { StoredFile } from '../content/files';
import type { Stored } from '../content/stored';
import type { Micros } from '../time/instant';
import type { DossierState } from './state';

export type StoredMessage = {
  readonly id: number;
  readonly email: string;
  readonly body: string;
  readonly createdAt: Micros;
  readonly discardedAt: Micros | null;
  readonly correction: {
    readonly reason: 'incomplete' | 'incorrect' | 'outdated';
    readonly resolvedAt: Micros | null;
  } | null;
  readonly files: readonly StoredFile[];
};

export type StoredAvis = {
  readonly id: number;
  readonly question: string;
  readonly questionLabel: string | null;
  readonly questionAnswer: boolean | null;
  /** `""` or null when there is none. */
  readonly reponse: string | null;
  readonly askedAt: Micros;
  readonly updatedAt: Micros;
  readonly claimantEmail: string;
  /** Null: the expert's account is gone. */
  readonly expertEmail: string | null;
  readonly files: readonly StoredFile[];
};

export type StoredTraitement = {
  readonly id: number;
  readonly event: string;
  readonly state: DossierState;
  readonly at: Micros;
  readonly agentEmail: string | null;
  readonly motivation: string | null;
};

export type Changes = {
  /** By champ key: `stableId`, or `stableId|row`. */
  readonly answers: Map<string, { readonly stored: Stored; readonly at: Micros }>;
  /** By stable id of the block. */
  readonly rows: Map<number, { added: string[]; readonly removed: Set<string> }>;
  readonly messages: StoredMessage[];
  /** By avis id: added ones and new states of generated ones. */
  readonly avis: Map<number, StoredAvis>;
  readonly traitements: StoredTraitement[];
  labels: readonly number[] | null;
  followers: readonly number[] | null;
  enInstructionAt: Micros | null | undefined;
  processedAt: Micros | null | undefined;
  enConstructionAt: Micros | undefined;
  motivation: string | null | undefined;
  champsAt: Micros | undefined;
  annotationsAt: Micros | undefined;
  usagerEmail: string | undefined;
  usagerDeleted: boolean | undefined;
  hiddenReason: string | undefined;
  attestationReady: boolean | undefined;
  expiresAt: Micros | undefined;
  etablissementComplete: boolean;
  virusScanned: boolean;
};

export const noChanges = (): Changes => ({
  answers: new Map(),
  rows: new Map(),
  messages: [],
  avis: new Map(),
  traitements: [],
  labels: null,
  followers: null,
  enInstructionAt: undefined,
  processedAt: undefined,
  enConstructionAt: undefined,
  motivation: undefined,
  champsAt: undefined,
  annotationsAt: undefined,
  usagerEmail: undefined,
  usagerDeleted: undefined,
  hiddenReason: undefined,
  attestationReady: undefined,
  expiresAt: undefined,
  etablissementComplete: false,
  virusScanned: false,
});
