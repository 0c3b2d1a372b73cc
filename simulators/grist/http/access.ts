// Who may do what: keys, roles, trash, access rules, and the ten requests at once.

import { type Action, kindOf } from '../engine/actions';
import { Refusal } from '../engine/refusal';
import type { Hosted, Role, Rules, Site, User } from '../site';
import type { TokenClaims } from './access-token';
import type { Exchange } from './exchange';

/** Null without a key. Throws 401 on a key nobody has. */
export function signedIn(site: Site, authorization: string | undefined): User | null {
  if (authorization === undefined) return null;
  const [scheme, key] = authorization.split(' ');
  if (scheme !== 'Bearer') {
    throw new Refusal(401, "Bad request: unsupported Authorization scheme, expected 'Bearer'");
  }
  const user = site.users.find((one) => one.key === key);
  if (user === undefined) throw new Refusal(401, 'Bad request: invalid API key');
  return user;
}

export function documentOf(site: Site, id: string): Hosted {
  const hosted = site.find(id);
  if (hosted === undefined) throw new Refusal(404, 'document not found');
  return hosted;
}

export function roleIn(hosted: Hosted, user: User | null): Role | null {
  return (user === null ? undefined : hosted.access.get(user.email)) ?? null;
}

/** Refuses whoever may not see, or not write, the document; a document in the trash is refused to all. */
export function requireRole(
  hosted: Hosted,
  user: User | null,
  need: 'view' | 'write',
  token: TokenClaims | null = null,
): void {
  if (token !== null && token.docId !== hosted.id) throw new Refusal(403, 'Document access denied');
  const role = roleIn(hosted, user);
  if (role === null) throw new Refusal(403, 'No view access');
  if (hosted.trashed) throw new Refusal(404, 'Document is deleted');
  if (need === 'write' && (role === 'viewers' || token?.readOnly === true))
    throw new Refusal(403, 'No write access');
}

function bindingRules(hosted: Hosted, user: User | null): Rules | null {
  if (hosted.rules.appliesTo === 'not_owners' && roleIn(hosted, user) === 'owners') return null;
  return hosted.rules;
}

/** May this user read the whole document? Rules that hide anything of it forbid /sql, and hide the attachments. */
export function seesAll(hosted: Hosted, user: User | null): boolean {
  const rules = bindingRules(hosted, user);
  return rules === null || (rules.sql === 'allowed' && rules.structure === 'allowed');
}

export function requireSql(hosted: Hosted, user: User | null): void {
  if (!seesAll(hosted, user)) throw new Refusal(403, 'insufficient document access');
}

/** Rights on structure, for the actions that ask for them. */
export function requireActions(hosted: Hosted, user: User | null, actions: unknown): void {
  if (bindingRules(hosted, user)?.structure !== 'forbidden' || !Array.isArray(actions)) return;
  for (const action of actions as Action[]) {
    if (!Array.isArray(action)) continue;
    if (action[0] === 'AddHiddenColumn') {
      throw new Refusal(500, "Blocked by access rules: 'AddHiddenColumn' actions need uncomplicated access");
    }
    const kind = kindOf(action);
    if (kind === 'rows') continue;
    const what = kind === 'table_structure' ? 'table structure' : 'full structure';
    throw new Refusal(403, `Blocked by ${what} access rules`, { memos: [] });
  }
}

/** Runs a request on a document among at most ten, after the latency; the eleventh is refused at once. */
export async function inSlot<T>(site: Site, hosted: Hosted, work: () => T | Promise<T>): Promise<T> {
  const { maxParallel, latencyMs } = site.settings;
  hosted.inHand += 1;
  try {
    if (maxParallel > 0 && hosted.inHand > maxParallel) {
      throw new Refusal(429, `Too many backlogged requests for document ${hosted.id} - try again later?`);
    }
    if (latencyMs > 0) await pause(latencyMs);
    await nextTurn(hosted);
    return await work();
  } finally {
    hosted.inHand -= 1;
  }
}

/** Runs a write after those already in hand; a stall keeps the document busy before it. */
export function inTurn<T>(hosted: Hosted, exchange: Exchange, work: () => T): Promise<T> {
  const { fault } = exchange;
  const mine = hosted.lastWrite.then(async () => {
    if (fault?.type === 'stall') await pause(fault.ms);
    return work();
  });
  hosted.lastWrite = mine.then(
    () => undefined,
    () => undefined,
  );
  return mine;
}

/** One request a turn of the event loop, so that those that arrive meanwhile are seen to be many. */
function nextTurn(hosted: Hosted): Promise<void> {
  hosted.lastTurn = hosted.lastTurn.then(() => new Promise((resolve) => setImmediate(resolve)));
  return hosted.lastTurn;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
