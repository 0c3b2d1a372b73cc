// Proves that our SDL says nothing that DN's real schema does not say. The real schemas are not part of the project.

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  buildSchema,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { schemaOf } from './build';
import type { Variant } from './variant';

const REAL: Readonly<Record<Variant, string>> = {
  '2026-01': 'schema.graphql',
  '2026-08': 'schema-2026-08.graphql',
};

const realPath = (variant: Variant): string =>
  fileURLToPath(new URL(`../../../../shared/ds/${REAL[variant]}`, import.meta.url));

const fieldDifferences = (
  where: string,
  ours: GraphQLField<unknown, unknown>,
  real: GraphQLField<unknown, unknown> | undefined,
): string[] => {
  if (real === undefined) return [`${where}: not in DN`];
  const differences: string[] = [];
  if (String(ours.type) !== String(real.type))
    differences.push(`${where}: ${ours.type} is ${real.type} in DN`);
  if ((ours.deprecationReason == null) !== (real.deprecationReason == null)) {
    differences.push(`${where}: deprecated on one side only`);
  }
  for (const argument of ours.args) {
    const found = real.args.find((candidate) => candidate.name === argument.name);
    const known =
      found !== undefined &&
      String(found.type) === String(argument.type) &&
      JSON.stringify(found.defaultValue) === JSON.stringify(argument.defaultValue);
    if (!known) differences.push(`${where}(${argument.name}): not so in DN`);
  }
  for (const argument of real.args) {
    if (!ours.args.some((candidate) => candidate.name === argument.name)) {
      differences.push(`${where}(${argument.name}): argument of DN missing here`);
    }
  }
  return differences;
};

/** Every way in which a type of ours is not what DN's type of that name is. */
const typeDifferences = (ours: GraphQLNamedType, real: GraphQLNamedType | undefined): string[] => {
  if (real === undefined) return [`${ours.name}: not in DN`];
  if (isScalarType(ours)) return isScalarType(real) ? [] : [`${ours.name}: not a scalar in DN`];
  if (isEnumType(ours)) {
    if (!isEnumType(real)) return [`${ours.name}: not an enum in DN`];
    return ours
      .getValues()
      .flatMap(({ name }) => (real.getValue(name) ? [] : [`${ours.name}.${name}: not in DN`]));
  }
  if (isInputObjectType(ours)) {
    if (!isInputObjectType(real)) return [`${ours.name}: not an input in DN`];
    return Object.values(ours.getFields()).flatMap(({ name, type }) =>
      String(real.getFields()[name]?.type) === String(type) ? [] : [`${ours.name}.${name}: not so in DN`],
    );
  }
  const sameKind =
    (isObjectType(ours) && isObjectType(real)) || (isInterfaceType(ours) && isInterfaceType(real));
  if (!sameKind || isScalarType(real) || !('getFields' in real) || isInputObjectType(real)) {
    return [`${ours.name}: another kind of type in DN`];
  }
  const interfaces = new Set(real.getInterfaces().map(String));
  return [
    ...ours
      .getInterfaces()
      .flatMap((one) => (interfaces.has(one.name) ? [] : [`${ours.name}: is not a ${one.name}`])),
    ...Object.values(ours.getFields()).flatMap((field) =>
      fieldDifferences(`${ours.name}.${field.name}`, field, real.getFields()[field.name]),
    ),
  ];
};

const differences = (ours: GraphQLSchema, real: GraphQLSchema): string[] =>
  Object.values(ours.getTypeMap())
    .filter((type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type))
    .flatMap((type) => typeDifferences(type, real.getType(type.name)));

/** A title that says why, when the real schema is not beside the project. */
const titled = (title: string, path: string): string =>
  existsSync(path) ? title : `${title} (not checked: ../shared/ds is absent)`;

describe.each(['2026-01', '2026-08'] as const)('our SDL, variant %s', (variant) => {
  const path = realPath(variant);
  const checked = test.skipIf(!existsSync(path));

  checked(titled('says nothing that the real schema does not say', path), () => {
    expect(differences(schemaOf(variant), buildSchema(readFileSync(path, 'utf8')))).toEqual([]);
  });

  checked(titled('has every implementation of the interfaces that the real schema has', path), () => {
    const real = buildSchema(readFileSync(path, 'utf8'));
    const names = (schema: GraphQLSchema, of: string): string[] => {
      const type = schema.getType(of);
      return isInterfaceType(type) ? schema.getPossibleTypes(type).map(String).sort() : [];
    };
    for (const of of ['Champ', 'ChampDescriptor', 'GeoArea', 'Demandeur']) {
      expect(names(schemaOf(variant), of)).toEqual(names(real, of));
    }
  });

  test('lets introspection hide what DN deprecates', () => {
    const file = schemaOf(variant).getType('File');
    const deprecated = isObjectType(file) ? file.getFields().byteSize?.deprecationReason : null;
    expect(deprecated).toEqual(expect.any(String));
  });
});

test('the comparison sees a field, a type, a nullability, an argument and a value that DN does not have', () => {
  const real = buildSchema('enum E { a } type Query { a(x: Int): Int! e: E }');
  const ours = buildSchema(
    'enum E { a b } type T { z: Int } type Query { a(x: Int!): Int e: E t: T f: Int }',
  );
  expect(differences(ours, real).sort()).toEqual([
    'E.b: not in DN',
    'Query.a(x): not so in DN',
    'Query.a: Int is Int! in DN',
    'Query.f: not in DN',
    'Query.t: not in DN',
    'T: not in DN',
  ]);
});
