/** The fixture's study in several states, so that every sentence of the report is printed by one of them. */
import { readReportData } from '../../lambdas/publish-report/read-report-data.ts';
import type { Order } from '../../contracts/order/order.ts';
import type { Risk } from '../../contracts/risk/risk.ts';
import { publishReportInputSchema } from '../../contracts/states.ts';
import type { ReportData } from '../../report/report-data.ts';

import { ageless } from './ageless.ts';
import { memoryStore, putAssessment, type FixtureOptions } from './fixture.ts';
import { quantity } from './fixture-risk.ts';
import { ENDPLATES, EVIDENCE, PARTS, PROMPT } from './level-evidence.ts';

type Change = (data: ReportData) => ReportData;

export interface Variant {
  readonly options: FixtureOptions;
  readonly change?: Change;
}

const ORDER: Order = {
  schema: 'osteon/order/1',
  indication: 'Height loss of 5 cm',
  orderedBy: 'Dr. Made Up',
  date: '2026-02-20',
  riskFactors: { priorFractures: [{ site: 'hip' }] },
  osteoporosisTreatment: false,
  dxa: { site: 'femoral-neck', tScore: -2.7, date: '2025-11-30' },
  frax: { majorOsteoporoticPercent: 18.2, hipPercent: 4.1, withBmd: true, country: 'Sweden' },
};

const ofRisk =
  (change: (risk: Risk) => Partial<Risk>): Change =>
  (data) => ({ ...data, risk: { ...data.risk!, ...change(data.risk!) } });

/** The first level with evidence and endplates, a prompt, and remarks of several kinds. */
const detailed: Change = (data) => {
  const [first, result] = [...data.levels][0]!;
  const strength = result.strength!;
  const levels = new Map(data.levels).set(first, {
    ...result,
    endplates: ENDPLATES,
    strength: { ...strength, errors: { ...strength.errors, parts: PARTS } },
    flags: [
      { code: 'HEIGHTS_FROM_MASK', message: 'heights of the mask' },
      { code: 'METAL_NEARBY', message: 'metal of 3 cm3' },
      { code: 'SHAPE_OFF_TREND', message: 'depth of 20 mm' },
    ],
  });
  const risk = data.risk!;
  return {
    ...data,
    levels,
    calibration: {
      ...data.calibration!,
      withPhantomScan: { slopeSe: 0.028, interceptSe: 3.1, correlation: -0.2, basis: 'a calibration file' },
    },
    risk: {
      ...risk,
      levels: risk.levels.map((outcome) =>
        outcome.level === first && outcome.status === 'assessed'
          ? { ...outcome, fracture: { ...outcome.fracture!, evidence: EVIDENCE } }
          : outcome,
      ),
      fractures: { ...risk.fractures, prompts: [{ level: first, prompt: PROMPT }] },
      density: {
        ...risk.density,
        leftOut: [
          { level: 'L3', reason: 'not in the images' },
          { level: 'T12', reason: 'possible fracture' },
          { level: 'L4', reason: 'not in the images' },
        ],
      },
    },
  };
};

const byPhantom: Change = (data) => ({
  ...data,
  calibration: {
    ...data.calibration!,
    method: 'phantom',
    intercept: -7.3,
    statement: 'calibrated by a phantom',
    error: { slopeSe: 0.0123, interceptSe: 1.7, correlation: -0.4, basis: 'rods' },
    fit: {
      r2: 0.9987,
      points: [
        { name: 'rod 1', densityMgCc: 0, hu: -4, residualMgCc: 1.24 },
        { name: 'rod 2', densityMgCc: 100, hu: 140, residualMgCc: -2.31 },
        { name: 'rod 3', densityMgCc: 200, hu: 280, residualMgCc: 0.01 },
      ],
    } as unknown as NonNullable<ReportData['calibration']>['fit'], // Other fields are not printed.
    regions: [
      { tissue: 'blood', meanHu: 38.4, sdHu: 12.2, volumeMm3: 5300, accepted: true },
      { tissue: 'fat', meanHu: -60, sdHu: 30.1, volumeMm3: 12_300, accepted: false, remark: 'too bright' },
      { tissue: 'rod', name: 'rod 1', meanHu: 3.6, sdHu: 9.1, volumeMm3: 1800, accepted: true },
    ] as unknown as NonNullable<ReportData['calibration']>['regions'], // Places are not printed.
    alternatives: [{ method: 'kvp-slope', slope: 0.7, intercept: 0, statement: 'by the tube voltage' }],
    contrast: { phase: 'portal', aortaHu: 120, correctionMgCc: 13, basis: 'aorta 120 HU' },
    flags: [{ code: 'CONTRAST_PORTAL', message: 'portal venous phase' }],
  },
});

