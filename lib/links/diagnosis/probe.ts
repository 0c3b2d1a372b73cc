// What both accesses of a link answered when somebody last tried them: kept, dated, shown until the next try.

import { z } from 'zod';
import type { FailureCode } from '../../errors/catalogue';
import { readManagedLink, updateLink } from '../../store/managed-links';
import { storedCode } from '../../store/stored-json';
import type { Service } from '../service';

export type Outcome<T> =
  | { readonly ok: true; readonly found: T }
  | { readonly ok: false; readonly code: FailureCode; readonly detail: string | null };

/** Names of things, rights and numbers: what a check tells (lib/run/ports.ts), never a dossier. */
export type Probe = {
  readonly at: Date;
  readonly milliseconds: number;
  readonly demarches: Outcome<{
    readonly title: string;
    readonly state: string;
    readonly dossiersCount: number | null;
  }>;
  readonly grist: Outcome<{
    readonly documentName: string;
    readonly role: 'owners' | 'editors' | 'viewers';
    readonly canWrite: boolean;
    readonly canQuery: boolean;
  }>;
};

const refused = z.object({
  ok: z.literal(false),
  code: z.string().transform(storedCode),
  detail: z.string().nullable(),
});

const kept = z.object({
  at: z.iso.datetime().transform((text) => new Date(text)),
  milliseconds: z.number(),
  demarches: z.discriminatedUnion('ok', [
    z.object({
      ok: z.literal(true),
      found: z.object({ title: z.string(), state: z.string(), dossiersCount: z.number().nullable() }),
    }),
    refused,
  ]),
  grist: z.discriminatedUnion('ok', [
    z.object({
      ok: z.literal(true),
      found: z.object({
        documentName: z.string(),
        role: z.enum(['owners', 'editors', 'viewers']),
        canWrite: z.boolean(),
        canQuery: z.boolean(),
      }),
    }),
    refused,
  ]),
});

/** Throws LIAISON_INCONNUE. */
export async function keepProbe({ database }: Service, linkId: string, probe: Probe): Promise<void> {
  await updateLink(database, linkId, { probe: { ...probe, at: probe.at.toISOString() } });
}

/** Null: never tried, or by a version that told it otherwise. Throws LIAISON_INCONNUE. */
export async function readProbe({ database }: Service, linkId: string): Promise<Probe | null> {
  return probeOf((await readManagedLink(database, linkId)).probe);
}

export function probeOf(stored: unknown): Probe | null {
  const read = kept.safeParse(stored);
  return read.success ? read.data : null;
}
