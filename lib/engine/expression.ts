// Expressions of functions: which event, which key. CEL's grammar, with the meaning that Inngest gives it: what is absent is
// null and equals nothing else, numbers are JSON's, `+` joins whatever it is given, `||` and `&&` give one of their sides.

import { Environment } from '@marcbachmann/cel-js';

/** What an expression may name: the run's event, and, for waits and cancellations, the event that just came. */
export type Scope = { readonly event: unknown; readonly async?: unknown };

/** `undefined` when the expression rests on something absent. */
export type Expression = (scope: Scope) => unknown;

/** Shape of cel-js's syntax tree, as far as it is walked here. */
type Node = { readonly op: string; readonly args: unknown };

const parser = new Environment({ unlistedVariablesAreDyn: true });

/** Throws an Error with a French sentence on anything that is not in the subset. */
export function compile(text: string): Expression {
  let tree: unknown;
  try {
    tree = parser.parse(text).ast;
  } catch (error) {
    throw new Error(`l’expression « ${text} » n’est pas lisible`, { cause: error });
  }
  return compileNode(tree, text);
}

/** Conditions hold only when they say so: anything but `true` is no. */
export function holds(condition: Expression | null, scope: Scope): boolean {
  return condition === null || condition(scope) === true;
}

function compileNode(node: unknown, text: string): Expression {
  if (!isNode(node)) throw unknownPart(text);
  const { op, args } = node;
  const one = (index: number) => compileNode(Array.isArray(args) ? args[index] : args, text);
  switch (op) {
    case 'value': {
      const value = typeof args === 'bigint' ? Number(args) : args;
      if (typeof value === 'object' && value !== null) throw unknownPart(text);
      return () => value;
    }
    case 'id':
      if (args === 'event') return (scope) => scope.event;
      if (args === 'async') return (scope) => scope.async;
      throw new Error(`l’expression « ${text} » nomme « ${String(args)} », que le moteur ne connaît pas`);
    case '.': {
      const object = one(0);
      const name = Array.isArray(args) ? String(args[1]) : '';
      return (scope) => member(object(scope), name);
    }
    case '[]': {
      const [object, key] = [one(0), one(1)];
      return (scope) => member(object(scope), key(scope));
    }
    case '&&': {
      const [left, right] = [one(0), one(1)];
      return (scope) => {
        const first = left(scope);
        return first ? right(scope) : first;
      };
    }
    case '||': {
      const [left, right] = [one(0), one(1)];
      return (scope) => left(scope) || right(scope);
    }
    case '!_': {
      const value = one(0);
      return (scope) => {
        const negated = value(scope);
        return negated !== undefined && negated !== true;
      };
    }
    case '-_': {
      const value = one(0);
      return (scope) => negative(value(scope));
    }
    case '?:': {
      const [test, yes, no] = [one(0), one(1), one(2)];
      return (scope) => (test(scope) === true ? yes(scope) : no(scope));
    }
    case 'list': {
      const items = (Array.isArray(args) ? args : []).map((item) => compileNode(item, text));
      return (scope) => items.map((item) => item(scope));
    }
    case 'call':
      return compileCall(args, text);
    case 'rcall':
      return compileMethod(args, text);
    default: {
      const apply = OPERATORS.get(op);
      if (apply === undefined) throw unknownPart(text);
      const [left, right] = [one(0), one(1)];
      return (scope) => apply(left(scope), right(scope));
    }
  }
}

const OPERATORS = new Map<string, (left: unknown, right: unknown) => unknown>([
  ['==', equal],
  ['!=', (left, right) => !equal(left, right)],
  ['<', (left, right) => compare(left, right, true, (sign) => sign < 0)],
  ['<=', (left, right) => compare(left, right, true, (sign) => sign <= 0)],
  ['>', (left, right) => compare(left, right, false, (sign) => sign > 0)],
  ['>=', (left, right) => compare(left, right, false, (sign) => sign >= 0)],
  ['+', add],
  ['-', (left, right) => arithmetic(left, right, (a, b) => a - b)],
  ['*', (left, right) => arithmetic(left, right, (a, b) => a * b)],
  ['/', (left, right) => arithmetic(left, right, (a, b) => a / b)],
  ['%', (left, right) => arithmetic(left, right, (a, b) => a % b)],
  ['in', (left, right) => Array.isArray(right) && right.some((item) => equal(left, item))],
]);

