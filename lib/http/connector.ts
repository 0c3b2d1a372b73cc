// How sockets are opened, and the guard on the addresses that names resolve to.

import { lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Agent } from 'undici';
import { isWithin, type Reach } from './reach';

export type ConnectorOptions = {
  /** Milliseconds to open the socket, TLS included. */
  readonly connectMs: number;
  /** Most sockets at once to one origin; null: no limit. Requests beyond it wait their turn. */
  readonly connections: number | null;
  readonly reach: Reach;
  /** How names are resolved; by default as the system does. */
  readonly lookup?: LookupFunction;
};

/** `code` of the error met when a name resolves out of reach. */
export const OUT_OF_REACH = 'OUT_OF_REACH';

/** One agent a door, so that doors never share a socket. */
export function openAgent(options: ConnectorOptions): Agent {
  return new Agent({
    connections: options.connections,
    pipelining: 1,
    connect: {
      timeout: options.connectMs,
      lookup: guarded(options.lookup ?? systemLookup, options.reach),
    },
    // Every limit in time is kept by the exchange itself, with the step that it exceeded.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}

/**
 * The socket is opened to the very addresses that were judged: a name cannot change in between. One address out of reach
 * among several is enough to refuse them all.
 */
function guarded(lookup: LookupFunction, reach: Reach): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) return callback(error, []);
      const addresses = typeof found === 'string' ? [] : found;
      if (addresses.length === 0 || !addresses.every(({ address }) => isWithin(reach, address))) {
        return callback(Object.assign(new Error(OUT_OF_REACH), { code: OUT_OF_REACH }), []);
      }
      const [first] = addresses;
      if (options.all || first === undefined) return callback(null, addresses);
      return callback(null, first.address, first.family);
    });
  };
}
