/** Whose images these are: what the headers say of patient and study, compared and never shown. */
import type { DicomImage } from '../dicom/dicom-image.ts';
import { BIRTH_DATE_PLACEHOLDERS, isNobody, issuerWord } from '../../definitions/intake/limits.ts';

/** Of one image; null where the header says nothing, or what means nothing. */
interface Person {
  readonly id: string | null;
  readonly issuer: string | null;
  /** Words of the name, upper case. */
  readonly name: readonly string[];
  readonly birthDate: string | null;
  readonly sex: string | null;
}

export interface Identities {
  /** From 1, in the order of the images. */
  readonly patientOf: (image: DicomImage) => number;
  /** StudyInstanceUID; empty where neither the image nor its series has one. */
  readonly studyOf: (image: DicomImage) => string;
}

/** The outcome does not depend on the order of the images where no header is half empty. */
export function identitiesOf(images: readonly DicomImage[]): Identities {
  const patients: Person[][] = [];
  const numbers = new Map<string, number>();
  for (const image of images) {
    const key = keyOf(image);
    if (numbers.has(key)) continue;
    const person = personOf(image);
    let at = patients.findIndex((known) => known.every((other) => !contradict(person, other)));
    if (at < 0) at = patients.push([]) - 1;
    patients[at]!.push(person);
    numbers.set(key, at + 1);
  }
  const studies = new Map<string, string>();
  for (const image of images) {
    const uid = image.text('x0020000d');
    if (uid !== null && !studies.has(image.seriesUid)) studies.set(image.seriesUid, uid);
  }
  return {
    patientOf: (image) => numbers.get(keyOf(image))!,
    studyOf: (image) => image.text('x0020000d') ?? studies.get(image.seriesUid) ?? '',
  };
}

const PERSON_TAGS = ['x00100020', 'x00100021', 'x00100010', 'x00100030', 'x00100040'];

function keyOf({ text }: DicomImage): string {
  return PERSON_TAGS.map((tag) => text(tag) ?? '').join('\n');
}

function personOf({ text }: DicomImage): Person {
  const birthDate = text('x00100030')?.replaceAll('.', '') ?? null;
  // A birth on the day of the scan is the scan's date, typed twice.
  const isFact =
    birthDate !== null && birthDate !== text('x00080020') && !BIRTH_DATE_PLACEHOLDERS.includes(birthDate);
  const sex = text('x00100040')?.toUpperCase() ?? null;
  const [alphabetic = ''] = (text('x00100010') ?? '').split('=');
  const words = alphabetic
    .toUpperCase()
    .split(/[\s^,]+/)
    .filter((word) => word !== '');
  return {
    id: someone(text('x00100020')),
    issuer: issuerWord(text('x00100021')),
    name: words.every(isNobody) ? [] : words,
    birthDate: isFact ? birthDate : null,
    sex: sex === 'F' || sex === 'M' ? sex : null,
  };
}

function someone(id: string | null): string | null {
  const number = id?.toUpperCase() ?? null;
  return number === null || isNobody(number) ? null : number;
}

/** Of one patient's images the first that says most of the patient: anonymisers empty some of a folder. */
export function bestKnown(images: readonly DicomImage[]): DicomImage {
  const known = (image: DicomImage): number => {
    const { id, name, birthDate, sex } = personOf(image);
    const age = image.text('x00101010');
    return [id, name[0] ?? null, birthDate, sex, age].filter((fact) => fact !== null).length;
  };
  const counts = images.map(known);
  return images[counts.indexOf(counts.reduce((most, count) => Math.max(most, count)))]!;
}

/** Whether two headers can't be of one patient: numbers, dates and sexes differ, or names share no word (one changes by marriage). */
function contradict(a: Person, b: Person): boolean {
  const differ = (of: (person: Person) => string | null): boolean => {
    const [p, q] = [of(a), of(b)];
    return p !== null && q !== null && p !== q;
  };
  const strangers = a.name.length > 0 && b.name.length > 0 && !a.name.some((word) => b.name.includes(word));
  return (
    strangers ||
    differ(({ id }) => id) ||
    differ(({ issuer }) => issuer) ||
    differ(({ birthDate }) => birthDate) ||
    differ(({ sex }) => sex)
  );
}
