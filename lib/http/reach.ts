// Which machines the door may reach, by the addresses that names resolve to (SSRF guard; facts/anchors.md E.4).

import { BlockList, isIP } from 'node:net';

/**
 * Beyond the Internet: what else may be reached. A terminal reaches what its user can; a service where links may point
 * at any host reaches the Internet alone, unless its operator says otherwise.
 */
export type Reach = {
  /** This very machine, over plain http as well: simulators, local services. */
  readonly loopback: boolean;
  /** Networks that the Internet does not route: an intranet. */
  readonly privateNetworks: boolean;
};

export const INTERNET: Reach = { loopback: false, privateNetworks: false };
export const EVERYWHERE: Reach = { loopback: true, privateNetworks: true };

type Kind = 'internet' | 'private' | 'loopback' | 'special';

/** IANA's special-purpose registries (RFC 6890 and its updates), IPv4. */
const LOOPBACK = blocks(['127.0.0.0/8', '::1/128']);
const PRIVATE = blocks(['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7']);
const SPECIAL = blocks([
  '0.0.0.0/8',
  '169.254.0.0/16', // link-local: where clouds keep their metadata
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]);
/** Of IPv6, only this is routed; and of it, not what carries an IPv4 address (Teredo, 6to4) or documents. */
const ROUTED_6 = blocks(['2000::/3']);
const SPECIAL_6 = blocks(['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']);

/** `address`: a literal IPv4 or IPv6 address, without brackets. Anything else is refused. */
export function isWithin(reach: Reach, address: string): boolean {
  switch (kindOf(address)) {
    case 'internet':
      return true;
    case 'private':
      return reach.privateNetworks;
    case 'loopback':
      return reach.loopback;
    case 'special':
      return false;
  }
}

function kindOf(address: string): Kind {
  const family = isIP(address);
  if (family === 0) return 'special';
  const type = family === 4 ? 'ipv4' : 'ipv6';
  // An IPv4 address written as IPv6 (::ffff:10.0.0.1) is judged as the IPv4 one: BlockList sees through it.
  if (LOOPBACK.check(address, type)) return 'loopback';
  if (PRIVATE.check(address, type)) return 'private';
  if (SPECIAL.check(address, type)) return 'special';
  if (type === 'ipv4' || isMapped(address)) return 'internet';
  return ROUTED_6.check(address, type) && !SPECIAL_6.check(address, type) ? 'internet' : 'special';
}

const MAPPED = blocks(['::ffff:0:0/96']);

function isMapped(address: string): boolean {
  return MAPPED.check(address, 'ipv6');
}

function blocks(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = '', prefix = ''] = range.split('/');
    list.addSubnet(network, Number(prefix), network.includes(':') ? 'ipv6' : 'ipv4');
  }
  return list;
}
