/**
 * The patients that this one may be: every uncertainty of a study drawn together, many times over.
 *
 * Independent of each other are the errors of the density by cause, those of heights by level, factors that nobody gave, and the
 * model's own errors; a strength's z shares the error of the line with the density, and fractures where nobody looked depend on those that
 * were seen. Where it is wrong: a low density, a fracture and a factor are found together more often than by chance, the regions' sampling
 * is drawn twice, for the density and for the z, and a strength that nobody can compare is drawn as if it told nothing of the density.
 */
import type { Level } from '../../../../contracts/levels.ts';
import type { Order } from '../../../../contracts/order/order.ts';
import { normalCdf } from '../../../math/normal.ts';
import type { Draws } from '../../../math/random/latin-hypercube.ts';
import type { DensityEvidence } from '../../density/density-evidence.ts';
import type { KnownFractures } from '../../fractures/known-fractures.ts';
import { usualAt } from '../../risk/fracture-evidence.ts';
import { TABLE_ANCHOR } from '../../risk/parameters.ts';
import type { StrengthZ } from '../../risk/table/table-anchor.ts';
import type { Subject } from '../../subject/subject.ts';
import type { KnownPatient } from '../rules/rules.ts';

import { drawDensity, type DrawnDensity } from './density-draws.ts';
import { drawFactors, type DrawnFactors } from './factor-draws.ts';
import { drawFractures, type DrawnFractures, type Grades } from './fracture-draws.ts';
import { drawSubject, type DrawnSubject } from './subject-draws.ts';

export interface VerdictInput {
  readonly subject: Pick<Subject, 'ageYears' | 'sex'>;
  readonly order: Order | null;
  /** YYYY-MM-DD */
  readonly studyDate: string | null;
  /** As measured. */
  readonly grades: Grades;
  readonly known: KnownFractures;
  readonly density: DensityEvidence | null;
  /** Null as long as there is no reference population for the strength of this method. */
  readonly strengthZ: StrengthZ | null;
}

export interface PossiblePatients {
  readonly patient: (draw: number) => KnownPatient;
  readonly subject: DrawnSubject;
  readonly density: DrawnDensity;
  readonly fractures: DrawnFractures;
  readonly factors: DrawnFactors;
}

const { leastExponentBesideStrength } = TABLE_ANCHOR.value.vertebralFracture;

export function possiblePatients(input: VerdictInput, draws: Draws): PossiblePatients {
  const subject = drawSubject(input.subject, draws);
  const density = drawDensity(input.density, subject, draws);
  const factors = drawFactors(input.order, input.studyDate, subject, draws);
  const fractures = drawFractures(input.grades, input.known, (n) => usualAt(subject.ageYears(n)), draws);
  const { strengthZ } = input;
  const z = drawStrengthZ(strengthZ, density.line, draws);
  const [anchor, rounding, ratio, strengthRatio] = ['anchor', 'rounding', 'fracture ratio', 'strength ratio']
    .map((name) => draws.normal(name)) as [Float64Array, Float64Array, Float64Array, Float64Array]; // prettier-ignore
  const [stretch, exponent] = [draws.uniform('stretch'), draws.uniform('exponent')];
  const tScore = input.order?.dxa?.tScore ?? null;
  const least = leastExponentBesideStrength.value;
  const patient = (n: number): KnownPatient => {
    const worst = fractures.worst[n]!;
    const errors = {
      anchor: anchor[n]!,
      rounding: rounding[n]!,
      stretch: 2 * stretch[n]! - 1,
      fractureRatio: ratio[n]!,
      strengthRatio: strengthZ === null ? 0 : strengthRatio[n]!,
      exponent: strengthZ === null ? 1 : least + (1 - least) * exponent[n]!,
    };
    const riskAt = (strength: number) =>
      subject.model(n).risk(
        {
          facts: (factor) => factors.facts[factor][n] === 1,
          fracture: worst < 0 ? null : (worst as 0 | 1 | 2 | 3),
          strengthZ: strength,
        },
        errors,
      );
    const risk = riskAt(z[n]!);
    // No population stands behind a modelled z: what only it makes very high is no more than high.
    const capped = strengthZ?.modelled === true && z[n]! < 0 ? riskAt(0) : risk;
    return {
      fractures: fractures.count[n]!,
      severe: fractures.severe[n] === 1,
      recent: factors.recent[n] === 1,
      onTreatment: factors.onTreatment[n] === 1,
      hipFracture: factors.hip[n] === 1,
      tScore,
      density: density.values[n]!,
      strengthZ: strengthZ === null ? null : z[n]!,
      majorPercent: 100 * risk['major-osteoporotic'],
      hipPercent: 100 * risk.hip,
      surelyMajorPercent: 100 * capped['major-osteoporotic'],
    };
  };
  return { patient, subject, density, fractures, factors };
}

/** @param line the error that the z shares with the density, standard normal by draw */
function drawStrengthZ(strengthZ: StrengthZ | null, line: DrawnDensity['line'], draws: Draws): Float64Array {
  const own = draws.normal('strength');
  if (strengthZ === null) return own;
  const { value, se, lineSe = 0 } = strengthZ;
  const shared = line === null ? 0 : Math.min(lineSe, se);
  const rest = Math.sqrt(se ** 2 - shared ** 2);
  return own.map((at, n) => value + shared * (line?.[n] ?? 0) + rest * at);
}

/** Parts of equal probability that a standard normal is cut into, 0 to `parts` - 1. */
export function partsOf(normal: Float64Array, parts: number): Uint8Array {
  return Uint8Array.from(normal, (at) => Math.min(parts - 1, Math.floor(parts * normalCdf(at))));
}

/** How likely each level is fractured. */
export function levelChances({ levels }: DrawnFractures): ReadonlyMap<Level, number> {
  return new Map(
    [...levels].map(([level, { fractured }]) => [
      level,
      fractured.reduce((sum, one) => sum + one, 0) / fractured.length,
    ]),
  );
}

/** How likely there is a vertebral fracture, but for those of the history that measure nothing. */
export function fractureShare({ worst }: DrawnFractures): number {
  return worst.reduce((sum, grade) => sum + Number(grade >= 0), 0) / worst.length;
}