const withoutModel = ofRisk((risk) => ({
  absolute: {
    ...risk.absolute,
    model: { status: 'not-evaluated', id: 'made-up', title: 'A made-up model', reason: 'age not available' },
    handling: [],
    crossChecks: [],
  },
  overall: {
    ...risk.overall,
    category: null,
    probability: null,
    shares: null,
    withoutOtherModels: null,
    statement: 'Not determined: made up.',
    wouldChangeMost: [],
  },
  missing: [],
  thresholds: [],
}));

/** Some figures without an interval, a cross-check that was made, and FRAX of the clinic. */
const compared = ofRisk((risk) => {
  const { model } = risk.absolute;
  if (model.status !== 'evaluated') throw new Error('the fixture has a model');
  const none = { kind: 'none', reason: 'made up' } as const;
  return {
    absolute: {
      ...risk.absolute,
      model: {
        ...model,
        figures: model.figures.map((figure) =>
          figure.outcome === 'hip'
            ? { ...figure, probability: { ...figure.probability, value: 0.043, uncertainty: none } }
            : figure,
        ),
      },
      crossChecks: [
        {
          estimate: {
            ...model,
            id: 'other',
            title: 'Another model',
            shortTitle: 'Another',
            figures: [{ outcome: 'osteoporotic', years: 10, probability: quantity(8.8, '%') }],
          },
          agreement: 'Both agree.',
          handling: [],
        },
      ],
      handling: [
        ...risk.absolute.handling,
        { factor: 'age', state: 'limited', statement: 'outside the table', whatIf: null },
        { factor: 'DXA T-score', state: 'not-used', statement: 'not used', whatIf: null },
      ],
      importedFrax: {
        majorOsteoporoticPercent: 18.2,
        hipPercent: 4.1,
        withBmd: false,
        country: null,
        statement: 'FRAX as supplied.',
      },
    },
    overall: {
      ...risk.overall,
      category: 'high',
      probability: 1,
      shares: { 'very-high': 0, high: 1, moderate: 0, low: 0 },
      withoutOtherModels: { category: 'high', probability: 1 },
      statement: 'High: made up.',
      rules: [
        ...risk.overall.rules,
        {
          category: 'high',
          rule: 'a rule of high',
          probability: 1,
          decides: 1,
          detail: 'seen',
          source: 'made up',
        },
        {
          category: 'very-high',
          rule: 'one',
          probability: 0,
          decides: 0,
          detail: 'a',
          source: 'made up',
        },
      ],
      wouldChangeMost: [],
    },
  };
});

/** Positions in the place of names. */
const unsettled: Change = (data) => {
  const segmentation = data.segmentation!;
  const candidates = [
    { level: 'T8', probability: 0.68 },
    { level: 'T9', probability: 0.31 },
    { level: 'T10', probability: 0.01 },
  ] as const;
  return {
    ...data,
    segmentation: {
      ...segmentation,
      provider: { id: 'automatic', version: '9', convention: null, recognisedBy: null },
      numbering: {
        probability: 0.68,
        unsettled: { statement: 'no rib is in view', advice: 'Name one with --level-at.', options: [] },
      } as unknown as NonNullable<typeof segmentation.numbering>, // What is not printed is left out.
      levels: segmentation.levels.map((level) => (level.level === 'V1' ? { ...level, candidates } : level)),
    },
    risk: ageless({
      ...data.risk!,
      strength: { ...data.risk!.strength, l1Equivalent: null, levels: [] },
      density: { ...data.risk!.density, vbmd: null, levels: [], statement: 'No L1 to L3 by name.' },
    }),
  };
};

const refused: Change = (data) => ({
  ...data,
  ct: null,
  bodies: null,
  surfaces: new Map(),
  levels: new Map(),
  risk: null,
  about: { ...data.about!, flags: [{ code: 'SEX_UNKNOWN', message: 'no sex' }] },
  refusal: {
    code: 'NO_CT_SERIES',
    saw: 'a localizer',
    wanted: 'an axial CT',
  } as unknown as ReportData['refusal'],
});

