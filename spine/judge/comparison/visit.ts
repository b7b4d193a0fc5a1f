/** What a comparison over time needs of an assessment, from its result and what its headers say. */
import type { Ct } from '../../../contracts/ct.ts';
import type { Result, ResultLevel } from '../../../contracts/result.ts';
import { gradeInForce } from '../fractures/known-fractures.ts';
import type { Visit } from '../../../contracts/comparison/comparison.ts';

export function visitOf(
  result: Pick<Result, 'studyId' | 'assessmentId' | 'review' | 'provenance' | 'calibration' | 'levels'>,
  { patient, study, manufacturer, scannerModel, deviceSerial, kvp, kernel }: Ct,
): Visit {
  const { calibration, provenance } = result;
  return {
    schema: 'osteon/visit/1',
    studyId: result.studyId,
    assessmentId: result.assessmentId,
    revision: result.review?.revision ?? 0,
    date: study.date,
    patient: {
      name: patient.name,
      id: patient.id,
      ...(patient.idIssuer === undefined ? {} : { idIssuer: patient.idIssuer }),
      birthDate: patient.birthDate,
      sex: patient.sex,
      ageYears: patient.ageYears,
    },
    scanner: {
      manufacturer,
      model: scannerModel,
      ...(deviceSerial === undefined ? {} : { serial: deviceSerial }),
      kvp,
      kernel,
    },
    parameterSet: provenance.parameterSet,
    parameterDigest: provenance.parameterDigest ?? '',
    calibration: calibration && {
      method: calibration.method,
      slope: calibration.slope,
      intercept: calibration.intercept,
      error: calibration.error,
    },
    contrastPhase: calibration?.contrast.phase ?? null,
    levels: result.levels.flatMap((level) =>
      level.status === 'assessed'
        ? [
            {
              ...{ level: level.level, vbmd: level.vbmd, strength: level.strength, grade: gradeOf(level) },
              ...(level.strengthErrors === undefined ? {} : { strengthErrors: level.strengthErrors }),
            },
          ]
        : [],
    ),
  };
}

/** The grade in force; of a body broken by accident the measured one, since it is compared with no whole one. */
function gradeOf({ fracture, knownFracture, readGrade }: ResultLevel): number | null {
  const measured = fracture?.grade ?? null;
  return knownFracture === 'by-accident'
    ? measured
    : gradeInForce(knownFracture ?? undefined, measured, readGrade);
}
