// How fast a measure grows, and whether it grows at all: a straight line through its samples. Pure.

export type Point = { readonly at: number; readonly value: number };

export type Slope = {
  /** The mean of the samples. */
  readonly mean: number;
  /** Growth an hour, in the measure's own unit. */
  readonly anHour: number;
  /** Standard error of that growth: what the samples' own restlessness makes of it. */
  readonly error: number;
};

const HOUR_MS = 3_600_000;

/** `at`: epoch ms. Least squares; at least three points, at different instants. */
export function slopeOf(points: readonly Point[]): Slope {
  const count = points.length;
  if (count < 3) throw new Error(`a slope needs three points, not ${count}`);
  const meanOf = (pick: (point: Point) => number) =>
    points.reduce((sum, point) => sum + pick(point), 0) / count;
  const [at, mean] = [meanOf((point) => point.at), meanOf((point) => point.value)];
  const spread = points.reduce((sum, point) => sum + (point.at - at) ** 2, 0);
  if (spread === 0) throw new Error('a slope needs points at different instants');
  const slope = points.reduce((sum, point) => sum + (point.at - at) * (point.value - mean), 0) / spread;
  const rest = points.reduce((sum, point) => sum + (point.value - mean - slope * (point.at - at)) ** 2, 0);
  return { mean, anHour: slope * HOUR_MS, error: Math.sqrt(rest / (count - 2) / spread) * HOUR_MS };
}

/** Growth below this share of the mean, an hour, is called flat. */
const FLAT = 0.05;

/** Either too small to matter, or not to be told from the samples' restlessness (two standard errors). */
export function isFlat({ mean, anHour, error }: Slope): boolean {
  return anHour <= mean * FLAT || anHour <= 2 * error;
}