const UNREAD = { about: null, segmentation: null, order: null, refusal: null } as const;
const failed: Change = (data) => ({
  ...refused(data),
  ...UNREAD,
  fault: { code: 'FAULT_PROCESS_ENDED', state: 'SolveLevel', error: 'Runtime.ExitError' },
});

/** Corrected and signed by one reader, amended by another. */
const signed: Change = (data) => {
  const review = { key: 'k', schema: 'osteon/review/1', sha256: 'c'.repeat(64) };
  const of = 'd'.repeat(64);
  return {
    ...data,
    reviewed: {
      schema: 'osteon/reviewed/1',
      revision: 2,
      status: 'addendum',
      names: [{ from: 'T11', to: 'T12' }],
      excluded: [{ level: 'L4', reason: 'haemangioma' }],
      readings: [
        { level: 'T12', fractured: false },
        { level: 'L1', fractured: true, grade: 2, shape: 'wedge' },
      ],
      priors: [],
      history: [
        {
          ...{
            revision: 1,
            status: 'final',
            reader: { name: 'Ada Reader', role: 'Radiologist' },
            review,
            of,
          },
          ...{ at: '2026-11-30T13:11:59.716+01:00', meaning: 'reviewed, approved as final', comments: null },
        },
        {
          ...{ revision: 2, status: 'addendum', reader: { name: 'Ben Reader', role: null }, review, of },
          ...{ at: '2026-12-01T08:00:00Z', meaning: 'addendum reviewed and approved' },
          comments: 'Compared with the radiographs of 2021: L1 is unchanged.',
        },
      ],
    },
  };
};

/** Of whom age and sex are known, so that bands are drawn. */
const known = ofRisk(() => ({
  subject: { ageYears: 71, ageSource: 'study', sex: 'female', sexSource: 'study' },
}));

export const VARIANTS: Readonly<Record<string, Variant>> = {
  whole: {
    options: {
      levels: ['T12', 'L1', 'L2', 'L3'],
      refused: ['L4'],
      adjusted: 97,
      category: 'low-bone-mass',
      order: ORDER,
      patient: { name: 'Spine^Digital', id: 'P-1', sex: 'female', ageYears: 71, birthDate: '1955-01-02' },
      flags: [
        { code: 'CUT_OFF_POPULATION', message: 'the cut-offs are of other people' },
        { code: 'PRIOR_FRACTURE_REPORTED', message: 'a hip fracture' },
        { code: 'DXA_OSTEOPOROSIS', message: 'a T-score of -2.7' },
      ],
      known: { L1: 'read-fractured', L2: 'read-intact', L4: 'in-history' },
    },
    change: detailed,
  },
  compared: {
    options: {
      levels: ['L1', 'L2'],
      order: {
        schema: 'osteon/order/1',
        indication: 'Back pain',
        frax: { majorOsteoporoticPercent: 9, hipPercent: 2 },
      },
      category: 'normal',
    },
    change: (data) => compared(byPhantom(data)),
  },
  bare: { options: { levels: ['L1'], source: 'nifti', category: 'osteoporosis' }, change: withoutModel },
  unsettled: { options: { levels: ['V2', 'V1'] }, change: unsettled },
  'nothing-solved': { options: { levels: [], refused: ['L1', 'L2'] } },
  refused: { options: { levels: ['L1'], refused: ['L2'], patient: { ageYears: 64.7 } }, change: refused },
  failed: { options: { levels: ['L1'] }, change: failed },
  signed: { options: { levels: ['T12', 'L1'] }, change: signed },
  'for-the-patient': {
    options: {
      levels: ['T12', 'L1', 'L2', 'L3'],
      patient: { sex: 'female', ageYears: 71 },
      category: 'low-bone-mass',
      report: { language: 'de', patientPage: true },
    },
    change: known,
  },
};

/** So long that the line of provenance breaks at the same word by whatever digest of the definitions it holds. */
const VERSION = '0.0.0-0';

export async function dataOf({ options, change = (data) => data }: Variant): Promise<ReportData> {
  const store = memoryStore();
  const { input, ...parts } = await putAssessment(store, options);
  const data = await readReportData(store, publishReportInputSchema.parse({ ...input, ...parts }));
  const artifacts = data.artifacts.map((artifact) => ({ ...artifact, sha256: '0'.repeat(64) }));
  return change({ ...data, artifacts, software: { name: 'osteon', version: VERSION } });
}
