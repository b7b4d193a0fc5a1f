/** Plates as layers of a patch: how the plane between two bodies is moved. */
import { describe, expect, it } from 'vitest';

import { refinedCap, type DiscMiddle } from '../../../../spine/outline/body/disc-cap.ts';
import { PATCH_MM, type Patch } from '../../../../spine/outline/body/patch.ts';

const HALF_MM = [20, 16, 14] as const;
const DIMS = [81, 65, 57] as const;
/** Of the body's section, mm. */
const HALF_AXES = [18, 14] as const;
const SEED = { n: [0, 0, 1] as const, d: 0 };
const HU: Readonly<Record<'marrow' | 'plate' | 'disc', number>> = { marrow: 90, plate: 500, disc: 60 };
/** Blur of scan and slice, SD, mm. */
const BLUR_MM = 1.2;

/** Two plates of 0.8 mm about a disc, each plate sunk in the middle; `lean` is a slope front to back. */
function layers(discMm: number, { atMm = 0, lean = 0, bowlMm = 0.4, discHu = HU.disc } = {}): Patch {
  const hu = new Float32Array(DIMS[0] * DIMS[1] * DIMS[2]);
  let at = 0;
  for (let k = 0; k < DIMS[2]; k++)
    for (let j = 0; j < DIMS[1]; j++)
      for (let i = 0; i < DIMS[0]; i++) {
        const [u, v, w] = [i, j, k].map((n, axis) => n * PATCH_MM - HALF_MM[axis]!) as [
          number,
          number,
          number,
        ];
        const bowl = bowlMm * Math.max(0, 1 - (u / HALF_AXES[0]) ** 2 - (v / HALF_AXES[1]) ** 2);
        const half = discMm / 2 + bowl;
        const within = (mm: number): number =>
          step(w - atMm - lean * v + mm) - step(w - atMm - lean * v - mm);
        const [disc, both] = [within(half), within(half + 0.8)];
        hu[at++] = disc * discHu + (both - disc) * HU.plate + (1 - both) * HU.marrow;
      }
  return { dims: [...DIMS], low: [-HALF_MM[0], -HALF_MM[1], -HALF_MM[2]], hu, metal: null };
}

/** An edge as the blur leaves it: 0 to 1. */
function step(mm: number): number {
  return 1 / (1 + Math.exp((-1.7 * mm) / BLUR_MM));
}

function heightAt({ n, d }: DiscMiddle, v: number): number {
  return (d - n[1] * v) / n[2];
}

describe('the plane between two bodies', () => {
  it('stays where both plates are one band: the marrow beside it is no disc', () => {
    // Half of a step of the search; that of a disc of 1 mm is a step.
    expect(Math.abs(heightAt(refinedCap(layers(0.5), SEED, HALF_AXES), 0))).toBeLessThan(0.25);
    expect(Math.abs(heightAt(refinedCap(layers(1), SEED, HALF_AXES), 0))).toBeLessThan(0.75);
  });

  it('is moved and leant to the middle of a band, finer than the steps of the search', () => {
    const found = refinedCap(layers(0.5, { atMm: 0.8, lean: 0.05 }), SEED, HALF_AXES);
    expect(found.oneBand).toBe(true);
    for (const v of [-8, 0, 8]) expect(Math.abs(heightAt(found, v) - 0.8 - 0.05 * v)).toBeLessThan(0.25);
  });

  it('is moved to a disc that shows between its plates', () => {
    const found = refinedCap(layers(5, { atMm: 1.5, bowlMm: 1 }), SEED, HALF_AXES);
    expect(found.oneBand).toBe(false);
    expect(Math.abs(heightAt(found, 0) - 1.5)).toBeLessThan(0.5);
  });

  it('stays where the image shows one endplate only', () => {
    const { hu, ...patch } = layers(4);
    const [slice, cut] = [DIMS[0] * DIMS[1], (HALF_MM[2] + 1) / PATCH_MM];
    // Above it the last slice is repeated.
    const ended = hu.map((value, at) => (at < cut * slice ? value : hu[cut * slice + (at % slice)]!));
    const found = refinedCap({ ...patch, hu: ended }, SEED, HALF_AXES);
    expect(found.oneBand).toBe(false);
  });

  it('stays where the search would run away from it: the darkest place is the marrow before the next bone', () => {
    // Narrow disc, blurred away; 7 mm off another plate, as a dense line in the marrow or the vertebra's other end.
    const { hu, ...patch } = layers(0.5);
    const other = layers(0.5, { atMm: -7.5 }).hu;
    const found = refinedCap(
      { ...patch, hu: hu.map((own, at) => Math.max(own, other[at]!)) },
      SEED,
      HALF_AXES,
    );
    expect(Math.abs(heightAt(found, 0))).toBeLessThan(0.5);
  });

  it('is no band where a disc of 2.5 mm is as bright as the marrow', () => {
    const found = refinedCap(layers(2.5, { discHu: 110 }), SEED, HALF_AXES);
    expect(found.oneBand).toBe(false);
    expect(Math.abs(heightAt(found, 0))).toBeLessThan(0.5);
  });
});