function compileCall(args: unknown, text: string): Expression {
  const [name, rest] = Array.isArray(args) ? args : [];
  const operands = (Array.isArray(rest) ? rest : []).map((item) => compileNode(item, text));
  const value = operands[0];
  if (value === undefined || operands.length > 1) throw unknownPart(text);
  switch (name) {
    case 'string':
      return (scope) => written(value(scope));
    case 'int':
      return (scope) => numeric(value(scope), Math.trunc);
    case 'double':
      return (scope) => numeric(value(scope), (number) => number);
    case 'has':
      return (scope) => value(scope) !== undefined;
    case 'size':
      return (scope) => size(value(scope));
    default:
      throw unknownPart(text);
  }
}

function compileMethod(args: unknown, text: string): Expression {
  const [name, target, rest] = Array.isArray(args) ? args : [];
  const object = compileNode(target, text);
  const operands = (Array.isArray(rest) ? rest : []).map((item) => compileNode(item, text));
  const apply = METHODS.get(String(name));
  if (apply === undefined || operands.length !== (name === 'size' ? 0 : 1)) throw unknownPart(text);
  return (scope) => apply(object(scope), operands[0]?.(scope));
}

const METHODS = new Map<string, (object: unknown, operand: unknown) => unknown>([
  ['startsWith', texts((object, operand) => object.startsWith(operand))],
  ['endsWith', texts((object, operand) => object.endsWith(operand))],
  ['contains', texts((object, operand) => object.includes(operand))],
  ['size', (object) => size(object)],
]);

function texts(apply: (object: string, operand: string) => boolean) {
  return (object: unknown, operand: unknown) =>
    typeof object === 'string' && typeof operand === 'string' && apply(object, operand);
}

function isNode(node: unknown): node is Node {
  return typeof node === 'object' && node !== null && typeof Reflect.get(node, 'op') === 'string';
}

function unknownPart(text: string): Error {
  return new Error(`l’expression « ${text} » utilise une forme que le moteur ne connaît pas`);
}

function member(object: unknown, key: unknown): unknown {
  if (typeof object !== 'object' || object === null) return undefined;
  if (typeof key !== 'string' && typeof key !== 'number') return undefined;
  return Object.hasOwn(object, key) ? Reflect.get(object, key) : undefined;
}

/** Absent equals null and nothing else, not even another absent; values of different types differ. */
function equal(left: unknown, right: unknown): boolean {
  if (left === undefined) return right === null;
  if (right === undefined) return left === null;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) {
    return left === right;
  }
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && equal(Reflect.get(left, key), Reflect.get(right, key)))
  );
}

/** What is absent is less than anything; null stands for the zero of what it is compared with. */
function compare(left: unknown, right: unknown, less: boolean, accept: (sign: number) => boolean): boolean {
  if (left === undefined) return less;
  if (right === undefined) return !less;
  const [one, other] = [left ?? zeroOf(right), right ?? zeroOf(left)];
  if (typeof one === 'number' && typeof other === 'number') return accept(one - other);
  if (typeof one === 'string' && typeof other === 'string') {
    return accept(one < other ? -1 : Number(one > other));
  }
  return false;
}

function zeroOf(value: unknown): unknown {
  return typeof value === 'string' ? '' : 0;
}

function add(left: unknown, right: unknown): unknown {
  if (left === undefined) return right;
  if (right === undefined) return left;
  if (typeof left === 'number' && typeof right === 'number') return left + right;
  return `${written(left)}${written(right)}`;
}

function arithmetic(left: unknown, right: unknown, apply: (a: number, b: number) => number): unknown {
  if (typeof left !== 'number' || typeof right !== 'number') return undefined;
  const result = apply(left, right);
  return Number.isFinite(result) ? result : undefined;
}

function negative(value: unknown): unknown {
  return typeof value === 'number' ? -value : undefined;
}

function numeric(value: unknown, round: (number: number) => number): unknown {
  if (typeof value !== 'number' && (typeof value !== 'string' || value.trim() === '')) return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? round(number) : undefined;
}

function written(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function size(value: unknown): number | undefined {
  if (value === undefined) return 0;
  if (typeof value === 'string') return [...value].length;
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.keys(value).length;
}
