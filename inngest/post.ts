// Hands the messages that wait to the mail relay, and to the webhooks. Each is marked as it is taken: a process that is killed
// sends one of them again at most, to its one recipient.

import { alertLetter, digestLetter } from '../lib/access/mail/alert-letter';
import type { Mailer, Message } from '../lib/access/mail/mailer';
import { postWebhook } from '../lib/access/webhook/post';
import { lastDigest } from '../lib/alerts/digest';
import { Failure } from '../lib/errors/failure';
import type { Door } from '../lib/http/door';
import { webhookFailure } from '../lib/links/notify';
import {
  dropUndeliverable,
  markRefused,
  markSent,
  nextDigest,
  nextMessage,
  type WaitingMessage,
} from '../lib/store/outbox-post';
import { hookRefused, hookSent, nextHook } from '../lib/store/webhook-rows';
import type { Works } from './works';

type Post = Pick<Works, 'service' | 'access'>;

export type Posted = { readonly count: number; readonly refused: number };

/** In one execution, of each kind; the next one takes the others. */
const SLICE = 50;

/** Letters: those that leave alone, then those of a day. Without a relay, only what is over is forgotten. */
export async function postLetters({ service, access }: Post): Promise<Posted> {
  const { database, clock } = service;
  const now = new Date(clock.now());
  await dropUndeliverable(database, now);
  const { mailer, site } = access;
  if (mailer === null) return { count: 0, refused: 0 };
  let count = 0;
  let refused = 0;
  const hand = async (message: WaitingMessage, letter: Message, ids: readonly bigint[]): Promise<void> => {
    if (await isTaken(mailer, message.to, letter)) {
      await markSent(database, ids, new Date(clock.now()));
      count += 1;
    } else {
      await markRefused(database, ids, new Date(clock.now()));
      refused += 1;
    }
  };
  let after = 0n;
  for (let turn = 0; turn < SLICE; turn += 1) {
    const message = await nextMessage(database, after, now);
    if (message === null) break;
    after = message.id;
    await hand(message, alertLetter(site, message), [message.id]);
  }
  const served: string[] = [];
  for (let turn = 0; turn < SLICE; turn += 1) {
    const [first, ...others] = await nextDigest(database, served, now, lastDigest(now));
    if (first === undefined) break;
    served.push(first.userId);
    const ids = [first, ...others].map(({ id }) => id);
    await hand(first, digestLetter(site, [first, ...others]), ids);
  }
  return { count, refused };
}

async function isTaken(mailer: Mailer, to: string, letter: Message): Promise<boolean> {
  try {
    await mailer.send(to, letter);
    return true;
  } catch (error) {
    if (error instanceof Failure) throw error;
    // The relay did not take it: tried again later. What it said may quote the address, and is not kept.
    return false;
  }
}

/** An address that refuses one message is left alone until the next execution: what follows would come out of order. */
export async function postWebhooks({ service, access }: Post, door: Door): Promise<Posted> {
  const { database, clock } = service;
  const { origin, sessionSecret: secret } = access.site;
  const skipped: string[] = [];
  let count = 0;
  for (let turn = 0; turn < SLICE; turn += 1) {
    const hook = await nextHook(database, skipped, new Date(clock.now()));
    if (hook === null) break;
    if ((await postWebhook(door, hook, { secret, origin, now: clock.now() })) === 'accepted') {
      await hookSent(database, hook, new Date(clock.now()));
      count += 1;
    } else {
      skipped.push(hook.linkId);
      const failure = await webhookFailure(service, hook.linkId);
      await hookRefused(database, hook, failure, new Date(clock.now()));
    }
  }
  return { count, refused: skipped.length };
}
