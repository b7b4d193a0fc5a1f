/**
 * Everything that is measured on two bodies, one of them wedged, against a file: whatever changes a figure, by however little, shows.
 * Truth is held elsewhere (`heights`, `validation`); here it is sameness. Written anew by
 * `npx vitest run tests/spine/measure/pinned.test.ts -u`; a figure that moved has a reason, which the commit gives.
 */
import { surfaceOfMask } from '../../../spine/outline/surface/with-surfaces.ts';
import { expect, test } from 'vitest';

import { PARAMETER_SETS, type Parameters } from '../../../spine/definitions/parameter-sets.ts';
import { levelStrength, measureHeights, measureTrabecularDensity } from '../../../spine/measure/index.ts';
import { demoSpine, digitalSpine, type SpineOptions } from '../../../phantoms/index.ts';

import { BY_VOLTAGE } from '../calibrate/by-voltage-line.ts';
import { SILENT } from '../outline/provider-input.ts';

/** Coarse elements: a second a solve. */
const PARAMETERS: Parameters = { ...PARAMETER_SETS['osteon-default-4'], elementMm: 2 };
const SLICE_MM = 1.5;
const OPTIONS: SpineOptions = {
  ...demoSpine,
  levels: [
    { level: 'T12', vbmdMgCc: 130, fracture: { shape: 'wedge', loss: 0.25 } },
    { level: 'L1', vbmdMgCc: 95, fracture: null },
  ],
  neighbours: 'cut',
  scanner: {
    ...demoSpine.scanner,
    sliceSpacingMm: SLICE_MM,
    sliceThicknessMm: SLICE_MM,
    fieldOfViewMm: [70, 80],
  },
  pose: { rotationDegrees: [4, -3, 6], shiftMm: [0, 0, 0] },
};
/** Solves end at a residual of 1e-6. */
const DIGITS = 5;

const spine = digitalSpine(OPTIONS);

test.each(spine.truth.levels)('what is measured at $level', async ({ level, labelValue, frame }) => {
  const { ct, bodies } = spine;
  const body = { ct, surface: surfaceOfMask(bodies, labelValue)!, frame };
  const error = { ...BY_VOLTAGE.error, interceptSe: 4, correlation: -0.3 };
  const calibration = { ...BY_VOLTAGE, error };
  const density = measureTrabecularDensity({
    ...body,
    calibration,
    level,
    sliceThicknessMm: SLICE_MM,
    parameters: PARAMETERS.trabecular,
  });
  const segmented = {
    level,
    labelValue,
    frame,
    bodyVolumeMm3: 0,
    truncated: false,
    refusal: null,
    qc: { light: 'green', flags: [] },
  } as const;
  const { strain, ...strength } = levelStrength({
    ct,
    surface: body.surface,
    segmented,
    calibration,
    trabecular: density.trabecular,
    sliceThicknessMm: SLICE_MM,
    parameters: PARAMETERS,
    log: SILENT,
  });
  const measured = {
    trabecular: density.trabecular,
    regionVoxels: density.region!.data.reduce((sum, value) => sum + value, 0),
    densityFlags: density.flags,
    heights: measureHeights({ ...body, bodies, labelValue, sliceThicknessMm: SLICE_MM }),
    strength,
    strainSum: strain.data.reduce((sum, value) => sum + value, 0),
  };
  const text = JSON.stringify(measured, (_key, value: unknown) => rounded(value), 1);
  await expect(`${text}\n`).toMatchFileSnapshot(`pinned/${level}.json`);
});

function rounded(value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(DIGITS)) : value;
}
