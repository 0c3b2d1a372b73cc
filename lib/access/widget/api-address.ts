// Where a document's API is, from what Grist gave the widget: nothing of that address is kept but what is proven harmless.

import { type Instances, isAllowed } from '../../env/instances';
import { Failure } from '../../errors/failure';

export type DocumentApi = {
  /** Canonical, on the allow-list. */
  readonly origin: string;
  /** Built here: origin, team if any, document. Without a final slash. */
  readonly url: string;
};

/** `/api/docs/<id>`, with or without the team in front (grist-core gives either). */
const PATH = /^(\/o\/[a-z0-9-]{1,64})?\/api\/docs\/[A-Za-z0-9_-]{1,100}$/i;

/**
 * Pure. The address that is called is made from the allow-listed origin and the document of the token, whatever else
 * `baseUrl` holds. Throws WIDGET_ADRESSE_REFUSEE, or INSTANCE_NON_AUTORISEE for a Grist that is not on the list.
 */
export function documentApi(instances: Instances, baseUrl: string, docId: string): DocumentApi {
  const url = baseUrl.length > 500 ? null : URL.parse(baseUrl);
  if (url === null || !/^https?:$/.test(url.protocol)) throw new Failure('WIDGET_ADRESSE_REFUSEE');
  if (!isAllowed(instances, 'grist', url.href)) {
    throw new Failure('INSTANCE_NON_AUTORISEE', { detail: url.hostname.slice(0, 100) });
  }
  const [whole, team = ''] = PATH.exec(url.pathname) ?? [];
  if (whole === undefined || url.search !== '' || url.hash !== '')
    throw new Failure('WIDGET_ADRESSE_REFUSEE');
  return { origin: url.origin, url: `${url.origin}${team}/api/docs/${encodeURIComponent(docId)}` };
}
