/** Enhanced CT: many images in one file, and what tells them apart in functional groups. */
import { expect } from 'vitest';

import { hu, SLICES } from '../spine/ct/ct-series.ts';
import { sequence, SYNTAX } from '../spine/ct/writers/dicom-writer.ts';
import {
  enhancedCt,
  frame,
  frames,
  long,
  type EnhancedOptions,
} from '../spine/ct/writers/enhanced-writer.ts';
import { encodeElsewhere } from '../spine/ct/writers/other-encoders.ts';

import { named, type NamedFile, type ZooCase } from './zoo.ts';

const LEGACY_CONVERTED = '1.2.840.10008.5.1.4.1.1.2.2';
const one =
  (options: EnhancedOptions = {}) =>
  (): NamedFile[] =>
    named([enhancedCt(options)]);
const codes = (flags: readonly { readonly code: string }[]): string[] => flags.map(({ code }) => code);

/** Every voxel as in the classic series. */
const whole: ZooCase['expected'] = {
  read: ({ volume, about }) => {
    expect(volume.dims).toEqual([6, 8, SLICES]);
    for (let k = 0; k < SLICES; k++) expect(volume.data[48 * k + 47]).toBe(hu(5, 7, k));
    expect([...volume.affine]).toEqual([0.75, 0, 0, -10, 0, 0.5, 0, -20, 0, 0, 2, 100]);
    expect(about).toMatchObject({ kvp: 120, kernel: 'B30f', sliceThicknessMm: 2, source: 'dicom' });
    expect(about.series).toMatchObject([{ images: SLICES, chosen: true }]);
  },
};

const split: ZooCase['expected'] = {
  read: ({ volume, about }) => {
    expect(volume.dims[2]).toBe(SLICES);
    expect(about.series).toHaveLength(2);
    expect(codes(about.flags)).toContain('SERIES_SPLIT');
    const values = Array.from({ length: SLICES }, (_, k) => volume.data[48 * k]! - hu(0, 0, k));
    expect(new Set(values).size).toBe(1);
  },
};
/** The usual frames and as many brighter by 50 HU, `by` apart. */
function twice(by: number, of: (second: boolean, k: number) => Parameters<typeof frame>[1]) {
  const more = frames((k) => ({ z: 100 + 2 * k + by, ...of(true, k) }));
  return [
    ...frames((k) => of(false, k) ?? {}),
    ...more.map((own) => ({ ...own, stored: own.stored.map((value) => value + 50) })),
  ];
}
const stack = (name: string) => ({ content: { '00209056 SH': name } });

const agent = (): Uint8Array => sequence([{ '00080104 LO': 'Iohexol' }], SYNTAX.explicit);

/** Each frame by JPEG-LS, in one or two fragments. */
async function compressed(parts: 1 | 2, table: boolean): Promise<NamedFile[]> {
  const size = { width: 6, height: 8, bitsPerSample: 16, isSigned: true } as const;
  const coded = await Promise.all(
    frames().map(({ stored }) =>
      encodeElsewhere('jpegLs', stored, { ...size, componentCount: 1, isUsingColorTransform: false }),
    ),
  );
  const even = (bytes: Uint8Array): Uint8Array =>
    bytes.length % 2 === 0 ? bytes : Uint8Array.of(...bytes, 0);
  const fragments = coded.map((bytes) =>
    parts === 1 ? [even(bytes)] : [bytes.subarray(0, 20), even(bytes.subarray(20))],
  );
  let at = 0;
  const starts = fragments.map((own) => {
    const start = at;
    for (const { length } of own) at += 8 + length;
    return start;
  });
  const offsets = table ? new Uint8Array(Uint32Array.from(starts).buffer) : undefined;
  return named([
    enhancedCt({
      transferSyntax: SYNTAX.jpegLs,
      fragments: fragments.flat(),
      ...(offsets === undefined ? {} : { offsets }),
    }),
  ]);
}

