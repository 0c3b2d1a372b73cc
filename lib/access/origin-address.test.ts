// Who asked: what proxies say is believed as far as they go, and no further.

import { describe, expect, it } from 'vitest';
import { networkOf, originAddress, rateUnit } from './origin-address';

describe('the address of a request', () => {
  it.each([
    ['203.0.113.9', 1, '203.0.113.9'],
    ['1.1.1.1, 203.0.113.9', 1, '203.0.113.9'],
    ['1.1.1.1, 203.0.113.9, 10.0.0.1', 2, '203.0.113.9'],
    ['203.0.113.9', 2, null],
    ['203.0.113.9', 0, '203.0.113.9'],
    ['203.0.113.9:4711', 1, '203.0.113.9'],
    ['[2001:DB8::1]:443', 1, '2001:db8::1'],
    ['::ffff:127.0.0.1', 1, '127.0.0.1'],
    ['n’importe quoi', 1, null],
    ['', 1, null],
    [null, 1, null],
  ])('%s behind %i is %s', (header, proxies, address) => {
    expect(originAddress(header, proxies)).toBe(address);
  });

  it.each([
    ['203.0.113.9', '203.0.113.0/24', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1::/48', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0::/48', '2001:db8:0:0'],
    ['::1', '0:0:0::/48', '0:0:0:0'],
    [null, null, 'inconnue'],
  ])('%s is of %s, counted as %s', (address, network, unit) => {
    expect([networkOf(address), rateUnit(address)]).toEqual([network, unit]);
  });
});
