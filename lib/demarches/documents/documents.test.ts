// Every document that may be assembled is valid on both of DN's schemas known to us, and within its limits.
// The schemas are not part of the project: without them beside it, this file is skipped.

import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  buildSchema,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  graphqlSync,
  isAbstractType,
  isObjectType,
  Kind,
  OperationTypeNode,
  parse,
  type SelectionSetNode,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import type { Selection } from '../../run/ports';
import { type InstanceSchema, readInstanceSchema, requireIndispensable } from '../schema/instance-schema';
import { pruneDocument } from '../schema/prune';
import { CHECK_DOCUMENT, DESCRIBE_DOCUMENT, TOMBSTONES_DOCUMENT } from './demarche';
import {
  CENSUS_DOCUMENT,
  DOSSIER_DOCUMENT,
  LIGHT_PAGE_DOCUMENT,
  PAGE_DOCUMENT,
  SAMPLE_DOCUMENT,
} from './dossiers';
import { INSTANCE_TYPES, INTROSPECTION_DOCUMENT } from './introspection';
import { dossierWants, type Wants, wanting } from './wants';

const FOLDER = resolve(import.meta.dirname, '../../../../shared/ds');
const FILES = ['schema.graphql', 'schema-2026-08.graphql'].map((name) => resolve(FOLDER, name));
const missing = FILES.some((file) => !existsSync(file));

type Known = {
  readonly name: string;
  readonly schema: GraphQLSchema;
  readonly instance: InstanceSchema;
  /** Every text that may be sent to such an instance, with the switches it comes from. */
  readonly texts: () => ReadonlyMap<string, Wants>;
};

const SCHEMAS: readonly Known[] = missing
  ? []
  : FILES.map((file) => {
      const schema = buildSchema(readFileSync(file, 'utf8'));
      const instance = introspect(schema);
      const texts = new Map<string, Wants>();
      return {
        name: file,
        schema,
        instance,
        texts: () => {
          if (texts.size > 0) return texts;
          for (const { source, wants } of ASSEMBLIES)
            texts.set(pruneDocument(source, instance, wants), wants);
          return texts;
        },
      };
    });

function introspect(schema: GraphQLSchema): InstanceSchema {
  const { data, errors } = graphqlSync({ schema, source: INTROSPECTION_DOCUMENT });
  expect(errors).toBeUndefined();
  return readInstanceSchema(data);
}

const SELECTION_FLAGS = [
  'champs',
  'annotations',
  'avis',
  'traitements',
  'messages',
  'pieces',
  'geo',
  'liensExpirants',
  'exposed',
] as const satisfies readonly (keyof Selection)[];

/** All 512 selections. */
const SELECTIONS: readonly Selection[] = Array.from({ length: 2 ** SELECTION_FLAGS.length }, (_, bits) => {
  const on = (flag: (typeof SELECTION_FLAGS)[number]): boolean =>
    Boolean(bits & (1 << SELECTION_FLAGS.indexOf(flag)));
  return {
    champs: on('champs'),
    annotations: on('annotations'),
    avis: on('avis'),
    traitements: on('traitements'),
    messages: on('messages'),
    pieces: on('pieces'),
    geo: on('geo'),
    liensExpirants: on('liensExpirants'),
    exposed: on('exposed'),
  };
});

const EVERYTHING = SELECTIONS[SELECTIONS.length - 1] as Selection;

/** The switches that only the rescue of a dossier turns off. */
const DEGRADED: readonly Wants[] = (['addressParts', 'geo', 'files', 'demandeur', 'avis'] as const).map(
  (name) => ({ ...dossierWants(EVERYTHING), [name]: false }),
);

