// A cell inside the simulated engine: the JSON form that Grist's API uses, lists and objects with their letter first.

export type Value = null | boolean | number | string | readonly unknown[];

/**
 * Where a number comes from decides how Python writes it: JSON integers within 32 bits are ints (`12`), everything
 * else is a float (`12.0`). Values read back from Numeric and date columns are always floats.
 */
export type NumberKind = 'json' | 'float';

export const INT_LOW = -(2 ** 31);
export const INT_HIGH = 2 ** 31 - 1;

export function isShortInt(value: number): boolean {
  return Number.isInteger(value) && value >= INT_LOW && value <= INT_HIGH && !Object.is(value, -0);
}

/** `["L", …]`: the items, else null. */
export function listItems(value: unknown): readonly unknown[] | null {
  return Array.isArray(value) && value[0] === 'L' ? value.slice(1) : null;
}

/** An error stored in a cell, `["E", name, …]`. */
export function isError(value: unknown): value is readonly ['E', string, ...unknown[]] {
  return Array.isArray(value) && value[0] === 'E';
}
