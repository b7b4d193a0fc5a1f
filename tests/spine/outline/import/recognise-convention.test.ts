import { describe, expect, test } from 'vitest';

import { conventions } from '../../../../spine/outline/import/conventions.ts';
import { recogniseConvention } from '../../../../spine/outline/import/recognise-convention.ts';
import { importProvider } from '../../../../spine/outline/import/provider.ts';
import type { ProviderResult } from '../../../../spine/outline/provider.ts';
import { extentsOf, type Extent } from '../../../../spine/grid/extents.ts';
import { LABEL_VALUE, levelOfValue, type Level } from '../../../../contracts/levels.ts';
import { writeNifti } from '../../../../spine/grid/nifti.ts';
import { renumbered, toySpine, type ToyOptions } from '../toy-spine.ts';
import { providerInput } from '../provider-input.ts';

const LUMBAR: readonly Level[] = ['T11', 'T12', 'L1', 'L2', 'L3', 'L4'];
const THORACIC: readonly Level[] = ['T4', 'T5', 'T6', 'T7', 'T8', 'T9'];
const VOXEL_MM = 2;

async function read(convention: string, options: ToyOptions): Promise<ProviderResult> {
  const { ct, labels } = toySpine({ voxelMm: VOXEL_MM, ...options });
  const table = conventions().find(({ id }) => id === convention)!.levelOfValue;
  const valueOf = new Map([...table].map(([value, level]) => [level, value]));
  const map = renumbered(labels, (value) => valueOf.get(levelOfValue(value)!)!);
  return importProvider.segment(providerInput(ct, [{ name: 'labels.nii.gz', bytes: writeNifti(map) }]));
}

function levelsOf({ vertebrae }: ProviderResult): readonly (Level | undefined)[] {
  return [...extentsOf(vertebrae!).keys()].map(levelOfValue);
}

describe('a spine of T11-L4 is named rightly from its numbers alone', () => {
  for (const id of [
    'verse',
    'totalsegmentator-v1',
    'totalsegmentator-v2',
    'totalsegmentator-mr',
    'totalspineseg',
  ]) {
    test(id, async () => {
      const result = await read(id, { levels: LUMBAR });
      expect(result.provider).toMatchObject({ convention: id, recognisedBy: 'detection' });
      expect(levelsOf(result)).toEqual(LUMBAR);
    });
  }
  test('fhofmann (bodies only)', async () => {
    const result = await read('fhofmann', { levels: LUMBAR, arches: false });
    expect(result.provider).toMatchObject({ convention: 'fhofmann', recognisedBy: 'detection' });
    expect(levelsOf(result)).toEqual(LUMBAR);
  });
  test('VerSe numbering with bodies only', async () => {
    const result = await read('verse', { levels: LUMBAR, arches: false });
    expect(levelsOf(result)).toEqual(LUMBAR);
  });
});

describe('thoracic numbers that another convention would call lumbar', () => {
  for (const id of ['verse', 'totalsegmentator-v1', 'totalsegmentator-v2', 'totalspineseg']) {
    test(id, async () => {
      const result = await read(id, { levels: THORACIC });
      expect(result.provider.convention).toBe(id);
      expect(levelsOf(result)).toEqual(THORACIC);
    });
  }
});

test('a reading that takes most of the column for organs does not win over one that explains it', async () => {
  // TotalSegmentator 1 numbers T8-L1 27 to 22; version 2 calls 27 L5, and 22 to 26 viscera and sacrum.
  const levels: readonly Level[] = ['T8', 'T9', 'T10', 'T11', 'T12', 'L1'];
  const result = await read('totalsegmentator-v1', { levels });
  expect(result.provider.convention).toBe('totalsegmentator-v1');
  expect(levelsOf(result)).toEqual(levels);
});

