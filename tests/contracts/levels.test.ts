import { expect, test } from 'vitest';

import { levelIndex, spinePosition } from '../../contracts/levels.ts';

test('T12 and L1 are neighbours along the spine, and a T13 stands half-way between them', () => {
  expect(spinePosition('L1') - spinePosition('T12')).toBe(1);
  expect(spinePosition('T13') - spinePosition('T12')).toBe(0.5);
  expect(spinePosition('T4')).toBe(levelIndex('T4'));
  expect(spinePosition('L5') - spinePosition('L1')).toBe(4);
});
