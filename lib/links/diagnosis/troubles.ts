// What went wrong lately for a link, each kind once, with its remedy.

import { CATALOGUE, type FailureCode } from '../../errors/catalogue';
import type { CatalogueEntry } from '../../errors/entry';
import { openFailures } from '../../store/failure-rows';
import { historyRows } from '../../store/history-rows';
import { storedCode } from '../../store/stored-json';
import type { Service } from '../service';

export type Trouble = CatalogueEntry & {
  readonly code: FailureCode;
  /** How many of the last runs ended so; 0 for what only concerns dossiers. */
  readonly runs: number;
  /** How many dossiers are still not written because of it. */
  readonly dossiers: number;
  /** When a run last ended so. */
  readonly lastAt: Date | null;
};

/** How many of the last runs are looked at. */
export const LOOKED_AT = 50;

/** Two queries. The most recent first, then what only concerns dossiers. */
export async function readTroubles({ database }: Service, linkId: string): Promise<readonly Trouble[]> {
  const [runs, failures] = await Promise.all([
    historyRows(database, linkId, null, LOOKED_AT),
    openFailures(database, linkId),
  ]);
  const troubles = new Map<FailureCode, { runs: number; dossiers: number; lastAt: Date | null }>();
  const of = (code: FailureCode) => {
    const known = troubles.get(code) ?? { runs: 0, dossiers: 0, lastAt: null };
    troubles.set(code, known);
    return known;
  };
  for (const { code, endedAt } of runs) {
    if (code === null || endedAt === null) continue;
    const trouble = of(storedCode(code));
    trouble.runs += 1;
    trouble.lastAt ??= endedAt;
  }
  for (const { code } of failures) of(code).dossiers += 1;
  return [...troubles].map(([code, trouble]) => ({ code, ...trouble, ...CATALOGUE[code] }));
}
