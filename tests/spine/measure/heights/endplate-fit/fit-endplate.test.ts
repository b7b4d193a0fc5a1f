import { describe, expect, test } from 'vitest';

import { fitEndplate } from '../../../../../spine/measure/heights/endplate-fit/fit-endplate.ts';
import { footprintOf } from '../../../../../spine/measure/heights/endplate-fit/footprint.ts';

import { columnsOf, sampled, type Layers, type Sampling } from './layered-voxels.ts';

const HALF: readonly [number, number] = [14, 10];
const SAMPLING: Sampling = {
  pixelMm: 1.2,
  sliceMm: 1.5,
  kernelSigmaMm: 0.6,
  noiseHu: 10,
  phaseMm: 0.3,
  halfWidth: HALF,
  range: [-5, 8],
};
/** A bowl that is 2.4 mm deep, and the next vertebra across a disc of 2.5 mm at the rims. */
const BOWL: Layers = {
  surface: (u, v) => 1.2 * ((u / 14) ** 2 + (v / 10) ** 2),
  next: (u, v) => 4.9 - 1.2 * ((u / 14) ** 2 + (v / 10) ** 2),
  thicknessMm: 0.8,
  marrow: 140,
  compact: 1000,
  disc: 85,
};
const PLACES = [[0, 0], [0, -8], [0, 8], [9, 2]] as const; // prettier-ignore

function worstOff(layers: Layers, sampling: Sampling, offMm: (u: number, v: number) => number): number {
  const footprint = footprintOf(1, columnsOf(layers, HALF, offMm), 2);
  const fit = fitEndplate(footprint, sampled(layers, sampling))!;
  return PLACES.reduce((most, [u, v]) => Math.max(most, Math.abs(fit.w(u, v) - layers.surface(u, v))), 0);
}

const wavy = (u: number, v: number): number => 0.5 * Math.sin(u / 3) * Math.cos(v / 4);

describe('a shell through all voxels', () => {
  test('lies on the endplate to 0.1 mm, whatever the phase of slices of 1.5 mm', () => {
    for (const phaseMm of [0, 0.5, 1])
      expect(worstOff(BOWL, { ...SAMPLING, phaseMm }, wavy)).toBeLessThan(0.1);
  });

  test('tells both endplates of a disc apart that slices of 2 mm blur into one', () => {
    const narrow = { ...BOWL, next: (u: number, v: number) => BOWL.surface(u, v) + 2.5 };
    for (const phaseMm of [0, 1])
      expect(worstOff(narrow, { ...SAMPLING, sliceMm: 2, phaseMm }, () => 0.3)).toBeLessThan(0.2);
  });

  test('is carried over a hole where other things are seen', () => {
    const voxels = sampled(BOWL, SAMPLING);
    for (let n = 0; n < voxels.hu.length; n++)
      if (Math.hypot(voxels.u[n]! - 4, voxels.v[n]!) < 3) voxels.hu[n] = 900;
    const fit = fitEndplate(footprintOf(1, columnsOf(BOWL, HALF, wavy), 2), voxels)!;
    expect(Math.abs(fit.w(4, 0) - BOWL.surface(4, 0))).toBeLessThan(0.4);
    expect(Math.abs(fit.w(-6, 0) - BOWL.surface(-6, 0))).toBeLessThan(0.1);
  });

  test('is as unsure as its mask where nothing is seen, and surer where it is', () => {
    const blank = sampled({ ...BOWL, compact: 110, disc: 110, marrow: 110 }, SAMPLING);
    const columns = columnsOf(BOWL, HALF, () => 0);
    const [seen, unseen] = [sampled(BOWL, SAMPLING), blank].map((voxels) =>
      fitEndplate(footprintOf(1, columns, 2), voxels)!.se(0, 0),
    );
    expect(seen).toBeLessThan(0.1);
    expect(unseen).toBeGreaterThan(3 * seen!);
  });

  test('needs a footprint and voxels', () => {
    const voxels = sampled(BOWL, SAMPLING);
    expect(fitEndplate(footprintOf(1, [], 2), voxels)).toBeNull();
    const empty = new Float64Array(0);
    const none = { ...voxels, u: empty, v: empty, w: empty, hu: empty };
    expect(fitEndplate(footprintOf(1, columnsOf(BOWL, HALF, wavy), 2), none)).toBeNull();
  });
});
