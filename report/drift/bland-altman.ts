/** Bland and Altman's plot: difference against mean, the bias and the limits of agreement with their intervals. */
import type { Agreement } from '../../contracts/campaign/drift.ts';

import { chartLabel, type Colour, type Drawing, type DrawingItem } from '../pictures/kit/drawing.ts';
import { scaleOf } from '../pictures/kit/value-scale.ts';

import { unitWords } from './measures.ts';

const WIDTH = 460;
const HEIGHT = 260;
const AREA = { left: 62, right: 448, top: 34, bottom: 216 } as const;
const GROUND = '#ffffff';
const INK = '#1f2933';
const GREY = '#6b7785';
const POINT = '#1d5fa8';
const BAND = '#c7d7ea';
const DOT = 2.2;
const DIGITS = 3;
const LABEL_HEIGHT = 12;
/** Points of a plot: more lie on one another, and a page of all of ten thousand studies has 50 MB. Design value. */
export const MOST_DRAWN = 2000;

export function blandAltman(one: Agreement): Drawing {
  const { label, unit, points, bias, biasInterval, limits, limitsOuter } = one;
  const drawn = thinned(one);
  const of = drawn.length < points.length ? `, ${drawn.length} of ${points.length} drawn` : '';
  const x = scaleOf(
    points.map(([middle]) => middle),
    [AREA.left, AREA.right],
  );
  const y = scaleOf(
    [0, bias, ...(limitsOuter ?? []), ...points.map(([, difference]) => difference)],
    [AREA.bottom, AREA.top],
  );
  const across = (value: number, colour: Colour, dashed: boolean): DrawingItem => ({
    kind: 'line',
    points: [AREA.left, y.at(value), AREA.right, y.at(value)],
    colour,
    width: 1.2,
    dashed,
  });
  const band = ([low, high]: readonly [number, number]): DrawingItem => ({
    kind: 'line',
    points: [AREA.left, y.at((low + high) / 2), AREA.right, y.at((low + high) / 2)],
    colour: BAND,
    width: Math.max(1, Math.abs(y.at(low) - y.at(high))),
  });
  return {
    width: WIDTH,
    height: HEIGHT,
    title: `${label}: difference against mean`,
    ground: GROUND,
    items: [
      chartLabel(`${label}, ${unitWords(unit)}${of}`, AREA.left, 20, INK, { bold: true }),
      ...(biasInterval === null ? [] : [band(biasInterval)]),
      ...(limits === null || limitsOuter === null
        ? []
        : [
            band([limitsOuter[0], 2 * limits[0] - limitsOuter[0]]),
            band([2 * limits[1] - limitsOuter[1], limitsOuter[1]]),
          ]),
      across(0, GREY, false),
      across(bias, INK, false),
      ...(limits ?? []).map((limit) => across(limit, INK, true)),
      ...drawn.map(([middle, difference]): DrawingItem => ({
        kind: 'line',
        points: [x.at(middle) - DOT, y.at(difference), x.at(middle) + DOT, y.at(difference)],
        colour: POINT,
        width: 2 * DOT,
      })),
      ...apart([bias, y.least, y.most], y.at).map((value) =>
        chartLabel(value.toPrecision(DIGITS), AREA.left - 6, y.at(value) + 4, GREY, { anchor: 'end' }),
      ),
      chartLabel(x.least.toPrecision(DIGITS), AREA.left, AREA.bottom + 20, GREY),
      chartLabel(x.most.toPrecision(DIGITS), AREA.right, AREA.bottom + 20, GREY, { anchor: 'end' }),
      chartLabel('mean of both', (AREA.left + AREA.right) / 2, AREA.bottom + 36, GREY, { anchor: 'middle' }),
    ],
  };
}

/** Those that are furthest from the bias, and of the others every nth by their means. */
function thinned({ points, bias }: Agreement): Agreement['points'] {
  if (points.length <= MOST_DRAWN) return points;
  const half = MOST_DRAWN / 2;
  const outermost = points.toSorted(([, a], [, b]) => Math.abs(b - bias) - Math.abs(a - bias));
  const inner = outermost.slice(half).toSorted(([a], [b]) => a - b);
  const every = inner.length / half;
  return [
    ...outermost.slice(0, half),
    ...Array.from({ length: half }, (_, n) => inner[Math.floor(n * every)]!),
  ];
}

/** Those whose labels do not lie on one before them. */
function apart(values: readonly number[], at: (value: number) => number): readonly number[] {
  return values.filter((value, n) =>
    values.slice(0, n).every((other) => Math.abs(at(value) - at(other)) >= LABEL_HEIGHT),
  );
}
