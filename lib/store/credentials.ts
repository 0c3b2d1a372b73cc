// Rows of `credential`: the secrets that people entrust to the service. Nothing here gives a secret back.

import { randomUUID } from 'node:crypto';
import type { FailureCode } from '../errors/catalogue';
import { Failure } from '../errors/failure';
import type { Clock } from '../run/ports';
import type { Database } from './database';
import { isIdentifier } from './identifier';
import { keyNameOf, reseal, type SealKeys, seal } from './seal';
import { guarded } from './store-failure';
import { storedCode } from './stored-json';

export type CredentialKind = 'jeton_dn' | 'cle_grist';

/** What may be shown of a credential. */
export type Credential = {
  readonly id: string;
  readonly kind: CredentialKind;
  /** Canonical origin (scheme, host, port) of the only instance that it is ever sent to. */
  readonly origin: string;
  /** Last four characters; empty for a secret too short to give any away. */
  readonly hint: string;
  readonly givenBy: string | null;
  readonly givenAt: Date;
  readonly expiresAt: Date | null;
  /** The last time that its instance refused it, null since it was given. */
  readonly refusal: { readonly code: FailureCode; readonly at: Date } | null;
};

export type GivenSecret = {
  readonly secret: string;
  readonly givenBy: string | null;
  readonly expiresAt: Date | null;
};

const SHOWN = 4;
/** A hint gives away a third of the secret at most. */
const SHORTEST_HINTED = 12;

const VISIBLE = {
  id: true,
  kind: true,
  origin: true,
  hint: true,
  givenBy: true,
  givenAt: true,
  expiresAt: true,
  refusedCode: true,
  refusedAt: true,
} as const;

export async function createCredential(
  { database, clock, keys }: { readonly database: Database; readonly clock: Clock; readonly keys: SealKeys },
  given: GivenSecret & { readonly kind: CredentialKind; readonly origin: string },
): Promise<Credential> {
  const { kind, origin, secret, givenBy, expiresAt } = given;
  const id = randomUUID();
  const sealed = seal(keys, credentialCell(id), secret);
  const row = await guarded(() =>
    database.client.credential.create({
      data: {
        ...{ id, kind, origin, sealed, givenBy, expiresAt },
        hint: hintOf(secret),
        givenAt: new Date(clock.now()),
      },
      select: VISIBLE,
    }),
  );
  return toCredential(row);
}

/** Another secret for the same use: every link that had the old one has the new one. Throws SECRET_ABSENT. */
export async function replaceCredential(
  { database, clock, keys }: { readonly database: Database; readonly clock: Clock; readonly keys: SealKeys },
  id: string,
  { secret, givenBy, expiresAt }: GivenSecret,
): Promise<Credential> {
  await readCredential(database, id);
  const row = await guarded(() =>
    database.client.credential.update({
      where: { id },
      data: {
        sealed: seal(keys, credentialCell(id), secret),
        ...{ hint: hintOf(secret), givenBy, expiresAt, refusedCode: null, refusedAt: null },
        givenAt: new Date(clock.now()),
      },
      select: VISIBLE,
    }),
  );
  return toCredential(row);
}

/** Throws SECRET_ABSENT. */
export async function readCredential(database: Database, id: string): Promise<Credential> {
  const row = isIdentifier(id)
    ? await guarded(() => database.client.credential.findUnique({ where: { id }, select: VISIBLE }))
    : null;
  if (row === null) throw new Failure('SECRET_ABSENT');
  return toCredential(row);
}

/** What this person gave, the last first: what they may choose again. */
export async function credentialsGivenBy(
  database: Database,
  givenBy: string,
  kind: CredentialKind,
): Promise<readonly Credential[]> {
  const rows = await guarded(() =>
    database.client.credential.findMany({
      where: { givenBy, kind },
      orderBy: { givenAt: 'desc' },
      select: VISIBLE,
    }),
  );
  return rows.map(toCredential);
}

/** Its instance refused it: pages and alerts tell, until it is replaced. */
export async function recordRefusal(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  id: string,
  code: FailureCode,
): Promise<void> {
  const data = { refusedCode: code, refusedAt: new Date(clock.now()) };
  await guarded(() => database.client.credential.updateMany({ where: { id }, data }));
}

/**
 * Rotation: seals again, under the active key, what older keys sealed. In slices, so that it can be stopped and resumed;
 * a secret replaced meanwhile is left alone. Returns how many it sealed again. Throws SECRET_ILLISIBLE at the first one
 * that no key opens: the older keys must not be removed then.
 */
export async function resealCredentials(database: Database, keys: SealKeys): Promise<number> {
  let resealed = 0;
  let after: string | null = null;
  for (;;) {
    const rows: readonly { id: string; sealed: Uint8Array }[] = await guarded(() =>
      database.client.credential.findMany({
        ...(after === null ? {} : { where: { id: { gt: after } } }),
        orderBy: { id: 'asc' },
        take: 200,
        select: { id: true, sealed: true },
      }),
    );
    for (const { id, sealed } of rows) {
      const again = reseal(keys, credentialCell(id), sealed);
      if (again === null) continue;
      resealed += await guarded(
        () =>
          database.client
            .$executeRaw`UPDATE credential SET sealed = ${again} WHERE id = ${id}::uuid AND sealed = ${sealed}`,
      );
    }
    const last = rows.at(-1);
    if (last === undefined) return resealed;
    after = last.id;
  }
}

/** How many secrets each key of the environment still protects: a key that protects none may be removed. */
export async function countByKey(database: Database): Promise<ReadonlyMap<string, number>> {
  const rows = await guarded(() => database.client.credential.findMany({ select: { sealed: true } }));
  const counts = new Map<string, number>();
  for (const { sealed } of rows) {
    const name = keyNameOf(sealed);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/** Where the sealed bytes of a credential live. */
export function credentialCell(id: string) {
  return { table: 'credential', row: id, column: 'sealed' };
}

function hintOf(secret: string): string {
  return secret.length < SHORTEST_HINTED ? '' : secret.slice(-SHOWN);
}

function toCredential(row: {
  readonly id: string;
  readonly kind: CredentialKind;
  readonly origin: string;
  readonly hint: string;
  readonly givenBy: string | null;
  readonly givenAt: Date;
  readonly expiresAt: Date | null;
  readonly refusedCode: string | null;
  readonly refusedAt: Date | null;
}): Credential {
  const { refusedCode, refusedAt, ...shown } = row;
  const refusal =
    refusedCode === null || refusedAt === null ? null : { code: storedCode(refusedCode), at: refusedAt };
  return { ...shown, refusal };
}
