/** What the headers say of patient, study and scan. What they don't say is null. */
import type { Ct, DicomSource } from '../../../contracts/ct.ts';
import type { Flag } from '../../../contracts/primitives.ts';

import { BIRTH_DATE_PLACEHOLDERS, LONGEST_TEXT } from '../../definitions/intake/limits.ts';
import { textOf as latin1Of, type DataSet } from './data-set.ts';
import type { DicomImage } from './dicom-image.ts';

type Facts = Pick<
  Ct,
  | 'sliceThicknessMm'
  | 'kvp'
  | 'kernel'
  | 'manufacturer'
  | 'scannerModel'
  | 'deviceSerial'
  | 'tableHeightMm'
  | 'contrastAgent'
  | 'patient'
  | 'study'
>;

/** DICOM PS3.3 C.12.1.1.2: defined terms of SpecificCharacterSet, less their "ISO_IR" or "ISO 2022 IR", and the encodings that read them. */
const ENCODINGS: Readonly<Record<string, string>> = {
  '100': 'iso-8859-1',
  '101': 'iso-8859-2',
  '109': 'iso-8859-3',
  '110': 'iso-8859-4',
  '144': 'iso-8859-5',
  '127': 'iso-8859-6',
  '126': 'iso-8859-7',
  '138': 'iso-8859-8',
  '148': 'windows-1254',
  '203': 'iso-8859-15',
  '13': 'shift_jis',
  '87': 'iso-2022-jp',
  '159': 'iso-2022-jp',
  '149': 'euc-kr',
  '58': 'gb18030',
  '166': 'windows-874',
  '192': 'utf-8',
  GB18030: 'gb18030',
  GBK: 'gbk',
};
/** Where several sets are named, the ones that write more than Latin decide. */
const ESCAPED = ['87', '159', '149', '58'];
/** ISO 2022 designations ("ESC $ ) C"), which say again what the character set says. */
const DESIGNATION = new RegExp(`${String.fromCharCode(0x1b)}[$()-]+[A-Za-z]`, 'g');
const AGE_UNIT_YEARS: Readonly<Record<string, number>> = { Y: 1, M: 1 / 12, W: 7 / 365.25, D: 1 / 365.25 };
const OLDEST_YEARS = 120;

/** What an object that is made of the CT takes over as it stands. */
type Verbatim = Pick<DicomSource, 'patientName' | 'referringPhysician' | 'studyTime' | 'studyId'>;

export function headerFacts({
  dataSet,
}: DicomImage): Facts & { readonly flags: readonly Flag[]; readonly verbatim: Verbatim } {
  const text = (tag: string): string | null => textOf(dataSet, tag);
  const number = (tag: string): number | null => {
    const value = Number(text(tag) ?? Number.NaN);
    return Number.isFinite(value) && value > 0 ? value : null;
  };
  const studyDate = dateOf(text('x00080020')) ?? dateOf(text('x00080021'));
  const typedBirth = text('x00100030');
  const isPlaceholder =
    BIRTH_DATE_PLACEHOLDERS.includes(typedBirth?.replaceAll('.', '') ?? '') ||
    (studyDate !== null && dateOf(typedBirth) === studyDate);
  const birthDate = isPlaceholder ? null : dateOf(typedBirth);
  const deviceSerial = text('x00181000');
  const tableHeight = Number(text('x00181130') ?? Number.NaN);
  const idIssuer = text('x00100021');
  const age = ageOf(text('x00101010'), birthDate, studyDate);
  return {
    sliceThicknessMm: number('x00180050'),
    kvp: number('x00180060'),
    kernel: text('x00181210')?.split('\\')[0] ?? null,
    manufacturer: text('x00080070'),
    scannerModel: text('x00081090'),
    ...(deviceSerial === null ? {} : { deviceSerial }),
    ...(Number.isFinite(tableHeight) ? { tableHeightMm: tableHeight } : {}),
    contrastAgent: text('x00180010'),
    patient: {
      name: personName(text('x00100010')),
      id: text('x00100020'),
      ...(idIssuer === null ? {} : { idIssuer }),
      birthDate,
      sex: sexOf(text('x00100040')),
      ageYears: age.years,
    },
    study: {
      studyInstanceUid: text('x0020000d'),
      seriesInstanceUid: text('x0020000e'),
      frameOfReferenceUid: text('x00200052'),
      date: studyDate,
      description: text('x00081030'),
      accessionNumber: text('x00080050'),
      referringPhysician: personName(text('x00080090')),
      institution: text('x00080080'),
    },
    verbatim: {
      patientName: text('x00100010'),
      referringPhysician: text('x00080090'),
      studyTime: text('x00080030'),
      studyId: text('x00200010'),
    },
    flags: [
      ...(isPlaceholder
        ? [
            {
              code: 'AGE_IMPLAUSIBLE' as const,
              message: 'the birth date in the headers is a placeholder; not used',
            },
          ]
        : []),
      ...age.flags,
    ],
  };
}

