// The very statements that a piece of work asks of the database, and how Postgres carries them out.

import type { Database } from './database';
import { Prisma } from './generated/client';

/** The statement as `pg` sees it: with $1, $2… */
export type Statement = { readonly text: string; readonly values: readonly unknown[] };

/** What `work` reads with `$queryRaw`, in order: it is asked of a database that notes it. */
export async function statementsOf(
  database: Database,
  work: (noting: Database) => Promise<unknown>,
): Promise<readonly Statement[]> {
  const noted: Statement[] = [];
  const client = new Proxy(database.client, {
    get(target, name) {
      const value = Reflect.get(target, name);
      if (name !== '$queryRaw' || typeof value !== 'function') return value;
      return (first: unknown, ...values: unknown[]) => {
        noted.push(statementOf(first, values));
        return Reflect.apply(value, target, [first, ...values]);
      };
    },
  });
  await work({ ...database, client });
  return noted;
}

/** The plan, a line each; `analyze`: with what it really took. */
export async function explain(
  database: Database,
  { text, values }: Statement,
  analyze: boolean,
): Promise<readonly string[]> {
  const options = analyze ? '(ANALYZE, BUFFERS, COSTS OFF)' : '(COSTS OFF)';
  const lines = await database.client.$queryRawUnsafe<Record<string, string>[]>(
    `EXPLAIN ${options} ${text}`,
    ...values,
  );
  return lines.map((line) => Object.values(line).join(''));
}

/** A query of Prisma's, or a template: its texts and its values, which may be queries themselves. */
function statementOf(first: unknown, given: readonly unknown[]): Statement {
  const { text, values } = Array.isArray(first) ? Prisma.sql(first, ...given) : Object(first);
  if (typeof text !== 'string' || !Array.isArray(values)) throw new Error('not a statement');
  return { text, values };
}
