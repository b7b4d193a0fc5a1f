/** Limits of what is taken in: how large, how long, and what headers say that is no fact. Design values unless a source is named. */

/** Birth dates that anonymisation and admission desks type for "unknown", as DICOM writes dates (seen in public data; assumption). */
export const BIRTH_DATE_PLACEHOLDERS: readonly string[] = [
  '00010101',
  '18000101',
  '18500101',
  '19000101',
  '99991231',
];

/**
 * Names and numbers that anonymisers and admission desks write for "nobody", as words in upper case (seen in public data;
 * assumption). They tell no two patients apart; a pseudonym (ANON001) does.
 */
const NOBODY =
  /^(ANON(YM(OUS|I[SZ]ED|E)?|IMO)?|UNKNOWN|UNBEKANNT|NOT[ _-]?(AVAILABLE|KNOWN)|UNNAMED|NO[ _-]?(NAME|ID)|NONE|NULL|N\/A|DE-?IDENTIFIED|REMOVED|REDACTED|PATIENT|X+|0+|[*?._-]+)$/;

export function isNobody(word: string): boolean {
  return NOBODY.test(word.trim().toUpperCase());
}

/** Who gave a patient's ID, as issuers are compared; null where that is not said. */
export function issuerWord(issuer: string | null | undefined): string | null {
  const word = issuer?.trim().toUpperCase() ?? '';
  return word === '' || isNobody(word) ? null : word;
}

/** Rows or columns, pixels: four times the side of a usual CT; scanners make up to 2048. */
export const MOST_PIXELS_A_SIDE = 4096;
/** Voxels of one volume: 6144 images of 512 x 512, 3 GiB as Int16. */
export const MOST_VOXELS = 6 * 2 ** 28;
/** Bytes that one deflated image may unpack to: eight times one of 4096 x 4096 pixels of 16 bits. */
export const MOST_BYTES_OF_IMAGE = 2 ** 28;
/** A file of many images may unpack to more, where it does not pack better than this: CT packs 2 to 4 times, with much air 20. */
export const MOST_DEFLATED = { ratio: 20, bytes: 2 ** 31 - 1 } as const;
/** Characters of a header's text that are kept: DICOM's longest short text (LO, PN) has 64 a component, 3 components. */
export const LONGEST_TEXT = 192;

/**
 * Acquisitions of one series continue each other where they share at most this part of the shorter one, 0 to 1: a table's
 * step is covered twice by some slices. What shares more was scanned twice, and is two scans.
 */
export const MOST_SHARED = 0.25;