test('the size of the one whole body decides where the field of view cuts its neighbours', () => {
  // 21 to 23 are L2-L4 to VerSe and T1-T3 to totalspineseg; centres of cut bodies say nothing.
  const statistics = new Map(
    [21, 22, 23].map((value, n) => [value, extentAt(value, [0, 0, -26 * n])] as const),
  );
  const decide = (diameterMm: number): string =>
    recogniseConvention(statistics, (value) => ({
      whole: value === 22,
      diameterMm: value === 22 ? diameterMm : null,
      arch: true,
    })).convention.id;
  expect(decide(37)).toBe('verse');
  expect(decide(20)).toBe('totalspineseg');
  expect(() => decide(27)).toThrow('LABEL_CONVENTION_AMBIGUOUS');
});

test('a lost label in the middle of a column is a gap, not another convention', () => {
  const table = [20, 21, 23, 24].map(
    (value) => [value, extentAt(value, [0, 0, -33 * (value - 20)])] as const,
  );
  const found = recogniseConvention(new Map(table), () => ({ whole: true, diameterMm: 36, arch: true }));
  expect(found.convention.id).toBe('verse');
});

describe('no reading is taken that could be wrong', () => {
  test('of a spine half way between two readings', async () => {
    // Bodies alone, T4-T9 of somebody very tall: as well T11-L4 of somebody small in another numbering.
    await expect(read('verse', { levels: THORACIC, arches: false, scale: 1.2 })).rejects.toMatchObject({
      refusal: { code: 'LABEL_CONVENTION_AMBIGUOUS' },
    });
  });
  test('of a single vertebra', async () => {
    await expect(read('verse', { levels: ['L3'] })).rejects.toMatchObject({
      refusal: { code: 'LABEL_CONVENTION_AMBIGUOUS', saw: expect.stringContaining('verse (L3)') as string },
    });
  });
  test('of numbers in no known order', async () => {
    const { ct, labels } = toySpine({ levels: ['L1', 'L2', 'L3'], voxelMm: VOXEL_MM });
    const odd = renumbered(labels, (value) => 250 - (value % 3));
    const input = providerInput(ct, [{ name: 'odd.nii.gz', bytes: writeNifti(odd) }]);
    await expect(importProvider.segment(input)).rejects.toMatchObject({
      refusal: { code: 'LABELS_UNRECOGNISED' },
    });
  });
  test('of neighbours whose numbers are not in order', async () => {
    const { ct, labels } = toySpine({ levels: ['L1', 'L2', 'L3'], voxelMm: VOXEL_MM });
    const swapped = renumbered(labels, (value) =>
      value === LABEL_VALUE.L1 ? LABEL_VALUE.L3 : value === LABEL_VALUE.L3 ? LABEL_VALUE.L2 : LABEL_VALUE.L1,
    );
    const input = providerInput(ct, [{ name: 'swapped.nii.gz', bytes: writeNifti(swapped) }]);
    await expect(importProvider.segment(input)).rejects.toMatchObject({
      refusal: { code: 'LABELS_UNRECOGNISED' },
    });
  });
});

test('a value that is S1 in one version and L6 in the next is left out, and that is said', async () => {
  const { ct, labels } = toySpine({ levels: ['L2', 'L3', 'L4', 'L5'], voxelMm: VOXEL_MM });
  // L2-L4 as L3-L5 of TotalSegmentator, and what lies below as its value 26.
  const map = renumbered(labels, (value) => 26 + (LABEL_VALUE.L5 - value));
  const input = providerInput(ct, [{ name: 'total.nii.gz', bytes: writeNifti(map) }]);
  const result = await importProvider.segment(input);
  expect(levelsOf(result)).toEqual(['L3', 'L4', 'L5']);
  expect(result.studyFlags.map(({ code }) => code)).toEqual(['LABEL_S1_OR_L6']);
});

function extentAt(value: number, centroid: Extent['centroid']): Extent {
  return { value, voxels: 10_000, low: [0, 0, 0], high: [1, 1, 1], centroid };
}
