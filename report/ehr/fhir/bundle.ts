/**
 * The report as a FHIR R4 bundle, `fhir.json`. A collection: what a receiver does with each resource, and whom it takes the patient
 * for, is the receiver's to decide (docs/decisions/0060).
 */
import { createHash } from 'node:crypto';

import type { Bundle, DiagnosticReport, FhirResource } from 'fhir/r4.js';

import type { Result } from '../../../contracts/result.ts';

import type { ReportData } from '../../report-data.ts';
import { conclusionOf } from '../conclusion.ts';
import { categoryCode } from '../study-findings.ts';
import { accession, deviceOf, imagingStudyOf, provenanceOf } from './sources.ts';
import { concept, ownConcept, SYSTEM } from './codings.ts';
import { contextOf, practitionerThing, referenceTo, type Context } from './context.ts';
import { ASSESSMENT_SYSTEM } from './ids.ts';
import { observationsOf, riskAssessmentsOf } from './observations.ts';
import { patientOf, practitionersOf } from './people.ts';

export function fhirBundle(data: ReportData, result: Result, pdf: Uint8Array): Bundle {
  const context = contextOf(data, result);
  const observations = observationsOf(context);
  const resources: readonly FhirResource[] = [
    reportOf(
      context,
      pdf,
      observations.map(({ id }) => id!),
    ),
    ...patientOf(context),
    ...imagingStudyOf(context),
    deviceOf(context),
    ...practitionersOf(context),
    ...observations,
    ...riskAssessmentsOf(context),
    ...provenanceOf(context),
  ];
  return {
    resourceType: 'Bundle',
    id: context.id('bundle'),
    type: 'collection',
    entry: resources.map((resource) => ({ fullUrl: `urn:uuid:${resource.id!}`, resource })),
  };
}

function reportOf(context: Context, pdf: Uint8Array, observations: readonly string[]): DiagnosticReport {
  const { data, result, state, signed, id, patient, imaging, date } = context;
  const { studyId, assessmentId, revision = 0 } = data.input;
  const { about, options, order, reviewed } = data;
  const category = categoryCode(result.overall);
  const issued = reviewed?.history.at(-1)?.at;
  const number = about?.study.accessionNumber ?? null;
  return {
    resourceType: 'DiagnosticReport',
    id: id('report'),
    language: options.language ?? 'en',
    identifier: [
      { system: ASSESSMENT_SYSTEM, value: `${studyId}/${assessmentId}/${revision}` },
      ...(number === null ? [] : [accession(number)]),
    ],
    ...(order?.request === undefined
      ? {}
      : { basedOn: [{ type: 'ServiceRequest', identifier: { ...order.request } }] }),
    status: state,
    category: [concept(SYSTEM.section, 'RAD', 'Radiology')],
    code: concept(SYSTEM.loinc, '18748-4', 'Diagnostic imaging study'),
    ...(patient === null ? {} : { subject: patient }),
    ...(date === null ? {} : { effectiveDateTime: date }),
    ...(issued === undefined ? {} : { issued }),
    ...(signed === null ? {} : { resultsInterpreter: [referenceTo(id, practitionerThing(signed))] }),
    ...(observations.length === 0
      ? {}
      : { result: observations.map((one) => ({ reference: `urn:uuid:${one}` })) }),
    ...(imaging === null ? {} : { imagingStudy: [imaging] }),
    conclusion: conclusionOf(data).join('\n'),
    ...(category === null ? {} : { conclusionCode: [ownConcept(category)] }),
    presentedForm: [
      {
        contentType: 'application/pdf',
        language: options.language ?? 'en',
        data: Buffer.from(pdf).toString('base64'),
        size: pdf.length,
        hash: createHash('sha1').update(pdf).digest('base64'),
        title: 'Bone strength and fracture risk from CT',
      },
    ],
  };
}
