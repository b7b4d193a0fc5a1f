/** Label maps whose neighbours are mixed on purpose. */
import { expect, test } from 'vitest';

import { partMixed } from '../../../../spine/outline/automatic/part-mixed.ts';
import type { ProviderResult } from '../../../../spine/outline/provider.ts';
import { findSpine } from '../../../../spine/find/find-spine.ts';
import { LABEL_VALUE } from '../../../../contracts/levels.ts';
import { demoSpine, digitalSpine } from '../../../../phantoms/index.ts';
import { dice } from '../overlap.ts';

const spine = digitalSpine({
  ...demoSpine,
  levels: demoSpine.levels.slice(1, 5),
  scanner: { ...demoSpine.scanner, pixelMm: 1, fieldOfViewMm: [160, 170] },
});
const { segments } = findSpine(spine.ct, () => undefined)!;
const clean: ProviderResult = {
  provider: { id: 'import', version: '1', convention: null, recognisedBy: null },
  bodies: spine.bodies,
  vertebrae: spine.vertebrae,
  studyFlags: [],
  levelFlags: new Map(),
};

test('a clean map stays the map it is', () => {
  expect(partMixed(clean, segments)).toBe(clean);
});

test('the upper third of L2 under the name of L1 is given back, and both levels say so', () => {
  const { frame } = spine.truth.levels.find(({ level }) => level === 'L2')!;
  const [nx, ny] = spine.bodies.dims;
  const a = spine.bodies.affine;
  const mixed = spine.bodies.data.map((value, at) => {
    const k = Math.floor(at / (nx * ny));
    const j = Math.floor(at / nx) % ny;
    const z = a[8] * (at % nx) + a[9] * j + a[10] * k + a[11];
    return value === LABEL_VALUE.L2 && z > frame.origin[2] + 4 ? LABEL_VALUE.L1 : value;
  });
  const here = (value: number): boolean => value === LABEL_VALUE.L2;
  const before = { ...spine.bodies, data: mixed };
  expect(dice(before, here, spine.bodies, here)).toBeLessThan(0.85);
  const result = partMixed({ ...clean, bodies: before }, segments);
  // What lies within 2 mm of the disc's middle may stay; here that is disc.
  expect(dice(result.bodies, here, spine.bodies, here)).toBeGreaterThan(0.99);
  for (const level of ['L1', 'L2'] as const)
    expect(result.levelFlags.get(level)!.map(({ code }) => code)).toEqual(['LABELS_MIXED']);
  expect(result.levelFlags.has('L3')).toBe(false);
});
