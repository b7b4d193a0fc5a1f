/** Enhanced CT for tests: the series of `ct-series.ts` as frames of one file. */
import { COLUMNS, hu, ROWS, SLICES } from '../ct-series.ts';
import { dicomFile, sequence, SYNTAX, type Elements } from './dicom-writer.ts';

export interface EnhancedFrame {
  /** mm, of the first pixel. */
  readonly z: number;
  readonly stored: Int16Array;
  /** By the tag of the group and its elements, added to what each frame has. */
  readonly groups?: Readonly<Record<string, Elements>>;
  readonly content?: Elements;
  readonly rescale?: { readonly slope: string; readonly intercept: string };
}

export interface EnhancedOptions {
  readonly frames?: readonly EnhancedFrame[];
  /** Groups that all frames share, added to the usual ones; undefined takes one away. */
  readonly shared?: Readonly<Record<string, Elements | undefined>>;
  readonly change?: Readonly<Record<string, Elements[string] | undefined>>;
  readonly transferSyntax?: string;
  /** Sequences of undefined length. */
  readonly delimited?: boolean;
  /** In place of the plain pixel data. */
  readonly fragments?: readonly Uint8Array[];
  /** The offset table before the fragments; empty where it is left out. */
  readonly offsets?: Uint8Array;
}

/** One slice of the usual series. */
export function frame(k: number, more: Partial<EnhancedFrame> = {}): EnhancedFrame {
  const stored = Int16Array.from(
    { length: ROWS * COLUMNS },
    (_, n) => hu(n % COLUMNS, Math.floor(n / COLUMNS), k) + 1024,
  );
  return { z: 100 + 2 * k, stored, ...more };
}

export function frames(more: (k: number) => Partial<EnhancedFrame> = () => ({})): EnhancedFrame[] {
  return Array.from({ length: SLICES }, (_, k) => frame(k, more(k)));
}

/** US or UL in the order of the bytes that tests of groups use: little endian. */
export const long = (value: number): Uint8Array => new Uint8Array(Uint32Array.of(value).buffer);

export function enhancedCt(options: EnhancedOptions = {}): Uint8Array {
  const { frames: all = frames(), shared = {}, change = {}, delimited = false } = options;
  const { transferSyntax: syntax = SYNTAX.explicit } = options;
  const big = syntax === SYNTAX.bigEndian;
  const nest = (items: readonly Elements[]): Uint8Array => sequence(items, syntax, delimited);
  const groups = (of: Readonly<Record<string, Elements | undefined>>): Elements =>
    Object.fromEntries(
      Object.entries(of).flatMap(([tag, item]) => (item === undefined ? [] : [[`${tag} SQ`, nest([item])]])),
    );
  const perFrame = all.map(({ z, groups: own = {}, content = {}, rescale }) =>
    groups({
      '00209113': { '00200032 DS': `-10\\-20\\${z}` },
      '00209111': { ...content },
      ...(rescale === undefined
        ? {}
        : {
            '00289145': {
              '00281052 DS': rescale.intercept,
              '00281053 DS': rescale.slope,
              '00281054 LO': 'HU',
            },
          }),
      ...own,
    }),
  );
  const usual = {
    '00189325': { '00180060 DS': '120' },
    '00189314': { '00181210 SH': 'B30f' },
    '00189329': { '00089007 CS': 'ORIGINAL\\PRIMARY\\VOLUME\\NONE' },
    '00209116': { '00200037 DS': '1\\0\\0\\0\\1\\0' },
    '00289110': { '00280030 DS': '0.5\\0.75', '00180050 DS': '2' },
    '00289145': { '00281052 DS': '-1024', '00281053 DS': '1', '00281054 LO': 'HU' },
  };
  const pixels = Buffer.concat(all.map(({ stored }) => Buffer.from(stored.slice().buffer)));
  const elements: Record<string, Elements[string] | undefined> = {
    '00080008 CS': 'ORIGINAL\\PRIMARY\\VOLUME\\MIXED',
    '00080016 UI': '1.2.840.10008.5.1.4.1.1.2.1',
    '00080018 UI': '1.2.3.1',
    '00080020 DA': '20260301',
    '00080060 CS': 'CT',
    '00100010 PN': 'Test^Patient',
    '00100030 DA': '19500115',
    '00100040 CS': 'F',
    '0020000d UI': '1.2.9',
    '0020000e UI': '1.2.9.1',
    '00200011 IS': '2',
    '00280002 US': 1,
    '00280004 CS': 'MONOCHROME2',
    '00280008 IS': String(all.length),
    '00280010 US': ROWS,
    '00280011 US': COLUMNS,
    '00280100 US': 16,
    '00280101 US': 16,
    '00280102 US': 15,
    '00280103 US': 1,
    '52009229 SQ': nest([groups({ ...usual, ...shared })]),
    '52009230 SQ': nest(perFrame),
    [options.fragments === undefined ? '7fe00010 OW' : '7fe00010 OB']:
      options.fragments ?? (big ? pixels.swap16() : pixels),
    ...change,
  };
  const kept = Object.entries(elements).filter(([, value]) => value !== undefined);
  return dicomFile(Object.fromEntries(kept) as Elements, syntax, options.offsets);
}
