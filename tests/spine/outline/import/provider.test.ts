import { gunzipSync } from 'node:zlib';

import { describe, expect, test } from 'vitest';

import { extentsOf } from '../../../../spine/grid/extents.ts';
import { importProvider } from '../../../../spine/outline/import/provider.ts';
import type { LabelFiles, ProviderResult } from '../../../../spine/outline/provider.ts';
import { LABEL_VALUE, levelOfValue, type Level } from '../../../../contracts/levels.ts';
import { writeNifti } from '../../../../spine/grid/nifti.ts';
import { affineFrom, type Affine, type Volume } from '../../../../spine/grid/volume.ts';
import { dice } from '../overlap.ts';
import { providerInput } from '../provider-input.ts';
import { renumbered, toySpine } from '../toy-spine.ts';

const LEVELS: readonly Level[] = ['L1', 'L2', 'L3'];
const { ct, labels } = toySpine({ levels: LEVELS, voxelMm: 2 });

const HEADER_BYTES = 352;
const VOX_OFFSET_AT = 108;

/** The file with TotalSegmentator's table of names in a header extension. */
function withNames(volume: Volume, names: Readonly<Record<number, string>>): Uint8Array {
  const file = gunzipSync(writeNifti(volume));
  const entries = Object.entries(names).map(
    ([key, name]) => `<Label Key="${key}"><![CDATA[${name}]]></Label>`,
  );
  const text = Buffer.from(`<CaretExtension><LabelTable>${entries.join('')}</LabelTable></CaretExtension>`);
  const extension = Buffer.alloc(8 + 16 * Math.ceil((text.length + 8) / 16) - 8);
  extension.writeInt32LE(extension.length, 0);
  text.copy(extension, 8);
  const out = Buffer.concat([file.subarray(0, HEADER_BYTES), extension, file.subarray(HEADER_BYTES)]);
  out.writeUInt8(1, 348);
  out.writeFloatLE(HEADER_BYTES + extension.length, VOX_OFFSET_AT);
  return out;
}

function maskOf(level: Level): Volume {
  return { ...labels, data: labels.data.map((value) => (value === LABEL_VALUE[level] ? 1 : 0)) };
}

async function imported(
  files: LabelFiles['files'],
  convention: string | null = null,
): Promise<ProviderResult> {
  return importProvider.segment(providerInput(ct, files, convention));
}

async function one(volume: Volume, convention: string | null = null): Promise<ProviderResult> {
  return imported([{ name: 'labels.nii.gz', bytes: writeNifti(volume) }], convention);
}

function levelsIn(map: Volume | null): readonly (Level | undefined)[] {
  return [...extentsOf(map!).keys()].map(levelOfValue);
}

function refused(code: string, saw = ''): object {
  return { refusal: { code, saw: expect.stringContaining(saw) as string } };
}

describe('names', () => {
  test('in the header rule, whatever the numbers look like', async () => {
    const odd = renumbered(labels, (value) => 230 - value);
    const names = Object.fromEntries(LEVELS.map((level) => [230 - LABEL_VALUE[level], `vertebrae_${level}`]));
    const result = await imported([{ name: 'a.nii', bytes: withNames(odd, names) }]);
    expect(result.provider).toMatchObject({ recognisedBy: 'embedded-names', convention: null });
    expect(levelsIn(result.vertebrae)).toEqual(LEVELS);
  });

  test('in the header name the convention that they agree with', async () => {
    const names = Object.fromEntries(LEVELS.map((level) => [LABEL_VALUE[level], `${level}_vertebra`]));
    const result = await imported([{ name: 'a.nii', bytes: withNames(labels, names) }]);
    expect(result.provider).toMatchObject({ recognisedBy: 'embedded-names', convention: 'verse' });
  });

  test('in the header that contradict the option are refused', async () => {
    const names = Object.fromEntries(LEVELS.map((level) => [LABEL_VALUE[level], `vertebrae_${level}`]));
    const files = [{ name: 'a.nii', bytes: withNames(labels, names) }];
    await expect(imported(files, 'totalsegmentator-v1')).rejects.toMatchObject(
      refused('LABEL_CONVENTION_MISMATCH'),
    );
  });

  test('of files tell one mask from another, and organs are passed over', async () => {
    const result = await imported([
      { name: 'vertebrae_L2.nii.gz', bytes: writeNifti(maskOf('L2')) },
      { name: 'vertebrae_L1.nii.gz', bytes: writeNifti(maskOf('L1')) },
      { name: 'liver.nii.gz', bytes: writeNifti(maskOf('L3')) },
    ]);
    expect(result.provider).toMatchObject({ recognisedBy: 'file-names', convention: null });
    expect(levelsIn(result.vertebrae)).toEqual(['L1', 'L2']);
  });

  test('of files that give one level twice are refused', async () => {
    const files = ['vertebrae_L2.nii.gz', 'L2.nii.gz'].map((name) => ({
      name,
      bytes: writeNifti(maskOf('L2')),
    }));
    await expect(imported(files)).rejects.toMatchObject(refused('LABEL_FILES_UNCLEAR', 'L2'));
  });

  test('of files that put L3 above L1 are refused: an image or a map is upside down', async () => {
    const files = [
      { name: 'vertebrae_L3.nii.gz', bytes: writeNifti(maskOf('L1')) },
      { name: 'vertebrae_L1.nii.gz', bytes: writeNifti(maskOf('L3')) },
    ];
    await expect(imported(files)).rejects.toMatchObject(refused('LABELS_OUT_OF_ORDER'));
  });
});

