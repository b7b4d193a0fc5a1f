/**
 * From the HU of a phantom's rods to a line for K2HPO4 with its errors.
 *
 * K2HPO4 rods: HU - water is fitted on K2HPO4; s = slope - 0.2174, b = intercept + 999.6, density = (HU - b) / s (Mindways,
 * QCT PRO User's Guide 5.0 rev 20110801, as cited in the source code of Ogo). CaHA rods: density on HU, then times
 * the conversion to K2HPO4.
 *
 * The errors hold the scatter of the rods, the noise in them, the conversion, and what no rod shows: that HU under the
 * back are not quite HU in the middle of the body.
 */
import type { DensityLine, LineFit } from '../../../contracts/calibration/calibration.ts';
import type { Flag } from '../../../contracts/primitives.ts';
import { StudyRefused } from '../../../contracts/refusals.ts';
import { PHANTOM_R2, WATER_INTERCEPT, WATER_SLOPE } from '../../definitions/calibration.ts';

import { apatiteToK2hpo4 } from './apatite.ts';
import { fitLine, isPhysical, PHYSICAL } from './line-fit.ts';
import type { Phantom, PhantomRod } from './phantom.ts';

/** What the fit needs of a rod. */
export interface FitRod extends PhantomRod {
  readonly meanHu: number;
  readonly seHu: number;
  readonly accepted: boolean;
}

export interface PhantomFit {
  readonly line: DensityLine;
  readonly fit: LineFit;
  readonly statement: string;
  readonly source: string;
  readonly flags: readonly Flag[];
}

/** Rods scatter by 3 HU, as known as from six points (design value). */
const ROD_SCATTER = { sd: 3, points: 6 } as const;
/** HU in the middle of the body against those under the back: cupping, scatter. Standard error, HU (design value). */
const PLACE_HU = 3;
/** The beam is harder there than at the rods: standard error, part of the slope (design value). */
const BEAM_SHARE = 0.02;

/**
 * @param kvp for the conversion of CaHA; null where the image does not say
 * @throws StudyRefused PHANTOM_FIT_POOR where R2 is below 0.90, or the line is no calibration of a CT scanner
 */
export function fitPhantom(rods: readonly FitRod[], phantom: Phantom, kvp: number | null): PhantomFit {
  const { used, flags: rodFlags } = usable(rods);
  const conversion = phantom.basis === 'CaHA' ? apatiteToK2hpo4(kvp) : null;
  const fitted = conversion === null ? solutionLine(used) : apatiteLine(used, conversion);
  const { r2, line } = fitted;
  const seen = `R2 ${r2.toFixed(3)}, ${line.slope.toFixed(3)} mg/cm3 per HU, ${line.intercept.toFixed(1)} mg/cm3 at 0 HU, from ${used.length} rods`;
  if (!(r2 >= PHANTOM_R2.refuse) || !isPhysical(line)) {
    throw new StudyRefused({
      code: 'PHANTOM_FIT_POOR',
      saw: seen,
      wanted: `R2 of at least ${PHANTOM_R2.refuse}, ${PHYSICAL}`,
    });
  }
  return {
    line: elsewhere(line),
    fit: { r2, points: fitted.points },
    statement: `calibrated with a phantom in the image, ${phantom.label}, R2 ${r2.toFixed(3)}`,
    source: sourceOf(phantom, conversion?.statement ?? null),
    flags: [
      ...rodFlags,
      ...(r2 < PHANTOM_R2.warn
        ? [
            {
              code: 'PHANTOM_FIT_WARN' as const,
              message: `${seen}; recommended: R2 of at least ${PHANTOM_R2.warn}`,
            },
          ]
        : []),
      ...(used.length === 2
        ? [
            {
              code: 'PHANTOM_TWO_RODS' as const,
              message: 'fit of two rods only; goodness of fit cannot be evaluated',
            },
          ]
        : []),
      ...(conversion === null
        ? []
        : [
            {
              code: 'MINERAL_BASIS_CONVERTED' as const,
              message: `phantom densities in CaHA, converted: ${conversion.statement}`,
            },
          ]),
    ],
  };
}

interface Fitted {
  readonly r2: number;
  readonly line: DensityLine;
  readonly points: LineFit['points'];
}

