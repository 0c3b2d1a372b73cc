// The key of a webhook: derived, so that none is kept. Whoever reads the database cannot sign.

import { createHmac } from 'node:crypto';
import { keyedHash } from '../secrets';

/** What its owner copies into their program. Another address has another salt, hence another key. */
export function webhookKey(secret: string, linkId: string, salt: string): string {
  return keyedHash(secret, `webhook ${linkId} ${salt}`);
}

/**
 * Of the header `X-OTP-Signature`: `t=<seconds>,v1=<hex>`, HMAC-SHA-256 under the key (as text) of `<seconds>.<body>`. The time
 * is signed too, so that an old message cannot be played again for ever.
 */
export function webhookSignature(key: string, seconds: number, body: string): string {
  const digest = createHmac('sha256', key).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${digest}`;
}
