/** Of the study as a whole: overall category, density, L1-equivalent strength, deformity index. */
import { RISK_CATEGORIES } from '../../contracts/risk/overall.ts';
import type { Result } from '../../contracts/result.ts';

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

/** The most probable category, and the share of each. */
function overallFinding(result: Result): Finding {
  const { overall } = result;
  const category = overall?.category ?? null;
  return {
    ...OF_STUDY,
    code: 'overall-category',
    value:
      category === null ? absent(result, overall?.statement) : { kind: 'code', code: `risk-${category}` },
    parts:
      overall?.shares == null
        ? []
        : RISK_CATEGORIES.map((one) => ({
            code: `risk-${one}` as const,
            value: { kind: 'number', value: overall.shares![one], unit: '1' },
          })),
    interpretation: null,
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
