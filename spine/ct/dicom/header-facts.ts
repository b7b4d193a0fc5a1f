/** What the headers say of patient, study and scan. What they don't say is null. */
import type { DataSet } from 'dicom-parser';

import type { Ct } from '../../../contracts/ct.ts';
import type { Flag } from '../../../contracts/primitives.ts';

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

export function headerFacts({ dataSet }: DicomImage): Facts & { readonly flags: readonly Flag[] } {
  const text = (tag: string): string | null => textOf(dataSet, tag);
  const number = (tag: string): number | null => {
    const value = Number(text(tag) ?? Number.NaN);
    return Number.isFinite(value) && value > 0 ? value : null;
  };
  const studyDate = dateOf(text('x00080020')) ?? dateOf(text('x00080021'));
  const birthDate = dateOf(text('x00100030'));
  const deviceSerial = text('x00181000');
  const tableHeight = Number(text('x00181130') ?? Number.NaN);
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
    flags: age.flags,
  };
}

/** Text of any length in the file's own character set; null where it is missing or blank. */
function textOf(dataSet: DataSet, tag: string): string | null {
  const element = dataSet.elements[tag];
  if (element === undefined || element.length === 0) return null;
  const bytes = dataSet.byteArray.subarray(element.dataOffset, element.dataOffset + element.length);
  const decoded = new TextDecoder(encodingOf(dataSet)).decode(bytes);
  const text = decoded.replaceAll(DESIGNATION, '').replaceAll('\0', '').trim();
  return text === '' ? null : text;
}

function encodingOf(dataSet: DataSet): string {
  const sets = (dataSet.string('x00080005') ?? '')
    .split('\\')
    .map((set) => set.replace(/^ISO[_ ](2022 )?IR /, '').trim());
  const deciding = sets.find((set) => ESCAPED.includes(set)) ?? sets.find((set) => set in ENCODINGS);
  return ENCODINGS[deciding ?? ''] ?? 'iso-8859-1';
}

/** "Family^Given^Middle^Prefix^Suffix" as "Family, Given Middle"; of several groups (alphabetic=ideographic=phonetic) the first that holds something. */
function personName(value: string | null): string | null {
  const groups = (value ?? '').split('=').map((group) => {
    const [family = '', given = '', middle = ''] = group.split('^').map((part) => part.trim());
    const rest = [given, middle].filter((part) => part !== '').join(' ');
    return [family, rest].filter((part) => part !== '').join(', ');
  });
  return groups.find((group) => group !== '') ?? null;
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
  const typed = match === null ? null : Number(match[1]) * AGE_UNIT_YEARS[match[2]!]!;
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
