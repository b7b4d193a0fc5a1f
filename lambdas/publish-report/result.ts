/** `result.json`: the report's numbers as data. */
import type { Result, ResultLevel } from '../shared/contracts/result.ts';
import type { LevelOutcome } from '../shared/contracts/risk.ts';
import { PARAMETER_SET, SOFTWARE } from '../shared/version.ts';

import type { ReportData } from './report-data.ts';

export function resultOf(data: ReportData): Result {
  const { input, refusal, risk, segmentation, calibration, about, artifacts } = data;
  return {
    schema: 'osteon/result/1',
    outcome: refusal === null ? 'assessed' : 'refused',
    refusal,
    studyId: input.studyId,
    assessmentId: input.assessmentId,
    clearedForClinicalUse: false,
    subject: risk?.subject ?? null,
    levels: (risk?.levels ?? []).map((outcome) => levelOf(outcome, data)),
    density: risk?.density ?? null,
    overall: risk?.overall ?? null,
    flags: [
      ...(about?.flags ?? []),
      ...(segmentation?.qc.flags ?? []),
      ...(calibration?.flags ?? []),
      ...(risk?.flags ?? []),
    ],
    artifacts: [...artifacts],
    provenance: {
      software: SOFTWARE,
      parameterSet: PARAMETER_SET,
      inputs: artifacts.map(({ sha256 }) => sha256),
    },
  };
}

function levelOf(outcome: LevelOutcome, { levels, segmentation }: ReportData): ResultLevel {
  const { level } = outcome;
  const measured = levels.get(level);
  const segmented = segmentation?.levels.find((candidate) => candidate.level === level);
  return {
    level,
    status: outcome.status,
    refusal: outcome.status === 'assessed' ? null : outcome.refusal,
    qc: segmented?.qc.light ?? null,
    linearStrength: measured?.strength.linearStrength ?? null,
    stiffness: measured?.strength.stiffness ?? null,
    vbmd: measured?.trabecular?.vbmd ?? null,
    anteriorHeight: measured?.heights?.anterior ?? null,
    middleHeight: measured?.heights?.middle ?? null,
    posteriorHeight: measured?.heights?.posterior ?? null,
    fracture: outcome.status === 'assessed' ? outcome.fracture : null,
    flags: [
      ...(segmented?.qc.flags ?? []),
      ...(measured?.flags ?? []),
      ...(outcome.status === 'assessed' ? outcome.flags : []),
    ],
  };
}
