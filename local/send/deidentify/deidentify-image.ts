/** One image without its patient. */
import type { Ct } from '../../../contracts/ct.ts';
import { readDataSet, textOf } from '../../../spine/ct/index.ts';

import { CommandLineError } from '../../command/errors.ts';
import { EMPTIED_ELEMENTS, KEPT_ELEMENTS, OLDEST_TOLD_YEARS, type KeptElement } from './kept-elements.ts';
import type { Pseudonyms } from './pseudonyms.ts';
import { shiftedDate } from './shifted-dates.ts';
import { textBytes, writeImage, type WrittenElement } from './write-image.ts';

/** What is known of the patient from all images of the series: some of a folder may be emptied already. */
export interface Substitute {
  readonly names: Pseudonyms;
  readonly pseudonym: string;
  readonly shiftDays: number;
  readonly patient: Pick<Ct['patient'], 'sex' | 'ageYears'>;
}

const PIXEL_DATA = 'x7fe00010';
const SERIES = 'x0020000e';
const BURNED_IN = 'x00280301';
const FUNCTIONAL_GROUPS = ['x52009229', 'x52009230'];
const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';
const METHOD = 'osteon: listed elements only, dates earlier (PS3.15 E.1)';

/** Its series; null where the bytes are no image with one. */
export function seriesOf(bytes: Uint8Array): string | null {
  const { elements } = readDataSet(bytes);
  return elements.has(PIXEL_DATA) ? textOf(elements.get(SERIES)) : null;
}

/** @throws CommandLineError for what can't be de-identified here; no name of a file in it */
export function deidentifiedImage(bytes: Uint8Array, substitute: Substitute): Uint8Array {
  const dataSet = readDataSet(bytes);
  const { elements, littleEndian } = dataSet;
  const text = (tag: string): string | null => textOf(elements.get(tag));
  const pixels = elements.get(PIXEL_DATA);
  if (dataSet.fault !== null || pixels === undefined) throw unable('an image that cannot be read to its end');
  if (!littleEndian) throw unable('big endian images');
  if (FUNCTIONAL_GROUPS.some((tag) => elements.has(tag))) throw unable('enhanced (multi-frame) CT');
  if (text(BURNED_IN)?.toUpperCase() === 'YES') throw unable('text burned into the pixels');

  const kept = new Map<string, WrittenElement>(
    Object.entries(EMPTIED_ELEMENTS).map(([tag, vr]) => [tag, { vr, bytes: new Uint8Array(0) }]),
  );
  for (const [tag, how] of Object.entries(KEPT_ELEMENTS)) {
    const value = elements.get(tag);
    if (value !== undefined && value.bytes.length > 0)
      kept.set(tag, { vr: how.vr, bytes: replaced(value.bytes, textOf(value) ?? '', how, substitute) });
  }
  const write = (tag: string, vr: string, value: string): void => {
    kept.set(tag, { vr, bytes: textBytes(vr, value) });
  };
  const { pseudonym, patient } = substitute;
  write('x00100010', 'PN', pseudonym);
  write('x00100020', 'LO', pseudonym);
  if (patient.sex !== null) write('x00100040', 'CS', patient.sex === 'female' ? 'F' : 'M');
  if (patient.ageYears !== null) write('x00101010', 'AS', ageString(patient.ageYears));
  write('x00120062', 'CS', 'YES');
  write('x00120063', 'LO', METHOD);
  write('x00280303', 'CS', 'MODIFIED');
  return writeImage({
    sopClass: text('x00080016') ?? '',
    instanceUid: substitute.names.uid(text('x00080018') ?? ''),
    transferSyntax:
      pixels.fragments === null ? EXPLICIT_LITTLE_ENDIAN : (text('x00020010') ?? EXPLICIT_LITTLE_ENDIAN),
    elements: kept,
    pixels,
  });
}

function replaced(
  bytes: Uint8Array,
  text: string,
  { vr, action }: KeptElement,
  { names, shiftDays }: Substitute,
): Uint8Array {
  if (action === 'keep') return bytes;
  if (action === 'uid') return textBytes(vr, text === '' ? '' : names.uid(text));
  // A date that is none says nothing, and may hold anything.
  const day = shiftedDate(text.slice(0, 8), shiftDays);
  if (day === null) return new Uint8Array(0);
  return textBytes(vr, action === 'date' ? day : `${day}${/^[\d.]*/.exec(text.slice(8))![0]}`);
}

function ageString(years: number): string {
  return `${String(Math.min(OLDEST_TOLD_YEARS, Math.floor(years))).padStart(3, '0')}Y`;
}

function unable(found: string): CommandLineError {
  return new CommandLineError(
    `--deidentify: found ${found}; required: classic CT images, little endian, or a NIfTI CT`,
  );
}
