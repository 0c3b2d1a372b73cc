// Which fields an object of a given type answers: fragments flattened, conditions evaluated, same keys merged.

import {
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  type SelectionSetNode,
} from 'graphql';

export type Variables = Readonly<Record<string, unknown>>;

type Surroundings = {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Variables;
};

const condition = (directive: DirectiveNode, variables: Variables): boolean => {
  const value = directive.arguments?.find((argument) => argument.name.value === 'if')?.value;
  if (value?.kind === Kind.BOOLEAN) return value.value;
  return value?.kind === Kind.VARIABLE && variables[value.name.value] === true;
};

/** Do `@include` and `@skip` keep it? */
export const included = (directives: readonly DirectiveNode[] | undefined, variables: Variables): boolean =>
  (directives ?? []).every((directive) => {
    if (directive.name.value === 'skip') return !condition(directive, variables);
    if (directive.name.value === 'include') return condition(directive, variables);
    return true;
  });

const applies = (schema: GraphQLSchema, condition: string | undefined, type: GraphQLObjectType): boolean => {
  if (condition === undefined || condition === type.name) return true;
  const wanted = schema.getType(condition);
  return isAbstractType(wanted) && schema.isSubType(wanted, type);
};

const gather = (
  around: Surroundings,
  type: GraphQLObjectType,
  set: SelectionSetNode,
  into: Map<string, [FieldNode, ...FieldNode[]]>,
): void => {
  for (const selection of set.selections) {
    if (!included(selection.directives, around.variables)) continue;
    if (selection.kind === Kind.FIELD) {
      const key = selection.alias?.value ?? selection.name.value;
      const nodes = into.get(key);
      if (nodes) nodes.push(selection);
      else into.set(key, [selection]);
      continue;
    }
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : around.fragments.get(selection.name.value);
    if (fragment && applies(around.schema, fragment.typeCondition?.name.value, type)) {
      gather(around, type, fragment.selectionSet, into);
    }
  }
};

/** Response keys in order, each with the nodes that ask for it. The document must be valid. */
export const collectFields = (
  around: Surroundings,
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
): ReadonlyMap<string, readonly [FieldNode, ...FieldNode[]]> => {
  const fields = new Map<string, [FieldNode, ...FieldNode[]]>();
  for (const set of sets) gather(around, type, set, fields);
  return fields;
};

/** The selection sets of the nodes merged under one key. */
export const subSelections = (nodes: readonly FieldNode[]): SelectionSetNode[] =>
  nodes.flatMap((node) => (node.selectionSet ? [node.selectionSet] : []));
