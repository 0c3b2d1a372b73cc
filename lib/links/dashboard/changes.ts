// What changed between two looks at somebody's links. Pure.

import { createHash } from 'node:crypto';
import type { DashboardLine } from './read';

export type DashboardNews =
  /** Something other than progress changed: what is shown is to be read again. Named are those whose status did. */
  | {
      readonly kind: 'etats';
      readonly changed: readonly { readonly name: string; readonly status: string }[];
    }
  | { readonly kind: 'avancement'; readonly runs: Readonly<Record<string, string>> };

/** What two readings are compared by, and what a page says that it shows. Short enough for an address. */
export function stateOf(lines: readonly DashboardLine[]): string {
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
  if (stateOf(before) !== stateOf(after)) return { kind: 'etats', changed: changedStatuses(before, after) };
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
