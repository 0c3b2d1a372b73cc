// The border: which instances of Démarche numérique and of Grist links may be made with. A secret never leaves for another.

import { Failure } from '../errors/failure';
import { isLoopbackHost } from '../http/target';

export type Instances = {
  /** Canonical origins; the first one is proposed. */
  readonly demarches: readonly string[];
  readonly grist: readonly string[];
  /** In the demo, whatever runs on this machine is allowed too: its simulators. */
  readonly loopback: boolean;
};

export type Side = 'demarches' | 'grist';

/** `address`: an origin, or any address of the instance. What is no address is allowed nowhere. */
export function isAllowed(instances: Instances, side: Side, address: string): boolean {
  const url = URL.parse(address);
  if (url === null || url.username !== '' || url.password !== '') return false;
  if (instances[side].includes(url.origin)) return true;
  return instances.loopback && /^https?:$/.test(url.protocol) && isLoopbackHost(url.hostname);
}

/** Throws INSTANCE_NON_AUTORISEE, naming the site and those that are allowed. */
export function requireAllowed(instances: Instances, side: Side, address: string): void {
  if (isAllowed(instances, side, address)) return;
  const host = URL.parse(address)?.hostname ?? '';
  const allowed = instances[side].map((origin) => new URL(origin).hostname).join(', ');
  throw new Failure('INSTANCE_NON_AUTORISEE', {
    detail: `${host === '' ? 'Adresse illisible' : host.slice(0, 100)}\u202f; ce service accepte\u00a0: ${allowed}`,
  });
}
