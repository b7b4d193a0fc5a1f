/** The density of the study beside that of its age and sex: which levels it is held against, or why it is not. */
import type { Level } from '../../../contracts/levels.ts';
import type { Density } from '../../../contracts/primitives.ts';
import { ageOrSexMissing, referenceDensity } from '../../../spine/judge/index.ts';
import { mean } from '../../../spine/math/moments.ts';
import type { ReportData } from '../../report-data.ts';

export interface AgeBand {
  readonly sex: 'female' | 'male';
  readonly ageYears: number;
  /** Of the patient: of lumbar levels less the contrast agent, of thoracic ones as measured. */
  readonly value: Density;
  /** The cut-offs are those of lumbar levels. */
  readonly lumbar: boolean;
  /** Mean and standard deviation between people, mg/cm3, at an age in years. */
  readonly at: (ageYears: number) => { readonly mean: number; readonly sd: number };
}

export type DensityReference = { readonly band: AgeBand } | { readonly band: null; readonly reason: string };

/** What a reason says of the strength besides; the density has the first part of it. */
const OF_STRENGTH = /; strength not computed$/;

/**
 * The same reference as that of strength, and under the same conditions: what judgement held against nothing (contrast agent, doubtful
 * scale, fractured levels) is not held against a band either.
 */
export function densityReference({ risk }: Pick<ReportData, 'risk'>): DensityReference {
  const none = (reason: string): DensityReference => ({ band: null, reason });
  const density = risk?.density ?? null;
  if (risk === null || density?.vbmd == null) return none('density not evaluated');
  const { ageYears, sex } = risk.subject;
  if (ageYears === null || sex === null) return none(ageOrSexMissing(risk.subject)!);
  const found = density.levels.map((level) => referenceOf(level, risk.levels));
  const held = found.flatMap((one) => (one?.status === 'modelled' ? [one.level] : []));
  if (held.length < found.length || held.length === 0) {
    const [reason] = found.flatMap((one) => (one?.status === 'none' ? [one.reason] : []));
    return none(reason?.replace(OF_STRENGTH, '') ?? 'no reference for these levels');
  }
  const lumbar = density.levels.every((level) => level.startsWith('L'));
  const value = lumbar ? (density.adjusted ?? density.vbmd) : density.vbmd;
  return {
    band: {
      sex,
      ageYears,
      value,
      lumbar,
      at: (age) => {
        const references = held.flatMap((level) => referenceDensity(level, sex, age) ?? []);
        return { mean: mean(references.map((one) => one.mean)), sd: mean(references.map(({ sd }) => sd)) };
      },
    },
  };
}

function referenceOf(level: Level, levels: NonNullable<ReportData['risk']>['levels']) {
  const outcome = levels.find((one) => one.level === level);
  return outcome?.status === 'assessed' ? outcome.strengthReference : undefined;
}
