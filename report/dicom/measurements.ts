/** The numbers of a result as a structured report: Comprehensive 3D SR, TID 1500, a measurement group a vertebra. */
import type { Quantity } from '../../contracts/primitives.ts';
import type { Result, ResultLevel } from '../../contracts/result.ts';

import { isAbsent, type Part } from '../ehr/finding.ts';
import { studyFindings } from '../ehr/study-findings.ts';
import { dcm, own, sct, ucum, vertebra, type Code, type OwnCode } from './codes.ts';
import { partTen } from './part-ten.ts';
import { SEGMENTATION_STORAGE, trackingUid, type Segment } from './segmentation.ts';
import { container, code, image, number, text, uidref, type Item } from './sr-items.ts';
import { commonAttributes, referencedCt, uidsOfAssessment, uidsOfObjects, type ObjectsOf } from './study.ts';
import { predecessor, verification } from './verification.ts';

const COMPREHENSIVE_3D_SR_STORAGE = '1.2.840.10008.5.1.4.1.1.88.34';
const UNITS: Partial<Record<string, Code>> = {
  N: ucum('N', 'newton'),
  mm: ucum('mm', 'millimeter'),
  '1': ucum('1', 'no units'),
  'mg/cm3': ucum('mg/cm3', 'milligram per cubic centimeter'),
};
export const MEASURED = [
  ['strength', 'strength'],
  ['vbmd', 'vbmd'],
  ['anteriorHeight', 'anterior-height'],
  ['middleHeight', 'middle-height'],
  ['posteriorHeight', 'posterior-height'],
] as const satisfies readonly (readonly [keyof ResultLevel, OwnCode])[];

/** @param segments of the segmentation of the same assessment; none where there is no such object */
export function measurementReport(of: ObjectsOf, result: Result, segments: readonly Segment[]): Uint8Array {
  const { about, software } = of;
  const uid = uidsOfObjects(of);
  const segmentationUid = uid('instance segmentation');
  const root: Item[] = [
    code('HAS CONCEPT MOD', dcm('121049', 'Language of Content Item and Descendants'), {
      CodeValue: 'en',
      CodingSchemeDesignator: 'RFC5646',
      CodeMeaning: 'English',
    }),
    code('HAS OBS CONTEXT', dcm('121005', 'Observer Type'), dcm('121007', 'Device')),
    uidref('HAS OBS CONTEXT', dcm('121012', 'Device Observer UID'), uid('device')),
    text('HAS OBS CONTEXT', dcm('121013', 'Device Observer Name'), `${software.name} ${software.version}`),
    code('HAS CONCEPT MOD', dcm('121058', 'Procedure reported'), {
      CodeValue: '25045-6',
      CodingSchemeDesignator: 'LN',
      CodeMeaning: 'CT unspecified body region',
    }),
    container('CONTAINS', dcm('126010', 'Imaging Measurements'), [
      ...result.levels.map((level) => {
        const segment = segments.find((one) => one.level === level.level);
        return group(level, {
          software: result.provenance.software,
          trackingUid: trackingUid(uidsOfAssessment(of), level.level),
          source: about.study.seriesInstanceUid!,
          segment: segment === undefined ? null : { uid: segmentationUid, number: segment.number },
        });
      }),
      ...studyGroup(result, uidsOfAssessment(of)('tracking study')),
    ]),
    container(
      'CONTAINS',
      { CodeValue: 'C0034375', CodingSchemeDesignator: 'UMLS', CodeMeaning: 'Qualitative Evaluations' },
      [
        text(
          'CONTAINS',
          own('not-cleared'),
          'Not cleared for clinical use. Decision support; not for ruling out disease.',
        ),
        ...(result.overall === null
          ? []
          : [text('CONTAINS', own('overall-category'), result.overall.statement)]),
      ],
    ),
  ];
  return partTen({
    ...commonAttributes(of, 'measurements'),
    SOPClassUID: COMPREHENSIVE_3D_SR_STORAGE,
    SOPInstanceUID: uid('instance measurements'),
    ReferencedPerformedProcedureStepSequence: [],
    PerformedProcedureCodeSequence: [],
    CompletionFlag: 'COMPLETE',
    ...verification(of),
    ...predecessor(of, COMPREHENSIVE_3D_SR_STORAGE),
    CurrentRequestedProcedureEvidenceSequence: [
      {
        StudyInstanceUID: about.study.studyInstanceUid,
        ReferencedSeriesSequence: [
          ...referencedCt(about).map((series) => ({
            SeriesInstanceUID: series.SeriesInstanceUID,
            ReferencedSOPSequence: series.ReferencedInstanceSequence,
          })),
          ...(segments.length === 0
            ? []
            : [
                {
                  SeriesInstanceUID: uid('series segmentation'),
                  ReferencedSOPSequence: [
                    {
                      ReferencedSOPClassUID: SEGMENTATION_STORAGE,
                      ReferencedSOPInstanceUID: segmentationUid,
                    },
                  ],
                },
              ]),
        ],
      },
    ],
    ValueType: 'CONTAINER',
    ConceptNameCodeSequence: [dcm('126000', 'Imaging Measurement Report')],
    ContinuityOfContent: 'SEPARATE',
    ContentTemplateSequence: [{ MappingResource: 'DCMR', TemplateIdentifier: '1500' }],
    ContentSequence: root,
  });
}