/** Text in the file's own character set, of the length that a report has room for; null where it is missing or blank. */
function textOf(dataSet: DataSet, tag: string): string | null {
  const bytes = dataSet.elements.get(tag)?.bytes;
  if (bytes === undefined || bytes.length === 0) return null;
  // A character takes four bytes at the most, and designations some more.
  const decoded = new TextDecoder(encodingOf(dataSet)).decode(bytes.subarray(0, 8 * LONGEST_TEXT));
  const text = decoded.replaceAll(DESIGNATION, '').replaceAll('\0', '').trim();
  if (text === '') return null;
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT - 4).trim()} ...` : text;
}

function encodingOf(dataSet: DataSet): string {
  const sets = (latin1Of(dataSet.elements.get('x00080005')) ?? '')
    .split('\\')
    .map((set) => set.replace(/^ISO[_ ](2022 )?IR /, '').trim());
  const deciding = sets.find((set) => ESCAPED.includes(set)) ?? sets.find((set) => set in ENCODINGS);
  return ENCODINGS[deciding ?? ''] ?? 'iso-8859-1';
}

/**
 * "Family^Given^Middle^Prefix^Suffix" as "Family, Given Middle", by component group (alphabetic=ideographic=phonetic): those that hold
 * something, in their order.
 */
export function nameGroups(value: string | null): readonly string[] {
  const groups = (value ?? '').split('=').map((group) => {
    const [family = '', given = '', middle = ''] = group.split('^').map((part) => part.trim());
    const rest = [given, middle].filter((part) => part !== '').join(' ');
    return [family, rest].filter((part) => part !== '').join(', ');
  });
  return groups.filter((group) => group !== '');
}

function personName(value: string | null): string | null {
  return nameGroups(value)[0] ?? null;
}

/** "YYYYMMDD" (or the old "YYYY.MM.DD") as an ISO date; null where it is no date. */
function dateOf(value: string | null): string | null {
  const match = /^(\d{4})\.?(\d{2})\.?(\d{2})$/.exec(value ?? '');
  if (match === null) return null;
  const iso = `${match[1]}-${match[2]}-${match[3]}`;
  const parsed = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(iso) ? iso : null;
}

function sexOf(value: string | null): 'female' | 'male' | null {
  if (value === 'F') return 'female';
  return value === 'M' ? 'male' : null;
}

/** From the birth date where there is one: PatientAge is typed in at times. */
function ageOf(
  given: string | null,
  birth: string | null,
  study: string | null,
): { years: number | null; flags: Flag[] } {
  const match = /^(\d{1,3})([YMWD])$/.exec(given ?? '');
  // An age of nothing, in whatever unit, is what systems write that know none.
  const typed =
    match === null || Number(match[1]) === 0 ? null : Number(match[1]) * AGE_UNIT_YEARS[match[2]!]!;
  const dated = birth === null || study === null ? null : birthdaysBetween(birth, study);
  const years = dated ?? typed;
  if (years !== null && !(years >= 0 && years <= OLDEST_YEARS)) {
    return {
      years: null,
      flags: [{ code: 'AGE_IMPLAUSIBLE', message: 'implausible age in the headers; not used' }],
    };
  }
  if (dated !== null && typed !== null && Math.abs(dated - typed) > 1) {
    return {
      years,
      flags: [
        {
          code: 'AGE_INCONSISTENT',
          message: 'PatientAge and birth date differ by more than one year; the birth date is used',
        },
      ],
    };
  }
  return { years, flags: [] };
}

/** ISO dates compare as text; who is born on 29 February has a birthday on 1 March of other years. */
function birthdaysBetween(birth: string, study: string): number {
  const years = Number(study.slice(0, 4)) - Number(birth.slice(0, 4));
  return study.slice(4) < birth.slice(4) ? years - 1 : years;
}
