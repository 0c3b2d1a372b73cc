// Tokens of the simulated DN: what each may see, from where, and until when (facts/demarches.md §1).

import { randomBytes, randomUUID } from 'node:crypto';

export type Grant = {
  /** May it see the démarche? */
  scope: 'demarche' | 'autre';
  expired: boolean;
  /** Null: from anywhere. Otherwise requests are refused, as if they came from another address. */
  refusedFrom: string | null;
};

export type Access =
  | { readonly type: 'granted'; readonly grant: Grant }
  | { readonly type: 'anonymous' }
  | { readonly type: 'expired' }
  | { readonly type: 'network'; readonly address: string };

const HEADER = /^(?:Bearer|Token)\s+(?:token=)?"?([^"\s,]+)"?/i;

export class Tokens {
  readonly #grants = new Map<string, Grant>();

  /** A new token, in DN's form: urlsafe base64 of `uuid;secret`, padding included. */
  issue(): string {
    const token = Buffer.from(`${randomUUID()};${randomBytes(18).toString('base64')}`)
      .toString('base64')
      .replaceAll('+', '-')
      .replaceAll('/', '_');
    this.#grants.set(token, { scope: 'demarche', expired: false, refusedFrom: null });
    return token;
  }

  grant(token: string): Grant {
    const grant = this.#grants.get(token);
    if (grant === undefined) throw new Error('no such token');
    return grant;
  }

  revoke(token: string): void {
    this.#grants.delete(token);
  }

  access(authorization: string | undefined): Access {
    const token = HEADER.exec(authorization ?? '')?.[1];
    const grant = token === undefined ? undefined : this.#grants.get(token);
    if (grant === undefined) return { type: 'anonymous' };
    if (grant.expired) return { type: 'expired' };
    if (grant.refusedFrom !== null) return { type: 'network', address: grant.refusedFrom };
    return { type: 'granted', grant };
  }
}
