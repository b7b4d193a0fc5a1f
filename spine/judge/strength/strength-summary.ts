/**
 * The strength of the study as a whole: newtons for information, and a z-score: against a population measured with this method where
 * there is one, else against the patient's own bodies with the average density (`reference/`).
 *
 * Newtons put nobody into a category. Cut-offs of other engines are not ours, and deriving one of our own from density
 * thresholds is what a patent claims (US 9,848,818): not done without counsel. Nor is a T-score-like figure made of it.
 */
import type { Density, Flag, Quantity } from '../../../contracts/primitives.ts';
import type { StrengthSummary } from '../../../contracts/risk/risk.ts';
import type { StudyStrengthReference } from '../../../contracts/risk/strength-reference.ts';
import type { Level } from '../../../contracts/levels.ts';

import { OSTEOPOROSIS_BELOW } from '../density/density-category.ts';
import { estimateOf } from '../../math/interval.ts';
import type { StrengthZ } from '../risk/table/table-anchor.ts';
import type { Subject } from '../subject/subject.ts';
import { referenceFor, zScore, type ReferencePopulation } from '../thresholds/reference-population.ts';
import { DISCORDANT_STRENGTH_Z } from '../../definitions/cut-offs.ts';

/** Strength that L1 has or would have, and the levels that say so. */
export interface L1Equivalent {
  readonly strength: Quantity<'N'>;
  readonly levels: readonly Level[];
  readonly statement: string;
  /** Why the level that it is of or from should be looked at, in words; absent where it need not be. */
  readonly doubt?: string;
}

/** Why the strength of L1 is not told. */
export interface L1Withheld {
  readonly withheld: string;
  /** No level has a strength: there is no force to say anything of. */
  readonly nothingSolved?: true;
}

/** Levels are positions: which of them is L1 is not known. */
export const STRENGTH_UNSETTLED: L1Withheld = {
  withheld:
    'Strength of L1 not estimated: the level names are not settled. Strengths are reported by position.',
};
const NO_LEVEL: L1Withheld = { withheld: 'No level allows an estimate of the strength of L1.' };
const INFORMATION =
  'The force itself is informational: no population was measured with this method, and cut-offs of other methods do not apply.';
const NO_Z = 'No z-score: the reference does not cover this patient, or no intact level was solved.';

export interface StrengthFindings {
  readonly summary: StrengthSummary;
  readonly z: StrengthZ | null;
  /** The same, where it does not rest on density alone: against a population. */
  readonly measuredZ: StrengthZ | null;
}

/**
 * @param modelled of the intact levels; null where there is none
 * @param reference a population's strengths by this method; null as long as there is none
 */
export function strengthSummary(
  found: L1Equivalent | L1Withheld | null,
  subject: Subject,
  methodId: string,
  modelled: StudyStrengthReference | null,
  reference: ReferencePopulation | null = referenceFor(methodId),
): StrengthFindings {
  const told = found ?? NO_LEVEL;
  const l1 = 'withheld' in told ? null : told;
  const measuredZ = l1 === null || reference === null ? null : zOf(l1.strength, subject, methodId, reference);
  const z = measuredZ ?? (modelled === null ? null : modelledZ(modelled));
  const ofReference =
    measuredZ !== null
      ? `z-score ${measuredZ.value.toFixed(1)} (${measuredZ.referenceId}).`
      : modelled === null
        ? NO_Z
        : modelledText(modelled);
  const own = 'withheld' in told ? told.withheld : told.statement;
  const statement = 'nothingSolved' in told ? own : [own, ofReference, INFORMATION].join(' ');
  return {
    summary: {
      status: 'informational',
      l1Equivalent: l1?.strength ?? null,
      levels: l1?.levels ?? [],
      ...(l1?.doubt === undefined ? {} : { doubt: l1.doubt }),
      methodId,
      zScore: measuredZ === null ? null : { value: measuredZ.value, referenceId: measuredZ.referenceId },
      modelled,
      statement,
    },
    z,
    measuredZ,
  };
}

function modelledZ({ z, referenceId }: StudyStrengthReference): StrengthZ {
  const se = Math.hypot(z.sharedSe, z.ownSe);
  return { value: z.value, se, lineSe: z.lineSe ?? 0, referenceId, modelled: true };
}

/** "Modelled reference: 84 % (61-116) of the same bodies with the average density of age and sex, ..." */
function modelledText({ shareOfAverage, shareOfYoungAdult, z, levels }: StudyStrengthReference): string {
  const percent = ({ value, uncertainty }: Quantity<'%'>): string =>
    uncertainty.kind === 'none'
      ? `${value.toFixed(0)} %`
      : `${value.toFixed(0)} % (${uncertainty.low.toFixed(0)}-${uncertainty.high.toFixed(0)})`;
  return (
    `Modelled reference: ${percent(shareOfAverage)} of the strength of the same bodies (${levels.join(', ')}) with the average density of ` +
    `the patient's age and sex, z-score ${z.value.toFixed(1)} (${z.low.toFixed(1)} to ${z.high.toFixed(1)}), ` +
    `and ${percent(shareOfYoungAdult)} of that of young adults.`
  );
}

function zOf(
  strength: Quantity<'N'>,
  subject: Subject,
  methodId: string,
  reference: ReferencePopulation,
): StrengthZ | null {
  const value = zScore(reference, methodId, subject, strength.value);
  const { se } = estimateOf(strength);
  // A strength without an interval (contrast agent, a solve that failed) is held against nothing.
  if (value === null || se === null) return null;
  const oneMore = zScore(reference, methodId, subject, strength.value + se)!;
  return { value, se: oneMore - value, referenceId: reference.id };
}

export function discordanceFlags(z: StrengthZ | null, density: Density | null): readonly Flag[] {
  if (z === null || density === null || z.value > DISCORDANT_STRENGTH_Z || density.value < OSTEOPOROSIS_BELOW)
    return [];
  return [
    {
      code: 'STRENGTH_DENSITY_DISCORDANT',
      message: `strength at least ${-DISCORDANT_STRENGTH_Z} SD below the reference mean with a density of at least ${OSTEOPOROSIS_BELOW} mg/cm3: verify outlines, geometry and calibration`,
    },
  ];
}
