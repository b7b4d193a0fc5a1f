/** HL7 v2 segments: fields, components and the letters that have to be escaped in them (2.5.1, chapter 2.7). */

/** Segments end so, on every system. */
const SEGMENT_END = '\r';
const FIELD = '|';
const COMPONENT = '^';
/** MSH-2: of components, repetitions, escapes and subcomponents. */
const ENCODING = '^~\\&';

const ESCAPED: Readonly<Record<string, string>> = {
  '|': '\\F\\',
  '^': '\\S\\',
  '&': '\\T\\',
  '~': '\\R\\',
  '\\': '\\E\\',
  '\r': '\\X0D\\',
  '\n': '\\X0A\\',
};

declare const written: unique symbol;
/** A field as it stands in a message: escaped, its components apart. */
export type Field = string & { readonly [written]: true };

/** Text of a field or of one component. */
export function text(value: string | null | undefined): Field {
  return (value ?? '').replaceAll(/[|^&~\\\r\n]/g, (letter) => ESCAPED[letter]!) as Field;
}

/** Empty components at the end are left out. */
export function components(...parts: readonly (string | null | undefined)[]): Field {
  return parts
    .map((part) => text(part))
    .join(COMPONENT)
    .replace(/\^+$/, '') as Field;
}

/** A number without an exponent (2.A.47, NM), with all its digits. */
export function numeric(value: number): Field {
  if (!Number.isFinite(value))
    throw new RangeError('saw a number that is not finite; wanted one that HL7 can write');
  // Adding zero makes a zero of a negative one.
  return (value + 0).toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 }) as Field;
}

/** Fields by their numbers; what is not given is empty. */
export type Fields = Readonly<Record<number, Field>>;

export function segment(name: string, fields: Fields): string {
  const last = Object.keys(fields).reduce((most, field) => Math.max(most, Number(field)), 0);
  const all = Array.from({ length: last }, (_, n) => fields[n + 1] ?? '');
  return [name, ...all].join(FIELD);
}

/** The header. Its first field is the separator before its second one, so that fields are counted from there. */
export function header(fields: Fields): string {
  const shifted = Object.entries(fields).map(([field, value]) => [Number(field) - 1, value] as const);
  return segment('MSH', { ...Object.fromEntries(shifted), 1: ENCODING as Field });
}

export function message(segments: readonly string[]): string {
  return segments.map((one) => `${one}${SEGMENT_END}`).join('');
}
