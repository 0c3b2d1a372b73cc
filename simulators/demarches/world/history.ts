// How a generated dossier begins: its dates, state, group, revision, and whether somebody hid it.

import { Dice, fold } from '../content/dice';
import type { Revision } from '../form/field';
import { DAY, type Micros, SECOND } from '../time/instant';
import type { Beginning, DossierState } from './state';

export type Span = {
  readonly from: Micros;
  readonly until: Micros;
  /** Dossiers spread over the span. */
  readonly count: number;
};

/** Dates that are not columns: found again from the seed when the dossier is read. */
export type History = Beginning & {
  readonly enInstructionAt: Micros | null;
  readonly processedAt: Micros | null;
};

const SALT = 11;
const BATCH = 7 * DAY;

const finalState = (dice: Dice): DossierState =>
  dice.chance(0.65) ? 'accepte' : dice.chance(0.7) ? 'refuse' : 'sans_suite';

/** The revision that was published last at an instant. */
const revisionAt = (revisions: readonly Revision[], at: Micros): number => {
  let found = 0;
  revisions.forEach((revision, position) => {
    if (revision.publishedAt !== null && revision.publishedAt <= at) found = position;
  });
  return found;
};

/** `hidden`: this one is in the corbeille of somebody, so that the first sync already meets tombstones. */
export const history = (
  seed: number,
  index: number,
  span: Span,
  revisions: readonly Revision[],
  groups: number,
  hidden: boolean,
): History => {
  const dice = new Dice(fold(seed, index, SALT));
  const step = (span.until - span.from) / span.count;
  const deposeAt = Math.floor(span.from + step * index + step * (dice.below(1000) / 2000)) + dice.below(1000);
  const early = (days: number): Micros =>
    deposeAt + Math.floor(dice.between(1, days * 1440) * 60 * SECOND) + dice.below(SECOND);
  const inInstruction = early(30);
  const decided = inInstruction + (early(60) - deposeAt);
  let state: DossierState = 'en_construction';
  if (inInstruction < span.until && dice.chance(0.85)) state = 'en_instruction';
  if (state === 'en_instruction' && decided < span.until && dice.chance(0.8)) state = finalState(dice);
  const finished = state !== 'en_construction' && state !== 'en_instruction';
  // Batch decisions share their timestamp to the microsecond (facts §3).
  const batch = Math.floor(decided / BATCH) * BATCH;
  const processedAt = finished ? (dice.chance(0.05) && batch > inInstruction ? batch : decided) : null;
  const last = processedAt ?? (state === 'en_instruction' ? inInstruction : deposeAt);
  const later = last + dice.between(0, 5 * 1440) * 60 * SECOND + dice.below(SECOND);
  const updatedAt = processedAt === batch || later > span.until ? last : later;
  const byUser = hidden && !finished;
  return {
    deposeAt,
    updatedAt,
    state: byUser ? 'en_construction' : state,
    revision: revisionAt(revisions, processedAt ?? span.until),
    group: dice.below(groups),
    archived: finished && dice.chance(0.1),
    // A finished dossier hidden by its usager stays visible to the administration.
    hiddenByUserAt: byUser || (!hidden && finished && dice.chance(0.02)) ? updatedAt : null,
    hiddenByAdministrationAt: hidden && finished ? updatedAt : null,
    enInstructionAt: state === 'en_construction' || byUser ? null : inInstruction,
    processedAt,
  };
};
