/** One row a study, assessment and revision. */
import type { ReferenceRegion } from '../../contracts/calibration/calibration.ts';
import type { RiskFigure } from '../../contracts/risk/absolute-risk.ts';
import { isSettled, type Overall } from '../../contracts/risk/overall.ts';

import { column, measured, since, type Column } from './column.ts';
import { gradeOf } from './grade-in-force.ts';
import { KEY_COLUMNS } from './key-columns.ts';
import { ORDER_COLUMNS } from './order-columns.ts';
import type { AssessmentSource } from './row-source.ts';

type C = Column<AssessmentSource>;

export const ASSESSMENT_COLUMNS: readonly C[] = [
  ...KEY_COLUMNS,
  since(
    3,
    column(
      'patient_any_issuer',
      'text',
      'Keyed pseudonym of the ID alone, whoever gave it',
      ({ patient }) => patient?.anyIssuer,
    ),
  ),
  since(
    3,
    column(
      'patient_born',
      'text',
      'Keyed pseudonym of the ID with the date of birth; null where that is not known',
      ({ patient }) => patient?.born,
    ),
  ),
  column(
    'assessed_at',
    'time',
    'Start of the assessment; null where it was made before starts were kept',
    ({ execution }) => execution?.startedAt,
  ),
  column('signed', 'yes/no', 'A reader has signed this revision', ({ signed }) => signed),
  column(
    'outcome',
    'text',
    'assessed, refused (the study), failed (processing)',
    ({ result }) => result.outcome,
  ),
  column(
    'refusal_code',
    'text',
    'Why the study was refused (docs/codes.md)',
    ({ result }) => result.refusal?.code,
  ),
  column('fault_code', 'text', 'Why processing failed (docs/codes.md)', ({ result }) => result.fault?.code),
  column(
    'fault_state',
    'text',
    'State of the state machine that failed',
    ({ result }) => result.fault?.state,
  ),
  ...acquisition(),
  ...subject(),
  ...ORDER_COLUMNS,
  ...calibration(),
  ...judgement(),
  column(
    'software_version',
    'text',
    'Version and commit of the software',
    ({ result }) => result.provenance.software.version,
  ),
  column('parameter_set', 'text', 'Named set of parameters', ({ result }) => result.provenance.parameterSet),
  column(
    'parameter_digest',
    'text',
    'SHA-256 of all parameters and definitions',
    ({ result }) => result.provenance.parameterDigest,
  ),
];

function acquisition(): readonly C[] {
  return [
    column('manufacturer', 'text', 'Manufacturer of the scanner', ({ ct }) => ct?.manufacturer),
    column('scanner_model', 'text', 'Model of the scanner', ({ ct }) => ct?.scannerModel),
    column('scanner_serial', 'text', 'DeviceSerialNumber', ({ ct }) => ct?.deviceSerial),
    column('kvp', 'number', 'Tube voltage', ({ ct }) => ct?.kvp, 'kV'),
    column('kernel', 'text', 'Reconstruction kernel', ({ ct }) => ct?.kernel),
    column('slice_spacing_mm', 'number', 'Distance between slices', ({ ct }) => ct?.spacingMm[2], 'mm'),
    column('pixel_spacing_mm', 'number', 'Distance between pixels', ({ ct }) => ct?.spacingMm[0], 'mm'),
    column('slice_thickness_mm', 'number', 'SliceThickness', ({ ct }) => ct?.sliceThicknessMm, 'mm'),
    column(
      'contrast_phase',
      'text',
      'none, arterial, portal, unknown',
      ({ calibration }) => calibration?.contrast.phase,
    ),
    column(
      'noise_hu',
      'number',
      'Standard deviation in homogeneous soft tissue',
      ({ calibration }) => calibration?.noiseHu,
      'HU',
    ),
  ];
}

function subject(): readonly C[] {
  return [
    column(
      'age_years',
      'number',
      'Age at the study; from 90 on told as 90',
      ({ result }) => oldest(result.subject?.ageYears),
      'years',
    ),
    column('sex', 'text', 'female, male', ({ result }) => result.subject?.sex),
  ];
}

function calibration(): readonly C[] {
  const mean = (tissue: ReferenceRegion['tissue']) => (source: AssessmentSource) =>
    source.calibration?.regions.find((region) => region.tissue === tissue && region.accepted)?.meanHu;
  return [
    column(
      'calibration_method',
      'text',
      'phantom, asynchronous-phantom, air-blood, air-fat, kvp-slope',
      ({ calibration }) => calibration?.method,
    ),
    column(
      'calibration_slope',
      'number',
      'Slope of the density line',
      ({ calibration }) => calibration?.slope,
      'mg/cm3 per HU',
    ),
    column(
      'calibration_slope_se',
      'number',
      'Its standard error',
      ({ calibration }) => calibration?.error.slopeSe,
      'mg/cm3 per HU',
    ),
    column(
      'calibration_intercept_mg_cm3',
      'number',
      'Density at 0 HU',
      ({ calibration }) => calibration?.intercept,
      'mg/cm3',
    ),
    column(
      'registered_calibration',
      'text',
      'Id of the registered calibration that was used',
      ({ calibration }) => calibration?.registered?.id,
    ),
    column('air_hu', 'number', 'Mean of the air beside the patient', mean('air'), 'HU'),
    column('blood_hu', 'number', 'Mean of the blood in the aorta', mean('blood'), 'HU'),
    column('fat_hu', 'number', 'Mean of subcutaneous fat', mean('fat'), 'HU'),
  ];
}

