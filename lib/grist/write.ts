// Writing groups of rows: cut by bytes, one transaction a request, a refused dossier isolated from the others.

import { setImmediate } from 'node:timers/promises';
import { Failure } from '../errors/failure';
import type { GroupOutcome } from '../run/ports';
import type { RowGroup } from '../sync/model/operation';
import type { BoundTable } from '../sync/model/table';
import { type Batch, openBatch, type Parcel } from './batch';
import { type EncodedGroup, encodeGroup, leavesOutCells, type Shapes, shapeOf } from './encode';
import { failureOfRefusal } from './failure';
import { heaviestAlone, newDossierId, nextPart } from './parts';
import type { Refusal } from './refusal';
import type { Wire } from './wire';

/** Bytes of a request, under Grist's hard 1 MiB (facts/grist.md §0.1). */
export const MAX_BYTES = 900_000;
/** Dossiers of a request: beyond, people who have the document open feel it (facts/grist.md §8). */
export const MAX_DOSSIERS = 1000;
/** A server, or a proxy, that refuses even this is not configured for an API. */
const MIN_BYTES = 16_000;
/** Refused dossiers isolated one by one in one call; past that, what is refused together fails together. */
const MAX_ISOLATED = 25;

export type Writer = {
  write(tables: readonly BoundTable[], groups: readonly RowGroup[]): Promise<readonly GroupOutcome[]>;
};

/**
 * Requests: ⌈bytes / 900 KB⌉, about 2·log2(n) more for each dossier that Grist refuses. Serial: a document applies
 * one transaction at a time anyway. `formulas` gives the refs of the document's formula columns, and is asked only
 * when an added row leaves out a column.
 */
export function openWriter(wire: Wire, formulas: () => Promise<ReadonlySet<number>>): Writer {
  const bounds = openBounds();
  return {
    async write(tables, groups) {
      const known = leavesOutCells(tables, groups) ? await formulas() : new Set<number>();
      const shapes = new Map(tables.map((table) => [table.key, shapeOf(table, known)]));
      const outcomes: (GroupOutcome | undefined)[] = [];
      const { feed } = openSending(wire, bounds, (group, outcome) => {
        outcomes[group.place] = outcome;
      });
      await feed(parcelsOf(groups, shapes));
      return groups.map((_, place) => {
        const outcome = outcomes[place];
        if (outcome === undefined) throw new Error('write: a group without outcome');
        return outcome;
      });
    },
  };
}

/** Encoded one by one while requests go, so that a long list is never held twice. */
function* parcelsOf(groups: readonly RowGroup[], shapes: Shapes): Generator<Parcel> {
  for (const [place, group] of groups.entries()) {
    const encoded = encodeGroup(group, place, shapes);
    yield { group: encoded, rows: encoded.rows, parent: null };
  }
}

type Bounds = { readonly maxBytes: number; tighten(refusedBytes: number): void };

/** What a request may weigh: learnt from a 413, for the life of the adapter. */
function openBounds(): Bounds {
  let maxBytes = MAX_BYTES;
  return {
    get maxBytes() {
      return maxBytes;
    },
    tighten(refusedBytes) {
      maxBytes = Math.floor(Math.min(maxBytes, refusedBytes) / 2);
      if (maxBytes < MIN_BYTES) throw failureOfRefusal({ kind: 'too_large' }, { octets: refusedBytes });
    },
  };
}

type Sending = {
  /** Cuts these parcels into requests and sends them one after the other. */
  feed(parcels: Iterable<Parcel>): Promise<void>;
};

