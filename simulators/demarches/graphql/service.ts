// From the body of a request to the text of its answer: parse, validate, limit, execute, with DN's error shapes.

import {
  executeSync,
  GraphQLError,
  type GraphQLSchema,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import type { Variables } from './collect';
import { documentsOf, type Prepared } from './document';
import { type AnswerError, ServerError } from './errors';
import { Execution, type Source } from './execute';
import { type Limits, limitErrors } from './limits';
import { compile, type FieldPlan, type Selection } from './plan';

export type Ready = {
  readonly prepared: Prepared;
  readonly operation: OperationDefinitionNode;
  readonly variables: Variables;
  readonly name: string;
};

/** Refused before any data was read: no `data` key in the answer. */
export type Refused = { readonly errors: readonly AnswerError[] };

const INTROSPECTION = ['__schema', '__type'];

export class GraphqlService {
  readonly #schema: GraphQLSchema;
  readonly #limits: Limits;
  /** Does an integer beyond 32 bits crash the server, as it did before August 2026? */
  readonly #fragile: boolean;
  readonly #documents: ReturnType<typeof documentsOf>;
  readonly #plans = new WeakMap<Prepared, Map<string, Selection>>();

  constructor(schema: GraphQLSchema, limits: Limits, fragile = false) {
    this.#schema = schema;
    this.#limits = limits;
    this.#fragile = fragile;
    this.#documents = documentsOf(schema);
  }

  /** Throws `ServerError` when DN crashes on the variables. */
  prepare(text: string, operationName: string | null, given: Variables): Ready | Refused {
    const prepared = this.#documents.get(text);
    if (prepared instanceof GraphQLError) {
      return { errors: [{ message: prepared.message, locations: prepared.locations ?? [] }] };
    }
    if (this.#limits.tokens !== null && prepared.tokens > this.#limits.tokens) {
      return { errors: [{ message: 'This query is too large to execute.' }] };
    }
    if (prepared.invalid.length > 0) return { errors: prepared.invalid };
    const operation = this.#operation(prepared, operationName);
    if (operation === null) return { errors: [{ message: `No operation named "${operationName ?? ''}"` }] };
    const root = this.#schema.getRootType(operation.operation);
    if (!root) return { errors: [{ message: `Schema is not configured for ${operation.operation}s` }] };
    const coerced = getVariableValues(this.#schema, operation.variableDefinitions ?? [], { ...given });
    if (coerced.errors) {
      const tooLarge = coerced.errors.some(({ message }) => message.includes('32-bit'));
      if (tooLarge && this.#fragile) throw new ServerError('integer out of range');
      const code = tooLarge ? { extensions: { code: 'bad_request' } } : {};
      return {
        errors: coerced.errors.map(({ message, locations }) => ({
          message,
          locations: locations ?? [],
          ...code,
        })),
      };
    }
    const variables = coerced.coerced;
    const excess = limitErrors(this.#limits, this.#schema, prepared, root, operation, variables);
    if (excess.length > 0) return { errors: excess.map((message) => ({ message })) };
    return { prepared, operation, variables, name: operation.name?.value ?? '' };
  }

  /** Throws `ServerError` for what DN answers with a 500. */
  execute(ready: Ready, root: Source): { readonly data: string; readonly errors: readonly AnswerError[] } {
    const execution = new Execution(ready.variables);
    const meta = Object.fromEntries(
      INTROSPECTION.map((name) => [name, (field: FieldPlan) => this.#introspect(ready, field)]),
    );
    const data = execution.run(this.#plan(ready), { ...root, ...meta });
    return { data: data ?? 'null', errors: execution.errors };
  }

  #operation(prepared: Prepared, name: string | null): OperationDefinitionNode | null {
    if (name !== null && name !== '')
      return prepared.operations.find((one) => one.name?.value === name) ?? null;
    return prepared.operations.length === 1 ? (prepared.operations[0] ?? null) : null;
  }

  #plan({ prepared, operation, variables }: Ready): Selection {
    const key = JSON.stringify([
      prepared.operations.indexOf(operation),
      prepared.switches.map((name) => variables[name]),
    ]);
    let plans = this.#plans.get(prepared);
    if (plans === undefined) {
      plans = new Map();
      this.#plans.set(prepared, plans);
    }
    let plan = plans.get(key);
    if (plan === undefined) {
      const root = this.#schema.getRootType(operation.operation);
      if (!root) throw new Error('no root type');
      plan = compile(this.#schema, prepared, root, operation, variables);
      plans.set(key, plan);
    }
    return plan;
  }

  /** `__schema` and `__type` are graphql-js's own business. */
  #introspect({ prepared, operation, variables }: Ready, field: FieldPlan): string {
    const alone: OperationDefinitionNode = {
      ...operation,
      selectionSet: { kind: Kind.SELECTION_SET, selections: [field.node] },
    };
    const document = { kind: Kind.DOCUMENT, definitions: [alone, ...prepared.fragments.values()] } as const;
    const { data } = executeSync({ schema: this.#schema, document, variableValues: { ...variables } });
    return JSON.stringify(data?.[field.key] ?? null);
  }
}
