// Upkeep: which readings beyond the delta a run owes, so that what moves no date is seen all the same
// (facts/demarches.md §7.4 to §7.6). Pure rules over the cursor and DN's clock, and the one stage that applies them.

import { UNFINISHED } from '../sync/light';
import type { Scope } from '../sync/model/options';
import { HOUR } from './instants';
import type { LinkCursor, PendingRebase } from './ports';
import { serverNow } from './server-time';
import type { Workshop } from './workshop';

export type UpkeepPolicy = {
  /** Reads everything again, whatever the watermark, and compares it with the document. */
  readonly full: boolean;
  /**
   * `due`: what the cursor says is due. `never`: the delta and nothing else, whatever is due stays due. `now`: also a
   * census.
   */
  readonly upkeep: 'due' | 'never' | 'now';
};

export type Upkeep = {
  /** No run has ever been complete: everything is read because nothing was. */
  readonly first: boolean;
  readonly full: boolean;
  /** What is read whole is compared with the document, not with what the Ledger remembers of it. */
  readonly compares: boolean;
  /** Unfinished dossiers are read again because of a revision. */
  readonly reread: boolean;
  readonly census: boolean;
};

/** A day, less what a daily schedule may be early. */
const CENSUS_EVERY = 20 * HOUR;
/** A week, less as much. */
const FULL_EVERY = (7 * 24 - 4) * HOUR;
/** A rebase usually takes minutes: for an hour every run looks for it, then each wait is as long as those before. */
const REBASE_EAGER = HOUR;
/** Some dossiers are never attached to the new revision. From then on the daily census is enough. */
const REBASE_LIFE = 24 * HOUR;

const isDue = (last: string | null, every: number, now: number): boolean =>
  last === null || now - Date.parse(last) >= every;

export function isCensusDue(census: string | null, now: string): boolean {
  return isDue(census, CENSUS_EVERY, Date.parse(now));
}

export function isFullDue(full: string | null, now: string): boolean {
  return isDue(full, FULL_EVERY, Date.parse(now));
}

export function isRereadDue(pending: PendingRebase | null, now: string): boolean {
  if (pending === null) return false;
  const waited = Date.parse(pending.last) - Date.parse(pending.since);
  return Date.parse(now) - Date.parse(pending.last) >= waited - REBASE_EAGER;
}

/** `isOver`: a census saw no unfinished dossier of an older revision. */
export function rebaseAfter(
  pending: PendingRebase | null,
  isOver: boolean,
  now: string,
): PendingRebase | null {
  const since = pending?.since ?? now;
  return isOver || Date.parse(now) - Date.parse(since) >= REBASE_LIFE ? null : { since, last: now };
}

/** States of the scope in which a dossier may be attached to another revision. */
export function unfinishedStates(scope: Scope): readonly string[] {
  return UNFINISHED.filter((state) => scope.statuts.length === 0 || scope.statuts.includes(state));
}

/**
 * Decided once a run, in a step of its own: a run resumed tomorrow must not change its mind. `vanished`: a dossier that
 * was to be retried is not there any more, and only a census tells what became of it.
 *
 * DN and Grist: nothing.
 */
export async function decideUpkeep(
  workshop: Workshop,
  policy: UpkeepPolicy,
  vanished: boolean,
): Promise<Upkeep> {
  const { ports, handle, settings } = workshop;
  const { cursor } = await workshop.link();
  const { demarche } = await workshop.form();
  const now = serverNow(ports);
  // A dossier that DN would not even name can only be met again by reading everything.
  const nameless = (await ports.ledger.failures(handle.linkId)).some(({ number }) => number === null);
  const isFirst = cursor.watermark === null;
  const wanted = policy.upkeep !== 'never' && !isFirst;
  const reread =
    wanted &&
    unfinishedStates(settings.scope).length > 0 &&
    (isRevised(cursor, demarche.activeRevisionId) || isRereadDue(cursor.pendingRebase, now));
  return {
    first: isFirst,
    full: policy.full || nameless || (wanted && isFullDue(cursor.full, now)),
    compares: policy.full || nameless || settings.policies.editedCells === 'a_la_verification',
    reread,
    census: policy.upkeep === 'now' || (wanted && (reread || vanished || isCensusDue(cursor.census, now))),
  };
}

export function isRevised({ activeRevisionId }: LinkCursor, active: string): boolean {
  return activeRevisionId !== null && activeRevisionId !== active;
}
