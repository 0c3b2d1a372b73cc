// The links of a person, as the dashboard needs them: three queries, however many links.

import { openRights, type Role } from '../../store/access-rights';
import { lastProgress } from '../../store/run-progress';
import { type LinkLine, listLinks } from '../list';
import type { Service } from '../service';

export type DashboardLine = LinkLine & {
  readonly role: Role;
  /** What the run that goes on last told; null when none does, or when it has told nothing yet. */
  readonly progress: string | null;
};

/**
 * Rights are read with the links: one that was taken away is gone at the next reading. `only`: a link's own page wants
 * that one, when the person may see it.
 */
export async function readDashboard(
  service: Service,
  userId: string,
  only: string | null = null,
): Promise<readonly DashboardLine[]> {
  const all = await openRights(service.database).linksOf(userId);
  const rights = only === null ? all : all.filter(({ linkId }) => linkId === only);
  if (rights.length === 0) return [];
  const roles = new Map(rights.map(({ linkId, role }) => [linkId, role]));
  const links = await listLinks(service, [...roles.keys()]);
  const open = links.flatMap(({ openRunId }) => (openRunId === null ? [] : [openRunId]));
  const told = new Map(
    (await lastProgress(service.database, open)).map(({ runId, sentence }) => [runId, sentence]),
  );
  return links.flatMap((link) => {
    const role = roles.get(link.id);
    const progress = link.openRunId === null ? null : (told.get(link.openRunId) ?? null);
    return role === undefined ? [] : [{ ...link, role, progress }];
  });
}
