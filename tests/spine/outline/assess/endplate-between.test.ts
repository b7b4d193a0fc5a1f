import { describe, expect, test } from 'vitest';

import type { FramedBody } from '../../../../spine/outline/assess/body-frame.ts';
import { endplateBetween } from '../../../../spine/outline/assess/endplate-between.ts';
import type { Volume } from '../../../../spine/grid/volume.ts';

const HU = { marrow: 200, endplate: 450, disc: 80 } as const;
const PLATE_MM = 2;

/** Bone above and below a disc from `low` to `high`, each ending on an endplate; all the same across. */
function spineWith(low: number, high: number): Volume<Int16Array> {
  const dims = [40, 40, 80] as const;
  const data = new Int16Array(dims[0] * dims[1] * dims[2]);
  for (let at = 0; at < data.length; at++) {
    const z = Math.floor(at / (dims[0] * dims[1])) - 40;
    const inDisc = z > low && z < high;
    const inPlate = !inDisc && z > low - PLATE_MM && z < high + PLATE_MM;
    data[at] = inDisc ? HU.disc : inPlate ? HU.endplate : HU.marrow;
  }
  return { dims, affine: [1, 0, 0, -20, 0, 1, 0, -20, 0, 0, 1, -40], data };
}

function body(low: number, high: number): FramedBody {
  const frame = {
    origin: [0, 0, (low + high) / 2] as [number, number, number],
    left: [1, 0, 0] as [number, number, number],
    posterior: [0, 1, 0] as [number, number, number],
    superior: [0, 0, 1] as [number, number, number],
  };
  // Of a framed body only these are asked for.
  return { frame, heightMm: high - low, widthMm: 28, depthMm: 24 } as FramedBody;
}

describe('between two outlines', () => {
  test('lies no endplate of another where both end on their own, however high the disc is', () => {
    for (const half of [1, 3, 8]) {
      const { ofUpper, ofLower } = endplateBetween(
        body(half, half + 20),
        body(-half - 20, -half),
        spineWith(-half, half),
      );
      expect(Math.max(ofUpper, ofLower)).toBeLessThan(0.05);
    }
  });

  test('lies one of the body whose outline ends in its marrow', () => {
    const ct = spineWith(-2, 2);
    const [whole, cut] = [
      [body(2, 22), body(-22, -2)],
      [body(8, 22), body(-22, -8)],
    ] as const;
    const [upper, lower, both] = [
      endplateBetween(cut[0], whole[1], ct),
      endplateBetween(whole[0], cut[1], ct),
      endplateBetween(...cut, ct),
    ];
    expect(upper.ofUpper).toBeGreaterThan(0.5);
    expect(upper.ofLower).toBe(0);
    expect(lower.ofUpper).toBe(0);
    expect(lower.ofLower).toBeGreaterThan(0.5);
    expect(Math.min(both.ofUpper, both.ofLower)).toBeGreaterThan(0.5);
  });

  test('nothing is said where there is no room', () => {
    expect(endplateBetween(body(2, 22), body(-22, -1), spineWith(-1, 2))).toEqual({ ofUpper: 0, ofLower: 0 });
  });
});
