/** Every transfer syntax gives the same pixels, exactly; the lossy ones within what they were allowed. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import dcmjsCodecs from 'dcmjs-codecs';
import { beforeAll, expect, test } from 'vitest';

import { findCt } from '../../../spine/ct/find-ct.ts';
import { lacks } from '../../peers/lacks.ts';
import { scratchFolder } from '../../pipeline/command.ts';

import { ctSlice, SYNTAX } from './writers/dicom-writer.ts';

const { Context, NativeCodecs } = dcmjsCodecs;
const LOG = { progress: () => undefined, info: () => undefined, warn: () => undefined };
const [ROWS, COLUMNS, SLICES] = [32, 48, 10];

beforeAll(async () => {
  if (!NativeCodecs.isInitialized()) await NativeCodecs.initializeAsync();
});

/** Smooth in parts and noisy in others, from the lowest to the highest stored values. */
function stored(index: number, signed: boolean): Int16Array | Uint16Array {
  const out = signed ? new Int16Array(ROWS * COLUMNS) : new Uint16Array(ROWS * COLUMNS);
  let state = index + 1;
  for (let n = 0; n < out.length; n++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const noise = n % COLUMNS < 24 ? 0 : (state >>> 24) - 128;
    const smooth = 60 * (n % COLUMNS) + 10 * Math.floor(n / COLUMNS);
    out[n] = signed ? smooth - 1500 + noise : Math.max(0, smooth + noise);
  }
  out[0] = signed ? -2048 : 0;
  out[1] = signed ? 3071 : 4095;
  return out;
}

type Encode = (context: InstanceType<typeof Context>) => InstanceType<typeof Context>;

function encoded(values: Int16Array | Uint16Array, encode: Encode): Uint8Array {
  const signed = values instanceof Int16Array;
  const context = new Context({
    width: COLUMNS,
    height: ROWS,
    bitsAllocated: 16,
    bitsStored: 16,
    samplesPerPixel: 1,
    pixelRepresentation: signed ? 1 : 0,
    planarConfiguration: 0,
    photometricInterpretation: 'MONOCHROME2',
    decodedBuffer: new Uint8Array(values.buffer),
  });
  return new Uint8Array(encode(context).getEncodedBuffer()!);
}

async function decodedSeries(
  signed: boolean,
  transferSyntax: string,
  encode?: (values: Int16Array | Uint16Array) => Uint8Array[],
) {
  const files = Array.from({ length: SLICES }, (_, index) => {
    const values = stored(index, signed);
    return {
      id: `${index}`,
      bytes: ctSlice({
        index,
        rows: ROWS,
        columns: COLUMNS,
        stored: values,
        transferSyntax,
        change: { '00281052 DS': '0' },
        ...(encode === undefined ? {} : { fragments: encode(values) }),
      }),
    };
  });
  return (await findCt(files, LOG)).volume.data;
}

/** What is lower than air is air. */
function expected(signed: boolean): Int16Array {
  const out = new Int16Array(SLICES * ROWS * COLUMNS);
  for (let k = 0; k < SLICES; k++)
    out.set(
      Int16Array.from(stored(k, signed), (v) => Math.max(-1024, v)),
      k * ROWS * COLUMNS,
    );
  return out;
}

const LOSSLESS: Readonly<Record<string, readonly [string, Encode?]>> = {
  'implicit little endian': [SYNTAX.implicit],
  'explicit little endian': [SYNTAX.explicit],
  'explicit big endian': [SYNTAX.bigEndian],
  deflated: [SYNTAX.deflated],
  RLE: [SYNTAX.rle, (context) => NativeCodecs.encodeRle(context)],
  'JPEG Lossless, first order': [
    SYNTAX.jpegLossless70,
    (context) => NativeCodecs.encodeJpeg(context, { predictor: 1 }),
  ],
  'JPEG Lossless, another predictor': [
    SYNTAX.jpegLossless57,
    (context) => NativeCodecs.encodeJpeg(context, { predictor: 6 }),
  ],
  'JPEG-LS': [SYNTAX.jpegLs, (context) => NativeCodecs.encodeJpegLs(context)],
  'JPEG 2000': [SYNTAX.jpeg2000, (context) => NativeCodecs.encodeJpeg2000(context)],
  HTJ2K: [SYNTAX.htj2k, (context) => NativeCodecs.encodeHtJpeg2000(context)],
  'HTJ2K RPCL': [
    SYNTAX.htj2kRpcl,
    (context) => NativeCodecs.encodeHtJpeg2000(context, { progressionOrder: 2 }),
  ],
};