/** TID 1501: density, strength, index and category of the study, as FHIR and HL7 v2 have them; none where all of them are missing. */
function studyGroup(result: Result, trackingUniqueIdentifier: string): readonly Item[] {
  const site = sct('421060004', 'Spine');
  const findings = studyFindings(result).flatMap(({ code: name, value, parts }): Item[] => {
    if (isAbsent(value) || value.kind === 'text') return [];
    if (value.kind === 'code')
      return [
        code('CONTAINS', own(name), own(value.code)),
        ...parts.flatMap((part) => partItem('CONTAINS', part)),
      ];
    const properties = parts.flatMap((part) => partItem('HAS PROPERTIES', part));
    return [number('CONTAINS', own(name), value.value, unitOf(value.unit), properties)];
  });
  if (findings.length === 0) return [];
  const items = [
    text('HAS OBS CONTEXT', dcm('112039', 'Tracking Identifier'), 'study'),
    uidref('HAS OBS CONTEXT', dcm('112040', 'Tracking Unique Identifier'), trackingUniqueIdentifier),
    code('HAS CONCEPT MOD', sct('363698007', 'Finding Site'), site),
    ...findings,
  ];
  return [container('CONTAINS', dcm('125007', 'Measurement Group'), items, '1501')];
}

function partItem(relationship: 'CONTAINS' | 'HAS PROPERTIES', { code: name, value }: Part): Item[] {
  switch (value.kind) {
    case 'number':
      return [number(relationship, own(name), value.value, unitOf(value.unit))];
    case 'text':
      return [text(relationship, own(name), value.text)];
    case 'code':
      return [code(relationship, own(name), own(value.code))];
  }
}

function unitOf(unit: string): Code {
  const units = UNITS[unit];
  if (units === undefined)
    throw new RangeError(`saw the unit ${unit}; wanted one that the report has a code for`);
  return units;
}

interface GroupContext {
  readonly software: { readonly name: string; readonly version: string };
  readonly trackingUid: string;
  readonly source: string;
  readonly segment: { readonly uid: string; readonly number: number } | null;
}

/** TID 1411: one vertebra. */
function group(level: ResultLevel, { software, trackingUid: tracking, source, segment }: GroupContext): Item {
  const site = vertebra(level.level);
  const items: Item[] = [
    text('HAS OBS CONTEXT', dcm('112039', 'Tracking Identifier'), `vertebral body ${level.level}`),
    uidref('HAS OBS CONTEXT', dcm('112040', 'Tracking Unique Identifier'), tracking),
    code('CONTAINS', dcm('121071', 'Finding'), site),
    ...(segment === null
      ? []
      : [
          image('CONTAINS', dcm('121191', 'Referenced Segment'), {
            ReferencedSOPClassUID: SEGMENTATION_STORAGE,
            ReferencedSOPInstanceUID: segment.uid,
            ReferencedSegmentNumber: segment.number,
          }),
          uidref('CONTAINS', dcm('121232', 'Source series for segmentation'), source),
        ]),
    text('HAS CONCEPT MOD', dcm('111001', 'Algorithm Name'), software.name),
    text('HAS CONCEPT MOD', dcm('111003', 'Algorithm Version'), software.version),
    code('HAS CONCEPT MOD', sct('363698007', 'Finding Site'), site),
    ...MEASURED.flatMap(([field, name]) => {
      const quantity = level[field];
      return quantity === null ? [] : [measured(own(name), quantity)];
    }),
    ...gradeItems(level),
    ...(level.refusal === null
      ? []
      : [text('CONTAINS', own('not-assessed'), `${level.refusal.code}: ${level.refusal.saw}`)]),
    ...(level.candidates === null
      ? []
      : [
          text(
            'CONTAINS',
            own('possible-names'),
            level.candidates.map((one) => `${one.level} (${one.probability.toFixed(2)})`).join(', '),
          ),
        ]),
    ...(level.qc === null ? [] : [text('CONTAINS', own('level-quality'), level.qc)]),
  ];
  return container('CONTAINS', dcm('125007', 'Measurement Group'), items, '1411');
}

function measured(
  name: Code,
  { value, unit, uncertainty }: Pick<Quantity, 'value' | 'uncertainty'> & { unit: string },
): Item {
  const units = unitOf(unit);
  const properties =
    uncertainty.kind === 'interval95'
      ? [
          number('HAS PROPERTIES', own('interval-low'), uncertainty.low, units),
          number('HAS PROPERTIES', own('interval-high'), uncertainty.high, units),
        ]
      : [text('HAS PROPERTIES', own('no-uncertainty'), uncertainty.reason)];
  return number('CONTAINS', name, value, units, properties);
}

const GRADES = { 0: 'grade-0', 1: 'grade-1', 2: 'grade-2', 3: 'grade-3' } as const;

function gradeItems({ fracture }: ResultLevel): readonly Item[] {
  return fracture === null ? [] : [code('CONTAINS', own('genant-grade'), own(GRADES[fracture.grade]))];
}