function solutionLine(rods: readonly FitRod[]): Fitted {
  const density = rods.map(({ densityMgCc }) => densityMgCc);
  const above = rods.map(({ meanHu, waterMgCc }) => meanHu - (waterMgCc ?? WATER_INTERCEPT));
  const fitted = fitLine(density, above, { ...ROD_SCATTER, sd: Math.hypot(ROD_SCATTER.sd, noiseOf(rods)) });
  const s = fitted.slope - WATER_SLOPE;
  const b = fitted.intercept + WATER_INTERCEPT;
  const [slope, intercept] = [1 / s, -b / s];
  // d(1/s) = -ds/s2; d(-b/s) = -db/s + b ds/s2.
  const [ds, db] = [fitted.slopeSe, fitted.interceptSe];
  const cov = fitted.correlation * ds * db;
  const slopeVar = ds ** 2 / s ** 4;
  const interceptVar = db ** 2 / s ** 2 + (b * ds) ** 2 / s ** 4 - (2 * b * cov) / s ** 3;
  const both = cov / s ** 3 - (b * ds ** 2) / s ** 4;
  return {
    r2: fitted.r2,
    line: lineOf(slope, intercept, slopeVar, interceptVar, both),
    points: rods.map(({ name, meanHu, densityMgCc }, n) => ({
      name,
      hu: meanHu,
      densityMgCc,
      residualMgCc: fitted.residuals[n]! / fitted.slope,
    })),
  };
}

function apatiteLine(rods: readonly FitRod[], { factor, se }: { factor: number; se: number }): Fitted {
  const hu = rods.map(({ meanHu }) => meanHu);
  const density = rods.map(({ densityMgCc }) => densityMgCc);
  // Scatter of the rods in their density: HU times a slope that is near enough for that.
  const perHu = (density.at(-1)! - density[0]!) / (hu.at(-1)! - hu[0]!);
  const sd = Math.abs(perHu) * Math.hypot(ROD_SCATTER.sd, noiseOf(rods));
  const fitted = fitLine(hu, density, { ...ROD_SCATTER, sd });
  const { slope: m, intercept: c } = fitted;
  const cov = fitted.correlation * fitted.slopeSe * fitted.interceptSe;
  return {
    r2: fitted.r2,
    line: lineOf(
      factor * m,
      factor * c,
      (factor * fitted.slopeSe) ** 2 + (m * se) ** 2,
      (factor * fitted.interceptSe) ** 2 + (c * se) ** 2,
      factor ** 2 * cov + m * c * se ** 2,
    ),
    points: rods.map(({ name, meanHu, densityMgCc }, n) => ({
      name,
      hu: meanHu,
      densityMgCc: factor * densityMgCc,
      residualMgCc: factor * fitted.residuals[n]!,
    })),
  };
}

/** The line in the middle of the body instead of under the back: as unsure as HU and beam differ between them. */
function elsewhere({ slope, intercept, error }: DensityLine): DensityLine {
  return lineOf(
    slope,
    intercept,
    error.slopeSe ** 2 + (BEAM_SHARE * slope) ** 2,
    error.interceptSe ** 2 + (PLACE_HU * slope) ** 2,
    error.correlation * error.slopeSe * error.interceptSe,
  );
}

function lineOf(
  slope: number,
  intercept: number,
  slopeVar: number,
  interceptVar: number,
  covariance: number,
): DensityLine {
  const [slopeSe, interceptSe] = [Math.sqrt(Math.max(0, slopeVar)), Math.sqrt(Math.max(0, interceptVar))];
  const product = slopeSe * interceptSe;
  return {
    slope,
    intercept,
    error: {
      slopeSe,
      interceptSe,
      correlation: product > 0 ? Math.min(1, Math.max(-1, covariance / product)) : 0,
      basis: `least-squares fit of the rods; difference of HU between body and rods (±${PLACE_HU} HU, ±${100 * BEAM_SHARE} % of the slope, one standard error; assumption of this software)`,
    },
  };
}

/** Rods that failed their gate are left out while at least three remain. */
function usable(rods: readonly FitRod[]): { used: readonly FitRod[]; flags: readonly Flag[] } {
  const good = rods.filter(({ accepted }) => accepted);
  if (good.length === rods.length) return { used: rods, flags: [] };
  const names = rods.filter(({ accepted }) => !accepted).map(({ name }) => name);
  const kept = good.length >= 3;
  return {
    used: kept ? good : rods,
    flags: [
      {
        code: kept ? 'PHANTOM_ROD_LEFT_OUT' : 'PHANTOM_ROD_DOUBTED',
        message: `rods that failed quality control: ${names.join(', ')}${kept ? '' : '; used nevertheless, too few rods would remain'}`,
      },
    ],
  };
}

function noiseOf(rods: readonly FitRod[]): number {
  return Math.sqrt(rods.reduce((sum, { seHu }) => sum + seHu * seHu, 0) / rods.length);
}

function sourceOf({ label, serial, basis }: Phantom, conversion: string | null): string {
  const piece = serial === null ? label : `${label}, serial ${serial}`;
  return basis === 'K2HPO4'
    ? `${piece}, densities by its certificate; equations of the Mindways QCT PRO User's Guide 5.0 (2011)`
    : `${piece}, densities as ${serial === null ? 'stated by the manufacturer' : 'stated for this phantom'}; ${conversion ?? ''} (Goodsitt 1992; interpolated between its voltages)`;
}
