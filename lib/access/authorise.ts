// Who may do what on which link. One function; rights are read from the database each time, so that one that was taken away
// is gone at the next click.

import type { Role } from '../store/access-rights';
import { isUuid } from '../store/identifier';
import type { Access, Visitor } from './access';
import { record } from './audit';
import { waitForRefusal } from './rate-limit';

/**
 * `lire`: see the link, its runs and failures. `gerer`: settings, tokens, synchronise, decide on changes.
 * `administrer`: share, hand over, delete.
 */
export type Right = 'lire' | 'gerer' | 'administrer';

/** What each role may do: the whole rule. */
const RIGHTS: Readonly<Record<Role, readonly Right[]>> = {
  proprietaire: ['lire', 'gerer', 'administrer'],
  gestionnaire: ['lire', 'gerer'],
  lecteur: ['lire'],
};

export function allows(role: Role, right: Right): boolean {
  return RIGHTS[role].includes(right);
}

export type Authorisation =
  | { readonly ok: true; readonly role: Role }
  /** To be shown as a page that does not exist: a stranger must not learn that the link does. */
  | { readonly ok: false; readonly reason: 'introuvable' }
  /** A member, whose role does not go so far. */
  | { readonly ok: false; readonly reason: 'role-insuffisant'; readonly role: Role };

/**
 * `linkId` as it came in the address: anything. A refusal is written in the audit log; the same one, made again and again, a few
 * times only: whoever insists would fill the log of somebody else's link.
 */
export async function authorise(
  access: Access,
  visitor: Visitor,
  asked: { readonly userId: string; readonly linkId: string; readonly right: Right },
): Promise<Authorisation> {
  const { userId, linkId, right } = asked;
  const isIdentifier = isUuid(linkId);
  const role = isIdentifier ? await access.rights.roleOn(linkId, userId) : null;
  if (role !== null && allows(role, right)) return { ok: true, role };
  const object = isIdentifier ? `liaison:${linkId.toLowerCase()}` : 'liaison:illisible';
  if ((await waitForRefusal(access, userId, object)) === null) {
    await record(access, visitor, { actorId: userId, act: 'droit-refuse', object });
  }
  return role === null
    ? { ok: false, reason: 'introuvable' }
    : { ok: false, reason: 'role-insuffisant', role };
}
