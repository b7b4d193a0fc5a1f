/** What is compared of one result: some hundred bytes of it, so that those of tens of thousands of studies fit in memory. */
import type { Result } from '../../contracts/result.ts';

import { LEVEL_MEASURES, STUDY_MEASURES } from './measures.ts';

export interface Comparable {
  readonly studyId: string;
  readonly outcome: Result['outcome'];
  /** Codes; null where there is none. */
  readonly refusal: string | null;
  readonly fault: string | null;
  readonly densityCategory: string | null;
  readonly riskCategory: string | null;
  /** In the order of `STUDY_MEASURES`; null where it is not told. */
  readonly values: readonly (number | null)[];
  readonly levels: readonly ComparableLevel[];
}

export interface ComparableLevel {
  readonly level: string;
  /** As measured: what a reader says of it is the same before and after. */
  readonly grade: number | null;
  /** In the order of `LEVEL_MEASURES`. */
  readonly values: readonly (number | null)[];
}

/** Holds nothing of the result itself. */
export function comparable(result: Result): Comparable {
  const { studyId, outcome, refusal, fault, density, overall, levels } = result;
  return {
    ...{ studyId, outcome, refusal: refusal?.code ?? null, fault: fault?.code ?? null },
    densityCategory: density?.category ?? null,
    riskCategory: overall?.category ?? null,
    values: STUDY_MEASURES.map(({ of }) => of(result)?.value ?? null),
    levels: levels.map((level) => ({
      level: level.level,
      grade: level.fracture?.grade ?? null,
      values: LEVEL_MEASURES.map(({ of }) => of(level)?.value ?? null),
    })),
  };
}
