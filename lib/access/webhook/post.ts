// Tells a webhook one alert: identifiers, the state and a sentence of ours. Nothing of a dossier, no name, no address.

import { Failure } from '../../errors/failure';
import type { Door } from '../../http/door';
import type { WaitingHook } from '../../store/webhook-rows';
import { openAddress } from './address';
import { webhookKey, webhookSignature } from './key';

/** Milliseconds: it is to note it and answer, not to work. */
const PATIENCE = { firstByte: 10_000, total: 15_000 };
const MOST_BYTES = 64 * 1024;

export type Delivery = 'accepted' | 'refused';

/** One try. Any status from 200 to 299 accepts; a redirect is a refusal. Never throws for what the other side does. */
export async function postWebhook(
  door: Door,
  hook: WaitingHook,
  given: { readonly secret: string; readonly origin: string; readonly now: number },
): Promise<Delivery> {
  const url = openAddress(given.secret, hook.linkId, hook.sealedUrl);
  if (url === null) return 'refused';
  const body = webhookBody(hook, given.origin);
  const key = webhookKey(given.secret, hook.linkId, hook.salt);
  const seconds = Math.floor(given.now / 1000);
  try {
    const { status } = await door.send({
      method: 'POST',
      url,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        // The same at each try: what was already noted can be told from what is new.
        'x-otp-livraison': String(hook.id),
        'x-otp-signature': webhookSignature(key, seconds, body),
      },
      body,
      repeatable: false,
      timeouts: PATIENCE,
      maxBytes: MOST_BYTES,
      retry: 'none',
    });
    return status >= 200 && status < 300 ? 'accepted' : 'refused';
  } catch (error) {
    if (error instanceof Failure) return 'refused';
    throw error;
  }
}

/** The whole of what leaves. */
export function webhookBody(
  { linkId, demarche, kind, sentence, page, createdAt }: WaitingHook,
  origin: string,
): string {
  return JSON.stringify({
    ...{ liaison: linkId, demarche, etat: kind, phrase: sentence },
    ...{ date: createdAt.toISOString(), page: `${origin}${page}` },
  });
}
