/**
 * The report as an HL7 v2.5.1 message, `oru.hl7`: ORU^R01, an OBX a finding, the PDF in the last one. Sent by an interface engine, which
 * sets receiver, time and control id of its own.
 */
import type { Unit } from '../../../contracts/primitives.ts';
import type { Result } from '../../../contracts/result.ts';

import { OWN_CODES, SCHEME, type OwnCode } from '../../dicom/codes.ts';
import type { ReportData } from '../../report-data.ts';
import { conclusionOf, stateOf, type ReportState } from '../conclusion.ts';
import { signatureOf } from '../../words/signature.ts';
import { dicomTime } from '../../dicom/verification.ts';
import { UCUM } from '../fhir/codings.ts';
import { idsOf } from '../fhir/ids.ts';
import { nameParts } from '../fhir/people.ts';
import { isAbsent, type Absent, type Finding, type FindingValue, type Interpretation } from '../finding.ts';
import { findingsOf, outcomeAtAge, OUTCOME_WORDS, riskModels } from '../findings.ts';
import { components, header, message, numeric, segment, text, type Field } from './segments.ts';

const REPORT = components('18748-4', 'Diagnostic imaging study', 'LN');
const IMPRESSION = components('19005-8', 'Radiology Imaging study [Impression] (narrative)', 'LN');
/** OBR-25 and OBX-11, tables 0123 and 0085. */
const STATUS: Readonly<Record<ReportState, string>> = {
  preliminary: 'P',
  final: 'F',
  amended: 'C',
  cancelled: 'X',
};
/** Table 0085: cannot be obtained for this observation. */
const NO_RESULT = 'X';
/** Table 0078 of 2.5.1 has no letter for "indeterminate". */
const ABNORMAL: Readonly<Record<Interpretation, string>> = { N: 'N', L: 'L', A: 'A', IND: '' };
const CONTROL_ID_LENGTH = 20;
const STUDY = 'study';

export function oruMessage(data: ReportData, result: Result, pdf: Uint8Array): string {
  const state = STATUS[stateOf(data)];
  const rows = [
    ...conclusionRows(data),
    ...findingsOf(result).flatMap(findingRows),
    ...riskRows(result),
    pdfRow(pdf),
  ];
  return message([
    mshOf(data),
    pidOf(data, result),
    obrOf(data, state),
    ...rows.map(({ type, code, sub, value, unit, flags, absent }, n) =>
      segment('OBX', {
        1: numeric(n + 1),
        2: text(type),
        3: code,
        4: text(sub),
        5: value,
        6: unit === undefined ? text('') : components(UCUM[unit], unit, 'UCUM'),
        8: text(flags),
        11: text(absent === true ? NO_RESULT : state),
        14: timeOf(data),
        18: components(result.provenance.software.name, result.provenance.software.version),
      }),
    ),
  ]);
}

/** An OBX but for what all of them share. */
interface Row {
  readonly type: 'NM' | 'CWE' | 'ST' | 'TX' | 'ED';
  readonly code: Field;
  /** OBX-4: the level, and below it the finding that a row belongs to. */
  readonly sub: string;
  readonly value: Field;
  readonly unit?: Unit | '1';
  readonly flags?: string;
  readonly absent?: true;
}

function mshOf(data: ReportData): string {
  return header({
    3: text('OSTEON'),
    7: messageTime(data),
    9: components('ORU', 'R01', 'ORU_R01'),
    10: text(idsOf(data)('hl7 message').replaceAll('-', '').slice(0, CONTROL_ID_LENGTH)),
    11: text('P'),
    12: text('2.5.1'),
    18: text('UNICODE UTF-8'),
  });
}

/** Required, and no clock: of the review, else of the CT, else the day that undated DICOM objects carry. */
function messageTime(data: ReportData): Field {
  const time = reviewedAt(data) ?? timeOf(data);
  return time === '' ? text('19000101') : time;
}

function pidOf({ about }: ReportData, { subject }: Result): string {
  const sex = subject?.sex ?? about?.patient.sex ?? null;
  const [family, given, middle, prefix, suffix] = nameParts(
    about?.dicom?.patientName ?? about?.patient.name ?? '',
  );
  return segment('PID', {
    1: numeric(1),
    3: text(about?.patient.id),
    5: components(family, given, middle, suffix, prefix),
    7: text(compact(about?.patient.birthDate)),
    8: text(sex === null ? 'U' : sex === 'female' ? 'F' : 'M'),
  });
}

function obrOf(data: ReportData, state: string): string {
  const { about, input, order } = data;
  const signed = signatureOf(data.reviewed);
  const accession = about?.study.accessionNumber ?? null;
  const { studyId, assessmentId, revision = 0 } = input;
  return segment('OBR', {
    1: numeric(1),
    2: components(order?.request?.value, order?.request?.system),
    3: text(`${studyId}/${assessmentId}/${revision}`),
    4: REPORT,
    7: timeOf(data),
    16: components('', order?.orderedBy ?? about?.study.referringPhysician),
    // Of an imaging procedure: IHE Radiology, and most archives, look for the accession number here.
    18: text(accession),
    22: reviewedAt(data) ?? text(''),
    24: text('RAD'),
    25: text(state),
    31: components('', order?.indication),
    32: signed === null ? text('') : components('', signed.reader.name),
  });
}

