/** `result.json`: the report's numbers as data. */
import type { Result, ResultLevel } from '../shared/contracts/result.ts';
import type { LevelOutcome } from '../shared/contracts/risk.ts';
import { SOFTWARE } from '../shared/version.ts';

import { remarksOf, studyRemarks } from './remarks.ts';
import type { ReportData } from './report-data.ts';

export function resultOf(data: ReportData): Result {
  const { input, refusal, risk, artifacts } = data;
  return {
    schema: 'osteon/result/1',
    outcome: refusal === null ? 'assessed' : 'refused',
    refusal,
    studyId: input.studyId,
    assessmentId: input.assessmentId,
    clearedForClinicalUse: false,
    subject: risk?.subject ?? null,
    levels: outcomesOf(data).map((outcome) => levelOf(outcome, data)),
    density: risk?.density ?? null,
    overall: risk?.overall ?? null,
    flags: [...studyRemarks(data)],
    artifacts: [...artifacts],
    provenance: {
      software: SOFTWARE,
      parameterSet: input.parameterSet,
      inputs: artifacts.map(({ sha256 }) => sha256),
    },
  };
}

/** Of a study that was refused after its vertebrae were found: each with its own reason, or else the study's. */
export function outcomesOf({ risk, segmentation, refusal }: ReportData): readonly LevelOutcome[] {
  if (risk !== null) return risk.levels;
  if (refusal === null) return [];
  return (segmentation?.levels ?? []).map((seen) => ({
    status: 'refused',
    level: seen.level,
    refusal: seen.refusal ?? refusal,
  }));
}

function levelOf(outcome: LevelOutcome, data: ReportData): ResultLevel {
  const { level } = outcome;
  const measured = data.levels.get(level);
  const segmented = data.segmentation?.levels.find((candidate) => candidate.level === level);
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
    flags: [...remarksOf(level, data)],
  };
}
