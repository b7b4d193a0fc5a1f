/** What the findings come from: the CT study, the software, and who has made the report of it. */
import type { Device, Identifier, ImagingStudy, Provenance } from 'fhir/r4.js';

import { practitionerThing, referenceTo, type Context } from './context.ts';
import { concept, SYSTEM } from './codings.ts';
import { DIGEST_SYSTEM } from './ids.ts';

export function imagingStudyOf({ data, id, patient, date, imaging }: Context): readonly ImagingStudy[] {
  const { about } = data;
  if (about === null || imaging === null || patient === null) return [];
  const { study, dicom, source } = about;
  return [
    {
      resourceType: 'ImagingStudy',
      id: id('imaging study'),
      identifier: [
        { system: SYSTEM.uid, value: `urn:oid:${study.studyInstanceUid!}` },
        ...(study.accessionNumber === null ? [] : [accession(study.accessionNumber)]),
      ],
      status: 'available',
      subject: patient,
      ...(date === null ? {} : { started: date }),
      ...(study.description === null ? {} : { description: study.description }),
      ...(study.seriesInstanceUid === null || source !== 'dicom'
        ? {}
        : {
            series: [
              {
                uid: study.seriesInstanceUid,
                modality: { system: SYSTEM.dicom, code: 'CT' },
                ...(dicom === undefined ? {} : { numberOfInstances: dicom.images.length }),
              },
            ],
          }),
    },
  ];
}

export function accession(value: string): Identifier {
  return { type: concept(SYSTEM.identifierType, 'ACSN', 'Accession ID'), value };
}

export function deviceOf({ result, id }: Context): Device {
  const { software, parameterSet, parameterDigest } = result.provenance;
  const digest = parameterDigest === undefined ? '' : `, SHA-256 ${parameterDigest}`;
  return {
    resourceType: 'Device',
    id: id('device'),
    status: 'active',
    type: { text: 'Software: vertebral strength by finite elements, bone density and fractures from CT' },
    deviceName: [{ name: software.name, type: 'model-name' }],
    version: [{ value: software.version }],
    property: [{ type: { text: 'Parameter set' }, valueCode: [{ text: `${parameterSet}${digest}` }] }],
    note: [{ text: 'Open-source software. Not cleared for clinical use.' }],
  };
}

/** The software's part, and a record for every review. The results have no clock, so when the software ran is not told. */
export function provenanceOf(context: Context): readonly Provenance[] {
  const { data, result, id, device, imaging, date } = context;
  const target = [referenceTo(id, 'report')];
  return [
    {
      resourceType: 'Provenance',
      id: id('provenance of the software'),
      target,
      ...(date === null ? {} : { occurredDateTime: date }),
      ...NOT_RECORDED,
      agent: [{ type: concept(SYSTEM.participant, 'assembler', 'Assembler'), who: device }],
      entity: [
        ...(imaging === null ? [] : [{ role: 'source' as const, what: imaging }]),
        ...result.artifacts.map(({ schema, sha256 }) => ({
          role: 'source' as const,
          what: { identifier: { system: DIGEST_SYSTEM, value: sha256 }, display: schema },
        })),
      ],
    },
    ...(data.reviewed?.history ?? []).map((review): Provenance => {
      const { revision, at, meaning, status } = review;
      const who = referenceTo(id, practitionerThing(review));
      return {
        resourceType: 'Provenance',
        id: id(`provenance of revision ${revision}`),
        target,
        recorded: at,
        reason: [{ text: meaning ?? 'corrections without a signature' }],
        agent: [{ type: concept(SYSTEM.participant, 'verifier', 'Verifier'), who }],
        entity: [
          {
            role: 'source',
            what: { identifier: { system: DIGEST_SYSTEM, value: review.review.sha256 }, display: 'Review' },
          },
          {
            role: 'revision',
            what: {
              identifier: { system: DIGEST_SYSTEM, value: review.of },
              display: 'Result that was reviewed',
            },
          },
        ],
        ...(meaning === null
          ? {}
          : {
              signature: [{ type: [SIGNATURE[status === 'addendum' ? 'addendum' : 'final']], when: at, who }],
            }),
      };
    }),
  ];
}

const SIGNATURE = {
  final: { system: SYSTEM.signature, code: '1.2.840.10065.1.12.1.5', display: 'Verification Signature' },
  addendum: { system: SYSTEM.signature, code: '1.2.840.10065.1.12.1.15', display: 'Addendum Signature' },
} as const;

/** `recorded` is required, and may say that it is not known. */
const NOT_RECORDED = {
  _recorded: {
    extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' }],
  },
} as unknown as Pick<Provenance, 'recorded'>;
