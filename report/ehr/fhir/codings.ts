/** Codes and quantities as FHIR writes them. */
import type { CodeableConcept, Coding, ObservationComponent, Quantity } from 'fhir/r4.js';

import type { Unit } from '../../../contracts/primitives.ts';

import { OWN_CODES, vertebra, type OwnCode } from '../../dicom/codes.ts';
import type { FindingValue, Part } from '../finding.ts';
import { OWN_SYSTEM } from './ids.ts';

export const SYSTEM = {
  absent: 'http://terminology.hl7.org/CodeSystem/data-absent-reason',
  category: 'http://terminology.hl7.org/CodeSystem/observation-category',
  dicom: 'http://dicom.nema.org/resources/ontology/DCM',
  identifierType: 'http://terminology.hl7.org/CodeSystem/v2-0203',
  interpretation: 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation',
  loinc: 'http://loinc.org',
  participant: 'http://terminology.hl7.org/CodeSystem/provenance-participant-type',
  section: 'http://terminology.hl7.org/CodeSystem/v2-0074',
  signature: 'urn:iso-astm:E1762-95:2013',
  snomed: 'http://snomed.info/sct',
  ucum: 'http://unitsofmeasure.org',
  uid: 'urn:dicom:uid',
} as const;

export const UCUM: Readonly<Record<Unit | '1', string>> = {
  mm: 'mm',
  deg: 'deg',
  cm3: 'cm3',
  N: 'N',
  'N/mm': 'N/mm',
  'N m': 'N.m',
  'mg/cm3': 'mg/cm3',
  HU: "[hnsf'U]",
  '%': '%',
  '1': '1',
};

export function concept(system: string, code: string, display: string): CodeableConcept {
  return { coding: [{ system, code, display }] };
}

export function ownCoding(code: OwnCode): Coding {
  return { system: OWN_SYSTEM, code, display: OWN_CODES[code] };
}

/** @param text in the place of the code's meaning */
export function ownConcept(code: OwnCode, text: string = OWN_CODES[code]): CodeableConcept {
  return { coding: [ownCoding(code)], text };
}

/** SNOMED CT without a display: its terms are licensed and versioned, and the text says which vertebra it is. */
export function siteConcept(level: string, text: string): CodeableConcept {
  return { coding: [{ system: SYSTEM.snomed, code: vertebra(level).CodeValue }], text };
}

export function fhirQuantity(value: number, unit: Unit | '1'): Quantity {
  return { value, ...(unit === '1' ? {} : { unit }), system: SYSTEM.ucum, code: UCUM[unit] };
}

/** As an observation or a component of one has it. */
export function valueOf(
  value: FindingValue,
): Partial<Pick<ObservationComponent, 'valueQuantity' | 'valueCodeableConcept' | 'valueString'>> {
  switch (value.kind) {
    case 'number':
      return { valueQuantity: fhirQuantity(value.value, value.unit) };
    case 'code':
      return { valueCodeableConcept: ownConcept(value.code) };
    case 'text':
      return { valueString: value.text };
  }
}

export function componentOf({ code, value }: Part): ObservationComponent {
  return { code: ownConcept(code), ...valueOf(value) };
}
