// A server of the worst kind, in the place of Démarche numérique or of Grist: whatever it is asked, it refuses, and quotes in
// its refusal the secret that it was shown and a value of a dossier.

import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Echo = {
  readonly origin: string;
  /** Requests that came, with the secret of each. */
  readonly received: readonly { readonly path: string; readonly authorization: string }[];
  /** How it refuses from now on. */
  refuse(manner: Manner): void;
  close(): Promise<void>;
};

export type Manner = {
  readonly status: number;
  readonly type?: 'json' | 'html';
  /** `said`: the secret and the value, in one sentence. */
  readonly body: (said: string) => unknown;
};

export async function startEcho(value: string): Promise<Echo> {
  const received: { path: string; authorization: string }[] = [];
  let manner: Manner = { status: 500, body: (said) => said };
  const server = createServer((request: IncomingMessage, response) => {
    const authorization = request.headers.authorization ?? '';
    received.push({ path: request.url ?? '', authorization });
    request.resume();
    const { status, type = 'json', body } = manner;
    const answer = body(`${authorization.replace(/^Bearer /, '')} ${value}`);
    response.writeHead(status, { 'content-type': type === 'json' ? 'application/json' : 'text/html' });
    response.end(type === 'json' ? JSON.stringify(answer) : String(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    refuse: (next) => {
      manner = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Of Démarche numérique: each place of an error that a program could be tempted to repeat. */
export const REFUSALS_OF_DN: Readonly<Record<string, Manner>> = {
  réseau: {
    status: 403,
    body: (said) => ({
      errors: [{ message: `Forbidden network: ${said}`, extensions: { code: 'forbidden' } }],
    }),
  },
  référence: {
    status: 500,
    body: (said) => ({
      errors: [{ message: said, extensions: { code: 'internal_server_error', exception_id: said } }],
    }),
  },
  code: { status: 400, body: (said) => ({ errors: [{ message: said, extensions: { code: said } }] }) },
  racine: {
    status: 200,
    body: (said) => ({ data: null, errors: [{ message: said, path: [said], extensions: { code: said } }] }),
  },
  document: {
    status: 200,
    body: (said) => ({ data: null, errors: [{ message: said, extensions: { code: said } }] }),
  },
  page: { status: 200, type: 'html', body: (said) => `<p>${said}</p>` },
};

export const REFUSALS_OF_GRIST: Readonly<Record<string, Manner>> = {
  moteur: { status: 400, body: (said) => ({ error: `[Sandbox] ${said}` }) },
  règles: { status: 403, body: (said) => ({ error: `Blocked by full access rules ${said}` }) },
  introuvable: { status: 404, body: (said) => ({ error: `not found: ${said}` }) },
  clé: { status: 401, body: (said) => ({ error: said }) },
  page: { status: 403, type: 'html', body: (said) => `<p>${said}</p>` },
};
