// A document compiled for execution: for each object type met, the fields to write, found once and kept.

import {
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { collectFields, subSelections, type Variables } from './collect';
import type { Prepared } from './document';
import { type LeafWriter, leafWriter } from './leaf';

export type FieldPlan = {
  readonly key: string;
  /** `"key":`, ready to be written. */
  readonly prefix: string;
  /** The same after a comma. */
  readonly next: string;
  /** Text of `__typename`, which depends on nothing else; null for every other field. */
  readonly constant: string | null;
  readonly name: string;
  readonly parent: string;
  readonly nullable: boolean;
  readonly list: boolean;
  readonly nullableItems: boolean;
  /** Writes the value, for scalars and enums. */
  readonly leaf: LeafWriter | null;
  /** Fixed type of the object, when the field's type is not abstract. */
  readonly type: string | null;
  readonly node: FieldNode;
  readonly definition: GraphQLField<unknown, unknown> | null;
  /** The fields to write for an object of that type; undefined: the type is none of the field's. */
  select(typename: string): Selection | undefined;
};

/** Fields to write for an object of one type; `typename` fields are constant text already. */
export type Selection = { readonly typename: string; readonly fields: readonly FieldPlan[] };

/** Compiles the root selection of an operation; deeper ones are compiled when first met. */
export const compile = (
  schema: GraphQLSchema,
  prepared: Prepared,
  root: GraphQLObjectType,
  operation: Prepared['operations'][number],
  variables: Variables,
): Selection => {
  const around = { schema, fragments: prepared.fragments, variables };

  const fieldPlan = (
    parent: GraphQLObjectType,
    key: string,
    nodes: readonly [FieldNode, ...FieldNode[]],
  ): FieldPlan => {
    const [node] = nodes;
    const name = node.name.value;
    const definition = parent.getFields()[name] ?? null;
    const prefix = `${JSON.stringify(key)}:`;
    const constant = name === '__typename' ? JSON.stringify(parent.name) : null;
    const base = { key, prefix, next: `,${prefix}`, constant, name, parent: parent.name, node, definition };
    if (definition === null) {
      // `__typename`, `__schema` and `__type`: the only fields without a definition in a valid document.
      return {
        ...base,
        nullable: false,
        list: false,
        nullableItems: false,
        leaf: null,
        type: null,
        select: () => undefined,
      };
    }
    const nullable = !isNonNullType(definition.type);
    const inner = isNonNullType(definition.type) ? definition.type.ofType : definition.type;
    const named = getNamedType(definition.type);
    const selections = new Map<string, Selection | undefined>();
    return {
      ...base,
      nullable,
      list: isListType(inner),
      nullableItems: isListType(inner) && !isNonNullType(inner.ofType),
      leaf: isLeafType(named) ? leafWriter(named) : null,
      type: isObjectType(named) ? named.name : null,
      select: (typename) => {
        if (selections.has(typename)) return selections.get(typename);
        const type = schema.getType(typename);
        const possible =
          isObjectType(type) &&
          (type === named || (!isLeafType(named) && schema.isSubType(named as never, type)));
        const selection = possible ? select(type, nodes) : undefined;
        selections.set(typename, selection);
        return selection;
      },
    };
  };

  const select = (type: GraphQLObjectType, nodes: readonly FieldNode[]): Selection => ({
    typename: type.name,
    fields: [...collectFields(around, type, subSelections(nodes))].map(([key, under]) =>
      fieldPlan(type, key, under),
    ),
  });

  return {
    typename: root.name,
    fields: [...collectFields(around, root, [operation.selectionSet])].map(([key, nodes]) =>
      fieldPlan(root, key, nodes),
    ),
  };
};
