/**
 * Observations and Conditions whose meaning is an order's field and nothing else. LOINC 8302-2, 29463-7, 72166-2 and the SNOMED CT codes
 * of smoking: US Core. What is close to a field but not the same (a T-score of "hip", a drug without its dose) is not taken.
 */
import type { Order } from '../order.ts';
import { conditionSchema, hasCode, observationSchema, type Observation } from './resources.ts';

const LOINC = 'http://loinc.org';
const SNOMED = 'http://snomed.info/sct';
const ICD10 = ['http://hl7.org/fhir/sid/icd-10-cm', 'http://hl7.org/fhir/sid/icd-10'] as const;
const UCUM = 'http://unitsofmeasure.org';

/** Into cm and kg. */
const LENGTHS: Readonly<Record<string, number>> = { cm: 1, m: 100, '[in_i]': 2.54 };
const MASSES: Readonly<Record<string, number>> = { kg: 1, g: 0.001, '[lb_av]': 0.453_592_37 };
const HEIGHT_CODE = '8302-2';
const WEIGHT_CODE = '29463-7';
const SMOKING_CODE = '72166-2';
const NEVER = '266919005';
const FORMER = '8517006';
/** Every day, some day, heavy, light, not said: their amounts are other than the order's. */
const SMOKERS = ['449868002', '428041000124106', '428071000124103', '428061000124105', '77176002'];
/** Readings that count. */
const MADE = ['final', 'amended', 'corrected'];

type RiskFactors = NonNullable<Order['riskFactors']>;

/** What one resource says of an order. */
export interface Fact {
  readonly field: 'heightCm' | 'weightKg' | 'smoking' | 'rheumatoidArthritis' | 'type2Diabetes' | 'asthma';
  readonly patient?: Order['patient'];
  readonly riskFactors?: RiskFactors;
  /** Of an observation; null where it has none. */
  readonly date: string | null;
}

/** A fact, or why the resource gives none. */
export function factOf(resource: { readonly resourceType: string }): Fact | string {
  if (resource.resourceType === 'Observation') return observed(resource);
  if (resource.resourceType === 'Condition') return diagnosed(resource);
  return 'not a kind of resource that an order is read from';
}

function observed(resource: unknown): Fact | string {
  const parsed = observationSchema.safeParse(resource);
  if (!parsed.success) return 'not an Observation of FHIR R4';
  const { status, code, effectiveDateTime } = parsed.data;
  if (!MADE.includes(status)) return `its status is none of ${MADE.join(', ')}`;
  const date = effectiveDateTime ?? null;
  if (hasCode(code, LOINC, [HEIGHT_CODE])) {
    const heightCm = measure(parsed.data, LENGTHS);
    return typeof heightCm === 'string' ? heightCm : { field: 'heightCm', patient: { heightCm }, date };
  }
  if (hasCode(code, LOINC, [WEIGHT_CODE])) {
    const weightKg = measure(parsed.data, MASSES);
    return typeof weightKg === 'string' ? weightKg : { field: 'weightKg', patient: { weightKg }, date };
  }
  if (hasCode(code, LOINC, [SMOKING_CODE])) return smoking(parsed.data, date);
  return 'its code is none that stands for a field of an order';
}

function measure({ valueQuantity }: Observation, units: Readonly<Record<string, number>>): number | string {
  const factor = valueQuantity?.system === UCUM ? units[valueQuantity.code ?? ''] : undefined;
  if (valueQuantity === undefined || factor === undefined || valueQuantity.comparator !== undefined)
    return `its value is not a number in ${Object.keys(units).join(', ')} (UCUM)`;
  return Number((valueQuantity.value * factor).toFixed(2));
}

function smoking({ valueCodeableConcept: value }: Observation, date: string | null): Fact | string {
  const said = (riskFactors: RiskFactors): Fact => ({ field: 'smoking', riskFactors, date });
  if (hasCode(value, SNOMED, [NEVER])) return said({ currentSmoking: false, smoking: 'never' });
  if (hasCode(value, SNOMED, [FORMER])) return said({ currentSmoking: false, smoking: 'former' });
  if (hasCode(value, SNOMED, SMOKERS)) return said({ currentSmoking: true });
  return 'its value is no smoking status in SNOMED CT that is known here';
}

/** Diseases by SNOMED CT code, or by ICD-10 category. */
const DISEASES = [
  { factor: 'rheumatoidArthritis', snomed: '69896004', icd10: /^M(?:05(?:\.|$)|06\.[089])/ },
  { factor: 'type2Diabetes', snomed: '44054006', icd10: /^E11(?:\.|$)/ },
  { factor: 'asthma', snomed: '195967001', icd10: /^J45(?:\.|$)/ },
] as const;
const CLINICAL = 'http://terminology.hl7.org/CodeSystem/condition-clinical';
const VERIFICATION = 'http://terminology.hl7.org/CodeSystem/condition-ver-status';

/** A disease that is active and confirmed. One that is not says nothing: that it is absent is never guessed. */
function diagnosed(resource: unknown): Fact | string {
  const parsed = conditionSchema.safeParse(resource);
  if (!parsed.success) return 'not a Condition of FHIR R4';
  const { code, clinicalStatus, verificationStatus } = parsed.data;
  const disease = DISEASES.find(
    ({ snomed, icd10 }) =>
      hasCode(code, SNOMED, [snomed]) ||
      (code?.coding ?? []).some(
        (one) => (ICD10 as readonly string[]).includes(one.system ?? '') && icd10.test(one.code ?? ''),
      ),
  );
  if (disease === undefined) return 'its code is none that stands for a field of an order';
  if (
    !hasCode(clinicalStatus, CLINICAL, ['active', 'recurrence', 'relapse']) ||
    !hasCode(verificationStatus, VERIFICATION, ['confirmed'])
  )
    return 'not active and confirmed';
  return { field: disease.factor, riskFactors: { [disease.factor]: true }, date: null };
}
