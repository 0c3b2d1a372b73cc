// What making a link asks of the two sides: ports, wired by the app (lib/wiring-connect.ts). Secrets are opened there alone.

import type { Destination, Source } from '../../run/ports';

/** A secret as the person has just typed it, or one that they gave before. */
export type Secret =
  | { readonly kind: 'given'; readonly text: string }
  | { readonly kind: 'kept'; readonly credentialId: string };

export type SourceAsked = {
  readonly origin: string;
  readonly secret: Secret;
  readonly demarche: number;
  /** Descriptor ids dropped as soon as read. */
  readonly exclude?: readonly string[];
};

export type DestinationAsked = {
  /** As pasted, or the origin of the instance. */
  readonly url: string;
  /** Null when the address says it. */
  readonly document: string | null;
  readonly secret: Secret;
};

/**
 * Each opens one side, works, and closes it. Throws INSTANCE_NON_AUTORISEE for a site that the operator does not list,
 * before any secret is opened; SECRET_ABSENT, SECRET_ILLISIBLE; and what the other side says. `signal`: what is asked
 * stops when it aborts (RESEAU_INTERROMPU on DN's side).
 */
export type Probes = {
  source<T>(asked: SourceAsked, work: (source: Source) => Promise<T>, signal?: AbortSignal): Promise<T>;
  destination<T>(asked: DestinationAsked, work: (destination: Destination) => Promise<T>): Promise<T>;
};