function openSending(
  wire: Wire,
  bounds: Bounds,
  note: (group: EncodedGroup, outcome: GroupOutcome) => void,
): Sending {
  let isolated = 0;

  const written = (group: EncodedGroup, ids: ReadonlyMap<number, number>): void =>
    note(group, { status: 'written', dossier: group.dossier, added: inRank(group, ids) });

  const failed = (
    group: EncodedGroup,
    code: 'GRIST_DOSSIER_REFUSE' | 'GRIST_DOSSIER_TROP_GRAND',
    facts: Readonly<Record<string, string | number | boolean>>,
  ): void => note(group, { status: 'failed', dossier: group.dossier, code, facts });

  /** The next request is encoded while the one before is on its way; never two on their way. */
  const feed = async (parcels: Iterable<Parcel>): Promise<void> => {
    let batch = openBatch();
    let sending: Promise<void> = Promise.resolve();
    const dispatch = async () => {
      await sending;
      if (batch.parcels.length === 0) return;
      const full = batch;
      batch = openBatch();
      // Cut before an answer taught that requests must be smaller: cut again.
      sending = full.bytes <= bounds.maxBytes ? send(full) : feed(full.parcels);
      // Its failure is met at the next dispatch.
      sending.catch(() => undefined);
      // Let it leave before the processor is taken by encoding.
      await setImmediate();
    };
    try {
      for (const parcel of parcels) {
        if (parcel.rows.length === 0) {
          written(parcel.group, new Map());
          continue;
        }
        if (!fits(batch, parcel) && batch.parcels.length > 0) await dispatch();
        if (fits(batch, parcel)) batch.push(parcel);
        else {
          await sending;
          await sendInParts(parcel.group);
        }
      }
      await dispatch();
    } finally {
      // Nothing of ours may be on its way once this is over.
      await Promise.allSettled([sending]);
    }
    await sending;
  };

  const fits = (batch: Batch, parcel: Parcel): boolean =>
    batch.parcels.length < MAX_DOSSIERS && batch.bytes + batch.costOf(parcel) <= bounds.maxBytes;

  const send = async (batch: Batch): Promise<void> => {
    const { parcels } = batch;
    const [first, second] = parcels;
    if (first === undefined) return;
    const result = await attempt(wire, batch);
    switch (result.status) {
      case 'applied':
        for (const parcel of parcels) written(parcel.group, result.ids.get(parcel) ?? new Map());
        return;
      case 'too_large':
        bounds.tighten(batch.bytes);
        await (second === undefined ? sendInParts(first.group) : feed(parcels));
        return;
      case 'poisoned': {
        if (second !== undefined && isolated < MAX_ISOLATED) {
          const middle = parcels.length >> 1;
          await feed(parcels.slice(0, middle));
          await feed(parcels.slice(middle));
          return;
        }
        isolated += 1;
        const together = second === undefined ? {} : { refuses_ensemble: parcels.length };
        for (const { group } of parcels)
          failed(group, 'GRIST_DOSSIER_REFUSE', { ...result.facts, ...together });
      }
    }
  };

  /**
   * A group too large for one request: its dossier's row first, then the others, with its id. Not one transaction
   * any more: what was written before a part is refused stays, and the next plan starts from it.
   */
  const sendInParts = async (group: EncodedGroup): Promise<void> => {
    const added = new Map<number, number>();
    let parent: number | null = null;
    let rows = group.rows;
    while (rows.length > 0) {
      const partiel = rows.length < group.rows.length;
      if (heaviestAlone(group, rows, parent) > bounds.maxBytes) {
        return failed(group, 'GRIST_DOSSIER_TROP_GRAND', { partiel });
      }
      const part = nextPart(group, rows, parent, bounds.maxBytes);
      const batch = openBatch();
      batch.push(part);
      const result = await attempt(wire, batch);
      switch (result.status) {
        case 'applied':
          for (const [rank, id] of result.ids.get(part) ?? []) added.set(rank, id);
          parent ??= newDossierId(part, added);
          rows = rows.slice(part.rows.length);
          break;
        case 'poisoned':
          return failed(group, 'GRIST_DOSSIER_REFUSE', { ...result.facts, partiel });
        case 'too_large':
          if (part.rows.length === 1) return failed(group, 'GRIST_DOSSIER_TROP_GRAND', { partiel });
          bounds.tighten(batch.bytes);
      }
    }
    written(group, added);
  };

  return { feed };
}

type Attempt =
  /** Row ids given to each parcel's added rows, by rank. */
  | { readonly status: 'applied'; readonly ids: ReadonlyMap<Parcel, ReadonlyMap<number, number>> }
  | { readonly status: 'too_large' }
  /** Something in the rows was refused, and nothing was written. */
  | { readonly status: 'poisoned'; readonly facts: Readonly<Record<string, string | number>> };

/** Sends once. Throws when the rows are not the matter, or when what became of them is not known. */
async function attempt(wire: Wire, batch: Batch): Promise<Attempt> {
  const applied = await wire.apply(batch.body());
  switch (applied.status) {
    case 'lost':
      return wire.settle(applied);
    case 'applied': {
      const ids = batch.addedIds(applied.values);
      // Written, but under row ids that we cannot tell: as good as a lost answer.
      return ids === null ? wire.settle({ status: 'lost', why: 'identifiants' }) : { status: 'applied', ids };
    }
    case 'refused':
      return verdictOn(applied.refusal);
  }
}

/** What a refusal means for the rows. `sandbox`: the engine; `not_grist`: a firewall that did not like the content. */
function verdictOn(refusal: Refusal): Attempt {
  switch (refusal.kind) {
    case 'too_large':
      return { status: 'too_large' };
    case 'sandbox':
      return { status: 'poisoned', facts: { erreur: refusal.error } };
    case 'not_grist':
      return { status: 'poisoned', facts: { statut: refusal.status } };
    case 'key':
    case 'no_access':
    case 'rules':
    case 'structure_rules':
    case 'no_document':
    case 'in_trash':
    case 'no_endpoint':
    case 'backlogged':
    case 'daily_limit':
    case 'delete_only':
    case 'slow_query':
    case 'structure_changed':
    case 'unavailable':
    case 'flux':
    case 'unclear':
      throw failureOfRefusal(refusal, { quoi: 'ecriture' });
  }
}

function inRank(group: EncodedGroup, ids: ReadonlyMap<number, number>): readonly number[] {
  return Array.from({ length: group.adds }, (_, rank) => {
    const id = ids.get(rank);
    if (id === undefined) throw new Failure('GRIST_REPONSE_ILLISIBLE', { facts: { quoi: 'identifiants' } });
    return id;
  });
}
