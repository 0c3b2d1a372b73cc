// How often things may be asked for: messages, tries of a secret, runs, readings. Counted in Postgres, for every process at once.
// Each answer says when to come back; no key holds an address.

import { type Access, instant, type Visitor } from './access';
import { rateUnit } from './origin-address';
import { keyedHash } from './secrets';

const QUARTER_MS = 15 * 60_000;

const DAY_MS = 24 * 60 * 60_000;

/** Between two messages to the same address that are asked from the page « Vérifiez vos messages ». */
const AGAIN_MS = 30_000;

type Limit = { readonly key: string; readonly most: number; readonly windowMs: number };

/** Seconds to wait before the next try; null: go on. */
export type Wait = number | null;

/**
 * Limits of a request for a message. The address's keeps a mailbox from being flooded; the network's is wide, because whole
 * ministries share one; the site's holds when the others are dodged. They say nothing of who has an account.
 */
export async function waitForMessage(access: Access, email: string, visitor: Visitor): Promise<Wait> {
  const secret = access.site.sessionSecret;
  return waitFor(access, [
    { key: `courriel:adresse:${keyedHash(secret, email)}`, most: 5, windowMs: QUARTER_MS },
    {
      key: `courriel:reseau:${keyedHash(secret, rateUnit(visitor.address))}`,
      most: 60,
      windowMs: QUARTER_MS,
    },
    { key: 'courriel:site', most: 1000, windowMs: QUARTER_MS },
  ]);
}

/** Limits of invitations: letters that people did not ask for. */
export async function waitForInvitation(access: Access, userId: string, email: string): Promise<Wait> {
  const secret = access.site.sessionSecret;
  return waitFor(access, [
    { key: `invitation:adresse:${keyedHash(secret, email)}`, most: 5, windowMs: DAY_MS },
    { key: `invitation:personne:${userId}`, most: 40, windowMs: DAY_MS },
  ]);
}

/** Tries of a link's accesses: each asks both sides, one of which limits requests. They are tries of the person as well. */
export function waitForProbe(access: Access, linkId: string, userId: string): Promise<Wait> {
  return waitFor(access, [
    { key: `essai:liaison:${linkId}`, most: 10, windowMs: QUARTER_MS },
    triesOf(userId),
  ]);
}

/** Runs asked for by hand, one request a link: by several people of one link, and by one person of many. */
export async function waitForRuns(access: Access, userId: string, linkIds: readonly string[]): Promise<Wait> {
  const waits: number[] = [];
  for (const linkId of linkIds) {
    const wait = await waitFor(access, [
      { key: `execution:liaison:${linkId}`, most: 30, windowMs: QUARTER_MS },
      { key: `execution:personne:${userId}`, most: 600, windowMs: QUARTER_MS },
    ]);
    if (wait !== null) waits.push(wait);
  }
  return waits.length === 0 ? null : Math.max(...waits);
}

/** Files and live lines: what a browser asks by itself, several pages at once, stays far below. */
export function waitForReading(access: Access, userId: string): Promise<Wait> {
  return waitFor(access, [{ key: `lecture:personne:${userId}`, most: 2000, windowMs: QUARTER_MS }]);
}

/** Refusals of a person on one thing that the audit log notes. */
export function waitForRefusal(access: Access, userId: string, object: string): Promise<Wait> {
  return waitFor(access, [{ key: `refus:${userId}:${object}`, most: 20, windowMs: QUARTER_MS }]);
}

export function waitBeforeAgain(access: Access, email: string): Promise<Wait> {
  const key = `renvoi:${keyedHash(access.site.sessionSecret, email)}`;
  return waitFor(access, [{ key, most: 1, windowMs: AGAIN_MS }]);
}

/** Every limit counts the request, so that the answer takes the same time whichever is reached. */
async function waitFor(access: Access, limits: readonly Limit[]): Promise<Wait> {
  const now = instant(access);
  const waits: number[] = [];
  for (const { key, most, windowMs } of limits) {
    const { count, openedAt } = await access.rates.hit(key, windowMs, now);
    if (count > most) waits.push(Math.ceil((openedAt.getTime() + windowMs - now.getTime()) / 1000));
  }
  return waits.length === 0 ? null : Math.max(...waits, 1);
}

/** `encore 12 minutes`, `encore 25 secondes`. */
export function waitInWords(seconds: number): string {
  const [count, unit] = seconds < 60 ? [seconds, 'seconde'] : [Math.ceil(seconds / 60), 'minute'];
  return `encore ${count} ${unit}${count > 1 ? 's' : ''}`;
}

/** Tries of a person who makes a link: each asks Démarche numérique or Grist something, with what was typed. */
export function waitForTry(access: Access, userId: string): Promise<Wait> {
  return waitFor(access, [triesOf(userId)]);
}

function triesOf(userId: string): Limit {
  return { key: `essai:personne:${userId}`, most: 60, windowMs: QUARTER_MS };
}

/** Sessions of widgets. An address may be a whole ministry's; one address with one document is a few people. */
export function waitForWidget(access: Access, visitor: Visitor, document: string): Promise<Wait> {
  const address = keyedHash(access.site.sessionSecret, rateUnit(visitor.address));
  return waitFor(access, [
    { key: `widget:reseau:${address}`, most: 2_000, windowMs: QUARTER_MS },
    { key: `widget:${document}:${address}`, most: 120, windowMs: QUARTER_MS },
  ]);
}

/** Runs asked for from a document: its people together, and each of them. */
export function waitForWidgetRun(access: Access, document: string, user: number): Promise<Wait> {
  return waitFor(access, [
    { key: `widget:lancer:${document}`, most: 20, windowMs: QUARTER_MS },
    { key: `widget:lancer:${document}:${user}`, most: 10, windowMs: QUARTER_MS },
  ]);
}