function judgement(): readonly C[] {
  const shares = (['very-high', 'high', 'moderate', 'low'] as const).map((category) =>
    column<AssessmentSource>(
      `probability_${category.replace('-', '_')}`,
      'number',
      `Probability of the category ${category}`,
      ({ result }) => result.overall?.shares?.[category],
    ),
  );
  return [
    column(
      'levels_assessed',
      'integer',
      'Levels that were assessed',
      ({ result }) => result.levels.filter(({ status }) => status === 'assessed').length,
    ),
    column(
      'levels_refused',
      'integer',
      'Levels that were seen and refused',
      ({ result }) => result.levels.filter(({ status }) => status !== 'assessed').length,
    ),
    column(
      'levels_named',
      'yes/no',
      'Level names are settled; null where nothing was segmented',
      ({ result }) => (result.levels.length === 0 ? null : result.numbering?.unsettled === undefined),
    ),
    ...measured<AssessmentSource>(
      'vbmd',
      'mg/cm3',
      'Trabecular density, mean of the levels in density_levels, as measured',
      ({ result }) => result.density?.vbmd,
    ),
    ...measured<AssessmentSource>(
      'vbmd_adjusted',
      'mg/cm3',
      'The same without contrast agent and in lumbar terms, where that was adjusted',
      ({ result }) => result.density?.adjusted,
    ),
    column('density_levels', 'text', 'Levels of the density, with spaces between', ({ result }) =>
      result.density?.levels.join(' '),
    ),
    column(
      'density_category',
      'text',
      'osteoporosis, low-bone-mass, normal; null where the interval touches a cut-off',
      ({ result }) => result.density?.category,
    ),
    column(
      'probability_density_osteoporosis',
      'number',
      'Probability of a density below the cut-off of osteoporosis',
      ({ result }) => result.density?.sides?.osteoporosis,
    ),
    ...measured<AssessmentSource>(
      'strength_l1',
      'N',
      'Strength that L1 would have by the levels that were solved',
      ({ result }) => result.strength?.l1Equivalent,
    ),
    ...measured<AssessmentSource>(
      'strength_of_average',
      '%',
      'Strength against the same bodies with the average density of age and sex (modelled reference)',
      ({ result }) => result.strength?.modelled?.shareOfAverage,
    ),
    column(
      'strength_z',
      'number',
      'The same in standard deviations (modelled reference)',
      ({ result }) => result.strength?.modelled?.z.value,
    ),
    column(
      'risk_category',
      'text',
      'very-high, high, moderate, low: the most probable, whether settled or not; null where nothing decides',
      ({ result }) => result.overall?.category,
    ),
    column('risk_probability', 'number', 'Its probability', ({ result }) => result.overall?.probability),
    since(
      3,
      column(
        'risk_settled',
        'yes/no',
        'The category is the verdict; no: the verdict is open between it and others that are near (the report says uncertain)',
        ({ result }) => settled(result.overall),
      ),
    ),
    ...shares,
    column(
      'would_change_most',
      'text',
      'What is missing that would change the category most',
      ({ result }) => result.overall?.wouldChangeMost[0]?.item,
    ),
    ...measured<AssessmentSource>(
      'major_fracture_10_years',
      '%',
      'Probability of a major osteoporotic fracture within 10 years',
      (source) => figure(source, 'major-osteoporotic'),
    ),
    ...measured<AssessmentSource>(
      'hip_fracture_10_years',
      '%',
      'Probability of a hip fracture within 10 years',
      (source) => figure(source, 'hip'),
    ),
    column(
      'fractured_levels',
      'text',
      'Levels known or measured to be fractured, with spaces between',
      ({ result }) => result.fractures?.fractured.map(({ level }) => level).join(' '),
    ),
    column(
      'fractures_unread',
      'integer',
      'Of these, fractures that no reader has confirmed',
      ({ result }) => result.fractures?.fractured.filter(({ needsReader }) => needsReader).length,
    ),
    column('worst_grade', 'integer', 'Greatest grade as measured, 0 to 3', ({ result }) =>
      greatest(result.levels.map(({ fracture }) => fracture?.grade ?? null)),
    ),
    since(
      2,
      column('worst_grade_in_force', 'integer', 'Greatest grade that counts, 0 to 3', ({ result }) =>
        greatest(result.levels.map(gradeOf)),
      ),
    ),
    column(
      'deformity_index',
      'integer',
      'Spine deformity index, T4 to L4',
      ({ result }) => result.fractures?.deformityIndex.value,
    ),
    column(
      'flags',
      'text',
      'Codes of all remarks (docs/codes.md), each once, with spaces between',
      ({ result }) => flagsOf(result.flags),
    ),
  ];
}

/** HIPAA's safe harbour: ages above 89 are one group. */
function oldest(age: number | null | undefined): number | null {
  return age == null ? null : Math.min(90, age);
}

function figure({ result }: AssessmentSource, outcome: RiskFigure['outcome']) {
  const model = result.absoluteRisk?.model;
  if (model?.status !== 'evaluated') return null;
  return model.figures.find((one) => one.outcome === outcome && one.years === 10)?.probability;
}

/** Results of before it was told have the shares that it follows from. */
function settled(overall: Overall | null): boolean | null {
  if (overall?.shares == null) return null;
  return overall.settled ?? isSettled(overall.shares);
}

function greatest(grades: readonly (number | null)[]): number | null {
  return grades.reduce((a, b) => (b === null || (a !== null && a > b) ? a : b), null);
}

export function flagsOf(flags: readonly { readonly code: string }[]): string {
  return [...new Set(flags.map(({ code }) => code))].toSorted().join(' ');
}
