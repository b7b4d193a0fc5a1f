/** Of the study as a whole: overall category, density, L1-equivalent strength, deformity index. */
import { isSettled, RISK_CATEGORIES, type Overall } from '../../contracts/risk/overall.ts';
import type { Result } from '../../contracts/result.ts';

import type { OwnCode } from '../dicom/codes.ts';
import {
  intervalParts,
  numberOf,
  refusedBy,
  type Absent,
  type Finding,
  type FindingValue,
  type Interpretation,
} from './finding.ts';

const DENSITY_INTERPRETATION = { osteoporosis: 'L', 'low-bone-mass': 'L', normal: 'N' } as const;
const OF_STUDY = { site: null, byReader: false } as const;

export function studyFindings(result: Result): readonly Finding[] {
  return [
    overallFinding(result),
    ...densityFindings(result),
    strengthFinding(result),
    ...indexFindings(result),
  ];
}

/** The category as a code; where the verdict is open between several, that it is, and none of them. Null where there is no verdict. */
export function categoryCode(overall: Overall | null): OwnCode | null {
  const { category = null, shares = null } = overall ?? {};
  if (category === null || shares === null) return null;
  return isSettled(shares) ? `risk-${category}` : 'risk-uncertain';
}

/** The verdict, and the share of each category. */
function overallFinding(result: Result): Finding {
  const { overall } = result;
  const category = categoryCode(overall);
  return {
    ...OF_STUDY,
    code: 'overall-category',
    value: category === null ? absent(result, overall?.statement) : { kind: 'code', code: category },
    parts:
      overall?.shares == null
        ? []
        : RISK_CATEGORIES.map((one) => ({
            code: `risk-${one}` as const,
            value: { kind: 'number', value: overall.shares![one], unit: '1' },
          })),
    interpretation: category === 'risk-uncertain' ? 'IND' : null,
    remark: category === null ? null : (overall?.statement ?? null),
  };
}

/** As measured; adjusted as a finding of its own. The category is of the adjusted one where there is one. */
function densityFindings(result: Result): readonly Finding[] {
  const { density } = result;
  const vbmd = density?.vbmd ?? null;
  const adjusted = density?.adjusted ?? null;
  const category = density?.category ?? null;
  const judged: { interpretation: Interpretation | null; remark: string | null } = {
    interpretation: category === null ? null : DENSITY_INTERPRETATION[category],
    remark: density?.statement ?? null,
  };
  const plain = { interpretation: null, remark: null };
  return [
    {
      ...OF_STUDY,
      code: 'study-density',
      ...(vbmd === null
        ? { value: absent(result, density?.statement), parts: [] }
        : { value: numberOf(vbmd), parts: intervalParts(vbmd) }),
      ...(vbmd === null || adjusted !== null ? plain : judged),
    },
    ...(adjusted === null
      ? []
      : [
          {
            ...OF_STUDY,
            code: 'study-density-adjusted' as const,
            value: numberOf(adjusted),
            parts: intervalParts(adjusted),
            ...judged,
            remark: [density?.adjustment, judged.remark].filter(Boolean).join(' '),
          },
        ]),
  ];
}

function strengthFinding(result: Result): Finding {
  const strength = result.strength?.l1Equivalent ?? null;
  const statement = result.strength?.statement ?? null;
  return {
    ...OF_STUDY,
    code: 'study-strength',
    ...(strength === null
      ? { value: absent(result, statement ?? undefined), parts: [], remark: null }
      : { value: numberOf(strength), parts: intervalParts(strength), remark: statement }),
    interpretation: null,
  };
}

function indexFindings({ fractures }: Result): readonly Finding[] {
  if (fractures === null) return [];
  const { value, low, high, statement } = fractures.deformityIndex;
  const count = (of: number): FindingValue => ({ kind: 'number', value: of, unit: '1' });
  return [
    {
      ...OF_STUDY,
      code: 'deformity-index',
      value: count(value),
      parts: [
        { code: 'range-low', value: count(low) },
        { code: 'range-high', value: count(high) },
      ],
      interpretation: null,
      remark: statement,
    },
  ];
}

function absent({ refusal }: Result, statement?: string): Absent {
  if (refusal !== null) return refusedBy(refusal);
  return { kind: 'not-performed', refusal: null, text: statement ?? 'not evaluated' };
}
