/** Findings as Observations, and the models of fracture probability as RiskAssessments. */
import type {
  CodeableConcept,
  Observation,
  Reference,
  RiskAssessment,
  RiskAssessmentPrediction,
} from 'fhir/r4.js';

import type { RiskFigure, RiskRange } from '../../../contracts/risk/absolute-risk.ts';

import { findingsOf, riskModels } from '../findings.ts';
import { categoryCode } from '../study-findings.ts';
import { isAbsent, type Absent, type Finding, type Interpretation } from '../finding.ts';
import { referenceTo, type Context } from './context.ts';
import { practitionersOf } from './people.ts';
import { componentOf, concept, fhirQuantity, ownConcept, siteConcept, SYSTEM, valueOf } from './codings.ts';
import { CODES_SYSTEM, INTERVAL_EXTENSION } from './ids.ts';

const INTERPRETATION: Readonly<Record<Interpretation, string>> = {
  N: 'Normal',
  L: 'Low',
  A: 'Abnormal',
  IND: 'Indeterminate',
};
const ABSENT: Readonly<Record<Absent['kind'], string>> = {
  'not-performed': 'Not Performed',
  error: 'Error',
};
const OUTCOME = {
  'major-osteoporotic': 'Major osteoporotic fracture (hip, clinical spine, forearm, humerus)',
  osteoporotic: 'Osteoporotic fracture (hip, spine, distal forearm)',
  hip: 'Hip fracture',
} as const;

export function observationsOf(context: Context): readonly Observation[] {
  return findingsOf(context.result).map((finding) => observationOf(finding, context));
}

export function observationThing({ code, site }: Pick<Finding, 'code' | 'site'>): string {
  return `observation ${code} ${site?.level ?? 'study'}`;
}

function observationOf(finding: Finding, context: Context): Observation {
  const { code, site, value, parts, interpretation, remark, byReader } = finding;
  const { id, patient, imaging, device, date, signed } = context;
  const [reader, another] = byReader ? practitionersOf(context) : [];
  return {
    resourceType: 'Observation',
    id: id(observationThing(finding)),
    status: context.state,
    category: [concept(SYSTEM.category, 'imaging', 'Imaging')],
    code: ownConcept(code),
    ...(patient === null ? {} : { subject: patient }),
    ...(date === null ? {} : { effectiveDateTime: date }),
    ...(signed === null ? {} : { issued: signed.at }),
    // Readings of several readers are kept together, and no longer say whose each is.
    ...(reader === undefined || another !== undefined
      ? {}
      : { performer: [{ reference: `urn:uuid:${reader.id!}` }] }),
    ...(isAbsent(value) ? { dataAbsentReason: absentConcept(value) } : valueOf(value)),
    ...(interpretation === null
      ? {}
      : { interpretation: [concept(SYSTEM.interpretation, interpretation, INTERPRETATION[interpretation])] }),
    ...(remark === null ? {} : { note: [{ text: remark }] }),
    ...(site === null ? {} : { bodySite: siteConcept(site.level, site.text) }),
    ...(byReader ? {} : { device }),
    ...(imaging === null ? {} : { derivedFrom: [imaging] }),
    ...(parts.length === 0 ? {} : { component: parts.map(componentOf) }),
  };
}

function absentConcept({ kind, refusal, text }: Absent): CodeableConcept {
  return {
    coding: [
      { system: SYSTEM.absent, code: kind, display: ABSENT[kind] },
      ...(refusal === null ? [] : [{ system: CODES_SYSTEM, code: refusal }]),
    ],
    text,
  };
}

/** The overall category with the observations that it rests on, and each model of probability with the factors that entered it. */
export function riskAssessmentsOf(context: Context): readonly RiskAssessment[] {
  const { id, patient, device, date, result, state, data } = context;
  if (patient === null || result.overall === null) return [];
  const indication = data.order?.indication;
  const { statement } = result.overall;
  const category = categoryCode(result.overall);
  const basis = basisOf(context);
  const common = {
    resourceType: 'RiskAssessment' as const,
    status: state,
    subject: patient,
    ...(date === null ? {} : { occurrenceDateTime: date }),
    performer: device,
    ...(indication === undefined ? {} : { reasonCode: [{ text: indication }] }),
  };
  return [
    {
      ...common,
      id: id('risk assessment overall'),
      method: { text: 'Overall category: the most probable one over all uncertainties together' },
      ...(basis.length === 0 ? {} : { basis: [...basis] }),
      ...(category === null
        ? {}
        : {
            prediction: [{ outcome: { text: 'Fracture' }, qualitativeRisk: ownConcept(category) }],
          }),
      note: [{ text: statement }],
    },
    ...riskModels(result).map((model) => ({
      ...common,
      id: id(`risk assessment ${model.id}`),
      method: { text: `${model.title} (${model.id})` },
      ...(model.basis.length === 0 ? {} : { basis: model.basis.map((display) => ({ display })) }),
      ...(model.figures.length + model.ranges.length === 0
        ? {}
        : { prediction: [...model.figures.map(predictionOf), ...model.ranges.map(rangePrediction)] }),
      note: [{ text: model.statement }],
    })),
  ];
}

function predictionOf({ outcome, years, probability }: RiskFigure): RiskAssessmentPrediction {
  const { value, uncertainty } = probability;
  return {
    ...(uncertainty.kind === 'none'
      ? { rationale: `No interval: ${uncertainty.reason}` }
      : {
          extension: [
            {
              url: INTERVAL_EXTENSION,
              valueRange: {
                low: fhirQuantity(uncertainty.low, '%'),
                high: fhirQuantity(uncertainty.high, '%'),
              },
            },
          ],
        }),
    outcome: { text: OUTCOME[outcome] },
    probabilityDecimal: value,
    whenRange: { high: { value: years, unit: 'years', system: SYSTEM.ucum, code: 'a' } },
  };
}

function rangePrediction({ outcome, years, low, high }: RiskRange): RiskAssessmentPrediction {
  return {
    rationale: 'No single figure: a range over all possible patients, no confidence interval',
    outcome: { text: OUTCOME[outcome] },
    probabilityRange: { low: fhirQuantity(low, '%'), high: fhirQuantity(high, '%') },
    whenRange: { high: { value: years, unit: 'years', system: SYSTEM.ucum, code: 'a' } },
  };
}

/** What was found in the CT and the overall category rests on. */
function basisOf({ id, result }: Context): readonly Reference[] {
  return findingsOf(result)
    .filter(({ code, value }) => BASIS.includes(code) && !isAbsent(value))
    .map((finding) => referenceTo(id, observationThing(finding)));
}

const BASIS: readonly Finding['code'][] = [
  'overall-category',
  'study-density',
  'study-density-adjusted',
  'genant-grade',
];
