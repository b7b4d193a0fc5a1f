/** A made-up patient of whom everything is known, for the tests of the verdict. */
import type { Level } from '../../../../contracts/levels.ts';
import { GRADED_SPINE } from '../../../../spine/definitions/fractures.ts';
import type { GradedLevel } from '../../../../spine/judge/fractures/genant-grade.ts';
import { NOTHING_KNOWN } from '../../../../spine/judge/fractures/known-fractures.ts';
import type { VerdictInput } from '../../../../spine/judge/verdict/draws/possible-patients.ts';

import { ANSWERED_NO, order } from '../cases.ts';

export const NO_ERRORS = { calibration: 0, sampling: 0, levels: 0, agent: 0 };

/** Of a wedge whose loss is known exactly. */
export function graded(loss: number): GradedLevel {
  const exact = (value: number) => ({ value, se: 0 });
  return {
    fracture: {
      grade: 0,
      shape: null,
      needsReader: false,
      lossPercent: { wedge: 0, biconcave: 0, crush: null },
      reference: 'test',
    },
    gradeRange: [0, 0],
    doubt: {
      losses: { wedge: exact(loss), biconcave: exact(0), crush: null, inFront: null },
      beyondIntact: { wedge: true, biconcave: true, crush: true },
      deformed: false,
    },
    flags: [],
  };
}

/** A man of 50 without a factor, all levels intact: no 10-year risk comes near a threshold. */
export function input(
  part: Partial<VerdictInput> = {},
  losses: Partial<Record<Level, number>> = {},
): VerdictInput {
  return {
    subject: { ageYears: 50, sex: 'male' },
    order: order({ riskFactors: ANSWERED_NO }),
    studyDate: '2024-06-15',
    grades: new Map(GRADED_SPINE.map((level) => [level, graded(losses[level] ?? 0)])),
    known: NOTHING_KNOWN,
    density: { value: 150, agentMgCc: 0, errors: NO_ERRORS },
    strengthZ: null,
    ...part,
  };
}
