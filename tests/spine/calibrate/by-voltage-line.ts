/** A line of the tube voltage, as a CT without a phantom, blood or fat has it. */
import type { Calibration } from '../../../contracts/calibration/calibration.ts';

export const BY_VOLTAGE: Calibration = {
  schema: 'osteon/calibration/2',
  method: 'kvp-slope',
  mineralBasis: 'K2HPO4',
  slope: 0.7,
  intercept: 0,
  error: { slopeSe: (0.15 * 0.7) / 1.96, interceptSe: 0, correlation: 0, basis: 'made up for the test' },
  fit: null,
  regions: [],
  alternatives: [],
  withPhantomScan: null,
  contrast: { phase: 'none', aortaHu: 40, correctionMgCc: 0, basis: 'made up for the test' },
  noiseHu: 12,
  picture: null,
  statement: 'uncalibrated, ±10-15 %',
  source: 'made up',
  flags: [],
  provenance: { software: { name: 'osteon', version: '0' }, parameterSet: 'test', inputs: [] },
};
