// Durations as the Inngest SDK writes them: `2s`, `1h30m`, or the instant itself in ISO 8601.

/** From now, or at an instant. */
export type Due =
  | { readonly kind: 'after'; readonly ms: number }
  | { readonly kind: 'at'; readonly iso: string };

const UNITS: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
  ['w', 604_800_000],
]);

/** Milliseconds of `1h30m`; null when the text is not a duration. */
export function durationMs(text: string): number | null {
  if (!/^(?:\d+(?:\.\d+)?(?:ms|[smhdw]))+$/.test(text)) return null;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhdw])/g)) {
    total += Number(amount) * (UNITS.get(unit ?? '') ?? Number.NaN);
  }
  return total;
}

/** Throws on a text that is neither a duration nor an instant: an opcode that this engine does not understand. */
export function due(text: string): Due {
  const ms = durationMs(text);
  if (ms !== null) return { kind: 'after', ms };
  if (/^\d{4}-\d{2}-\d{2}T/.test(text) && !Number.isNaN(Date.parse(text))) return { kind: 'at', iso: text };
  throw new Error(`neither a duration nor an instant: ${text}`);
}
