/** Values that are HU plus a constant are refused with that constant; CT with much metal, contrast, lung or bone are not. */
import { expect, test } from 'vitest';

import { StudyRefused } from '../../../contracts/refusals.ts';
import { offsetOf, requireNoOffset } from '../../../spine/ct/hu-offset.ts';
import { tissue } from './tissue.ts';

const VOXELS = 60_000;

/** An image of shares of tissue, HU; spongy bone and cortex come with every spine. */
function image(shares: Readonly<Record<number, number>>, offset = 0): Int16Array {
  const all = Object.entries({ 180: 0.06, 350: 0.04, 700: 0.02, 1000: 0.01, ...shares });
  return Int16Array.from(
    all.flatMap(([hu, share]) =>
      tissue(Number(hu), Math.round(share * VOXELS)).map((value) => Math.max(-1024, value + offset)),
    ),
  );
}

const CHEST = { [-1000]: 0.3, [-830]: 0.2, [-105]: 0.2, 45: 0.2 };
/** A lumbar crop without any air. */
const CROP = { [-105]: 0.3, 50: 0.5 };
const ARTERIAL = { [-830]: 0.25, [-105]: 0.15, 50: 0.3, 450: 0.12 };
const BONE = { [-60]: 0.06, 40: 0.3, 250: 0.3, 500: 0.2 };
const METAL = { ...CROP, 3071: 0.03 };
const LEAN = { [-1000]: 0.7, [-830]: 0.05, 50: 0.12 };
const IMAGES = { CHEST, CROP, ARTERIAL, BONE, METAL, LEAN };

test.each(Object.entries(IMAGES))('%s is taken as it is', (_, shares) => {
  expect(offsetOf(image(shares))).toBeNull();
});

const OFFSETS = [400, 1000, 1024, 8192];
test.each(
  Object.entries(IMAGES).flatMap(([name, shares]) => OFFSETS.map((by) => [name, by, shares] as const)),
)('%s plus %d HU is recognised', (name, by, shares) => {
  // Without fat beside it, soft tissue is known to lie there, but not how exactly.
  const tolerance = name === 'BONE' || name === 'LEAN' ? 200 : 50;
  expect(Math.abs(offsetOf(image(shares, by))! - by)).toBeLessThanOrEqual(tolerance);
});

test.each([-500, -1000, -1024])('a chest at %d HU is recognised as too low', (by) => {
  // What lies below the scale is gone, and with it the exact place.
  expect(Math.abs(offsetOf(image(CHEST, by))! - by)).toBeLessThanOrEqual(250);
});

test('the refusal names the offset and what to do about it', () => {
  const outcome = (): void => {
    requireNoOffset(image(CROP, 1024));
  };
  expect(outcome).toThrow(StudyRefused);
  expect(outcome).toThrow(/HU_OFFSET.*offset of about \+10[05]0 HU/);
});

test('padding at either end of the scale is neither air nor tissue', () => {
  const padded = (value: number): Int16Array =>
    Int16Array.from([...image(CHEST), ...new Array<number>(VOXELS / 3).fill(value)]);
  expect([-1024, 3071, 8191].map((value) => offsetOf(padded(value)))).toEqual([null, null, null]);
});

test('an empty image says nothing', () => {
  expect(offsetOf(new Int16Array(0))).toBeNull();
  expect(offsetOf(new Int16Array(50_000).fill(-1024))).toBeNull();
});
