// Cuts a document down to what an instance has and what is wanted: a fragment on a type that DN removed would make it
// refuse the whole query (facts/demarches.md §0.12).

import {
  type DirectiveNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import type { Wants } from '../documents/wants';
import type { InstanceSchema } from './instance-schema';

/**
 * The document's text without the fields and fragments that the schema lacks, without those whose
 * `@include(if: $want)` is off, and without the variables and fragments that nothing uses any more.
 */
export function pruneDocument(source: string, schema: InstanceSchema, wants: Wants): string {
  const document = parse(source, { noLocation: true });
  const fragments = new Map<string, FragmentDefinitionNode>();
  let operation: OperationDefinitionNode | null = null;
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    if (definition.kind === Kind.OPERATION_DEFINITION) operation = definition;
  }
  if (operation === null) throw new TypeError('a document without an operation');

  const pruner = new Pruner(fragments, schema, wants);
  const kept: OperationDefinitionNode = {
    ...operation,
    selectionSet: {
      kind: Kind.SELECTION_SET,
      selections: pruner.selections(operation.selectionSet, 'Query'),
    },
  };
  const used = [...pruner.used.values()].filter((fragment) => fragment !== null);
  const variables = variablesIn([kept, ...used]);
  return print({
    kind: Kind.DOCUMENT,
    definitions: [
      {
        ...kept,
        variableDefinitions: (kept.variableDefinitions ?? []).filter(({ variable }) =>
          variables.has(variable.name.value),
        ),
      },
      ...used,
    ],
  });
}

class Pruner {
  /** Fragments met so far, pruned; null when nothing of it is left. */
  readonly used = new Map<string, FragmentDefinitionNode | null>();
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #schema: InstanceSchema;
  readonly #wants: Wants;

  constructor(fragments: ReadonlyMap<string, FragmentDefinitionNode>, schema: InstanceSchema, wants: Wants) {
    this.#fragments = fragments;
    this.#schema = schema;
    this.#wants = wants;
  }

  selections(set: SelectionSetNode, parent: string): readonly SelectionNode[] {
    return set.selections.flatMap((selection) => {
      if (!this.#isWanted(selection.directives)) return [];
      const kept = this.#one(selection, parent);
      return kept === null ? [] : [{ ...kept, directives: [] }];
    });
  }

  #one(selection: SelectionNode, parent: string): SelectionNode | null {
    switch (selection.kind) {
      case Kind.FIELD: {
        if (selection.name.value === '__typename' || parent.startsWith('__')) return selection;
        const type = this.#schema.types[parent]?.fields[selection.name.value];
        if (type === undefined) return null;
        if (selection.selectionSet === undefined) return selection;
        return withSelections(selection, this.selections(selection.selectionSet, type));
      }
      case Kind.INLINE_FRAGMENT: {
        const type = selection.typeCondition?.name.value ?? parent;
        if (!this.#mayBe(parent, type)) return null;
        return withSelections(selection, this.selections(selection.selectionSet, type));
      }
      case Kind.FRAGMENT_SPREAD: {
        const type = this.#fragments.get(selection.name.value)?.typeCondition.name.value;
        if (type === undefined || !this.#mayBe(parent, type)) return null;
        return this.#fragment(selection.name.value) === null ? null : selection;
      }
    }
  }

  #fragment(name: string): FragmentDefinitionNode | null {
    const known = this.used.get(name);
    if (known !== undefined) return known;
    const source = this.#fragments.get(name);
    if (source === undefined) throw new TypeError(`a document without its fragment ${name}`);
    const kept = withSelections(
      source,
      this.selections(source.selectionSet, source.typeCondition.name.value),
    );
    this.used.set(name, kept);
    return kept;
  }

  /** Can an object of `parent` be of `type`? No when the instance has not that type. */
  #mayBe(parent: string, type: string): boolean {
    if (this.#schema.types[type] === undefined) return false;
    return parent === type || (this.#schema.types[parent]?.possible.includes(type) ?? false);
  }

  #isWanted(directives: readonly DirectiveNode[] | undefined): boolean {
    return (directives ?? []).every((directive) => {
      const condition = directive.arguments?.[0]?.value;
      if (directive.name.value !== 'include' || condition?.kind !== Kind.VARIABLE) {
        throw new TypeError(`a directive that is not ours: @${directive.name.value}`);
      }
      const want = Object.entries(this.#wants).find(([name]) => name === condition.name.value);
      if (want === undefined) throw new TypeError(`an unknown switch: $${condition.name.value}`);
      return want[1];
    });
  }
}

function withSelections<Node extends { readonly selectionSet?: SelectionSetNode | undefined }>(
  node: Node,
  selections: readonly SelectionNode[],
): Node | null {
  return selections.length === 0 ? null : { ...node, selectionSet: { kind: Kind.SELECTION_SET, selections } };
}

function variablesIn(
  definitions: readonly (OperationDefinitionNode | FragmentDefinitionNode)[],
): ReadonlySet<string> {
  const names = new Set<string>();
  for (const definition of definitions) {
    visit(definition, {
      VariableDefinition: () => false,
      Variable: (variable) => {
        names.add(variable.name.value);
      },
    });
  }
  return names;
}
