import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { extentsOf, pieceOf } from '../../../../spine/grid/extents.ts';
import { splitBody } from '../../../../spine/outline/import/split-body.ts';
import { LABEL_VALUE } from '../../../../contracts/levels.ts';
import { readNifti } from '../../../../spine/grid/nifti.ts';
import { toCanonical } from '../../../../spine/grid/orientation.ts';
import type { Volume } from '../../../../spine/grid/volume.ts';
import { demoSpine, digitalSpine } from '../../../../phantoms/index.ts';
import { lacksSharedData, sharedData } from '../../../shared-data.ts';
import { dice, onGrid } from '../overlap.ts';
import { toySpine } from '../toy-spine.ts';

const MARGIN = 3;

function split(labels: Volume, value: number): Volume<Uint8Array> {
  const piece = pieceOf(labels, extentsOf(labels).get(value)!, MARGIN);
  return onGrid(piece, splitBody(piece, [0, 0, 1])!.body, labels);
}

function labelMap(path: string): Volume {
  return toCanonical(readNifti(readFileSync(sharedData(path))).volume);
}

describe('the body cut out of a whole vertebra of the digital spine', () => {
  const scanner = { ...demoSpine.scanner, pixelMm: 1, sliceSpacingMm: 1.25, sliceThicknessMm: 1.25 };
  const spine = digitalSpine({ ...demoSpine, scanner });
  for (const { level } of demoSpine.levels) {
    test(`${level} is the body that the spine was built with`, () => {
      const value = LABEL_VALUE[level];
      const body = split(spine.vertebrae, value);
      // One layer of voxels along the pedicles' roots is 1 % of a body; twice that is allowed.
      expect(
        dice(
          body,
          (v) => v === 1,
          spine.bodies,
          (v) => v === value,
        ),
      ).toBeGreaterThan(0.98);
    });
  }
});

test('a map of bodies is left as it is, and says that it has no arch', () => {
  const { labels } = toySpine({ levels: ['L1', 'L2'], arches: false });
  const piece = pieceOf(labels, extentsOf(labels).get(LABEL_VALUE.L1)!, MARGIN);
  const found = splitBody(piece, [0, 0, 1])!;
  expect(found.posterior).toBeNull();
  expect(found.body.data).toEqual(piece.data);
});

test('posterior points from the body to the canal', () => {
  const { labels } = toySpine({ levels: ['L3'] });
  const piece = pieceOf(labels, extentsOf(labels).get(LABEL_VALUE.L3)!, MARGIN);
  const { posterior } = splitBody(piece, [0, 0, 1])!;
  expect(posterior![1]).toBeGreaterThan(0.99);
});

const TPTBOX = 'tptbox-l3/sub-ct_seg-subreg_label-22_msk.nii.gz';
test.skipIf(lacksSharedData(TPTBOX))('L3 of TPTBox: Dice with its own corpus is above 0.97', () => {
  const [CORPUS_BORDER, CORPUS, L3] = [49, 50, 22];
  const vertebrae = labelMap('tptbox-l3/sub-ct_seg-vert_label-22_msk.nii.gz');
  const regions = labelMap(TPTBOX);
  const body = split(vertebrae, L3);
  const inCorpus = (value: number, at: number): boolean =>
    (value === CORPUS_BORDER || value === CORPUS) && vertebrae.data[at] === L3;
  expect(dice(body, (v) => v === 1, regions, inCorpus)).toBeGreaterThan(0.97);
});

const TOTAL = 'totalsegmentator-example/totalseg.nii.gz';
describe.skipIf(lacksSharedData(TOTAL))('TotalSegmentator at 3 mm against its own task for bodies', () => {
  // A cut that is off by half a voxel over the whole posterior wall costs 0.02; L5's wide pedicles cost more.
  for (const [level, value, least] of [
    ['T12', 32, 0.96],
    ['L1', 31, 0.96],
    ['L2', 30, 0.96],
    ['L3', 29, 0.96],
    ['L4', 28, 0.96],
    ['L5', 27, 0.94],
  ] as const) {
    test(`${level}: Dice above ${least}`, () => {
      const total = labelMap(TOTAL);
      const bodies = labelMap('totalsegmentator-example/totalseg_vertebrae_body.nii.gz');
      const found = dice(
        split(total, value),
        (v) => v === 1,
        bodies,
        (v, at) => v === 1 && total.data[at] === value,
      );
      expect(found).toBeGreaterThan(least);
    });
  }
});
