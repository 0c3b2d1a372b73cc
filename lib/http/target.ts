// Which addresses the door may go to at all: https, or plain http to this very machine when the caller allows it.

import { isIP } from 'node:net';
import { Failure } from '../errors/failure';
import { isWithin, type Reach } from './reach';

/** Names and literal addresses of this machine. A name that merely resolves to it is the connector's business. */
export function isLoopbackHost(hostname: string): boolean {
  const host = hostname.toLowerCase().replace(/^\[|\]$/g, '');
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '::1' ||
    /^127(?:\.\d{1,3}){3}$/.test(host)
  );
}

/**
 * Parses an address and refuses what may not be called. What a name resolves to is judged at the moment of connecting.
 * Throws RESEAU_ADRESSE_INTERDITE (facts: reason `invalid`, `credentials`, `scheme` or `plain_http`; sent false), or
 * RESEAU_HORS_DE_PORTEE.
 * The address itself is never put in the failure: its query could hold a secret.
 */
export function allowedTarget(address: string, reach: Reach): URL {
  const url = URL.parse(address);
  if (url === null) throw refused('invalid');
  if (url.username !== '' || url.password !== '') throw refused('credentials');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isReachable = isIP(host) === 0 || isWithin(reach, host);
  if (url.protocol === 'https:') {
    if (!isReachable) throw new Failure('RESEAU_HORS_DE_PORTEE', { facts: { sent: false } });
    return url;
  }
  if (url.protocol !== 'http:') throw refused('scheme');
  if (reach.loopback && isLoopbackHost(url.hostname)) return url;
  throw refused('plain_http');
}

function refused(reason: 'invalid' | 'credentials' | 'scheme' | 'plain_http'): Failure {
  return new Failure('RESEAU_ADRESSE_INTERDITE', { facts: { reason, sent: false } });
}
