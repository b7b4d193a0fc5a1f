/** CalibrateDensity: from tube voltage and headers to the line that turns HU into mg/cm3. */
import { assessmentKey, getJson, putJson } from '../shared/artifacts.ts';
import { stepHandler } from '../shared/aws/step-handler.ts';
import { calibrationSchema } from '../shared/contracts/calibration.ts';
import { ctSchema } from '../shared/contracts/ct.ts';
import { calibrateDensityInputSchema, calibrateDensityOutputSchema } from '../shared/contracts/states.ts';
import { SOFTWARE } from '../shared/version.ts';

import { headerFlags } from './header-gates.ts';
import { slopeByVoltage } from './kvp-slope.ts';

export const handler = stepHandler({
  name: 'CalibrateDensity',
  input: calibrateDensityInputSchema,
  output: calibrateDensityOutputSchema,
  run: async function calibrateDensity(input, { store, log }) {
    const ct = await getJson(store, input.ct.artifact, ctSchema);
    const { flags, relativeUncertainty, ...line } = slopeByVoltage(ct.kvp);
    const artifact = await putJson(store, assessmentKey(input, 'calibration.json'), calibrationSchema, {
      schema: 'osteon/calibration/2',
      method: 'kvp-slope',
      mineralBasis: 'K2HPO4',
      intercept: 0,
      ...line,
      error: {
        slopeSe: (relativeUncertainty * line.slope) / 1.96,
        interceptSe: 0,
        correlation: 0,
        basis: 'slope by tube voltage',
      },
      fit: null,
      regions: [],
      alternatives: [],
      contrast: { phase: 'unknown', aortaHu: null, correctionMgCc: 0, basis: 'the image was not looked at' },
      noiseHu: null,
      picture: null,
      flags: [...flags, ...headerFlags(ct)],
      provenance: {
        software: SOFTWARE,
        parameterSet: input.parameterSet,
        inputs: [input.ct.artifact.sha256],
      },
    });
    log.info('density calibrated by tube voltage', { slope: line.slope });
    return { artifact };
  },
});
