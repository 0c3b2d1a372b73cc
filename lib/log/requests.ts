// A name for each request to the site: in the lines that it causes, and in its answer, so that a reverse proxy's log, ours and
// what somebody reports can be put together.

import { randomUUID } from 'node:crypto';
import { subscribe } from 'node:diagnostics_channel';
import { enterContext } from './context';

/** What is used of Node's message: headers as they will be read, and the answer to come. */
type Started = {
  readonly request: { readonly headers: Record<string, string | string[] | undefined> };
  readonly response: { setHeader(name: string, value: string): unknown };
};

/** As a reverse proxy gives it: no place for an address, a name or a line of log. */
const NAME = /^[A-Za-z0-9-]{8,64}$/;
const HEADER = 'x-request-id';

const shared = globalThis as { otpRequestsNamed?: true };

/** From now on, for every HTTP server of this process. Told by Node before anybody else sees the request. */
export function nameRequests(): void {
  if (shared.otpRequestsNamed) return;
  shared.otpRequestsNamed = true;
  subscribe('http.server.request.start', (message) => {
    const { request, response } = message as Started;
    const given = request.headers[HEADER];
    const demande = typeof given === 'string' && NAME.test(given) ? given : randomUUID();
    request.headers[HEADER] = demande;
    response.setHeader('X-Request-Id', demande);
    enterContext({ demande });
  });
}
