// The shapes of DN's answers that are common to every question: GraphQL's envelope, and its errors.

import { z } from 'zod';

/** Words that DN's code knows: what is written otherwise could quote what we sent, or a value. */
const word = z.string().regex(/^[A-Za-z_]{1,40}$/);

/** Hexadecimal, as its collector of errors draws them. */
const reference = z.string().regex(/^[0-9a-f-]{1,40}$/i);

const graphqlError = z.object({
  message: z.string().catch(''),
  path: z
    .array(z.union([z.string(), z.number()]))
    .nullish()
    .catch(null),
  extensions: z
    .object({ code: word.nullish().catch(null), exception_id: reference.nullish().catch(null) })
    .nullish()
    .catch(null),
});

export type GraphqlError = z.infer<typeof graphqlError>;

const errorBody = z.object({ errors: z.array(graphqlError).min(1) });
const maintenanceBody = z.object({ error: z.string() });

/** Errors of an `errors` list, whatever oddities it has. */
export function readErrors(errors: unknown): readonly GraphqlError[] {
  const parsed = z.array(graphqlError).safeParse(errors);
  return parsed.success ? parsed.data : [];
}

/** First error of a JSON body of GraphQL; null when the body is something else (HTML, plain text). */
export function firstError(body: string): GraphqlError | null {
  const parsed = errorBody.safeParse(parseJson(body));
  return parsed.success ? (parsed.data.errors[0] ?? null) : null;
}

/** Is it the `{"error": "…"}` that DN gives while it is down for maintenance? */
export function isMaintenanceBody(body: string): boolean {
  return maintenanceBody.safeParse(parseJson(body)).success;
}

/** Undefined for what is not JSON. */
function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
