// What an instance's GraphQL schema has, reduced to what our documents need to know.

import { z } from 'zod';
import { Failure } from '../../errors/failure';

export type InstanceType = {
  /** Name of the type of each field, lists and obligations aside. */
  readonly fields: Readonly<Record<string, string>>;
  /** Concrete types of an interface; empty for the others. */
  readonly possible: readonly string[];
};

/** Types by name; a type that the instance lacks is absent. Plain data: it can be kept anywhere. */
export type InstanceSchema = { readonly types: Readonly<Record<string, InstanceType>> };

const named = z.object({ name: z.string().nullish() });
const typeRef = named.extend({
  ofType: named.extend({ ofType: named.extend({ ofType: named.nullish() }).nullish() }).nullish(),
});

const introspected = z.record(
  z.string(),
  z
    .object({
      name: z.string(),
      fields: z.array(z.object({ name: z.string(), type: typeRef })).nullish(),
      possibleTypes: z.array(z.object({ name: z.string() })).nullish(),
    })
    .nullable(),
);

/** Reads the answer to `INTROSPECTION_DOCUMENT`. Throws DS_SCHEMA_INCONNU when it has not its shape. */
export function readInstanceSchema(data: unknown): InstanceSchema {
  const parsed = introspected.safeParse(data);
  if (!parsed.success) throw new Failure('DS_SCHEMA_INCONNU', { facts: { reason: 'introspection' } });
  const types: Record<string, InstanceType> = {};
  for (const type of Object.values(parsed.data)) {
    if (type === null) continue;
    types[type.name] = {
      fields: Object.fromEntries((type.fields ?? []).map((field) => [field.name, nameOf(field.type)])),
      possible: (type.possibleTypes ?? []).map(({ name }) => name),
    };
  }
  return { types };
}

/** The named type under at most three wrappers: `[Champ!]!` has three. */
function nameOf(type: z.infer<typeof typeRef>): string {
  return (
    type.name ?? type.ofType?.name ?? type.ofType?.ofType?.name ?? type.ofType?.ofType?.ofType?.name ?? ''
  );
}

/** Without these nothing can be synchronised. */
const INDISPENSABLE: Readonly<Record<string, readonly string[]>> = {
  Query: ['demarche', 'dossier'],
  Demarche: ['title', 'state', 'activeRevision', 'dossiers', 'pendingDeletedDossiers', 'deletedDossiers'],
  Revision: ['id', 'champDescriptors'],
  DossierConnection: ['pageInfo', 'nodes'],
  PageInfo: ['hasNextPage', 'endCursor'],
  Dossier: ['id', 'number', 'state', 'dateDerniereModification', 'champs'],
  Champ: ['champDescriptorId', 'stringValue'],
  DeletedDossierConnection: ['pageInfo', 'nodes'],
  DeletedDossier: ['number', 'dateSupression'],
};

/** Throws DS_SCHEMA_INCONNU (facts.missing: the first absent field) for an instance that cannot be read at all. */
export function requireIndispensable(schema: InstanceSchema): void {
  for (const [type, fields] of Object.entries(INDISPENSABLE)) {
    for (const field of fields) {
      if (schema.types[type]?.fields[field] === undefined) {
        throw new Failure('DS_SCHEMA_INCONNU', { facts: { missing: `${type}.${field}` } });
      }
    }
  }
}
