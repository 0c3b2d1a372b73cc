// A document ready to run: parsed, validated and described once, then remembered by its text.

import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  specifiedRules,
  TokenKind,
  validate,
  visit,
} from 'graphql';
import type { AnswerError } from './errors';

export type Prepared = {
  readonly document: DocumentNode;
  readonly operations: readonly OperationDefinitionNode[];
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Types named by the conditions of the document's fragments: they decide the types of champs (facts §0.9). */
  readonly fragmentTypes: ReadonlySet<string>;
  /** Variables used by `@include` and `@skip`: their values decide what is selected. */
  readonly switches: readonly string[];
  /** Variables given as `first` or `last`: their values are sizes of pages, and decide what the document costs. */
  readonly pageSizes: readonly string[];
  readonly tokens: number;
  /** What validation says; empty when the document may run. */
  readonly invalid: readonly AnswerError[];
};

/** The code that DN's server gives for what a rule of graphql-js finds. */
const RULE_CODES: Readonly<Record<string, string>> = {
  FieldsOnCorrectTypeRule: 'undefinedField',
  FragmentsOnCompositeTypesRule: 'fragmentOnNonCompositeType',
  KnownArgumentNamesRule: 'argumentNotAccepted',
  KnownDirectivesRule: 'undefinedDirective',
  KnownFragmentNamesRule: 'undefinedFragment',
  KnownTypeNamesRule: 'undefinedType',
  NoFragmentCyclesRule: 'infiniteLoop',
  NoUndefinedVariablesRule: 'variableNotDefined',
  NoUnusedFragmentsRule: 'useAndDefineFragment',
  NoUnusedVariablesRule: 'variableNotUsed',
  OverlappingFieldsCanBeMergedRule: 'fieldConflict',
  PossibleFragmentSpreadsRule: 'cannotSpreadFragment',
  ProvidedRequiredArgumentsRule: 'missingRequiredArguments',
  ScalarLeafsRule: 'selectionMismatch',
  UniqueFragmentNamesRule: 'fragmentNotUnique',
  ValuesOfCorrectTypeRule: 'argumentLiteralsIncompatible',
  VariablesInAllowedPositionRule: 'variableMismatch',
};

/** All rules in one reading of the document; each alone, which says whose error it is, only when there are some. */
const validationErrors = (schema: GraphQLSchema, document: DocumentNode): AnswerError[] => {
  if (validate(schema, document).length === 0) return [];
  return specifiedRules.flatMap((rule) =>
    validate(schema, document, [rule]).map((error) => {
      const code = RULE_CODES[rule.name];
      return {
        message: error.message,
        locations: error.locations ?? [],
        path: [],
        ...(code === undefined ? {} : { extensions: { code } }),
      };
    }),
  );
};

const countTokens = (document: DocumentNode): number => {
  let count = 0;
  for (
    let token = document.loc?.startToken;
    token && token.kind !== TokenKind.EOF;
    token = token.next ?? undefined
  ) {
    if (token.kind !== TokenKind.SOF && token.kind !== TokenKind.COMMENT) count += 1;
  }
  return count;
};

const prepare = (schema: GraphQLSchema, text: string): Prepared => {
  const document = parse(text);
  const fragments = new Map<string, FragmentDefinitionNode>();
  const operations: OperationDefinitionNode[] = [];
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition);
  }
  const fragmentTypes = new Set<string>();
  const switches = new Set<string>();
  const pageSizes = new Set<string>();
  visit(document, {
    FragmentDefinition: (node) => void fragmentTypes.add(node.typeCondition.name.value),
    InlineFragment: (node) => void (node.typeCondition && fragmentTypes.add(node.typeCondition.name.value)),
    Argument: ({ name, value }) => {
      if (name.value !== 'first' && name.value !== 'last') return;
      if (value.kind === Kind.VARIABLE) pageSizes.add(value.name.value);
    },
    Directive: (node) => {
      for (const argument of node.arguments ?? []) {
        if (argument.value.kind === Kind.VARIABLE) switches.add(argument.value.name.value);
      }
    },
  });
  return {
    document,
    operations,
    fragments,
    fragmentTypes,
    switches: [...switches],
    pageSizes: [...pageSizes],
    tokens: countTokens(document),
    invalid: validationErrors(schema, document),
  };
};

const REMEMBERED = 500;

const ofSchemas = new WeakMap<GraphQLSchema, Documents>();

/** Those of a schema, the same for all the servers of a process: nothing of a document depends on who serves it. */
export const documentsOf = (schema: GraphQLSchema): Documents => {
  let documents = ofSchemas.get(schema);
  if (documents === undefined) {
    documents = new Documents(schema);
    ofSchemas.set(schema, documents);
  }
  return documents;
};

/** Prepares documents against one schema. `GraphQLError` when the text does not parse. */
class Documents {
  readonly #schema: GraphQLSchema;
  readonly #known = new Map<string, Prepared | GraphQLError>();

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  get(text: string): Prepared | GraphQLError {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    if (this.#known.size >= REMEMBERED) this.#known.clear();
    let prepared: Prepared | GraphQLError;
    try {
      prepared = prepare(this.#schema, text);
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      prepared = error;
    }
    this.#known.set(text, prepared);
    return prepared;
  }
}
