// How each scalar and enum of the schema is written in an answer, straight to JSON text.

import { type GraphQLLeafType, isEnumType } from 'graphql';
import { printInstant } from '../time/instant';
import { ServerError } from './errors';

/** JSON text of a value that is not null. */
export type LeafWriter = (value: unknown) => string;

/** A text whose JSON is made once, for what is written again and again: labels, ids. */
export class Encoded {
  readonly json: string;

  constructor(text: string) {
    this.json = JSON.stringify(text);
  }

  toJSON(): unknown {
    return JSON.parse(this.json);
  }
}

const text: LeafWriter = (value) => {
  if (typeof value === 'string') return JSON.stringify(value);
  return value instanceof Encoded ? value.json : JSON.stringify(String(value));
};

let lastInstant = Number.NaN;
let lastText = '';

/** Most champs of a dossier share their date. */
const instant: LeafWriter = (value) => {
  if (typeof value !== 'number') return JSON.stringify(value);
  if (value !== lastInstant) {
    lastText = `"${printInstant(value)}"`;
    lastInstant = value;
  }
  return lastText;
};

const int: LeafWriter = (value) => {
  if (typeof value !== 'number' || !Number.isInteger(value) || Math.abs(value) > 2 ** 31 - 1) {
    throw new ServerError(`not a 32-bit integer: ${String(value)}`);
  }
  return String(value);
};

const float: LeafWriter = (value) => {
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw new ServerError(`not a number: ${String(value)}`);
  return String(value);
};

const WRITERS: Readonly<Record<string, LeafWriter>> = {
  BigInt: text,
  Boolean: (value) => (value === true ? 'true' : 'false'),
  Coordinates: (value) => JSON.stringify(value),
  Float: float,
  ID: text,
  ISO8601Date: text,
  ISO8601DateTime: instant,
  Int: int,
  LogicExpression: (value) => JSON.stringify(value),
  String: text,
  URL: text,
};

export const leafWriter = (type: GraphQLLeafType): LeafWriter => {
  if (isEnumType(type)) {
    const written = new Map(type.getValues().map(({ name }) => [name as unknown, `"${name}"`]));
    return (value) => {
      const name = written.get(value);
      if (name === undefined) throw new ServerError(`unresolved value of ${type.name}`);
      return name;
    };
  }
  const writer = WRITERS[type.name];
  if (writer === undefined) throw new TypeError(`no writer for scalar ${type.name}`);
  return writer;
};
