// Our executor against graphql-js: same sources, same documents, same answers.

import { execute, type GraphQLError, type GraphQLSchema, isScalarType, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { settle } from '../options';
import { schemaOf } from '../schema/build';
import type { Variant } from '../schema/variant';
import { isRefused } from '../serve/answer';
import { rootSource } from '../serve/query';
import { NO_NODE_FAULTS, type Session } from '../serve/session';
import { everyDemarcheField, everyDossierField } from '../testing/everything';
import { testClock } from '../testing/time';
import { printInstant } from '../time/instant';
import { World } from '../world/world';
import { GraphqlService } from './service';

const NO_LIMITS = { depth: 100, complexity: null, tokens: null };

/** graphql-js keeps instants as they are; ours prints them. */
const printing = (schema: GraphQLSchema): GraphQLSchema => {
  const instants = schema.getType('ISO8601DateTime');
  if (isScalarType(instants)) {
    instants.serialize = (value) => (typeof value === 'number' ? printInstant(value) : value);
  }
  return schema;
};

const session = (world: World, fragments: ReadonlySet<string>): Session => ({
  world,
  variant: world.settings.variant,
  authorized: true,
  fragments,
  language: 'fr',
  faults: NO_NODE_FAULTS,
  served: new Set(),
  signedUrl: (filename) => `http://exemple.fr/${encodeURIComponent(filename)}`,
});

/** Answers of both executors to a document. */
const both = async (variant: Variant, query: string, variables: Record<string, unknown>) => {
  const world = new World(settle({ preset: 'small', dossiers: 60, variant, clock: testClock() }));
  const schema = printing(schemaOf(variant));
  const service = new GraphqlService(schema, NO_LIMITS);
  const ready = service.prepare(query, null, variables);
  if (isRefused(ready)) throw new Error(JSON.stringify(ready.errors));
  const ours = service.execute(ready, rootSource(session(world, ready.prepared.fragmentTypes)));
  const reference = await execute({
    schema,
    document: parse(query),
    rootValue: rootSource(session(world, ready.prepared.fragmentTypes)),
    variableValues: variables,
  });
  const told = (errors: readonly { message: string; path?: readonly (string | number)[] | undefined }[]) =>
    errors.map(({ message, path }) => `${path?.join('.')}: ${message.replace(/\.$/, '')}`).sort();
  return {
    ours: { data: JSON.parse(ours.data), errors: told(ours.errors) },
    reference: {
      data: JSON.parse(JSON.stringify(reference.data)),
      errors: told((reference.errors ?? []) as GraphQLError[]),
    },
  };
};

describe.each(['2026-01', '2026-08'] as const)('variant %s', (variant) => {
  const schema = schemaOf(variant);

  test('every field of every dossier', async () => {
    const query = `query($number: Int!) { demarche(number: $number) { dossiers(first: 100) { nodes ${everyDossierField(schema)} } } }`;
    const { ours, reference } = await both(variant, query, { number: 4242 });
    expect(ours).toEqual(reference);
    expect(ours.data.demarche.dossiers.nodes).toHaveLength(60);
    expect(ours.errors.filter((error) => !/(commune|departement)[^.]*\.code/.test(error))).toEqual([]);
  });

  test('every field of the démarche', async () => {
    const query = `{ demarche(number: 4242) ${everyDemarcheField(schema)} }`;
    const { ours, reference } = await both(variant, query, {});
    expect(ours).toEqual(reference);
    expect(ours.errors).toEqual([]);
  });
});

test('aliases, merged selections, conditions, named and nested fragments, arguments', async () => {
  const query = `
    query($yes: Boolean!, $no: Boolean!, $first: Int) {
      demarche(number: 4242) { title ...A title @skip(if: $yes) dossiers(first: $first, last: null) { nodes { n: number ... @include(if: $no) { state } } } }
      second: demarche(number: 4242) { dossiers(last: 1) { pageInfo { endCursor } edges { cursor node { id ...C } } } }
      wrong: demarche(number: 4242) { groupeInstructeurs { label ...on GroupeInstructeur { label number } } }
    }
    fragment A on Demarche { dossiers(first: $first, last: null) { nodes { id @include(if: $yes) ...B } } state }
    fragment B on Dossier { n: number usager { email } }
    fragment C on Dossier { demandeur { __typename ... on Demandeur { id } } champs { __typename ... on Champ { label } ... on TextChamp { value } } }
  `;
  const { ours, reference } = await both('2026-08', query, { yes: true, no: false, first: 3 });
  expect(ours).toEqual(reference);
  expect(ours.data.demarche.dossiers.nodes).toHaveLength(3);
});

test('errors of fields and nulls that bubble', async () => {
  const query = `{
    dossier(number: 1) { id }
  }`;
  const gone = await both('2026-08', query, {});
  expect(gone.ours).toEqual(gone.reference);
  expect(gone.ours).toEqual({ data: null, errors: ['dossier: Dossier not found'] });
  // Without the fragment on PersonneMoraleIncomplete a mandatory field is null, so the nullable node is (facts §4).
  const lost = await both(
    '2026-08',
    '{ demarche(number: 4242) { dossiers { nodes { number demandeur { ... on PersonneMorale { siegeSocial } } } } } }',
    {},
  );
  expect(lost.ours).toEqual(lost.reference);
  expect(lost.ours.data.demarche.dossiers.nodes).toContain(null);
});

test('introspection, beside data and with variables', async () => {
  const query = `query($name: String!) { __typename __schema { queryType { name } } t: __type(name: $name) { ...T } u: __type(name: "Nope") { name } demarche(number: 4242) { __typename number } }
    fragment T on __Type { kind fields { name type { kind ofType { name } } } }`;
  const { ours, reference } = await both('2026-01', query, { name: 'File' });
  expect(ours).toEqual(reference);
  expect(JSON.stringify(ours.data.t.fields)).not.toContain('"byteSize"');
});
