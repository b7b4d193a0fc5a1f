/** What a crop's padding cuts is truncated, as what the border of the image cuts. */
import { expect, test } from 'vitest';

import { LABEL_VALUE, type Level } from '../../../../contracts/levels.ts';
import { extentsOf } from '../../../../spine/grid/extents.ts';
import { toySpine } from '../toy-spine.ts';

import { refusals, type LabelledCt } from './refusals.ts';

const LEVELS: readonly Level[] = ['L1', 'L2', 'L3'];
const { ct, labels } = toySpine({ levels: LEVELS, arches: false });

function cut(padding: number, keptOfL3: number): LabelledCt {
  const { low, high } = extentsOf(labels).get(LABEL_VALUE.L3)!;
  const from = high[2] - Math.round(keptOfL3 * (high[2] - low[2]));
  const below = from * ct.dims[0] * ct.dims[1];
  return {
    ct: { ...ct, data: ct.data.map((hu, at) => (at < below ? padding : hu)) },
    bodies: { ...labels, data: labels.data.map((value, at) => (at < below ? 0 : value)) },
  };
}

test.each([-1024, 0, -900])(
  'half of L3 above padding of %d HU is truncated, the others are whole',
  (padding) => {
    expect(refusals(cut(padding, 0.5))).toEqual([undefined, undefined, 'LEVEL_TRUNCATED']);
  },
);

test('a whole L3 well above the padding is whole', () => {
  // Five voxels of 1.5 mm of soft tissue below it.
  expect(refusals(cut(-1024, 1.25))).toEqual([undefined, undefined, undefined]);
});
