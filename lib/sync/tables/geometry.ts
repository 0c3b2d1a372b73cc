// Geometries: from DN's GeoJSON to WKT and to a point that a map can show. WGS 84, longitude first.

import type { Geometry } from '../model/dossier';

type Position = readonly [number, number];

/** OGC well-known text; null for a geometry that is not one of the seven, or is malformed. */
export function wkt(geometry: Geometry): string | null {
  const { type, coordinates } = geometry;
  if (type === 'Point') return isPosition(coordinates) ? `POINT (${pair(coordinates)})` : null;
  if (type === 'LineString') return wrap('LINESTRING', ring(coordinates));
  if (type === 'MultiPoint') return wrap('MULTIPOINT', ring(coordinates));
  if (type === 'Polygon')
    return wrap(
      'POLYGON',
      list(coordinates, (part) => bracket(ring(part))),
    );
  if (type === 'MultiLineString')
    return wrap(
      'MULTILINESTRING',
      list(coordinates, (part) => bracket(ring(part))),
    );
  if (type === 'MultiPolygon') {
    const polygon = (part: unknown) => bracket(list(part, (line) => bracket(ring(line))));
    return wrap('MULTIPOLYGON', list(coordinates, polygon));
  }
  return null;
}

/**
 * Centroid in degrees: by area for polygons, by length for lines, the mean for points. Plane arithmetic: exact
 * enough to put a marker on a field or a town, and that is its only use.
 */
export function centroid(
  geometry: Geometry,
): { readonly latitude: number; readonly longitude: number } | null {
  const found = lines(geometry);
  const origin = found[0]?.[0];
  if (origin === undefined) return null;
  // Relative to a point of the geometry: a parcelle's area is lost in the rounding of far products otherwise.
  const near = found.map((line) => line.map(([x, y]): Position => [x - origin[0], y - origin[1]]));
  const sum = { x: 0, y: 0, weight: 0 };
  for (const line of near) {
    if (geometry.type.endsWith('Polygon')) addArea(line, sum);
    else if (geometry.type.endsWith('LineString')) addLength(line, sum);
  }
  if (sum.weight === 0) {
    for (const [x, y] of near.flat()) {
      sum.x += x;
      sum.y += y;
      sum.weight += 1;
    }
  }
  return {
    longitude: round(origin[0] + sum.x / sum.weight),
    latitude: round(origin[1] + sum.y / sum.weight),
  };
}

/** Every sequence of positions of a geometry, holes included (their area counts negatively by orientation). */
function lines(geometry: Geometry): readonly (readonly Position[])[] {
  const found: (readonly Position[])[] = [];
  const visit = (value: unknown): void => {
    if (!Array.isArray(value)) return;
    if (isPosition(value)) found.push([value]);
    else if (value.length > 0 && value.every(isPosition)) found.push(value);
    else for (const part of value) visit(part);
  };
  visit(geometry.coordinates);
  return found;
}

function addArea(line: readonly Position[], sum: { x: number; y: number; weight: number }): void {
  for (const [index, [x1, y1]] of line.entries()) {
    const [x2, y2] = line[(index + 1) % line.length] ?? [x1, y1];
    const cross = x1 * y2 - x2 * y1;
    sum.x += ((x1 + x2) * cross) / 3;
    sum.y += ((y1 + y2) * cross) / 3;
    sum.weight += cross;
  }
}

function addLength(line: readonly Position[], sum: { x: number; y: number; weight: number }): void {
  for (const [index, [x1, y1]] of line.entries()) {
    const next = line[index + 1];
    if (next === undefined) continue;
    const length = Math.hypot(next[0] - x1, next[1] - y1);
    sum.x += ((x1 + next[0]) / 2) * length;
    sum.y += ((y1 + next[1]) / 2) * length;
    sum.weight += length;
  }
}

/** Seven decimals: about one centimetre. */
function round(degrees: number): number {
  return Math.round(degrees * 1e7) / 1e7;
}

function isPosition(value: unknown): value is Position {
  return Array.isArray(value) && value.length >= 2 && Number.isFinite(value[0]) && Number.isFinite(value[1]);
}

function pair(position: Position): string {
  return `${position[0]} ${position[1]}`;
}

function ring(value: unknown): string | null {
  return Array.isArray(value) && value.length > 0 && value.every(isPosition)
    ? value.map(pair).join(', ')
    : null;
}

function list(value: unknown, render: (part: unknown) => string | null): string | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  const parts = value.map(render);
  return parts.includes(null) ? null : parts.join(', ');
}

function bracket(inner: string | null): string | null {
  return inner === null ? null : `(${inner})`;
}

function wrap(name: string, inner: string | null): string | null {
  return inner === null ? null : `${name} (${inner})`;
}
