/**
 * The strength of a level against that of the same body with the average trabecular density of the patient's age and sex, and of
 * young adults; and as a z by the standard deviation of density, carried through the solves.
 *
 * By construction it holds what density says of the level, in terms of strength: size and shape of the patient cancel out.
 */
import type { DensityResponse } from '../../../../contracts/level/density-response.ts';
import type { Level } from '../../../../contracts/levels.ts';
import type { Quantity } from '../../../../contracts/primitives.ts';
import type { ModelledStrength, StrengthReference } from '../../../../contracts/risk/strength-reference.ts';
import {
  COARSE_SE,
  MOST_SCALING,
  REFERENCE_AGES,
  SHELL_SE,
  STRENGTH_REFERENCE,
  YOUNG_ADULT_YEARS,
} from '../../../definitions/reference/trabecular-reference.ts';
import { naturalSpline, type Spline } from '../../../math/interpolation.ts';
import { sum } from '../../../math/moments.ts';
import { Z95 } from '../../../math/normal.ts';
import { ageOrSexMissing, type Subject } from '../../subject/subject.ts';

import { coversAge, referenceDensity, type ReferenceDensity } from './reference-density.ts';

/** Errors of one standard error each: of densities as shares (0 for none). */
interface Errors {
  /** Of the density that the body was solved with: calibration, agent. */
  readonly line: number;
  /** Of the region's density against the body's. */
  readonly region: number;
  /** Of the reference's mean. */
  readonly reference: number;
}

interface Comparison {
  /** Natural logarithms of strength over that of the reference. */
  readonly average: number;
  readonly youngAdult: number;
  readonly z: number;
}

type Solved = Extract<DensityResponse, { status: 'solved' }>;

const EXACT: Errors = { line: 0, region: 0, reference: 0 };
const BASIS =
  'calibration, sampling of the region, and the mean of the reference (population, scanner, level), in shares the shell; not included: marrow fat and material law';

/**
 * @param level by its name, or the likeliest one
 * @param response null where the level was not solved, or by software before it
 */
export function levelReference(
  level: Level,
  response: DensityResponse | null,
  { ageYears, sex }: Pick<Subject, 'ageYears' | 'sex'>,
): StrengthReference {
  const none = (reason: string): StrengthReference => ({ status: 'none', reason });
  if (response === null) return none('strength not computed');
  if (response.status === 'withheld') return none(response.reason);
  if (ageYears === null || sex === null) return none(ageOrSexMissing({ ageYears, sex })!);
  if (!coversAge(ageYears))
    return none(`age outside ${REFERENCE_AGES.lowest} to ${REFERENCE_AGES.highest} years`);
  const average = referenceDensity(level, sex, ageYears);
  const young = referenceDensity(level, sex, YOUNG_ADULT_YEARS);
  if (average === null || young === null) return none(`no reference for ${level}`);
  const own = response.trabecularMgCc;
  const tooFar = ({ mean }: ReferenceDensity): boolean => Math.max(mean / own, own / mean) > MOST_SCALING;
  if (tooFar(average) || tooFar(young)) return none('trabecular density too far from the reference');
  return modelled(level, response, average, young);
}

function modelled(
  level: Level,
  response: Solved,
  average: ReferenceDensity,
  young: ReferenceDensity,
): ModelledStrength {
  const own = response.trabecularMgCc;
  const curve = naturalSpline(
    response.points.map(({ trabecularMgCc }) => trabecularMgCc),
    response.points.map(({ strengthN }) => strengthN),
  );
  const at = (errors: Errors): Comparison => compared(curve, own, average, young, errors);
  const parts = [
    { shared: true, errors: { ...EXACT, line: response.lineSe / own } },
    { shared: false, errors: { ...EXACT, region: response.samplingSe / own } },
    { shared: true, errors: { ...EXACT, reference: average.sharedSe } },
    { shared: false, errors: { ...EXACT, reference: average.ownSe } },
  ];
  const found = at(EXACT);
  const se = (pick: (comparison: Comparison) => number, of: readonly boolean[]): number =>
    rootOfSquares(
      parts.filter(({ shared }) => of.includes(shared)).map(({ errors }) => half(at, errors, pick)),
    );
  const share = (pick: (comparison: Comparison) => number): Quantity<'%'> => {
    const [log, margin] = [
      pick(found),
      Z95 * Math.hypot(se(pick, [true, false]), Math.hypot(SHELL_SE, COARSE_SE) * pick(found)),
    ];
    const interval = { low: 100 * Math.exp(log - margin), high: 100 * Math.exp(log + margin) };
    return {
      value: 100 * Math.exp(log),
      unit: '%',
      uncertainty: { kind: 'interval95', ...interval, basis: BASIS },
    };
  };
  const [sharedSe, ownSe] = [se(({ z }) => z, [true]), se(({ z }) => z, [false])];
  const lineSe = half(at, { ...EXACT, line: response.lineSe / own }, ({ z }) => z);
  return {
    status: 'modelled',
    referenceId: STRENGTH_REFERENCE,
    level,
    densityMgCc: { own, average: average.mean, standardDeviation: average.sd, youngAdult: young.mean },
    averageN: curve(average.mean),
    youngAdultN: curve(young.mean),
    shareOfAverage: share((comparison) => comparison.average),
    shareOfYoungAdult: share((comparison) => comparison.youngAdult),
    z: withInterval(found.z, { sharedSe, ownSe, lineSe }),
  };
}

export function withInterval(
  value: number,
  errors: Pick<ModelledStrength['z'], 'sharedSe' | 'ownSe' | 'lineSe'>,
): ModelledStrength['z'] {
  const margin = Z95 * Math.hypot(errors.sharedSe, errors.ownSe);
  return { value, ...errors, low: value - margin, high: value + margin };
}

/**
 * A line in error moves the body along its curve; a region in error moves the curve along its axis. The z is the distance from
 * the average in steps of what one standard deviation less density takes off its strength.
 */
function compared(
  curve: Spline,
  own: number,
  average: ReferenceDensity,
  young: ReferenceDensity,
  { line, region, reference }: Errors,
): Comparison {
  const strength = curve(own * Math.exp(line));
  const axis = Math.exp(-region);
  const [averageMean, youngMean] = [average, young].map(({ mean }) => mean * Math.exp(reference) * axis) as [
    number,
    number,
  ];
  const averageStrength = curve(averageMean);
  const step = averageStrength - curve(averageMean - average.sd * axis);
  return {
    average: Math.log(strength / averageStrength),
    youngAdult: Math.log(strength / curve(youngMean)),
    z: (strength - averageStrength) / step,
  };
}

export function rootOfSquares(values: readonly number[]): number {
  return Math.sqrt(sum(values.map((value) => value ** 2)));
}

/** What one standard error to either side changes, halved. */
function half(
  at: (errors: Errors) => Comparison,
  errors: Errors,
  pick: (comparison: Comparison) => number,
): number {
  const other = { line: -errors.line, region: -errors.region, reference: -errors.reference };
  return Math.abs(pick(at(errors)) - pick(at(other))) / 2;
}