export const ENHANCED: readonly ZooCase[] = [
  {
    name: 'an enhanced CT',
    why: 'newer scanners send nothing else, and pydicom, highdicom and dcm2niix read it',
    make: one(),
    expected: whole,
  },
  ...(
    [
      ['sequences of undefined length', { delimited: true }],
      ['no value representations', { transferSyntax: SYNTAX.implicit }],
      ['big endian words', { transferSyntax: SYNTAX.bigEndian, delimited: true }],
    ] as const
  ).map(([what, options]) => ({
    name: `an enhanced CT with ${what}`,
    why: `${what}: groups read in the wrong way would be no groups, or others`,
    make: one(options),
    expected: whole,
  })),
  {
    name: 'frames out of order',
    why: 'nothing orders frames but their positions: a spine of shuffled slices',
    make: one({ frames: frames().sort((a, b) => ((a.z * 7) % 12) - ((b.z * 7) % 12)) }),
    expected: whole,
  },
  {
    name: 'a rescale of its own for each frame',
    why: 'slopes that follow each image’s range: one of them taken for all is wrong by hundreds of HU',
    make: one({
      frames: frames((k) => ({
        stored: frame(k).stored.map((value) => (value - 1024 + 10 * k) * 2),
        rescale: { slope: '0.5', intercept: String(-10 * k) },
      })),
    }),
    expected: whole,
  },
  {
    name: 'no rescale in any group',
    why: 'stored values are no HU',
    make: one({ shared: { '00289145': undefined } }),
    expected: { refused: 'NOT_HU', saw: /rescale slope missing/ },
  },
  {
    name: 'enhanced CT with one frame a file',
    why: 'the message was that the rescale is missing; it lies in a group',
    make: () =>
      named(
        frames().map((own, n) => enhancedCt({ frames: [own], change: { '00080018 UI': `1.2.3.${n + 1}` } })),
      ),
    expected: whole,
  },
  {
    name: 'an enhanced CT in two files of one series',
    why: 'a concatenation of which one part was taken is half a spine',
    make: () =>
      named([
        enhancedCt({ frames: frames().slice(0, 5) }),
        enhancedCt({ frames: frames().slice(5), change: { '00080018 UI': '1.2.3.2' } }),
      ]),
    expected: whole,
  },
  {
    name: 'an enhanced CT that came twice',
    why: 'the disc and its copy: duplicates of every position',
    make: () => named([enhancedCt(), enhancedCt()]),
    expected: whole,
  },
  {
    name: 'a legacy converted enhanced CT',
    why: 'voltage and kernel lie among the attributes that the conversion found no place for',
    make: one({
      change: { '00080016 UI': LEGACY_CONVERTED },
      shared: {
        '00189325': undefined,
        '00189314': undefined,
        '00209170': { '00180060 DS': '120', '00181210 SH': 'B30f', '00280030 DS': '9\\9' },
      },
    }),
    expected: whole,
  },
  {
    name: 'two stacks between each other',
    why: 'every second slice would be of another scan, on a grid that looks sound',
    make: one({ frames: twice(1, (second) => stack(second ? '2' : '1')) }),
    expected: split,
  },
  {
    name: 'two stacks that continue each other',
    why: 'one spine in two steps of the table',
    make: one({ frames: frames((k) => stack(k < 6 ? '1' : '2')) }),
    expected: {
      read: ({ volume, about }) => {
        expect(volume.dims[2]).toBe(SLICES);
        expect(codes(about.flags)).toContain('ACQUISITIONS_JOINED');
      },
    },
  },
  {
    name: 'a stack of its own for each frame',
    why: 'a converter that numbers frames as stacks says nothing of scans',
    make: one({ frames: frames((k) => stack(String(k))) }),
    expected: whole,
  },
  {
    name: 'two temporal positions',
    why: 'two phases of a perfusion in one file are two volumes',
    make: one({ frames: twice(0, (second) => ({ content: { '00209128 UL': long(second ? 2 : 1) } })) }),
    expected: split,
  },
  {
    name: 'two phases of the heart',
    why: 'blood moves between them, and each is a scan',
    make: one({
      frames: twice(0, (second) => ({
        groups: { '00189118': { '00209241 FD': new Uint8Array(Float64Array.of(second ? 75 : 40).buffer) } },
      })),
    }),
    expected: split,
  },
  {
    name: 'two phases that no group tells apart',
    why: 'each position twice, and which frame belongs to which phase would be a guess',
    make: one({ frames: twice(0, () => ({})) }),
    expected: { refused: 'DUPLICATE_SLICES', saw: /12 of 24/ },
  },
  {
    name: 'a maximum of slices as frames',
    why: 'a projection is brighter than bone: its fourth value says what it is',
    make: one({ shared: { '00189329': { '00089007 CS': 'DERIVED\\PRIMARY\\VOLUME\\MAXIMUM' } } }),
    expected: { refused: 'DERIVED_IMAGES', saw: /derived \(maximum\)/ },
  },
  {
    name: 'a maximum by its technique',
    why: 'the frame type says nothing of it, VolumeBasedCalculationTechnique does',
    make: one({
      shared: { '00189329': { '00089007 CS': 'DERIVED\\PRIMARY\\VOLUME\\NONE', '00089207 CS': 'MAX_IP' } },
    }),
    expected: { refused: 'DERIVED_IMAGES', saw: /projection/ },
  },
  {
    name: 'a contrast agent in its sequence',
    why: 'enhanced CT has no ContrastBolusAgent: the arterial phase would pass for a plain scan',
    make: one({ change: { '00180012 SQ': agent() } }),
    expected: { read: ({ about }) => expect(about.contrastAgent).toBe('Iohexol') },
  },
  {
    name: 'a contrast agent that these frames were scanned before',
    why: 'the plain phase of a protocol with contrast is plain',
    make: one({ change: { '00180012 SQ': agent() }, shared: { '00189341': { '00189342 CS': 'NO' } } }),
    expected: { read: ({ about }) => expect(about.contrastAgent).toBeNull() },
  },
  {
    name: 'compressed frames, one fragment each',
    why: 'archives compress them; the frames are the fragments',
    make: () => compressed(1, false),
    expected: whole,
  },
  {
    name: 'compressed frames of two fragments, with an offset table',
    why: 'a fragment is no frame where the table says so',
    make: () => compressed(2, true),
    expected: whole,
  },
  {
    name: 'compressed frames of two fragments without an offset table',
    why: 'halves of frames taken for frames',
    make: () => compressed(2, false),
    expected: { refused: 'ENHANCED_MULTIFRAME_UNSUPPORTED', saw: /24 fragments of pixels for 12 frames/ },
  },
  {
    name: 'fewer groups than frames',
    why: 'frames without a position would lie anywhere',
    make: one({ change: { '00280008 IS': '13' } }),
    expected: { refused: 'ENHANCED_MULTIFRAME_UNSUPPORTED', saw: /13 frames with functional groups for 12/ },
  },
  {
    name: 'fewer pixels than frames',
    why: 'the last slices would be made of nothing',
    make: one({ change: { '7fe00010 OW': new Uint8Array(1000) } }),
    expected: { refused: 'ENHANCED_MULTIFRAME_UNSUPPORTED', saw: /1000 bytes of pixels for 12 frames of 96/ },
  },
  {
    name: 'several frames in classic CT',
    why: 'frames without groups have one position for all',
    make: one({
      change: {
        '00080016 UI': '1.2.840.10008.5.1.4.1.1.2',
        '52009229 SQ': undefined,
        '52009230 SQ': undefined,
      },
    }),
    expected: { refused: 'ENHANCED_MULTIFRAME_UNSUPPORTED', saw: /12 frames with functional groups for 0/ },
  },
  {
    name: 'an enhanced CT that was cut off',
    why: 'half of the frames are half of a spine',
    make: () => named([enhancedCt().subarray(0, -400)]),
    expected: { refused: 'TRUNCATED_FILE', saw: /incomplete/ },
  },
];