for (const [name, [syntax, encode]] of Object.entries(LOSSLESS)) {
  for (const signed of [true, false]) {
    test(`${name}, ${signed ? 'signed' : 'unsigned'}, is read exactly`, async () => {
      const data = await decodedSeries(signed, syntax, encode && ((values) => [encoded(values, encode)]));
      expect(data).toEqual(expected(signed));
    });
  }
}

test('a frame in several fragments is put together', async () => {
  const data = await decodedSeries(true, SYNTAX.jpegLs, (values) => {
    const whole = encoded(values, (context) => NativeCodecs.encodeJpegLs(context));
    const half = 2 * Math.floor(whole.length / 4);
    return [whole.subarray(0, half), whole.subarray(half)];
  });
  expect(data).toEqual(expected(true));
});

test.each(['JPEG Lossless, first order', 'JPEG Lossless, another predictor', 'RLE'])(
  '%s cut short is refused',
  async (name) => {
    const [syntax, encode] = LOSSLESS[name]!;
    for (const part of [0.05, 0.5, 0.98]) {
      const cut = decodedSeries(true, syntax, (values) => {
        const whole = encoded(values, encode!);
        return [whole.subarray(0, Math.floor(whole.length * part))];
      });
      await expect(cut).rejects.toThrow('PIXELS_UNDECODABLE');
    }
  },
);

/** Bytes at the end of a code stream: what writers, gateways and disks leave there. */
const ENDS: Readonly<Record<string, (whole: Uint8Array) => Uint8Array>> = {
  'a fill byte before its end marker': (whole) => Uint8Array.of(...whole.subarray(0, -2), 0xff, 0xff, 0xd9),
  'a fill byte behind it': (whole) => Uint8Array.of(...whole, 0xff),
  'a line end behind it': (whole) => Uint8Array.of(...whole, 0x0d, 0x0a),
  'noise behind it': (whole) =>
    Uint8Array.of(...whole, ...Array.from({ length: 300 }, (_, n) => (n * 89) % 251)),
  'noise with an end marker behind it': (whole) => Uint8Array.of(...whole, 1, 2, 3, 0xff, 0xd9, 4),
  'a block of zeros behind it': (whole) => Uint8Array.of(...whole, ...new Uint8Array(4096)),
};

for (const name of ['JPEG Lossless, first order', 'JPEG Lossless, another predictor', 'JPEG-LS']) {
  test.each(Object.entries(ENDS))(`${name} with %s is read exactly`, async (_, ended) => {
    const [syntax, encode] = LOSSLESS[name]!;
    const data = await decodedSeries(true, syntax, (values) => {
      const whole = encoded(values, encode!);
      // Without the byte that made its length even.
      return [ended(whole.subarray(0, whole.lastIndexOf(0xd9) + 1))];
    });
    expect(data).toEqual(expected(true));
  });
}

test('JPEG-LS near-lossless is off by no more than it was allowed', async () => {
  const data = await decodedSeries(true, SYNTAX.jpegLsNear, (values) => [
    encoded(values, (context) => NativeCodecs.encodeJpegLs(context, { lossy: true, allowedLossyError: 3 })),
  ]);
  const wanted = expected(true);
  expect(data).not.toEqual(wanted);
  data.forEach((value, n) => expect(Math.abs(value - wanted[n]!)).toBeLessThanOrEqual(3));
});

/** A second encoder, from another house: dcmtk. */
test.skipIf(lacks('dcmcjpeg')).each([
  ['dcmcjpeg', ['+e1'], 'JPEG Lossless, first order'],
  ['dcmcjpeg', ['+el', '+sv', '5'], 'JPEG Lossless, selection value 5'],
  ['dcmcjpls', [], 'JPEG-LS'],
  ['dcmcrle', [], 'RLE'],
])('what %s %j writes (%s) is read exactly (needs dcmtk)', async (command, options) => {
  const folder = scratchFolder();
  for (const signed of [true, false]) {
    const files = Array.from({ length: SLICES }, (_, index) => {
      const [plain, packed] = [join(folder, `${index}.dcm`), join(folder, `${index}.packed.dcm`)];
      const change = { '00281052 DS': '0', '00080018 UI': `1.2.3.${index + 1}` };
      writeFileSync(
        plain,
        ctSlice({ index, rows: ROWS, columns: COLUMNS, stored: stored(index, signed), change }),
      );
      execFileSync(command, [...options, plain, packed], { stdio: 'pipe' });
      return { id: `${index}`, bytes: readFileSync(packed) };
    });
    expect((await findCt(files, LOG)).volume.data).toEqual(expected(signed));
  }
});
