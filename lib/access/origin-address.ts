// Where a request comes from, as far as the proxies in front of us can be believed.

import { z } from 'zod';

/**
 * Each trusted proxy appends the address of who spoke to it: the last but (proxies − 1) is who spoke to the first of them.
 * What stands before it was written by anybody. Null when the header has fewer, or what is there is no address.
 */
export function originAddress(forwardedFor: string | null, trustedProxies: number): string | null {
  const addresses = (forwardedFor ?? '').split(',').map((one) => one.trim());
  const found = addresses.at(-Math.max(trustedProxies, 1)) ?? '';
  const bare = found.replace(/^\[(.*)\](?::\d+)?$/, '$1').replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1');
  const plain = bare.replace(/^::ffff:(?=\d+\.)/i, '');
  return isIPv4(plain) || isIPv6(plain) ? plain.toLowerCase() : null;
}

/** The network that an address belongs to: IPv4 /24, IPv6 /48. Enough to see a pattern, not to name a person. */
export function networkOf(address: string | null): string | null {
  if (address === null) return null;
  if (isIPv4(address)) return address.replace(/\.\d+$/, '.0/24');
  return `${groupsOf(address).slice(0, 3).join(':')}::/48`;
}

/** What is counted together: an IPv6 subscriber has a whole /64. */
export function rateUnit(address: string | null): string {
  if (address === null) return 'inconnue';
  return isIPv4(address) ? address : groupsOf(address).slice(0, 4).join(':');
}

/** The eight groups, zeros written out. */
function groupsOf(address: string): readonly string[] {
  const [head = '', tail = ''] = address.replace(/%.*$/, '').split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === '' ? [] : tail.split(':');
  const zeros = Array<string>(Math.max(8 - left.length - right.length, 0)).fill('0');
  return [...left, ...zeros, ...right].map((group) => group.replace(/^0+(?=.)/, ''));
}

function isIPv4(text: string): boolean {
  return z.ipv4().safeParse(text).success;
}

function isIPv6(text: string): boolean {
  return z.ipv6().safeParse(text).success;
}
