/** NIfTI as other tools write it, and as none should. */
import { gunzipSync, gzipSync } from 'node:zlib';

import { expect } from 'vitest';

import type { FoundCt } from '../../spine/ct/find-ct.ts';

import { AFFINE, niftiTrunk, SIZE, trunk } from './scene.ts';
import { named, type ZooCase } from './zoo.ts';

const FLOATS = niftiTrunk((hu) => Float32Array.from(hu));
const AT = {
  dims: 40,
  type: 70,
  bitpix: 72,
  pixdim: 76,
  offset: 108,
  units: 123,
  qform: 252,
  sform: 254,
} as const;
const QUATERNION_AT = 256;
const SROW_AT = 280;
const MAGIC_AT = 344;
const VOXELS_AT = 352;

type Change = (view: DataView, file: Buffer) => Buffer | undefined;

function changed(change: Change, from = niftiTrunk()): () => ReturnType<typeof named> {
  return () => {
    const file = Buffer.from(gunzipSync(from));
    return named([change(new DataView(file.buffer, file.byteOffset, file.length), file) ?? file]);
  };
}

/** The image as the plain file gives it. */
function asPlain({ volume }: FoundCt): void {
  expect(volume.dims).toEqual(SIZE);
  volume.affine.forEach((value, n) => expect(value).toBeCloseTo(AFFINE[n]!, 3));
  expect(volume.data).toEqual(trunk());
}

function quaternion(view: DataView, values: readonly number[]): void {
  view.setInt16(AT.sform, 0, true);
  view.setInt16(AT.qform, 1, true);
  values.forEach((value, n) => view.setFloat32(QUATERNION_AT + 4 * n, value, true));
}
/** A half turn about z, as scanners give it: x and y against RAS. */
const LPS_QUATERNION = [0, 0, 1, 48, 48, -300];

function wideVoxels(file: Buffer, bytes: (value: number) => Buffer): Buffer {
  const values = [...trunk()].map(bytes);
  return Buffer.concat([file.subarray(0, VOXELS_AT), ...values]);
}

