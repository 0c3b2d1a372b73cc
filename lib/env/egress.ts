// Addresses from which the service calls the outside, as its operator declares them: what a token of Démarche numérique
// must let through.

import { z } from 'zod';

const network = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]);

/** `IP_SORTIE`: addresses or networks, separated by commas. What cannot be one is left out: it would only mislead. */
export function readEgress(variables: Readonly<Record<string, string | undefined>>): readonly string[] {
  return (variables.IP_SORTIE ?? '').split(/[\s,]+/).filter((text) => network.safeParse(text).success);
}
