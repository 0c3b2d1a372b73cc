// How sockets are opened. The one place where a guard on resolved addresses (SSRF) will be put.

import { Agent } from 'undici';

export type ConnectorOptions = {
  /** Milliseconds to open the socket, TLS included. */
  readonly connectMs: number;
  /** Most sockets at once to one origin; null: no limit. Requests beyond it wait their turn. */
  readonly connections: number | null;
};

/**
 * One agent a door, so that doors never share a socket. When links may point at any host (the site), `connect` takes
 * a `lookup` that refuses private addresses: checked at the moment of connecting, a name cannot change in between.
 */
export function openAgent(options: ConnectorOptions): Agent {
  return new Agent({
    connections: options.connections,
    pipelining: 1,
    connect: { timeout: options.connectMs },
    // Every limit in time is kept by the exchange itself, with the step that it exceeded.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}