function conclusionRows(data: ReportData): readonly Row[] {
  return conclusionOf(data).map((line) => ({ type: 'TX', code: IMPRESSION, sub: STUDY, value: text(line) }));
}

function findingRows(finding: Finding): readonly Row[] {
  const { code, site, value, parts, interpretation, remark } = finding;
  const sub = site?.level ?? STUDY;
  const below = `${sub}.${code}`;
  const flags = interpretation === null ? '' : ABNORMAL[interpretation];
  const note = [site === null || site.text === site.level ? null : site.text, remark]
    .filter(Boolean)
    .join('. ');
  return [
    isAbsent(value) ? absentRow(code, sub, value) : { ...rowOf(code, sub, value), flags },
    ...parts.map((part) => rowOf(part.code, below, part.value)),
    ...(note === ''
      ? []
      : [{ type: 'TX', code: ownCode(code), sub: `${below}.note`, value: text(note) } as const]),
  ];
}

function rowOf(code: OwnCode, sub: string, value: FindingValue): Row {
  const common = { code: ownCode(code), sub };
  switch (value.kind) {
    case 'number':
      return { ...common, type: 'NM', value: numeric(value.value), unit: value.unit };
    case 'code':
      return { ...common, type: 'CWE', value: ownCode(value.code) };
    case 'text':
      return { ...common, type: 'ST', value: text(value.text) };
  }
}

function absentRow(code: OwnCode, sub: string, { text: reason }: Absent): Row {
  return { type: 'ST', code: ownCode(code), sub, value: text(reason), absent: true };
}

/**
 * By outcome and years in OBX-4, as "MODEL.major-osteoporotic.10a", with the age behind it where the figure is one at an age. What a row is of
 * stands behind the meaning of its code as well: many systems show OBX-3 and the value alone.
 */
function riskRows(result: Result): readonly Row[] {
  return riskModels(result).flatMap(({ id, title, figures, atAges, spans, statement }) => {
    const model: Row = {
      type: 'TX',
      code: ownCode('fracture-probability'),
      sub: id,
      value: text(`${title}. ${statement}`),
    };
    const rowsOf = (sub: string, of: string, values: readonly (readonly [OwnCode, number])[]): Row[] =>
      values.map(([code, value]) => ({
        ...rowOf(code, `${id}.${sub}`, { kind: 'number', value, unit: '%' }),
        code: ownCode(code, of),
      }));
    return [
      figures.length === 0 ? { ...model, absent: true as const } : model,
      ...figures.flatMap(({ outcome, years, probability }): Row[] => {
        const [sub, of] = [`${outcome}.${years}a`, `${OUTCOME_WORDS[outcome]}, ${years} years`];
        const { value, uncertainty } = probability;
        if (uncertainty.kind === 'interval95')
          return rowsOf(sub, of, [
            ['fracture-probability', value],
            ['interval-low', uncertainty.low],
            ['interval-high', uncertainty.high],
          ]);
        const reason = rowOf('no-uncertainty', `${id}.${sub}`, { kind: 'text', text: uncertainty.reason });
        return [...rowsOf(sub, of, [['fracture-probability', value]]), reason];
      }),
      ...atAges.flatMap((figure) =>
        rowsOf(
          `${figure.outcome}.${figure.years}a.${figure.age}`,
          `${outcomeAtAge(figure)}, ${figure.years} years`,
          [
            ['fracture-probability-at-age', figure.median],
            ['interval-low', figure.low],
            ['interval-high', figure.high],
          ],
        ),
      ),
      ...spans.flatMap(({ outcome, years, low, high }) =>
        rowsOf(`${outcome}.${years}a`, `${OUTCOME_WORDS[outcome]}, ${years} years`, [
          ['span-low', low],
          ['span-high', high],
        ]),
      ),
    ];
  });
}

function pdfRow(pdf: Uint8Array): Row {
  const value = components('', 'Application', 'PDF', 'Base64', Buffer.from(pdf).toString('base64'));
  return { type: 'ED', code: REPORT, sub: STUDY, value };
}

/** @param of what the number is of, where the meaning of the code does not say it */
function ownCode(code: OwnCode, of?: string): Field {
  const meaning = OWN_CODES[code];
  return components(code, of === undefined ? meaning : `${meaning}: ${of}`, SCHEME);
}

/** Of the CT; as DICOM has it, with no zone. */
function timeOf({ about }: ReportData): Field {
  const date = compact(about?.study.date);
  return text(date === '' ? '' : `${date}${/^\d{6}/.exec(about?.dicom?.studyTime ?? '')?.[0] ?? ''}`);
}

/** Null where nobody has reviewed it. */
function reviewedAt({ reviewed }: ReportData): Field | null {
  const at = reviewed?.history.at(-1)?.at;
  return at === undefined ? null : text(dicomTime(at));
}

function compact(date: string | null | undefined): string {
  return date?.replaceAll('-', '') ?? '';
}
