// Instants of DN's clock, as ISO text: comparing and shifting them, whatever their offset.

/** `instant` moved by so many milliseconds, in UTC. */
export function shift(instant: string, milliseconds: number): string {
  return new Date(Date.parse(instant) + milliseconds).toISOString();
}

/** The later of two instants; null counts as « never ». */
export function latest(left: string | null, right: string | null): string | null {
  if (left === null || right === null) return left ?? right;
  return Date.parse(left) >= Date.parse(right) ? left : right;
}

export function earliest(left: string, right: string): string {
  return Date.parse(left) <= Date.parse(right) ? left : right;
}

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
