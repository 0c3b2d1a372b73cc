// DN's limits on a query: depth, complexity and size (facts/demarches.md §2).

import {
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isObjectType,
  Kind,
  type SelectionSetNode,
  valueFromASTUntyped,
} from 'graphql';
import { collectFields, subSelections, type Variables } from './collect';
import type { Prepared } from './document';

export type Limits = {
  readonly depth: number;
  /** Null: no limit, as in January 2026. */
  readonly complexity: number | null;
  readonly tokens: number | null;
};

const DEFAULT_PAGE = 100;

/** Deepest nesting of fields; fragments add nothing. */
export const queryDepth = (prepared: Prepared, operation: Prepared['operations'][number]): number => {
  const deepest = (set: SelectionSetNode): number =>
    set.selections.reduce((depth, selection) => {
      if (selection.kind === Kind.FIELD) {
        return Math.max(depth, 1 + (selection.selectionSet ? deepest(selection.selectionSet) : 0));
      }
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : prepared.fragments.get(selection.name.value);
      return Math.max(depth, fragment ? deepest(fragment.selectionSet) : 0);
    }, 0);
  return deepest(operation.selectionSet);
};

const requestedPage = (field: FieldNode, variables: Variables): number => {
  const asked = (field.arguments ?? []).flatMap(({ name, value }) => {
    if (name.value !== 'first' && name.value !== 'last') return [];
    const size = valueFromASTUntyped(value, { ...variables });
    return typeof size === 'number' ? [size] : [];
  });
  return asked.length === 0 ? DEFAULT_PAGE : Math.max(...asked);
};

/**
 * One a field; the largest of the possible types for an abstract one; children of a connection counted once for each
 * item of the page *asked*, before it is clamped.
 */
export const queryComplexity = (
  schema: GraphQLSchema,
  prepared: Prepared,
  root: GraphQLObjectType,
  operation: Prepared['operations'][number],
  variables: Variables,
): number => {
  const around = { schema, fragments: prepared.fragments, variables };

  const fieldCost = (
    definition: GraphQLField<unknown, unknown> | undefined,
    nodes: readonly [FieldNode, ...FieldNode[]],
  ) => {
    if (definition === undefined) return 1;
    const type = getNamedType(definition.type);
    const children = typeCost(type, subSelections(nodes));
    if (!type.name.endsWith('Connection') || !isObjectType(type)) return 1 + children;
    const under = collectFields(around, type, subSelections(nodes));
    let apart = 0;
    for (const [, [node, ...others]] of under) {
      const name = node.name.value;
      if (name === 'nodes' || name === 'edges') apart += 1;
      else apart += fieldCost(type.getFields()[name], [node, ...others]);
    }
    return 1 + apart + (children - apart) * requestedPage(nodes[0], variables);
  };

  const typeCost = (type: GraphQLNamedType, sets: readonly SelectionSetNode[]): number => {
    if (sets.length === 0) return 0;
    const possible = isAbstractType(type) ? schema.getPossibleTypes(type) : isObjectType(type) ? [type] : [];
    return Math.max(
      0,
      ...possible.map((one) => {
        let sum = 0;
        for (const [, nodes] of collectFields(around, one, sets)) {
          sum += fieldCost(one.getFields()[nodes[0].name.value], nodes);
        }
        return sum;
      }),
    );
  };

  return typeCost(root, [operation.selectionSet]);
};

const complexities = new WeakMap<Prepared, Map<string, number>>();

/** Counted once for the values that it depends on: what is selected, and how large the pages are. */
const knownComplexity: typeof queryComplexity = (schema, prepared, root, operation, variables) => {
  let known = complexities.get(prepared);
  if (known === undefined) {
    known = new Map();
    complexities.set(prepared, known);
  }
  const decisive = [...prepared.switches, ...prepared.pageSizes].map((name) => variables[name] ?? null);
  const key = JSON.stringify([prepared.operations.indexOf(operation), decisive]);
  let complexity = known.get(key);
  if (complexity === undefined) {
    complexity = queryComplexity(schema, prepared, root, operation, variables);
    known.set(key, complexity);
  }
  return complexity;
};

/** The sentences that DN answers when a limit is passed; they have no code. */
export const limitErrors = (
  limits: Limits,
  schema: GraphQLSchema,
  prepared: Prepared,
  root: GraphQLObjectType,
  operation: Prepared['operations'][number],
  variables: Variables,
): string[] => {
  const sentences: string[] = [];
  const depth = queryDepth(prepared, operation);
  if (depth > limits.depth)
    sentences.push(`Query has depth of ${depth}, which exceeds max depth of ${limits.depth}`);
  if (limits.complexity !== null) {
    const complexity = knownComplexity(schema, prepared, root, operation, variables);
    if (complexity > limits.complexity) {
      sentences.push(
        `Query has complexity of ${complexity}, which exceeds max complexity of ${limits.complexity}`,
      );
    }
  }
  return sentences;
};
