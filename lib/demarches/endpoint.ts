// The address of an instance of Démarche numérique, from what a person pastes.

import { Failure } from '../errors/failure';
import { isLoopbackHost } from '../http/target';

export type Endpoint = {
  /** Canonical: scheme, host, port; no path, no final slash. */
  readonly origin: string;
  /** Where GraphQL is served, the same path on every instance (facts/demarches.md §1). */
  readonly graphql: string;
};

/**
 * Accepts the site's address, that of its API, or that of any of its pages; the scheme may be missing. Plain http is
 * only for this very machine. Throws DS_URL_INVALIDE (facts.reason: `invalid`, `credentials` or `plain_http`).
 */
export function parseEndpoint(address: string): Endpoint {
  const text = address.trim();
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`);
  if (url === null || url.hostname === '' || /\s/.test(text)) throw refused('invalid');
  if (url.username !== '' || url.password !== '') throw refused('credentials');
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname)) throw refused('plain_http');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw refused('invalid');
  if (!url.hostname.includes('.') && !isLoopbackHost(url.hostname)) throw refused('invalid');
  return { origin: url.origin, graphql: `${url.origin}/api/v2/graphql` };
}

function refused(reason: 'invalid' | 'credentials' | 'plain_http'): Failure {
  return new Failure('DS_URL_INVALIDE', { facts: { reason } });
}
