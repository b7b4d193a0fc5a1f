/** Findings as Observations, and the models of fracture probability as RiskAssessments. */
import type {
  CodeableConcept,
  Observation,
  Range,
  Reference,
  RiskAssessment,
  RiskAssessmentPrediction,
} from 'fhir/r4.js';

import type { RiskFigure, RiskRange } from '../../../contracts/risk/absolute-risk.ts';

import {
  findingsOf,
  outcomeAtAge,
  OUTCOME_WORDS,
  riskModels,
  type FigureAtAge,
  type RiskModel,
} from '../findings.ts';
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
      ...predictionsOf(model),
      note: [{ text: model.statement }],
    })),
  ];
}

function predictionsOf({ figures, atAges, spans }: RiskModel): Pick<RiskAssessment, 'prediction'> {
  const prediction = [
    ...figures.map(predictionOf),
    ...atAges.map(atAgePrediction),
    ...spans.map(spanPrediction),
  ];
  return prediction.length === 0 ? {} : { prediction };
}

function predictionOf({ outcome, years, probability }: RiskFigure): RiskAssessmentPrediction {
  const { value, uncertainty } = probability;
  return {
    ...(uncertainty.kind === 'none'
      ? { rationale: `No interval: ${uncertainty.reason}` }
      : intervalOf(uncertainty)),
    outcome: { text: OUTCOME_WORDS[outcome] },
    probabilityDecimal: value,
    whenRange: within(years),
  };
}

/** The age stands in the outcome, which whoever shows a prediction shows: a rationale may be left out. */
function atAgePrediction(figure: FigureAtAge): RiskAssessmentPrediction {
  return {
    ...intervalOf(figure),
    rationale: 'The age was not provided; the probability is the median at this age',
    outcome: { text: outcomeAtAge(figure) },
    probabilityDecimal: figure.median,
    whenRange: within(figure.years),
  };
}

function spanPrediction({ outcome, years, low, high }: RiskRange): RiskAssessmentPrediction {
  return {
    rationale: 'No single figure: a span over all possible patients, no confidence interval',
    outcome: { text: OUTCOME_WORDS[outcome] },
    probabilityRange: rangeOf({ low, high }),
    whenRange: within(years),
  };
}

function intervalOf(limits: Limits): Pick<RiskAssessmentPrediction, 'extension'> {
  return { extension: [{ url: INTERVAL_EXTENSION, valueRange: rangeOf(limits) }] };
}

interface Limits {
  readonly low: number;
  readonly high: number;
}

function rangeOf({ low, high }: Limits): Range {
  return { low: fhirQuantity(low, '%'), high: fhirQuantity(high, '%') };
}

function within(years: number): Range {
  return { high: { value: years, unit: 'years', system: SYSTEM.ucum, code: 'a' } };
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
