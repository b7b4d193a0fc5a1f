/** Code streams of another house's encoders, of bits and signs that headers and code streams tell differently, and cut short. */
import { expect, test } from 'vitest';

import { findCt } from '../../../../spine/ct/find-ct.ts';
import { StudyRefused } from '../../../../contracts/refusals.ts';

import { ctSlice, SYNTAX } from '../writers/dicom-writer.ts';
import { encodeElsewhere, type OtherEncoder } from '../writers/other-encoders.ts';

const LOG = { progress: () => undefined, info: () => undefined, warn: () => undefined };
const [ROWS, COLUMNS, SLICES] = [64, 48, 10];

/** Every bit of the range is used; noise keeps the predictors busy. */
function samples(bits: number, signed: boolean): Int16Array | Uint16Array {
  const out = signed ? new Int16Array(ROWS * COLUMNS) : new Uint16Array(ROWS * COLUMNS);
  const range = 2 ** bits;
  let state = 7;
  for (let n = 0; n < out.length; n++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const value = n % 3 === 0 ? state % range : Math.floor((n * range) / out.length);
    out[n] = signed ? value - range / 2 : value;
  }
  return out;
}

async function read(
  codeStream: Uint8Array,
  transferSyntax: string,
  bitsStored: number,
  signed: boolean,
  intercept = 0,
): Promise<Int16Array> {
  const files = Array.from({ length: SLICES }, (_, index) => ({
    id: `${index}`,
    bytes: ctSlice({
      index,
      rows: ROWS,
      columns: COLUMNS,
      stored: new Int16Array(0),
      transferSyntax,
      fragments: [codeStream],
      change: {
        '00280101 US': bitsStored,
        '00280102 US': bitsStored - 1,
        '00280103 US': signed ? 1 : 0,
        '00281052 DS': String(intercept),
      },
    }),
  }));
  return (await findCt(files, LOG)).volume.data.subarray(0, ROWS * COLUMNS);
}

/** As stored values become HU at slope 1: above 31743 they are padding. */
function asHu(values: Int16Array | Uint16Array, intercept = 0): Int16Array {
  return Int16Array.from(values, (value) => {
    const hu = value + intercept;
    return hu > 31743 ? -1024 : Math.max(-1024, hu);
  });
}

const frame = (bitsPerSample: number, isSigned: boolean) => ({
  width: COLUMNS,
  height: ROWS,
  bitsPerSample,
  isSigned,
  componentCount: 1 as const,
  isUsingColorTransform: false as const,
});

const LOSSLESS: readonly (readonly [OtherEncoder, string])[] = [
  ['jpegLs', SYNTAX.jpegLs],
  ['jpeg2000', SYNTAX.jpeg2000],
  ['jpeg2000', SYNTAX.jpeg2000Lossy],
  ['htj2k', SYNTAX.htj2k],
  ['htj2k', SYNTAX.htj2kRpcl],
  ['htj2k', SYNTAX.htj2kLossy],
];

for (const [encoder, syntax] of LOSSLESS) {
  for (const bits of [12, 16]) {
    for (const signed of [false, true]) {
      test(`${encoder} as ${syntax}, ${bits} bits, ${signed ? 'signed' : 'unsigned'}, is read exactly`, async () => {
        const values = samples(bits, signed);
        // JPEG-LS knows no sign: the two's complement of the stored bits is what is coded.
        const coded =
          encoder === 'jpegLs' && signed
            ? Uint16Array.from(values, (value) => value & (2 ** bits - 1))
            : values;
        const stream = await encodeElsewhere(encoder, coded, frame(bits, signed));
        // No one intercept brings all unsigned words of 16 bits into the range of HU: two see every value but the lowest 976.
        for (const intercept of bits === 16 && !signed ? [-2000, -33792] : [0])
          expect(await read(stream, syntax, bits, signed, intercept)).toEqual(asHu(values, intercept));
      });
    }
  }
}

test.each(['jpeg2000', 'htj2k'] as const)(
  '%s coded without sign under a header with sign keeps the stored bits',
  async (encoder) => {
    const values = samples(12, true);
    const bits = Uint16Array.from(values, (value) => value & 0xfff);
    const stream = await encodeElsewhere(encoder, bits, frame(12, false));
    expect(await read(stream, SYNTAX[encoder], 12, true)).toEqual(asHu(values));
  },
);

test.each([
  ['jpeg2000', SYNTAX.jpeg2000Lossy],
  ['htj2k', SYNTAX.htj2kLossy],
] as const)('%s with an irreversible wavelet is close', async (encoder, syntax) => {
  const values = Int16Array.from({ length: ROWS * COLUMNS }, (_, n) => (n % COLUMNS) * 20 - 200);
  const stream = await encodeElsewhere(encoder, values, frame(16, true), (it) =>
    it.setQuality?.(false, encoder === 'htj2k' ? 0.0001 : 1),
  );
  const data = await read(stream, syntax, 16, true);
  // A quantisation step of 1e-4 of 65536 values is 7; twice that after the inverse wavelet.
  const worst = data.reduce((most, value, n) => Math.max(most, Math.abs(value - values[n]!)), 0);
  expect(worst).toBeLessThanOrEqual(14);
});

test.each(LOSSLESS.filter(([, syntax]) => syntax !== SYNTAX.jpeg2000Lossy))(
  '%s (%s) cut anywhere is refused',
  async (encoder, syntax) => {
    const stream = await encodeElsewhere(encoder, samples(12, false), frame(12, false));
    for (const part of [0.02, 0.3, 0.6, 0.9, 0.99]) {
      const cut = stream.subarray(0, Math.floor(stream.length * part));
      const outcome = await read(cut, syntax, 12, false).catch((error: unknown) => error);
      expect(outcome).toBeInstanceOf(StudyRefused);
      expect((outcome as StudyRefused).refusal.code).toBe('PIXELS_UNDECODABLE');
    }
  },
);

test.each(['jpegLs', 'jpeg2000', 'htj2k'] as const)(
  '%s of another size than the header says is refused',
  async (encoder) => {
    for (const height of [ROWS / 2, ROWS * 2]) {
      const values = new Uint16Array(COLUMNS * height).fill(7);
      const stream = await encodeElsewhere(encoder, values, { ...frame(12, false), height });
      await expect(read(stream, SYNTAX[encoder], 12, false)).rejects.toThrow('PIXELS_UNDECODABLE');
    }
  },
);

test('noise under any compressed transfer syntax is refused, not decoded', async () => {
  const noise = Uint8Array.from({ length: 4000 }, (_, n) => (n * 7919) >> 3);
  for (const syntax of [
    SYNTAX.rle,
    SYNTAX.jpegLossless57,
    SYNTAX.jpegLossless70,
    ...LOSSLESS.map(([, s]) => s),
  ])
    for (const bytes of [noise, Uint8Array.from([...noise, 0xff, 0xd9])])
      await expect(read(bytes, syntax, 12, false)).rejects.toThrow('PIXELS_UNDECODABLE');
});