/** Everything that may be sent, as (document, switches). */
const ASSEMBLIES: readonly { readonly source: string; readonly wants: Wants }[] = [
  ...SELECTIONS.map((selection) => ({ source: PAGE_DOCUMENT, wants: dossierWants(selection) })),
  ...DEGRADED.map((wants) => ({ source: DOSSIER_DOCUMENT, wants })),
  { source: DOSSIER_DOCUMENT, wants: dossierWants(EVERYTHING) },
  { source: LIGHT_PAGE_DOCUMENT, wants: wanting() },
  { source: CENSUS_DOCUMENT, wants: wanting() },
  { source: SAMPLE_DOCUMENT, wants: wanting() },
  { source: SAMPLE_DOCUMENT, wants: wanting('exposed') },
  { source: CHECK_DOCUMENT, wants: wanting() },
  { source: DESCRIBE_DOCUMENT, wants: wanting('descriptors', 'revisions') },
  { source: DESCRIBE_DOCUMENT, wants: wanting('descriptors') },
  { source: DESCRIBE_DOCUMENT, wants: wanting() },
  { source: TOMBSTONES_DOCUMENT, wants: wanting('pending', 'deleted') },
  { source: TOMBSTONES_DOCUMENT, wants: wanting('pending') },
  { source: TOMBSTONES_DOCUMENT, wants: wanting('deleted') },
];

const LARGEST = [
  { source: CENSUS_DOCUMENT, wants: wanting() },
  { source: PAGE_DOCUMENT, wants: dossierWants(EVERYTHING) },
  { source: DOSSIER_DOCUMENT, wants: dossierWants(EVERYTHING) },
  { source: SAMPLE_DOCUMENT, wants: wanting('exposed') },
  { source: DESCRIBE_DOCUMENT, wants: wanting('descriptors', 'revisions') },
  { source: TOMBSTONES_DOCUMENT, wants: wanting('pending', 'deleted') },
];

describe.skipIf(missing)('documents against the schemas of ../shared/ds (skipped without them)', () => {
  test.each(SCHEMAS)('the introspection is valid on $name and finds what is indispensable', (known) => {
    expect(validate(known.schema, parse(INTROSPECTION_DOCUMENT))).toEqual([]);
    expect(() => requireIndispensable(known.instance)).not.toThrow();
  });

  test.each(SCHEMAS)('every assembly is valid on $name', ({ schema, texts }) => {
    expect(texts().size).toBeGreaterThan(400);
    for (const text of texts().keys()) expect(validate(schema, parse(text))).toEqual([]);
  });

  test.each(SCHEMAS)(
    'nothing of the full page is lost on $name but what it lacks',
    ({ schema, instance }) => {
      const kept = namesIn(pruneDocument(PAGE_DOCUMENT, instance, dossierWants(EVERYTHING)));
      const lost = [...namesIn(PAGE_DOCUMENT)].filter((name) => !kept.has(name));
      const expected =
        schema.getType('Rpg') === undefined
          ? [
              'anonymousEmail',
              'dateAccuseLectureAgreement',
              'nature',
              'rpgCommune',
              'rpgNumero',
              'rpgSurface',
            ]
          : ['anonymousEmail'];
      expect(lost.sort()).toEqual(expected);
    },
  );

  test.each(SCHEMAS)(
    'INSTANCE_TYPES holds every type that a document goes through on $name',
    ({ schema, instance }) => {
      const met = new Set<string>();
      for (const { source, wants } of LARGEST) {
        const typeInfo = new TypeInfo(schema);
        visit(
          parse(pruneDocument(source, instance, wants)),
          visitWithTypeInfo(typeInfo, {
            SelectionSet: () => {
              const parent = typeInfo.getParentType();
              if (parent) met.add(parent.name);
            },
          }),
        );
      }
      expect(met.size).toBeGreaterThan(40);
      expect([...met].filter((name) => !INSTANCE_TYPES.some((known) => known === name))).toEqual([]);
    },
  );

  test.each(SCHEMAS)('depth ≤ 15 and complexity < 60 000 at 100 a page on $name', ({ schema, instance }) => {
    // Leaving something out makes a document smaller: the largest of each kind are enough.
    const costs = LARGEST.map(({ source, wants }) =>
      measure(schema, pruneDocument(source, instance, wants), 100),
    );
    for (const cost of costs) {
      expect(cost.depth).toBeLessThanOrEqual(15);
      expect(cost.complexity).toBeLessThan(60_000);
      expect(cost.tokens).toBeLessThan(20_000);
    }
    // The measure itself is not blind: a whole page costs more than a hundred fields a dossier.
    expect(Math.max(...costs.map(({ complexity }) => complexity))).toBeGreaterThan(10_000);
  });

  test.each(SCHEMAS)('a page never asks a linked dossier, `edges`, nor `closed` on $name', ({ texts }) => {
    for (const [text, wants] of texts()) {
      expect(text).not.toMatch(/DossierLinkChamp|edges|closed:/);
      expect(text.includes('columns')).toBe(wants.exposed && text.includes('TextChamp'));
    }
  });
});

