/** One vertebra: strength, density, heights and grade, each a finding, with or without a value. */
import { candidatesText } from '../../contracts/namings.ts';
import type { ResultLevel } from '../../contracts/result.ts';
import { knownWords } from '../../spine/judge/index.ts';

import type { OwnCode } from '../dicom/codes.ts';
import { MEASURED } from '../dicom/measurements.ts';
import { intervalParts, numberOf, refusedBy, type Absent, type Finding, type Part } from './finding.ts';

const GRADE_CODES = ['grade-0', 'grade-1', 'grade-2', 'grade-3'] as const satisfies readonly OwnCode[];

export function levelFindings(level: ResultLevel): readonly Finding[] {
  const site = {
    level: level.level,
    text: level.candidates === null ? level.level : `${level.level}: ${candidatesText(level.candidates)}`,
  };
  const measured = MEASURED.map(([field, code]): Finding => {
    const quantity = level[field];
    return {
      ...{ code, site, interpretation: null, remark: null, byReader: false },
      ...(quantity === null
        ? { value: absentOf(level), parts: [] }
        : { value: numberOf(quantity), parts: intervalParts(quantity) }),
    };
  });
  return [...measured, gradeFinding(level, site), ...readerFindings(level, site)];
}

function absentOf({ status, refusal, flags }: ResultLevel): Absent {
  if (refusal !== null) return refusedBy(refusal, status === 'failed' ? 'error' : 'not-performed');
  const remarks = flags.map(({ message }) => message).join('; ');
  return {
    kind: 'not-performed',
    refusal: null,
    text: remarks === '' ? 'not measured at this level' : `not measured at this level. Remarks: ${remarks}`,
  };
}

/** As measured; what a reader or the history says of the vertebra outweighs it, and is a part. */
function gradeFinding(level: ResultLevel, site: Finding['site']): Finding {
  const { fracture, knownFracture, readGrade } = level;
  const known: readonly Part[] =
    knownFracture === null
      ? []
      : [{ code: 'known-fracture', value: { kind: 'text', text: knownWords(knownFracture, readGrade) } }];
  const common = { code: 'genant-grade', site, byReader: false } as const;
  if (fracture === null)
    return { ...common, value: absentOf(level), parts: known, interpretation: null, remark: null };
  const { grade, shape, lossPercent, needsReader } = fracture;
  const loss = shape === null ? null : lossPercent[shape];
  const open = needsReader && knownFracture === null;
  return {
    ...common,
    value: { kind: 'code', code: GRADE_CODES[grade] },
    parts: [
      ...(shape === null ? [] : [{ code: 'fracture-shape', value: { kind: 'text', text: shape } } as const]),
      ...(loss === null
        ? []
        : [{ code: 'height-loss', value: { kind: 'number', value: loss, unit: '%' } } as const]),
      ...known,
    ],
    interpretation: open ? 'IND' : isIntact(level) ? 'N' : 'A',
    remark: open ? 'to be confirmed by a reader' : null,
  };
}

function isIntact({ fracture, knownFracture }: ResultLevel): boolean {
  return knownFracture === null ? fracture?.grade === 0 : knownFracture === 'read-intact';
}

function readerFindings({ readGrade }: ResultLevel, site: Finding['site']): readonly Finding[] {
  if (readGrade === undefined) return [];
  const { grade, shape } = readGrade;
  return [
    {
      code: 'reader-grade',
      site,
      value: { kind: 'code', code: GRADE_CODES[grade] },
      parts: shape === null ? [] : [{ code: 'fracture-shape', value: { kind: 'text', text: shape } }],
      interpretation: 'A',
      remark: null,
      byReader: true,
    },
  ];
}
