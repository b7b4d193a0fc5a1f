/** Chains of discs through signals made by hand. */
import { describe, expect, it } from 'vitest';

import type { AxisPoint } from '../../../../spine/find/body-axis.ts';
import { discChain } from '../../../../spine/find/discs/disc-chain.ts';
import type { DiscSignal } from '../../../../spine/find/discs/disc-signal.ts';

/** A straight column of 300 mm, 30 mm deep: discs are expected about 32 mm apart. */
const AXIS: readonly AxisPoint[] = Array.from({ length: 301 }, (_, z) => ({
  point: [0, 0, z],
  left: [1, 0, 0],
  posterior: [0, 1, 0],
  superior: [0, 0, 1],
  depthMm: 30,
  toCanalMm: 15,
}));
/** Nothing beside the canal. */
const soft = (): number => 40;

function signal(peaks: Readonly<Record<number, number>>, noise = 0): DiscSignal {
  const zeros = (): Float64Array => new Float64Array(AXIS.length);
  const contrast = zeros().map((_, n) => noise * Math.sin(1.7 * n));
  for (const [at, height] of Object.entries(peaks))
    for (let d = -4; d <= 4; d++) contrast[Number(at) + d]! += height * (1 - Math.abs(d) / 5);
  return { contrast, leanForward: zeros(), leanLeft: zeros(), thicknessMm: zeros() };
}

const places = (peaks: Readonly<Record<number, number>>, noise = 0): readonly number[] =>
  discChain(AXIS, signal(peaks, noise), soft).map(({ at }) => at);

describe('a chain of discs', () => {
  it('goes through every regular peak', () => {
    expect(places({ 40: 100, 72: 110, 104: 90, 136: 100, 168: 105 }, 2)).toEqual([40, 72, 104, 136, 168]);
  });

  it('is carried over a disc that shows nothing', () => {
    const found = places({ 40: 100, 72: 110, 136: 100, 168: 105 }, 2);
    expect(found).toHaveLength(5);
    expect(Math.abs(found[2]! - 104)).toBeLessThanOrEqual(4);
  });

  it('leaves out a strong peak in the middle of a body', () => {
    expect(places({ 40: 100, 72: 110, 88: 80, 104: 90, 136: 100 }, 2)).toEqual([40, 72, 104, 136]);
  });

  it('follows a crushed vertebra of half the height', () => {
    expect(places({ 40: 100, 72: 110, 89: 100, 121: 90, 153: 100 }, 2)).toEqual([40, 72, 89, 121, 153]);
  });

  it('keeps the weak discs of a column whose bodies are lower than their depth lets expect', () => {
    // Every 21 mm where 32 are expected, as in low mid-thoracic bodies; every other disc is weak.
    const every21 = { 40: 100, 61: 40, 82: 90, 103: 35, 124: 100, 145: 40, 166: 95, 187: 40, 208: 100 };
    expect(places(every21, 2)).toEqual([40, 61, 82, 103, 124, 145, 166, 187, 208]);
  });

  it('is empty where the image shows nothing anywhere', () => {
    const nothing = signal({});
    nothing.contrast.fill(-Infinity);
    expect(discChain(AXIS, nothing, soft)).toEqual([]);
  });
});