describe('pruning (no schema needed)', () => {
  const instance: InstanceSchema = {
    types: {
      Query: { fields: { demarche: 'Demarche' }, possible: [] },
      Demarche: { fields: { title: 'String', labels: 'Label' }, possible: [] },
      Label: { fields: { id: 'ID' }, possible: [] },
    },
  };

  test('drops unknown fields, what they empty, and the variables and fragments that nothing uses', () => {
    const text = pruneDocument(
      `query Q($number: Int!, $x: Int) {
        demarche(number: $number) { title dossiers(first: $x) { ...Gone } labels { color } ...Kept }
        other { id }
      }
      fragment Gone on DossierConnection { nodes { id } }
      fragment Kept on Demarche { labels { id } ... on Unknown { title } }`,
      instance,
      wanting(),
    );
    expect(text.replace(/\s+/g, ' ')).toBe(
      'query Q($number: Int!) { demarche(number: $number) { title ...Kept } } fragment Kept on Demarche { labels { id } }',
    );
  });

  test('decides the switches and leaves none in the text', () => {
    const source = 'query Q { demarche { title labels @include(if: $champs) { id } } }';
    expect(pruneDocument(source, instance, wanting('champs'))).toContain('labels');
    expect(pruneDocument(source, instance, wanting())).not.toContain('labels');
    expect(pruneDocument(source, instance, wanting('champs'))).not.toContain('@include');
  });

  test('refuses a switch that does not exist: a typing error would silently drop data', () => {
    expect(() =>
      pruneDocument('query Q { demarche { title @include(if: $champ) } }', instance, wanting()),
    ).toThrow(/unknown switch/);
  });
});

/** Response names of every field of a document. */
function namesIn(text: string): Set<string> {
  const names = new Set<string>();
  visit(parse(text), { Field: (field) => void names.add(field.alias?.value ?? field.name.value) });
  return names;
}

/**
 * DN's own arithmetic (facts/demarches.md §2): one a field, the dearest of the possible types of an interface, the
 * children of a connection once for each item asked.
 */
function measure(schema: GraphQLSchema, text: string, first: number) {
  const document = parse(text);
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const applies = (type: GraphQLNamedType, condition: string | undefined): boolean => {
    if (condition === undefined || condition === type.name) return true;
    const other = schema.getType(condition);
    return isAbstractType(other) && isObjectType(type) && schema.isSubType(other, type);
  };
  const fieldsOf = (set: SelectionSetNode, type: GraphQLNamedType): readonly FieldNode[] =>
    set.selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [selection];
      const target =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      if (!target || !applies(type, target.typeCondition?.name.value)) return [];
      return fieldsOf(target.selectionSet, type);
    });
  const cost = (set: SelectionSetNode, type: GraphQLNamedType): { complexity: number; depth: number } => {
    const concrete = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
    const costs = concrete.map((one) => {
      const seen = new Map(
        fieldsOf(set, one).map((field) => [field.alias?.value ?? field.name.value, field]),
      );
      let complexity = 0;
      let depth = 0;
      for (const field of seen.values()) {
        const definition = isObjectType(one) ? one.getFields()[field.name.value] : undefined;
        const named = definition ? getNamedType(definition.type) : undefined;
        const inner =
          field.selectionSet && named ? cost(field.selectionSet, named) : { complexity: 0, depth: 0 };
        complexity += 1 + inner.complexity * (named?.name.endsWith('Connection') ? first : 1);
        depth = Math.max(depth, 1 + inner.depth);
      }
      return { complexity, depth };
    });
    return {
      complexity: Math.max(...costs.map((one) => one.complexity)),
      depth: Math.max(...costs.map((one) => one.depth)),
    };
  };
  const operation = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
  const root = schema.getRootType(OperationTypeNode.QUERY);
  if (!operation || operation.kind !== Kind.OPERATION_DEFINITION || !root) throw new Error('no operation');
  return { ...cost(operation.selectionSet, root), tokens: text.split(/\s+/).length };
}
