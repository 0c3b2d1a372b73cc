// The one status word of a link, and when it is no longer fresh.

/** A run that ended, as far as a status is concerned. Cancelled runs say nothing. */
export type EndedRun = {
  readonly status: 'reussi' | 'avec_echecs' | 'interrompu' | 'echoue';
  /** Null for an interruption that nobody has to mend. */
  readonly code: string | null;
};

export type LinkFacts = {
  readonly paused: boolean;
  /** A run waits or goes on. */
  readonly running: boolean;
  /** When the last run that went to its end began; null: never. */
  readonly freshAt: Date | null;
  /** The last run that ended otherwise than by being cancelled. */
  readonly last: EndedRun | null;
  /** Changes of the form that wait for the user's word. */
  readonly decisionsAwaited: number;
  /** When the next run is due; null: never by itself. */
  readonly nextDueAt: Date | null;
  readonly now: Date;
};

export type LinkStatus =
  | 'À jour'
  | 'En cours'
  | 'À vérifier'
  | 'En erreur'
  | 'En pause'
  | 'Jamais synchronisée';

/** A due run that has not come for this long: something that should have worked did not. */
export const LATE_MS = 60 * 60_000;

/**
 * Pure. In this order: what is going on now, what the user decided, what is broken, what needs an eye. A run with
 * failures is never « À jour ».
 */
export function statusOf(facts: LinkFacts): LinkStatus {
  const { last } = facts;
  if (facts.running) return 'En cours';
  if (facts.paused) return 'En pause';
  if (last === null) return facts.freshAt === null ? 'Jamais synchronisée' : 'À jour';
  switch (last.status) {
    case 'echoue':
      return 'En erreur';
    case 'interrompu':
      return last.code === null ? 'À vérifier' : 'En erreur';
    case 'avec_echecs':
      return 'À vérifier';
    case 'reussi':
      return facts.decisionsAwaited > 0 || isLate(facts) ? 'À vérifier' : 'À jour';
  }
}

/** Is a run of the schedule overdue? Nobody promised anything for a link that is off or paused. */
export function isLate({ paused, nextDueAt, now }: Pick<LinkFacts, 'paused' | 'nextDueAt' | 'now'>): boolean {
  return !paused && nextDueAt !== null && now.getTime() - nextDueAt.getTime() > LATE_MS;
}
