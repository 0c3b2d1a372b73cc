// What is kept as JSON, checked when it comes back. Unknown properties stay: a newer version may have written them.

import { z } from 'zod';
import { CATALOGUE, type FailureCode } from '../errors/catalogue';
import type { Checkpoint, DossierFailure } from '../run/ports';
import type { Bindings, TableKey } from '../sync/model/table';

const TABLE_KEYS = [
  'dossiers',
  'champs',
  'annotations',
  'demandeurs',
  'instructeurs',
  'avis',
  'traitements',
  'messages',
  'pieces',
  'zones',
] as const;

export const storedTableKey: z.ZodType<TableKey> = z.union([
  z.enum(TABLE_KEYS),
  z.templateLiteral(['bloc:', z.string()]),
  z.templateLiteral(['archive:', z.string()]),
]);

export const storedBindings: z.ZodType<Bindings> = z.looseObject({
  tables: z.array(
    z.looseObject({
      key: storedTableKey,
      ref: z.number(),
      id: z.string(),
      columns: z.array(
        z.looseObject({
          key: z.string(),
          ref: z.number(),
          id: z.string(),
          label: z.string(),
          description: z.string(),
        }),
      ),
    }),
  ),
});

export const storedCheckpoint: z.ZodType<Checkpoint | null> = z
  .looseObject({
    full: z.boolean(),
    // One that an earlier version left compared whenever it was full, and compares once more than it needs.
    compares: z.boolean().default(true),
    order: z.enum(['updated', 'deposited']),
    since: z.string().nullable(),
    after: z.string().nullable(),
    startedAt: z.string(),
    maxSeen: z.string().nullable(),
    scopeFingerprint: z.string(),
  })
  .nullable();

export const storedFacts: z.ZodType<DossierFailure['facts']> = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean()]),
);

/** A code that this version no longer has says the least that is still true. */
export function storedCode(code: string): FailureCode {
  return isFailureCode(code) ? code : 'ERREUR_INATTENDUE';
}

function isFailureCode(code: string): code is FailureCode {
  return Object.hasOwn(CATALOGUE, code);
}
