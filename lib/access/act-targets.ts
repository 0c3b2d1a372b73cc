// Whom acts of the audit log were about, in words: names are looked up as they are shown, none is kept with the act.

import type { Access } from './access';
import { nameOf } from './account';
import { addressObject } from './audit';

/**
 * By target (`compte:<id>`, `adresse:<hash>`): what to call that person. `addresses`: those that may be named here, of the
 * members and of who is invited; what names an address of nobody among them stays unnamed.
 */
export async function targetNames(
  access: Access,
  targets: readonly (string | null)[],
  addresses: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const known = addresses.map((email) => [addressObject(access, email), email] as const);
  const ids = [...new Set(targets)].flatMap((target) => /^compte:(.+)$/.exec(target ?? '')?.[1] ?? []);
  const people = await Promise.all(ids.map((id) => access.people.person(id)));
  return new Map([
    ...known,
    ...people.flatMap((one, index) => [[`compte:${ids[index]}`, one === null ? GONE : nameOf(one)] as const]),
  ]);
}

const GONE = 'une personne qui n’a plus de compte';
