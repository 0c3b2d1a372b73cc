// The addresses that the operator declares.

import { describe, expect, it } from 'vitest';
import { readEgress } from './egress';

describe('IP_SORTIE', () => {
  it.each<[string | undefined, readonly string[]]>([
    [undefined, []],
    ['', []],
    ['203.0.113.7', ['203.0.113.7']],
    [' 203.0.113.7, 2001:db8::/48 ', ['203.0.113.7', '2001:db8::/48']],
    ['serveur.exemple.fr, 999.1.1.1', []],
  ])('%j', (value, wanted) => {
    expect(readEgress({ IP_SORTIE: value })).toEqual(wanted);
  });
});
