/** The most trusted method that the study allows; the others beside it, for comparison. */
import type { Calibration } from '../../contracts/calibration/calibration.ts';
import type { CalibrationFile } from '../../contracts/calibration/calibration-file.ts';
import type { RegisteredCalibration } from '../../contracts/calibration/registry.ts';
import type { Ct } from '../../contracts/ct.ts';
import type { Flag } from '../../contracts/primitives.ts';

import { asynchronous } from './methods/asynchronous.ts';
import { byVoltage, type Candidate } from './methods/by-voltage.ts';
import { FIVE_TISSUES, fitFiveTissues, fiveTissueDensity, type TissueHu } from './methods/five-tissue.ts';
import { phantomless } from './methods/phantomless.ts';
import type { PhantomFit } from './phantom/fit-phantom.ts';
import type { FoundRegion } from './regions/find-regions.ts';

export interface Evidence {
  readonly about: Ct;
  readonly found: readonly FoundRegion[];
  /** Of the phantom that was named. */
  readonly phantom: PhantomFit | null;
  readonly file: CalibrationFile | null;
  /** Of those that the site has registered, the one of this scan; not looked at where there is a `file`. */
  readonly registered: RegisteredCalibration | null;
}

export interface Choice {
  readonly chosen: Candidate;
  readonly alternatives: Calibration['alternatives'];
  readonly flags: readonly Flag[];
}

/** HU between which the parabola of the five-tissue method is told as a line: trabecular bone. */
const CHORD_HU = [50, 200] as const;

/** @throws StudyRefused KVP_OUT_OF_RANGE, CALIBRATION_FILE_MISMATCH, PHANTOM_FIT_POOR */
export function chooseMethod({ about, found, phantom, file, registered }: Evidence): Choice {
  const candidates = [
    phantom === null ? null : byPhantom(phantom),
    scannedBefore(about, file, registered),
    phantomless('air-blood', found, about.kvp, about.manufacturer),
    phantomless('air-fat', found, about.kvp, about.manufacturer),
    byVoltage(about.kvp, about.manufacturer),
  ].filter((candidate) => candidate !== null);
  const [chosen, ...others] = candidates as [Candidate, ...Candidate[]];
  const five = fiveTissues(found);
  return {
    chosen,
    alternatives: [
      ...others.map(({ method, slope, intercept, statement }) => ({ method, slope, intercept, statement })),
      ...(five === null ? [] : [five]),
    ],
    flags: [...chosen.flags, ...(chosen.method === 'kvp-slope' ? [withoutReference(found)] : [])],
  };
}

function scannedBefore(
  about: Ct,
  file: CalibrationFile | null,
  registered: RegisteredCalibration | null,
): Candidate | null {
  if (file !== null) return asynchronous(file, about);
  return registered === null ? null : asynchronous(registered.file, about, registered.id);
}

function byPhantom({ line, fit, statement, source, flags }: PhantomFit): Candidate {
  return { method: 'phantom', ...line, fit, statement, source, flags };
}

function fiveTissues(found: readonly FoundRegion[]): Calibration['alternatives'][number] | null {
  const means = FIVE_TISSUES.map(
    (tissue) => found.find(({ region }) => region.tissue === tissue && region.accepted)?.region.meanHu,
  );
  if (means.includes(undefined)) return null;
  const fit = fitFiveTissues(
    Object.fromEntries(FIVE_TISSUES.map((tissue, n) => [tissue, means[n]!])) as TissueHu,
  );
  const [low, high] = CHORD_HU.map((hu) => fiveTissueDensity(fit, hu)) as [number, number];
  const slope = (high - low) / (CHORD_HU[1] - CHORD_HU[0]);
  return {
    method: 'five-tissue',
    slope,
    intercept: low - slope * CHORD_HU[0],
    statement: `five-tissue calibration (Michalski 2020; ${fit.energyKev.toFixed(1)} keV), linear between ${CHORD_HU.join(' and ')} HU, not 0 for water; for comparison only`,
  };
}

/** Why the last resort was taken. */
function withoutReference(found: readonly FoundRegion[]): Flag {
  const seen = (['air', 'blood', 'fat'] as const).map((tissue) => {
    const region = found.find((one) => one.region.tissue === tissue)?.region;
    if (region === undefined) return `${tissue} not found`;
    return region.accepted ? `${tissue} accepted` : `${tissue} not accepted (${region.remark})`;
  });
  return {
    code: 'NO_REFERENCE_IN_IMAGE',
    message: `density calibrated by tube voltage only: ${seen.join(', ')}`,
  };
}
