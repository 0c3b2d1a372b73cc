// The lists of dossiers: the visible ones with DN's filters, and the two lists of deleted ones.

import { QueryError } from '../graphql/errors';
import type { Execution, Source } from '../graphql/execute';
import { type Micros, micros } from '../time/instant';
import type { DossierState } from '../world/state';
import type { Groupe, World } from '../world/world';
import { connectionSource, type Keyset, readPage } from './connection';
import type { CursorPosition, PageArguments } from './cursor';
import { dossierSource } from './dossier';
import { idNumber, typedId } from './ids';
import type { Session } from './session';

export type DossiersArguments = PageArguments & {
  readonly archived?: boolean | null;
  readonly createdSince?: string | null;
  readonly updatedSince?: string | null;
  readonly state?: DossierState | null;
  readonly revision?: string | null;
  readonly minRevision?: string | null;
  readonly maxRevision?: string | null;
};

const instant = (text: string): Micros => {
  try {
    return micros(text);
  } catch {
    throw new QueryError(`Invalid date: ${text}`, 'bad_request');
  }
};

const revisionCreatedAt = (world: World, id: string): Micros => {
  const revision = world.revisions.find((one) => one.id === idNumber(id));
  if (revision === undefined) throw new QueryError('Revision not found', 'not_found');
  return revision.createdAt;
};

/** What the arguments keep. `updatedSince` hides `createdSince` (facts §0.1); revisions compare their creation. */
const filter = (
  world: World,
  args: DossiersArguments,
  groupe: Groupe | null,
): ((index: number) => boolean) => {
  const { table } = world;
  const tests: ((index: number) => boolean)[] = [(index) => table.visible(index)];
  if (groupe !== null) tests.push((index) => world.groupeOf(index) === groupe);
  const { state, archived, revision, minRevision, maxRevision } = args;
  if (state) tests.push((index) => table.state(index) === state);
  if (archived != null) tests.push((index) => table.archived(index) === archived);
  const createdAt = (index: number): Micros => world.revisionOf(index).createdAt;
  if (revision) {
    const at = revisionCreatedAt(world, revision);
    tests.push((index) => createdAt(index) === at);
  } else {
    const from = minRevision ? revisionCreatedAt(world, minRevision) : null;
    const to = maxRevision ? revisionCreatedAt(world, maxRevision) : null;
    if (from !== null) tests.push((index) => createdAt(index) >= from);
    if (to !== null) tests.push((index) => createdAt(index) <= to);
  }
  return (index) => tests.every((test) => test(index));
};