describe('the option', () => {
  test('names a single vertebra that numbers alone leave open', async () => {
    const alone = maskOf('L3');
    const map = { ...alone, data: alone.data.map((value) => value * LABEL_VALUE.L3) };
    const result = await one(map, 'verse');
    expect(result.provider).toMatchObject({ recognisedBy: 'option', convention: 'verse' });
    expect(levelsIn(result.vertebrae)).toEqual(['L3']);
  });

  test('that would turn the spine over is refused', async () => {
    await expect(one(labels, 'totalsegmentator-v1')).rejects.toMatchObject(refused('LABELS_OUT_OF_ORDER'));
  });

  test('that knows none of the values is refused', async () => {
    const odd = renumbered(labels, (value) => 230 - value);
    await expect(one(odd, 'fhofmann')).rejects.toMatchObject(refused('LABEL_CONVENTION_MISMATCH'));
  });
});

describe('the grid', () => {
  test('in another order of axes is the same grid', async () => {
    const [nx, ny, nz] = labels.dims;
    const [a, , , x, , f, , y, , , k, z] = labels.affine;
    // Stored head to foot first, then back to front, then left to right.
    const data = new Uint8Array(labels.data.length);
    for (let n = 0; n < data.length; n++) {
      const [i, j, l] = [n % nx, Math.floor(n / nx) % ny, Math.floor(n / (nx * ny))];
      data[nz - 1 - l + nz * (ny - 1 - j + ny * i)] = labels.data[n]!;
    }
    const affine: Affine = [0, 0, a, x, 0, -f, 0, y + f * (ny - 1), -k, 0, 0, z + k * (nz - 1)];
    const result = await one({ dims: [nz, ny, nx], affine, data });
    const plain = await one(labels);
    expect(result.bodies.data).toEqual(plain.bodies.data);
  });

  test('of another size, or shifted by half a voxel, is refused with both', async () => {
    const [nx, ny, nz] = labels.dims;
    const shorter = {
      ...labels,
      dims: [nx, ny, nz - 1] as const,
      data: labels.data.subarray(0, nx * ny * (nz - 1)),
    };
    await expect(one(shorter)).rejects.toMatchObject(refused('LABEL_GRID_MISMATCH', `${nx}x${ny}x${nz - 1}`));
    const [a, b, c, x, ...rest] = labels.affine;
    const moved = { ...labels, affine: affineFrom([a, b, c, x + 1, ...rest]) };
    await expect(one(moved)).rejects.toMatchObject(refused('LABEL_GRID_MISMATCH'));
  });

  test('may hold whole numbers as floats, and no others', async () => {
    const floats = { ...labels, data: Float32Array.from(labels.data) };
    expect(levelsIn((await one(floats)).vertebrae)).toEqual(LEVELS);
    floats.data[labels.data.indexOf(LABEL_VALUE.L2)] = 20.5;
    await expect(one(floats)).rejects.toMatchObject(refused('LABELS_NOT_INTEGER', '20.5'));
  });

  test('of something that is no NIfTI is refused', async () => {
    const files = [{ name: 'x.nii.gz', bytes: Uint8Array.of(1, 2, 3) }];
    await expect(imported(files)).rejects.toMatchObject(refused('LABELS_UNREADABLE'));
  });
});

describe('labels that are not on bone', () => {
  test('because they are mirrored front to back', async () => {
    const [nx, ny] = labels.dims;
    const data = labels.data.map((_, at) => {
      const j = Math.floor(at / nx) % ny;
      return labels.data[at + nx * (ny - 1 - 2 * j)]!;
    });
    await expect(one({ ...labels, data })).rejects.toMatchObject(refused('LABELS_OFF_IMAGE', 'front-back'));
  });

  test('because they lie in soft tissue', async () => {
    const soft = { ...ct, data: ct.data.map(() => 40) };
    const files = [{ name: 'labels.nii.gz', bytes: writeNifti(labels) }];
    await expect(importProvider.segment(providerInput(soft, files))).rejects.toMatchObject(
      refused('LABELS_OFF_IMAGE', '40 HU'),
    );
  });
});

test('loose crumbs are dropped, and that is said', async () => {
  const data = labels.data.slice();
  const [nx, ny] = labels.dims;
  for (let i = 2; i < 10; i++)
    for (let j = 2; j < 10; j++) for (let k = 30; k < 36; k++) data[i + nx * (j + ny * k)] = LABEL_VALUE.L2;
  const result = await one({ ...labels, data });
  expect(result.levelFlags.get('L2')!.map(({ code }) => code)).toEqual(['FRAGMENTS_DROPPED']);
  const clean = await one(labels);
  const isL2 = (value: number): boolean => value === LABEL_VALUE.L2;
  // Not equal: the crumb moved the label's centre, from which the search for the cut starts.
  expect(dice(result.bodies, isL2, clean.bodies, isL2)).toBeGreaterThan(0.98);
});

test('a second map of bodies replaces the cut by geometry', async () => {
  const bodies = toySpine({ levels: LEVELS, voxelMm: 2, arches: false }).labels;
  const task = { ...bodies, data: bodies.data.map((value) => (value === 0 ? 0 : 1)) };
  const result = await imported([
    { name: 'total.nii.gz', bytes: writeNifti(labels) },
    { name: 'vertebrae_body.nii.gz', bytes: writeNifti(task) },
  ]);
  expect(result.bodies.data).toEqual(bodies.data);
  expect(result.vertebrae!.data).toEqual(labels.data);
});

test('bodies without levels are refused', async () => {
  const task = { ...labels, data: labels.data.map((value) => (value === 0 ? 0 : 1)) };
  const files = [{ name: 'vertebrae_body.nii.gz', bytes: writeNifti(task) }];
  await expect(imported(files)).rejects.toMatchObject(refused('LABELS_UNRECOGNISED', 'without levels'));
});
