// What a person does with their own account.

import type { OpenSession } from '../store/access-sessions';
import { type Access, instant, type Visitor } from './access';
import { record } from './audit';

export type Unjoined = 'removed' | 'last-one' | 'unknown';

/** Removes a means of signing in, and ends the other browsers that used it. The last one stays. */
export async function unjoin(
  access: Access,
  visitor: Visitor,
  { person, id }: OpenSession,
  accountId: string,
): Promise<Unjoined> {
  const answer = await access.people.removeAccount(person.id, accountId, id);
  if (answer === 'removed') {
    const object = `moyen:${accountId}`;
    await record(access, visitor, { actorId: person.id, act: 'dissociation', object });
  }
  return answer;
}

/** Deletes the account, unless its person owns a link: that one must be handed over or deleted first. */
export async function deleteAccount(
  access: Access,
  visitor: Visitor,
  { person }: OpenSession,
): Promise<'removed' | 'owner'> {
  const answer = await access.people.remove(person.id);
  if (answer === 'removed') {
    const object = `compte:${person.id}`;
    await record(access, visitor, { actorId: person.id, act: 'compte-supprime', object });
  }
  return answer;
}

/** What the account page shows. */
export async function describeAccount(access: Access, { person }: OpenSession) {
  const [accounts, sessions, owned] = await Promise.all([
    access.people.accountsOf(person.id),
    access.sessions.list(person.id, instant(access)),
    access.rights.owned(person.id),
  ]);
  return { accounts, sessions, owned };
}

/** `Camille Martin`, or the address when no name is known. */
export function nameOf({ givenName, usualName, email }: OpenSession['person']): string {
  return [givenName, usualName].filter(Boolean).join(' ') || email;
}
