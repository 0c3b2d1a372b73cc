// A document's token against a widget's session: counted, read, used once, and proven by the document itself.

import { Failure } from '../../errors/failure';
import { proveToken } from '../../grist/token-proof';
import type { Door } from '../../http/door';
import { type Access, instant, type Visitor } from '../access';
import { record } from '../audit';
import { waitForWidget } from '../rate-limit';
import { hashOf } from '../secrets';
import { documentApi } from './api-address';
import { readGristToken } from './grist-token';
import { type WidgetRight, widgetSession } from './session';

export type Entered = {
  readonly session: string;
  /** Epoch milliseconds. */
  readonly until: number;
  readonly right: WidgetRight;
};

/** A token lives 15 minutes (facts/grist.md §6); after this, only its Grist could still take it for good. */
const REMEMBERED_MS = 2 * 3_600_000;

/**
 * Two requests to Grist at most, none for what is refused before. Throws WIDGET_TROP_DE_DEMANDES, WIDGET_JETON_REFUSE,
 * WIDGET_JETON_REJOUE, WIDGET_COPIE, WIDGET_ADRESSE_REFUSEE, INSTANCE_NON_AUTORISEE, and what `proveToken` throws.
 */
export async function enterWidget(
  access: Access,
  visitor: Visitor,
  door: Door,
  given: { readonly token: string; readonly baseUrl: string },
): Promise<Entered> {
  const { site } = access;
  const { userId, docId, readOnly } = readGristToken(given.token);
  const { origin, url } = documentApi(site.instances, given.baseUrl, docId);
  const document = `document:${hashOf(`${origin} ${docId}`).slice(0, 22)}`;
  if ((await waitForWidget(access, visitor, document)) !== null) {
    await record(access, visitor, { actorId: null, act: 'demandes-trop-nombreuses', object: document });
    throw new Failure('WIDGET_TROP_DE_DEMANDES');
  }
  // Before it is proven: two requests at once with one token are one session. A token that Grist then refuses is lost, and
  // the widget asks Grist for another one.
  const now = instant(access);
  const { count } = await access.rates.hit(`widget:jeton:${hashOf(given.token)}`, REMEMBERED_MS, now);
  if (count > 1) throw new Failure('WIDGET_JETON_REJOUE');
  const right = await proveToken(door, { api: url, token: given.token, readOnly });
  const proven = { grist: origin, document: docId, user: userId, right };
  return { ...widgetSession(site.sessionSecret, proven, access.clock.now()), right };
}
