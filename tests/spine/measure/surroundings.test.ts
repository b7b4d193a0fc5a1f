/** A level is measured from a crop: whatever lies further off must change nothing. */
import { expect, test } from 'vitest';

import { surfaceOfMask } from '../../../spine/outline/index.ts';
import { extentsOf } from '../../../spine/grid/extents.ts';
import { PARAMETER_SETS } from '../../../spine/definitions/parameter-sets.ts';
import {
  levelStrength,
  measureHeights,
  measureTrabecularDensity,
  surroundingsOf,
  type Surroundings,
} from '../../../spine/measure/index.ts';
import { demoSpine, digitalSpine } from '../../../phantoms/index.ts';

import { BY_VOLTAGE } from '../calibrate/by-voltage-line.ts';
import { SILENT } from '../outline/provider-input.ts';

const SLICE_MM = 2;
const PARAMETERS = { ...PARAMETER_SETS['osteon-default-1'], elementMm: 2 };

/** Discs of the usual height and noise all about; the middle body has neighbours on both sides. */
const spine = digitalSpine({
  ...demoSpine,
  levels: [
    { level: 'T12', vbmdMgCc: 120, fracture: null },
    { level: 'L1', vbmdMgCc: 90, fracture: { shape: 'wedge', loss: 0.25 } },
    { level: 'L2', vbmdMgCc: 100, fracture: null },
  ],
  scanner: {
    ...demoSpine.scanner,
    sliceSpacingMm: SLICE_MM,
    sliceThicknessMm: SLICE_MM,
    fieldOfViewMm: [150, 160],
  },
  pose: { rotationDegrees: [5, -4, 6], shiftMm: [3, 2, 1] },
});
const { level, labelValue, frame } = spine.truth.levels.find((truth) => truth.level === 'L1')!;

const surface = surfaceOfMask(spine.bodies, labelValue)!;

function measured({ ct, bodies }: Surroundings): readonly number[] {
  const body = { ct, surface, bodies, labelValue, frame, sliceThicknessMm: SLICE_MM };
  const density = measureTrabecularDensity({
    ...body,
    calibration: BY_VOLTAGE,
    level,
    parameters: PARAMETERS.trabecular,
  });
  const { heights, endplates } = measureHeights(body);
  const segmented = { level, labelValue, frame, bodyVolumeMm3: 0, truncated: false, refusal: null };
  const { strength } = levelStrength({
    ct,
    surface,
    segmented: { ...segmented, qc: { light: 'green', flags: [] } },
    calibration: BY_VOLTAGE,
    trabecular: density.trabecular,
    sliceThicknessMm: SLICE_MM,
    parameters: PARAMETERS,
    log: SILENT,
  });
  expect(heights).not.toBeNull();
  return numbersOf({ trabecular: density.trabecular, heights, endplates, strength });
}

function numbersOf(value: unknown): readonly number[] {
  if (typeof value === 'number') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(numbersOf);
}

test('a body is measured from its surroundings as it is from the whole CT', () => {
  const near = surroundingsOf(spine, extentsOf(spine.bodies).get(labelValue)!);
  expect(near.ct.data.length).toBeLessThan(0.4 * spine.ct.data.length);
  const [crop, whole] = [measured(near), measured(spine)];
  expect(crop.length).toBeGreaterThan(80);
  expect(crop).toHaveLength(whole.length);
  // Places differ by what rounding leaves; a voxel that is missing moves a figure by 1e-5 and more.
  crop.forEach((value, n) => {
    expect(Math.abs(value - whole[n]!)).toBeLessThan(1e-7 * Math.max(1, Math.abs(whole[n]!)));
  });
});