export const NIFTI: readonly ZooCase[] = [
  {
    name: 'voxels of 64-bit integers',
    why: 'numpy saves them by default on Linux; a site could send nothing that it converted itself',
    make: changed((view, file) => {
      view.setInt16(AT.type, 1024, true);
      view.setInt16(AT.bitpix, 64, true);
      return wideVoxels(file, (value) => {
        const eight = Buffer.alloc(8);
        eight.writeBigInt64LE(BigInt(value));
        return eight;
      });
    }),
    expected: { read: asPlain },
  },
  {
    name: 'a bitpix of 0',
    why: 'the data type says it already, and other readers do not ask',
    make: changed((view) => {
      view.setInt16(AT.bitpix, 0, true);
      return undefined;
    }),
    expected: { read: asPlain },
  },
  {
    name: 'lengths in metres',
    why: 'vertebrae of 30 micrometres, or a refusal as voxels of 1 mm become 1 m',
    make: changed((view, file) => {
      file[AT.units] = 1;
      for (let n = 0; n < 12; n++)
        view.setFloat32(SROW_AT + 4 * n, view.getFloat32(SROW_AT + 4 * n, true) / 1000, true);
      return undefined;
    }),
    expected: { read: asPlain },
  },
  {
    name: 'metres in a header that says mm',
    why: 'everything would be a thousand times too small',
    make: changed((view) => {
      for (let n = 0; n < 12; n++)
        view.setFloat32(SROW_AT + 4 * n, view.getFloat32(SROW_AT + 4 * n, true) / 1000, true);
      return undefined;
    }),
    expected: { refused: 'GEOMETRY_INVALID', saw: /0\.0020 x 0\.0020 x 0\.0020 mm/ },
  },
  {
    name: 'a negative voxel size under qform',
    why: 'the image would be flipped head to foot',
    make: changed((view) => {
      quaternion(view, LPS_QUATERNION);
      view.setFloat32(AT.pixdim + 12, -2, true);
      return undefined;
    }),
    expected: { read: asPlain },
  },
  {
    name: 'a quaternion that is too long by rounding',
    why: 'every length along it would be wrong by the same part',
    make: changed((view) => {
      quaternion(
        view,
        LPS_QUATERNION.map((value, n) => (n === 2 ? 1.02 : value)),
      );
      return undefined;
    }),
    expected: { read: asPlain },
  },
  {
    name: 'sform and qform that differ',
    why: 'one of the two may mirror the patient; which was taken must be told',
    make: changed((view) => {
      view.setInt16(AT.qform, 2, true);
      return undefined;
    }),
    expected: {
      read: (found) => {
        asPlain(found);
        expect(found.about.flags.map(({ code }) => code)).toContain('NIFTI_PLACES_DIFFER');
      },
    },
  },
  {
    name: 'voxels from byte 0 on',
    why: 'the header would be read as HU and all voxels shifted by 176',
    make: changed((view) => {
      view.setFloat32(AT.offset, 0, true);
      return undefined;
    }),
    expected: { refused: 'NIFTI_UNREADABLE', saw: /byte 0 on, inside the header/ },
  },
  {
    name: 'a shear of 0.0015',
    why: 'a rounded rotation, refused as gantry tilt',
    make: changed((view) => {
      view.setFloat32(SROW_AT + 24, 0.003, true);
      return undefined;
    }),
    expected: {
      read: ({ volume }) => {
        expect(volume.data).toEqual(trunk());
      },
    },
  },
  {
    name: 'a border without numbers',
    why: 'what resampling leaves outside the image; a whole CT would be lost for its corners',
    make: changed((view) => {
      for (let at = 0; at < SIZE[0] * SIZE[1]; at++) view.setFloat32(VOXELS_AT + 4 * at, NaN, true);
      return undefined;
    }, FLOATS),
    expected: {
      read: ({ volume, about }) => {
        expect(volume.data.subarray(0, SIZE[0] * SIZE[1]).every((value) => value === -1024)).toBe(true);
        expect(about.flags.map(({ code }) => code)).toContain('VOXELS_WITHOUT_VALUE');
      },
    },
  },
  {
    name: 'a hole without numbers',
    why: 'bone without a value would become air in the midst of a vertebra',
    make: changed((view) => {
      view.setFloat32(VOXELS_AT + 4 * (24 + SIZE[0] * (30 + SIZE[1] * 10)), NaN, true);
      return undefined;
    }, FLOATS),
    expected: { refused: 'NOT_HU', saw: /1 voxels without a value/ },
  },
  {
    name: 'the header of an .hdr/.img pair',
    why: 'the user is to learn that the other half is missing',
    make: changed((view, file) => {
      file.write('ni1', MAGIC_AT, 'latin1');
      return file.subarray(0, 348);
    }),
    expected: { refused: 'NIFTI_UNREADABLE', saw: /\.hdr\/\.img pair/ },
  },
  {
    name: 'an extension that points backwards',
    why: 'the parser would follow it for ever',
    make: changed((view, file) => {
      const extension = Buffer.alloc(16);
      extension.writeInt32LE(-16);
      file[348] = 1;
      view.setFloat32(AT.offset, VOXELS_AT + 16, true);
      return Buffer.concat([file.subarray(0, VOXELS_AT), extension, file.subarray(VOXELS_AT)]);
    }),
    expected: { read: asPlain },
  },
  {
    name: '300 kB that unpack to 300 MB',
    why: 'nothing but zeros, and memory for it; the sizes are known from the header',
    make: changed((view, file) => {
      [512, 512, 600].forEach((n, axis) => view.setInt16(AT.dims + 2 + 2 * axis, n, true));
      return gzipSync(file);
    }),
    expected: { refused: 'NIFTI_TOO_LARGE', saw: /314573152 bytes packed in/ },
  },
  {
    name: 'a header that asks for 64 GB',
    why: 'the process would be killed for memory, and nobody would learn why',
    make: changed((view) => {
      [4000, 4000, 2000].forEach((n, axis) => view.setInt16(AT.dims + 2 + 2 * axis, n, true));
      return undefined;
    }),
    expected: { refused: 'NIFTI_TOO_LARGE', saw: /4000 x 4000 x 2000 voxels/ },
  },
  {
    name: 'more bytes than the header says',
    why: 'a bomb behind a sound header',
    make: changed((view, file) => gzipSync(Buffer.concat([file, Buffer.alloc(2 ** 22)]))),
    expected: { refused: 'NIFTI_TOO_LARGE', saw: /more bytes unpacked than the header says/ },
  },
];
