// Depth and complexity as DN counts them.

import { describe, expect, test } from 'vitest';
import { schemaOf } from '../schema/build';
import { isRefused } from '../serve/answer';
import { type Limits, queryComplexity, queryDepth } from './limits';
import { GraphqlService } from './service';

const schema = schemaOf('2026-08');
const NO_LIMITS: Limits = { depth: 100, complexity: null, tokens: null };

const ready = (query: string, variables: Record<string, unknown> = {}) => {
  const prepared = new GraphqlService(schema, NO_LIMITS).prepare(query, null, variables);
  if (isRefused(prepared)) throw new Error(JSON.stringify(prepared.errors));
  return prepared;
};

const complexity = (query: string, variables: Record<string, unknown> = {}): number => {
  const { prepared, operation, variables: coerced } = ready(query, variables);
  const root = schema.getQueryType();
  if (!root) throw new Error('no root');
  return queryComplexity(schema, prepared, root, operation, coerced);
};

const errors = (limits: Limits, query: string): string[] => {
  const prepared = new GraphqlService(schema, limits).prepare(query, null, {});
  return isRefused(prepared) ? prepared.errors.map(({ message }) => message) : [];
};

describe('complexity', () => {
  test.each([
    ['one a field', '{ demarche(number: 1) { id title } }', 3],
    [
      'fragments cost what they hold',
      '{ demarche(number: 1) { ...F } } fragment F on Demarche { id service { nom } }',
      4,
    ],
    [
      'a connection: its items times the page asked',
      '{ demarche(number: 1) { dossiers(first: 10) { nodes { id number } } } }',
      1 + 1 + 1 + 20,
    ],
    [
      'the page asked, not the one served',
      '{ demarche(number: 1) { dossiers(first: 1000) { nodes { id } } } }',
      3 + 1000,
    ],
    ['100 when nothing is asked', '{ demarche(number: 1) { dossiers { nodes { id } } } }', 3 + 100],
    [
      'page info once',
      '{ demarche(number: 1) { dossiers(last: 5) { pageInfo { endCursor } nodes { id } } } }',
      5 + 5,
    ],
    [
      'the dearest of the types of an interface',
      '{ dossier(number: 1) { demandeur { id ... on PersonnePhysique { nom } ... on PersonneMorale { siret naf } } } }',
      5,
    ],
    ['aliases add up', '{ a: demarche(number: 1) { id } b: demarche(number: 1) { id } }', 4],
  ])('%s', (_, query, expected) => {
    expect(complexity(query)).toBe(expected);
  });

  test('the page may be in a variable', () => {
    const query = 'query($first: Int) { demarche(number: 1) { dossiers(first: $first) { nodes { id } } } }';
    expect(complexity(query, { first: 7 })).toBe(3 + 7);
  });
});

test('depth counts fields, not fragments', () => {
  const { prepared, operation } = ready(
    '{ dossier(number: 1) { ...F } } fragment F on Dossier { champs { ... on RepetitionChamp { rows { id } } } }',
  );
  expect(queryDepth(prepared, operation)).toBe(4);
});

describe('what is refused', () => {
  test('too deep, in DN’s words', () => {
    expect(errors({ ...NO_LIMITS, depth: 2 }, '{ demarche(number: 1) { service { nom } } }')).toEqual([
      'Query has depth of 3, which exceeds max depth of 2',
    ]);
  });

  test('too complex', () => {
    expect(errors({ ...NO_LIMITS, complexity: 2 }, '{ demarche(number: 1) { id title } }')).toEqual([
      'Query has complexity of 3, which exceeds max complexity of 2',
    ]);
  });

  test('too long', () => {
    expect(errors({ ...NO_LIMITS, tokens: 5 }, '{ demarche(number: 1) { id title } }')).toEqual([
      'This query is too large to execute.',
    ]);
  });
});
