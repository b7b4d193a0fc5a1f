/** What a provider's result becomes when its outlines are fitted to the image. */
import { expect, test } from 'vitest';

import { withRefittedBodies } from '../../../../spine/outline/refit/refit-result.ts';
import type { ProviderResult } from '../../../../spine/outline/provider.ts';
import type { Flag } from '../../../../contracts/primitives.ts';
import type { Level } from '../../../../contracts/levels.ts';

import { bodies } from '../body/spine.ts';

const SPINE = bodies(1);
const DOUBT: Flag = { code: 'FRAGMENTS_DROPPED', message: '2 % of the label was loose crumbs' };

function resultOf(map: ProviderResult['bodies']): ProviderResult {
  return {
    provider: { id: 'import', version: '1', convention: 'verse', recognisedBy: 'detection' },
    bodies: map,
    vertebrae: map,
    studyFlags: [],
    levelFlags: new Map<Level, readonly Flag[]>([['L1', [DOUBT]]]),
  };
}

test('a refitted result says so, keeps its doubts, and its vertebrae hold their bodies', () => {
  // Two voxels, 1.6 mm, to the side: far enough to be fitted, near enough to be found.
  const aside = { ...SPINE.bodies, data: SPINE.bodies.data.map((_, at, all) => all[at + 2] ?? 0) };
  const found = withRefittedBodies(SPINE.ct, resultOf(aside));
  expect(found.provider.version).toBe('1, outlines refitted');
  expect(found.levelFlags.get('L1')).toEqual([DOUBT]);
  expect(found.outlineQuality!.get('L1')).toBeGreaterThan(0.8);
  expect(found.bodies.data.some((value, at) => value !== 0 && found.vertebrae!.data[at] !== value)).toBe(
    false,
  );
});

test('a result whose map no fit can better keeps it and its name, and its edges count', () => {
  const found = withRefittedBodies(SPINE.ct, resultOf(SPINE.bodies));
  expect(found.provider.version).toBe('1');
  expect(found.bodies.data).toEqual(SPINE.bodies.data);
  expect(found.levelFlags.get('L1')).toEqual([DOUBT]);
  expect(found.outlineQuality!.get('L1')).toBeGreaterThan(0.8);
});

test('a result of which nothing could be fitted keeps its map and its name, and says why', () => {
  const [nx] = SPINE.bodies.dims;
  const beside = { ...SPINE.bodies, data: SPINE.bodies.data.map((_, at, all) => all[at + 40 * nx] ?? 0) };
  const found = withRefittedBodies(SPINE.ct, resultOf(beside));
  expect(found.provider.version).toBe('1');
  expect(found.bodies.data).toEqual(beside.data);
  expect(found.levelFlags.get('L1')?.map(({ code }) => code)).toEqual([DOUBT.code, 'OUTLINE_NOT_REFITTED']);
});