/** Order and cursor are on (updated_at, id) with `updatedSince`, on (depose_at, id) otherwise. */
const dossierKeyset = (world: World, args: DossiersArguments, groupe: Groupe | null): Keyset<number> => {
  const { table } = world;
  const keeps = filter(world, args, groupe);
  const updated = args.updatedSince != null;
  const since = args.updatedSince ?? args.createdSince ?? null;
  const from = since === null ? Number.NEGATIVE_INFINITY : instant(since);
  const { order } = table;
  const time = (index: number): Micros => (updated ? table.updatedAt(index) : table.deposeAt(index));
  const indexAt = (position: number): number => (updated ? order.at(position) : position);
  /** First position whose key is not before (at, id). */
  const positionOf = (at: Micros, id: number): number => {
    let low = 0;
    let high = table.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      const index = indexAt(middle);
      const earlier = time(index) < at || (time(index) === at && world.numberOf(index) < id);
      if (earlier) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const start = from === Number.NEGATIVE_INFINITY ? 0 : positionOf(from, 0);
  return {
    key: (index) => ({ at: time(index), id: world.numberOf(index) }),
    *walk(cursor, direction) {
      if (direction === 'up') {
        const begin = cursor === null ? start : Math.max(start, positionOf(cursor.at, cursor.id + 1));
        for (let position = begin; position < table.count; position += 1) {
          const index = indexAt(position);
          if (keeps(index)) yield index;
        }
        return;
      }
      const begin = cursor === null ? table.count : positionOf(cursor.at, cursor.id);
      for (let position = begin - 1; position >= start; position -= 1) {
        const index = indexAt(position);
        if (keeps(index)) yield index;
      }
    },
  };
};

/** A node of a page, or what a fault makes of it. */
const faultyNode = (session: Session, index: number, position: number): unknown => {
  const { faults } = session;
  const number = session.world.numberOf(index);
  session.served.add(number);
  if (faults.nullPositions.has(position) || faults.nullNumbers.has(number)) {
    return () => {
      throw new QueryError('Cannot return null for non-nullable field Dossier.demandeur', 'invalid_null');
    };
  }
  if (faults.timeoutAfter !== null && position >= faults.timeoutAfter) {
    return (_: unknown, execution: Execution) => {
      execution.expire();
      return dossierSource(session, index);
    };
  }
  return dossierSource(session, index);
};

export const dossiersConnection = (
  session: Session,
  args: DossiersArguments,
  groupe: Groupe | null,
): Source => {
  const keyset = dossierKeyset(session.world, args, groupe);
  return connectionSource(keyset, readPage(keyset, args), (index, position) =>
    faultyNode(session, index, position),
  );
};

export type TombstonesArguments = PageArguments & { readonly deletedSince?: string | null };

type Listed = { readonly id: number; readonly at: Micros; readonly source: Source };

/** A small list, sorted by (date, id) each time. */
const listKeyset = (items: readonly Listed[]): Keyset<Listed> => {
  const sorted = [...items].sort((left, right) => left.at - right.at || left.id - right.id);
  const before = (one: Listed, { at, id }: CursorPosition): boolean =>
    one.at < at || (one.at === at && one.id < id);
  const after = (one: Listed, { at, id }: CursorPosition): boolean =>
    one.at > at || (one.at === at && one.id > id);
  return {
    key: ({ at, id }) => ({ at, id }),
    walk: (cursor, direction) => {
      if (direction === 'up') return cursor === null ? sorted : sorted.filter((one) => after(one, cursor));
      return (cursor === null ? sorted : sorted.filter((one) => before(one, cursor))).reverse();
    },
  };
};

const listConnection = (items: readonly Listed[], args: TombstonesArguments): Source => {
  const keyset = listKeyset(items);
  return connectionSource(keyset, readPage(keyset, args), ({ source }) => source);
};

/** Deleted for good. The id is the row's, in the same namespace as the pending ones' dossier ids (facts §3). */
export const deletedConnection = (
  session: Session,
  args: TombstonesArguments,
  groupe: Groupe | null,
): Source => {
  const since = args.deletedSince ? instant(args.deletedSince) : Number.NEGATIVE_INFINITY;
  const rows = groupe === null ? session.world.deleted : [];
  return listConnection(
    rows
      .filter(({ deletedAt }) => deletedAt >= since)
      .map(({ rowId, number, deletedAt, reason, state }) => ({
        id: rowId,
        at: deletedAt,
        source: { id: typedId('DeletedDossier', rowId), number, dateSupression: deletedAt, reason, state },
      })),
    args,
  );
};

/** Hidden, and not deleted yet. */
export const pendingConnection = (
  session: Session,
  args: TombstonesArguments,
  groupe: Groupe | null,
): Source => {
  const { world } = session;
  const since = args.deletedSince ? instant(args.deletedSince) : Number.NEGATIVE_INFINITY;
  const listed: Listed[] = [];
  for (let index = 0; index < world.table.count; index += 1) {
    if (!world.table.pending(index) || (groupe !== null && world.groupeOf(index) !== groupe)) continue;
    const byUser = world.table.hiddenByUserAt(index);
    const byAdministration = world.table.hiddenByAdministrationAt(index);
    if (Math.max(byUser ?? Number.NEGATIVE_INFINITY, byAdministration ?? Number.NEGATIVE_INFINITY) < since)
      continue;
    const state = world.table.state(index);
    const at = (state === 'en_construction' ? (byUser ?? byAdministration) : byAdministration) ?? 0;
    const number = world.numberOf(index);
    const reason =
      world.changes(index)?.hiddenReason ??
      (byAdministration === null ? 'user_request' : 'instructeur_request');
    listed.push({
      id: number,
      at,
      source: { id: typedId('DeletedDossier', number), number, dateSupression: at, reason, state },
    });
  }
  return listConnection(listed, args);
};
