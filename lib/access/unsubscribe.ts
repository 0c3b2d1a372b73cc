// The link that stops the alerts of a link for one person, without signing in: it does that, and nothing else. It is signed, not
// kept: it works for as long as the site's secret does.

import { isUuid } from '../store/identifier';
import { keyedHash, sameText } from './secrets';

export type Unsubscription = {
  readonly userId: string;
  /** Null: the alerts of every link (the day's message). */
  readonly linkId: string | null;
};

/** The page with its button; a link is opened by scanners too, so that opening it changes nothing. */
export const UNSUBSCRIBE_PAGE = '/alertes/desabonnement';

/** What the button, and mail programs (RFC 8058), post to. */
export const UNSUBSCRIBE_POST = '/api/alertes/desabonnement';

const EVERY_LINK = 'toutes';

export function unsubscribeToken(secret: string, { userId, linkId }: Unsubscription): string {
  const subject = `${userId}.${linkId ?? EVERY_LINK}`;
  return `${subject}.${signatureOf(secret, subject)}`;
}

/** Null when it was not signed here, whatever it holds. */
export function readUnsubscription(secret: string, token: string): Unsubscription | null {
  const [userId = '', link = '', signature = '', ...rest] = token.slice(0, 300).split('.');
  if (rest.length > 0 || !sameText(signature, signatureOf(secret, `${userId}.${link}`))) return null;
  if (!isUuid(userId) || !(link === EVERY_LINK || isUuid(link))) return null;
  return { userId, linkId: link === EVERY_LINK ? null : link };
}

/** Signed for this purpose alone: what the same secret signs elsewhere is of no use here. */
function signatureOf(secret: string, subject: string): string {
  return keyedHash(secret, `desabonnement ${subject}`);
}
