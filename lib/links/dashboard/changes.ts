// What changed between two looks at somebody's links. Pure.

import { createHash } from 'node:crypto';
import type { DashboardLine } from './read';

export type DashboardNews =
  /**
   * `state`: what is so now, by `stateOf`. A page that shows something else is to be read again. Named are those whose status
   * changed.
   */
  | {
      readonly kind: 'etats';
      readonly state: string;
      readonly changed: readonly { readonly name: string; readonly status: string }[];
    }
  | { readonly kind: 'avancement'; readonly runs: Readonly<Record<string, string>> };

/** What two readings are compared by, and what a page knows that it shows. Progress is no part of it. */
export function stateOf(lines: readonly Omit<DashboardLine, 'progress'>[]): string {
  const facts = lines.map((line) => [
    ...[line.id, line.role, line.title, line.documentName, line.status, line.openRunId, line.last?.runId],
    ...[line.last?.status, line.freshAt, line.nextDueAt, line.pausedAt, line.decisionsAwaited, line.slowed],
  ]);
  return createHash('sha256').update(JSON.stringify(facts)).digest('base64url').slice(0, 16);
}

/** Status changes make an older progress meaningless: they come alone. Null: nothing is new. */
export function newsBetween(
  before: readonly DashboardLine[],
  after: readonly DashboardLine[],
): DashboardNews | null {
  const state = stateOf(after);
  if (stateOf(before) !== state) return { kind: 'etats', state, changed: changedStatuses(before, after) };
  const known = new Map(before.map(({ id, progress }) => [id, progress]));
  const moved = after.flatMap(({ id, progress }) =>
    progress === null || progress === known.get(id) ? [] : [[id, progress] as const],
  );
  return moved.length === 0 ? null : { kind: 'avancement', runs: Object.fromEntries(moved) };
}

function changedStatuses(before: readonly DashboardLine[], after: readonly DashboardLine[]) {
  const known = new Map(before.map(({ id, status }) => [id, status]));
  return after.flatMap(({ id, title, demarche, status }) => {
    const was = known.get(id);
    return was === undefined || was === status
      ? []
      : [{ name: title ?? `Démarche n°\u00a0${demarche}`, status }];
  });
}
