// Tolerant readers of parsed JSON. Hand-written, because a page holds thousands of champs: a schema library would
// cost more than all the rest of a run.

export type Json = Readonly<Record<string, unknown>>;

/** An object, or null for anything else. */
export function record(value: unknown): Json | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null;
}

/** A list, empty for anything else. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The objects of a list; null and odd items are passed over. */
export function records(value: unknown): readonly Json[] {
  return list(value)
    .map(record)
    .filter((item) => item !== null);
}

/** DN says « no text » with `""` or null: null here. Numbers are written in digits. */
export function text(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? null : value;
  return typeof value === 'number' ? String(value) : null;
}

export function flag(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

export function real(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** An integer that JavaScript holds exactly, given as a number or in digits. */
export function whole(value: unknown): number | null {
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : null;
}

/** The texts of a list, in order. */
export function texts(value: unknown): readonly string[] {
  return list(value)
    .map(text)
    .filter((item) => item !== null);
}
