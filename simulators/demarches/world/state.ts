// The few numbers kept for each dossier, in columns: 100 000 dossiers weigh a few megabytes; the rest is generated.

import type { Micros } from '../time/instant';
import { UpdatedOrder } from './order';

export const STATES = ['en_construction', 'en_instruction', 'accepte', 'refuse', 'sans_suite'] as const;
export type DossierState = (typeof STATES)[number];

/** `purged` dossiers exist no more; `expired` ones are in no list at all (facts §0.6). */
export type Presence = 'present' | 'expired' | 'purged';
const PRESENCES: readonly Presence[] = ['present', 'expired', 'purged'];

/** How a dossier begins. */
export type Beginning = {
  readonly deposeAt: Micros;
  readonly updatedAt: Micros;
  readonly state: DossierState;
  /** Position in the démarche's list of revisions. */
  readonly revision: number;
  /** Position in the démarche's list of groups. */
  readonly group: number;
  readonly archived: boolean;
  readonly hiddenByUserAt: Micros | null;
  readonly hiddenByAdministrationAt: Micros | null;
};

const numbered = (at: Micros | null): number => at ?? Number.NaN;
const nullable = (at: number | undefined): Micros | null =>
  at === undefined || Number.isNaN(at) ? null : at;

/** Columns that grow together. Indexes are dense, from 0, in order of deposit. */
export class DossierTable {
  #capacity: number;
  #count = 0;
  #deposeAt: Float64Array;
  #updatedAt: Float64Array;
  #hiddenByUserAt: Float64Array;
  #hiddenByAdministrationAt: Float64Array;
  #state: Uint8Array;
  #revision: Uint16Array;
  #group: Uint8Array;
  #archived: Uint8Array;
  #presence: Uint8Array;
  #order: UpdatedOrder | null = null;

  constructor(capacity: number) {
    this.#capacity = Math.max(capacity, 16);
    this.#deposeAt = new Float64Array(this.#capacity);
    this.#updatedAt = new Float64Array(this.#capacity);
    this.#hiddenByUserAt = new Float64Array(this.#capacity);
    this.#hiddenByAdministrationAt = new Float64Array(this.#capacity);
    this.#state = new Uint8Array(this.#capacity);
    this.#revision = new Uint16Array(this.#capacity);
    this.#group = new Uint8Array(this.#capacity);
    this.#archived = new Uint8Array(this.#capacity);
    this.#presence = new Uint8Array(this.#capacity);
  }

  get count(): number {
    return this.#count;
  }

  /** Sorted at first use, then kept so. */
  get order(): UpdatedOrder {
    this.#order ??= new UpdatedOrder(this.#count, (index) => this.updatedAt(index));
    return this.#order;
  }

  add(beginning: Beginning): number {
    if (this.#count === this.#capacity) this.#grow();
    const index = this.#count;
    this.#count += 1;
    this.#deposeAt[index] = beginning.deposeAt;
    this.#updatedAt[index] = beginning.updatedAt;
    this.#hiddenByUserAt[index] = numbered(beginning.hiddenByUserAt);
    this.#hiddenByAdministrationAt[index] = numbered(beginning.hiddenByAdministrationAt);
    this.#state[index] = STATES.indexOf(beginning.state);
    this.#revision[index] = beginning.revision;
    this.#group[index] = beginning.group;
    this.#archived[index] = beginning.archived ? 1 : 0;
    this.#order?.add(index);
    return index;
  }

  deposeAt(index: number): Micros {
    return this.#deposeAt[index] ?? 0;
  }

  updatedAt(index: number): Micros {
    return this.#updatedAt[index] ?? 0;
  }

  /** Moves the dossier to its new place in the order. */
  touch(index: number, at: Micros): void {
    this.order.remove(index);
    this.#updatedAt[index] = at;
    this.order.add(index);
  }

  state(index: number): DossierState {
    return STATES[this.#state[index] ?? 0] ?? 'en_construction';
  }

  setState(index: number, state: DossierState): void {
    this.#state[index] = STATES.indexOf(state);
  }

  revision(index: number): number {
    return this.#revision[index] ?? 0;
  }

  setRevision(index: number, revision: number): void {
    this.#revision[index] = revision;
  }

  group(index: number): number {
    return this.#group[index] ?? 0;
  }

  setGroup(index: number, group: number): void {
    this.#group[index] = group;
  }

  archived(index: number): boolean {
    return this.#archived[index] === 1;
  }

  setArchived(index: number, archived: boolean): void {
    this.#archived[index] = archived ? 1 : 0;
  }

  presence(index: number): Presence {
    return PRESENCES[this.#presence[index] ?? 0] ?? 'present';
  }

  setPresence(index: number, presence: Presence): void {
    this.#presence[index] = PRESENCES.indexOf(presence);
  }

  hiddenByUserAt(index: number): Micros | null {
    return nullable(this.#hiddenByUserAt[index]);
  }

  hiddenByAdministrationAt(index: number): Micros | null {
    return nullable(this.#hiddenByAdministrationAt[index]);
  }

  setHidden(index: number, by: 'usager' | 'administration', at: Micros | null): void {
    const column = by === 'usager' ? this.#hiddenByUserAt : this.#hiddenByAdministrationAt;
    column[index] = numbered(at);
  }

  /** What the administration sees (facts §3): the set that `dossiers` lists. */
  visible(index: number): boolean {
    return (
      this.presence(index) === 'present' &&
      this.hiddenByAdministrationAt(index) === null &&
      (this.hiddenByUserAt(index) === null || this.state(index) !== 'en_construction')
    );
  }

  /** What `pendingDeletedDossiers` lists. */
  pending(index: number): boolean {
    return (
      this.presence(index) === 'present' &&
      (this.hiddenByAdministrationAt(index) !== null ||
        (this.state(index) === 'en_construction' && this.hiddenByUserAt(index) !== null))
    );
  }

  #grow(): void {
    this.#capacity *= 2;
    const larger = <T extends Float64Array | Uint16Array | Uint8Array>(column: T, made: T): T => {
      made.set(column);
      return made;
    };
    this.#deposeAt = larger(this.#deposeAt, new Float64Array(this.#capacity));
    this.#updatedAt = larger(this.#updatedAt, new Float64Array(this.#capacity));
    this.#hiddenByUserAt = larger(this.#hiddenByUserAt, new Float64Array(this.#capacity));
    this.#hiddenByAdministrationAt = larger(this.#hiddenByAdministrationAt, new Float64Array(this.#capacity));
    this.#state = larger(this.#state, new Uint8Array(this.#capacity));
    this.#revision = larger(this.#revision, new Uint16Array(this.#capacity));
    this.#group = larger(this.#group, new Uint8Array(this.#capacity));
    this.#archived = larger(this.#archived, new Uint8Array(this.#capacity));
    this.#presence = larger(this.#presence, new Uint8Array(this.#capacity));
  }
}
