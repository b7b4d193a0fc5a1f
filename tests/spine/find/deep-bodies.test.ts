/**
 * Spines whose bodies are low for their depth, with narrow discs in slices of 3 mm and one vertebra crushed: what the
 * depth lets expect is 1.4 to 1.6 times the distance of their discs.
 */
import { expect, test } from 'vitest';

import { demoSpine, digitalSpine, type SpineOptions } from '../../../phantoms/index.ts';
import { findSpine } from '../../../spine/find/index.ts';
import { distance } from '../../../spine/math/vector.ts';

const LEVELS = ['T5', 'T6', 'T7', 'T8', 'T9', 'T10', 'T11', 'T12'] as const;

function kyphotic(heights: number, depth: number, disc: number): SpineOptions {
  return {
    ...demoSpine,
    seed: 3,
    neighbours: 'cut',
    lungs: true,
    curvature: 1.5,
    levels: LEVELS.map((level) => ({
      level,
      vbmdMgCc: 130,
      scale: { heights, width: 1.2, depth, disc },
      fracture: level === 'T8' ? { shape: 'crush', loss: 0.4 } : null,
    })),
    scanner: {
      ...demoSpine.scanner,
      pixelMm: 1.1,
      sliceSpacingMm: 3,
      sliceThicknessMm: 3,
      noiseHu: 25,
      fieldOfViewMm: [200, 200],
    },
  };
}

test.each([
  [1, 1.35, 0.7],
  [1.2, 1.55, 0.7],
])(
  'every disc is found where bodies are %d times as high and %d times as deep as usual, discs %d times',
  (heights, depth, disc) => {
    const { ct, truth } = digitalSpine(kyphotic(heights, depth, disc));
    const found = findSpine(ct, () => undefined)!.segments.map(({ middle }) => middle.point);
    const centres = truth.levels.map(({ frame }) => frame.origin);
    const inReach = found.filter(
      (point) => centres[0]![2] + 8 > point[2] && centres.at(-1)![2] - 8 < point[2],
    );
    expect(inReach).toHaveLength(LEVELS.length);
    // Half of the lowest body's height: a middle further off lies in another vertebra, or in a disc.
    for (const centre of centres) {
      const nearest = inReach.reduce((least, point) => Math.min(least, distance(point, centre)), 99);
      expect(nearest).toBeLessThan(6);
    }
  },
);
