// When a proof is due by itself: pure rules over what was proved, and when.

import { HOUR } from './instants';
import type { Proof, ProofDepth, ProofHistory } from './ports';

const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/** A link of fewer dossiers is compared whole right after its first load: at 100 a page, at most 50 requests to DN. */
export const SMALL = 5000;

/**
 * The proof that is due now, null when none is. Whole: never made, at once for a small link and after a week of light
 * ones for another; else a week after the last one. Light: a day after the last light or whole one.
 *
 * @param now milliseconds since the epoch.
 */
export function proofDue(history: ProofHistory, now: number): Exclude<ProofDepth, 'comptes'> | null {
  const { complete, legere, first, known } = history;
  const wholeFrom = complete?.provedAt ?? (known < SMALL ? null : (first ?? new Date(now).toISOString()));
  if (wholeFrom === null || now - Date.parse(wholeFrom) >= WEEK) return 'complete';
  const lightFrom = Math.max(at(legere), at(complete));
  return now - lightFrom >= DAY ? 'legere' : null;
}

/**
 * Whether a light proof costs little enough to be made without being asked for: at most one request for a thousand
 * dossiers, and one for fewer than that.
 */
export function isCheap(requests: number, dossiers: number): boolean {
  return requests <= Math.max(1, Math.floor(dossiers / 1000));
}

/** The most recent statement, whatever its depth; null when there is none. */
export function latestProof({ comptes, legere, complete }: ProofHistory): Proof | null {
  const all = [comptes, legere, complete].filter((proof) => proof !== null);
  return all.reduce<Proof | null>((last, proof) => (at(proof) > at(last) ? proof : last), null);
}

function at(proof: Proof | null): number {
  return proof === null ? Number.NEGATIVE_INFINITY : Date.parse(proof.provedAt);
}
