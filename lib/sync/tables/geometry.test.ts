// Geometries in WKT, and the points that stand for them.

import { describe, expect, it } from 'vitest';
import { centroid, wkt } from './geometry';

const SQUARE = [
  [2, 48],
  [2.0002, 48],
  [2.0002, 48.0002],
  [2, 48.0002],
  [2, 48],
];

describe('wkt', () => {
  it.each([
    ['Point', [2.35, 48.85], 'POINT (2.35 48.85)'],
    ['Point', [2.35, 48.85, 120], 'POINT (2.35 48.85)'],
    [
      'LineString',
      [
        [1, 2],
        [3, 4],
      ],
      'LINESTRING (1 2, 3 4)',
    ],
    [
      'MultiPoint',
      [
        [1, 2],
        [3, 4],
      ],
      'MULTIPOINT (1 2, 3 4)',
    ],
    [
      'Polygon',
      [
        [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 0],
        ],
      ],
      'POLYGON ((0 0, 1 0, 1 1, 0 0))',
    ],
    [
      'MultiLineString',
      [
        [
          [1, 2],
          [3, 4],
        ],
      ],
      'MULTILINESTRING ((1 2, 3 4))',
    ],
    [
      'MultiPolygon',
      [
        [
          [
            [0, 0],
            [1, 0],
            [1, 1],
            [0, 0],
          ],
        ],
      ],
      'MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)))',
    ],
    ['Polygon', [], null],
    ['Polygon', [[['a', 0]]], null],
    ['Point', null, null],
    ['Hypercube', [1, 2], null],
  ])('%s %j → %s', (type, coordinates, text) => expect(wkt({ type, coordinates })).toBe(text));
});

describe('centroid', () => {
  it('of a parcelle of twenty metres, to the centimetre', () => {
    expect(centroid({ type: 'Polygon', coordinates: [SQUARE] })).toEqual({
      longitude: 2.0001,
      latitude: 48.0001,
    });
  });

  it.each([
    ['Point', [2.35, 48.85], { longitude: 2.35, latitude: 48.85 }],
    [
      'LineString',
      [
        [0, 0],
        [2, 0],
      ],
      { longitude: 1, latitude: 0 },
    ],
    [
      'MultiPoint',
      [
        [0, 0],
        [2, 4],
      ],
      { longitude: 1, latitude: 2 },
    ],
    [
      'Polygon',
      [
        [
          [1, 1],
          [1, 1],
          [1, 1],
        ],
      ],
      { longitude: 1, latitude: 1 },
    ],
    ['Polygon', [], null],
  ])('of a %s %j', (type, coordinates, point) => expect(centroid({ type, coordinates })).toEqual(point));
});
