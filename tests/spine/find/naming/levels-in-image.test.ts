/** Names of a label map against what the image shows of sacrum and ribs. */
import { expect, test } from 'vitest';

import { doubtsAboutLevels } from '../../../../spine/find/naming/levels-in-image.ts';
import { findSpine } from '../../../../spine/find/find-spine.ts';
import { demoSpine, digitalSpine } from '../../../../phantoms/index.ts';

const spine = digitalSpine({
  ...demoSpine,
  scanner: { ...demoSpine.scanner, pixelMm: 1, fieldOfViewMm: [200, 180] },
});
const { segments } = findSpine(spine.ct, () => undefined)!;

test('nothing is said of names that the last rib confirms', () => {
  expect(doubtsAboutLevels(segments, spine.bodies)).toEqual([]);
});

test('a column that is named one too low is contradicted aloud', () => {
  const shifted = { ...spine.bodies, data: spine.bodies.data.map((value) => (value === 0 ? 0 : value + 1)) };
  const [flag, ...more] = doubtsAboutLevels(segments, shifted);
  expect(more).toEqual([]);
  expect(flag).toMatchObject({ code: 'LEVELS_DISAGREE' });
  expect(flag!.message).toMatch(/labels: T12-L5; image: T11-L4 .*last rib/);
});

test('an image without a spine says nothing', () => {
  expect(doubtsAboutLevels([], spine.bodies)).toEqual([]);
});
