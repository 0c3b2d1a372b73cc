// Runs a compiled document over plain sources and writes the answer as JSON text, with DN's rules for errors and nulls.
// Our own because a page of 100 dossiers is 50 000 fields: graphql-js makes a path, a resolve info and a result object
// for each. `execute.test.ts` holds both to the same answers.

import { getArgumentValues } from 'graphql';
import type { Variables } from './collect';
import { type AnswerError, QueryError, ServerError } from './errors';
import type { FieldPlan, Selection } from './plan';

/** A property is a value, or a method of (arguments, execution). Items of lists may be such functions too. */
export type Source = Readonly<Record<string, unknown>>;

type Resolver = (this: Source, args: Readonly<Record<string, unknown>>, execution: Execution) => unknown;

/** What a method that failed gives: its error is already told. */
const FAILED = Symbol('failed');

/** State of one execution, given to every function of a source. */
export class Execution {
  readonly variables: Variables;
  readonly errors: AnswerError[] = [];
  readonly #arguments = new Map<FieldPlan, Readonly<Record<string, unknown>>>();
  /** Response keys and positions from the root to what is being written; shared, because errors are rare. */
  readonly #path: (string | number)[] = [];
  #expired = false;
  #timeouts = 0;

  constructor(variables: Variables) {
    this.variables = variables;
  }

  /** From now on every field is an error, as when DN's 30 seconds are spent (facts §2). */
  expire(): void {
    this.#expired = true;
  }

  run(selection: Selection, root: Source): string | null {
    return this.#object(selection, root);
  }

  #arg(field: FieldPlan): Readonly<Record<string, unknown>> {
    let values = this.#arguments.get(field);
    if (values === undefined) {
      values = field.definition ? getArgumentValues(field.definition, field.node, { ...this.variables }) : {};
      this.#arguments.set(field, values);
    }
    return values;
  }

  /** Null: a field that may not be null is null, so the object is. */
  #object(selection: Selection, source: Source): string | null {
    let out = '{';
    let first = true;
    for (const field of selection.fields) {
      const text = this.#field(field, source);
      if (text === null && !field.nullable) return null;
      out += first ? field.prefix + text : field.next + text;
      first = false;
    }
    return `${out}}`;
  }

  #field(field: FieldPlan, source: Source): string | null {
    if (this.#expired) return this.#timeout(field);
    if (field.constant !== null) return field.constant;
    let value = source[field.name];
    if (typeof value === 'function') {
      if (field.definition === null) return value(field) as string;
      value = this.#call(value as Resolver, field, source, field.key);
      if (value === FAILED) return null;
    }
    if (value === null || value === undefined) return field.nullable ? null : this.#missing(field, field.key);
    if (!field.list && field.leaf !== null) return field.leaf(value);
    this.#path.push(field.key);
    const text = field.list ? this.#list(field, value, source) : this.#composite(field, value as Source);
    this.#path.pop();
    return text;
  }

  #list(field: FieldPlan, items: unknown, source: Source): string | null {
    const written: (string | null)[] = [];
    for (const given of items as Iterable<unknown>) {
      const text = this.#item(field, given, source, written.length);
      if (text === null && !field.nullableItems) return null;
      written.push(text ?? 'null');
    }
    // Joined here, so that small strings are flattened while they are young and not one by one at the end.
    return `[${written.join(',')}]`;
  }

  #item(field: FieldPlan, given: unknown, source: Source, index: number): string | null {
    let item = given;
    if (typeof item === 'function') {
      item = this.#call(item as Resolver, field, source, index);
      if (item === FAILED) return null;
    }
    if (item === null || item === undefined) return field.nullableItems ? null : this.#missing(field, index);
    if (field.leaf !== null) return field.leaf(item);
    this.#path.push(index);
    const text = this.#composite(field, item as Source);
    this.#path.pop();
    return text;
  }

  #composite(field: FieldPlan, source: Source): string | null {
    const typename = field.type ?? String(source.__typename);
    const selection = field.select(typename);
    // DN answers 500 when it cannot tell the type of an object (the `rpg` areas before August 2026).
    if (selection === undefined)
      throw new ServerError(`unresolved type ${typename} of ${field.parent}.${field.name}`);
    return this.#object(selection, source);
  }

  #call(resolver: Resolver, field: FieldPlan, source: Source, key: string | number): unknown {
    try {
      return resolver.call(source, this.#arg(field), this);
    } catch (error) {
      if (!(error instanceof QueryError)) throw error;
      this.#fail(error, field, key);
      return FAILED;
    }
  }

  #fail(error: QueryError, field: FieldPlan, key: string | number): void {
    const start = field.node.loc?.startToken;
    this.errors.push({
      message: error.message,
      locations: start ? [{ line: start.line, column: start.column }] : [],
      path: [...this.#path, key],
      ...(error.code === null ? {} : { extensions: { code: error.code } }),
    });
  }

  #missing(field: FieldPlan, key: string | number): null {
    const message = `Cannot return null for non-nullable field ${field.parent}.${field.name}`;
    this.#fail(new QueryError(message, 'invalid_null'), field, key);
    return null;
  }

  #timeout(field: FieldPlan): null {
    this.#timeouts += 1;
    const code = this.#timeouts === 1 ? 'timeout' : null;
    this.#fail(new QueryError(`Timeout on ${field.parent}.${field.name}`, code), field, field.key);
    return null;
  }
}
