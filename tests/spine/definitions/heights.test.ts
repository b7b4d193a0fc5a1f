import { expect, test } from 'vitest';

import { HEIGHT_POSITIONS, positionsText } from '../../../spine/definitions/heights.ts';
import { bodyOf, heightsAt, offCentre } from '../../../phantoms/anatomy/body.ts';

test('positions stand in the text of methods as percent', () => {
  expect(positionsText([0.1, 0.5, 0.9])).toBe('10, 50 and 90 %');
  expect(positionsText([0.125, 0.3])).toBe('12.5 and 30 %');
  expect(positionsText()).toBe(positionsText(Object.values(HEIGHT_POSITIONS)));
});

test('positions run from the front to the back, within the body', () => {
  const { anterior, middle, posterior } = HEIGHT_POSITIONS;
  expect([0, anterior, middle, posterior, 1]).toEqual([0, anterior, middle, posterior, 1].toSorted());
});

test('a digital body has its own heights at its rims and middle, to the digit, and others elsewhere', () => {
  const body = bodyOf({ anterior: 24.13, middle: 21.7, posterior: 26.37 }, 44, 33);
  expect(heightsAt(body, { anterior: 0.1, middle: 0.5, posterior: 0.9 })).toEqual(body.heights);
  const moved = heightsAt(body, { anterior: 0.2, middle: 0.5, posterior: 0.8 });
  expect(moved.anterior).toBe(2 * body.halfHeight(0, offCentre(0.2) * body.halfDepth));
  expect(moved.anterior).toBeLessThan(24.13);
  expect(moved.posterior).toBeLessThan(26.37);
  expect(moved.middle).toBe(21.7);
});
