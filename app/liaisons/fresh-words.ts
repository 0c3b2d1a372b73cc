// How fresh a link is, and when it next is, in one line. Pure.

import type { LinkStatus } from '../../lib/links/status';
import { ago, upcoming } from '../dates';

export type FreshFacts = {
  readonly status: LinkStatus;
  readonly freshAt: Date | null;
  readonly nextDueAt: Date | null;
  readonly paused: boolean;
};

/** « À jour il y a 12 min, prochaine à 14 h ». */
export function freshWords({ status, freshAt, nextDueAt, paused }: FreshFacts, now: Date): string {
  return `${since(status, freshAt, now)}, ${next(nextDueAt, paused, now)}`;
}

function since(status: LinkStatus, freshAt: Date | null, now: Date): string {
  if (freshAt === null) return 'Pas encore de synchronisation complète';
  return `${status === 'À jour' ? 'À jour' : 'Dernière mise à jour complète'} ${ago(freshAt, now)}`;
}

function next(nextDueAt: Date | null, paused: boolean, now: Date): string {
  if (paused) return 'en pause';
  if (nextDueAt === null) return 'pas de synchronisation automatique';
  return nextDueAt.getTime() <= now.getTime()
    ? 'prochaine attendue'
    : `prochaine ${upcoming(nextDueAt, now)}`;
}
