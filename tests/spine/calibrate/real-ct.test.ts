/**
 * Air, blood, fat and muscle on every public CT at hand, where they are in view; enhanced scans told from plain ones.
 *
 * Bodies stand in as ellipsoids at the centres where the built-in segmentation has them: the search goes by place and
 * size alone. Of the three long series only the slices around the listed bodies are read.
 */
import { readFileSync } from 'node:fs';

import dicomParser from 'dicom-parser';
import { describe, expect, test } from 'vitest';

import { calibrate, type Calibrated } from '../../../spine/calibrate/calibrate.ts';
import { findCt } from '../../../spine/ct/find-ct.ts';
import { type SourceFile, unzipped, unzipBudget } from '../../../spine/host/unzip.ts';
import type { Ct } from '../../../contracts/ct.ts';
import type { Vec3 } from '../../../contracts/primitives.ts';
import { LABEL_VALUE, type Level } from '../../../contracts/levels.ts';
import { densityAt } from '../../../spine/calibrate/density-line.ts';
import { indexToWorld, invertAffine, type Volume } from '../../../spine/grid/volume.ts';
import { lacksSharedData, sharedData } from '../../shared-data.ts';

type Centres = Partial<Record<Level, Vec3>>;

/** Half axes of a body, mm. */
const HALF_MM = { left: 21, posterior: 15, superior: 11 } as const;
/** Slices that are read beyond the outermost centres, mm: what the search looks at. */
const BEYOND_MM = 26;
const LOG = { progress: () => undefined, info: () => undefined, warn: () => undefined };

async function calibrated(path: string, centres: Centres): Promise<Calibrated> {
  const file = { id: path, bytes: readFileSync(sharedData(path)) };
  const files = path.endsWith('.zip') ? await slicesBeside(file, centres) : [file];
  const { volume, about } = await findCt(files, LOG);
  const spine = Object.values(centres);
  return calibrate({
    about: about as Ct,
    ct: volume,
    bodies: ellipsoids(volume, centres),
    spine,
    phantom: null,
    file: null,
  });
}

async function slicesBeside(zip: SourceFile, centres: Centres): Promise<SourceFile[]> {
  const heights = Object.values(centres)
    .map(([, , z]) => z)
    .sort((a, b) => a - b);
  const [low, high] = [heights[0]! - BEYOND_MM, heights.at(-1)! + BEYOND_MM];
  const kept: SourceFile[] = [];
  for await (const file of unzipped(zip, unzipBudget(), () => true)) {
    const header = dicomParser.parseDicom(file.bytes, { untilTag: 'x00200032' });
    const z = header.floatString('x00200032', 2);
    if (z !== undefined && z > low && z < high) kept.push(file);
  }
  return kept;
}

function ellipsoids({ dims, affine }: Volume, centres: Centres): Volume<Uint8Array> {
  const [nx, ny, nz] = dims;
  const data = new Uint8Array(nx * ny * nz);
  const toIndex = invertAffine(affine);
  const { left, posterior, superior } = HALF_MM;
  for (const [level, [x, y, z]] of Object.entries(centres)) {
    const corners = [-1, 1].map((s) =>
      indexToWorld(toIndex, x + s * left, y + s * posterior, z + s * superior),
    );
    const [low, high] = corners as [Vec3, Vec3];
    for (let k = Math.max(0, Math.floor(low[2])); k <= Math.min(nz - 1, high[2] + 1); k++)
      for (let j = Math.max(0, Math.floor(low[1]) - 2); j <= Math.min(ny - 1, high[1] + 2); j++)
        for (let i = Math.max(0, Math.floor(low[0]) - 2); i <= Math.min(nx - 1, high[0] + 2); i++) {
          const p = indexToWorld(affine, i, j, k);
          const r = Math.hypot((p[0] - x) / left, (p[1] - y) / posterior, (p[2] - z) / superior);
          if (r <= 1) data[i + nx * (j + ny * k)] = LABEL_VALUE[level as Level];
        }
  }
  return { dims, affine, data };
}

/** Mean HU of the accepted regions, whole numbers; others as "not accepted". */
function read({ regions }: Calibrated): Record<string, number | string> {
  return Object.fromEntries(
    regions
      .filter(({ tissue }) => tissue !== 'cortical-bone')
      .map(({ tissue, accepted, meanHu }) => [tissue, accepted ? Math.round(meanHu) : 'not accepted']),
  );
}

const near = (hu: number, within: number): unknown =>
  expect.toSatisfy((seen: number) => Math.abs(seen - hu) <= within);

describe.skipIf(lacksSharedData('tcga-de-a4ma'))('tcga-de-a4ma, plain, 5 mm slices', () => {
  const centres: Centres = { L1: [-21, -118, -1077], L2: [-17, -125, -1109], L3: [-11, -133, -1143] };

  test('shows all four, calibrates by air and blood, and no contrast', async () => {
    const seen = await calibrated('tcga-de-a4ma/dicom.zip', centres);
    // What the first measurement read; within 5 HU any change of the search is told.
    expect(read(seen)).toEqual({
      air: near(-1000, 5),
      blood: near(42, 5),
      fat: near(-105, 8),
      muscle: near(40, 8),
    });
    expect(seen.method).toBe('air-blood');
    expect(seen.contrast.phase).toBe('none');
    // A scanner in use: within 3 % of the tube voltage's and manufacturer's own.
    expect(densityAt(seen, 150) / (150 * 0.676)).toBeCloseTo(1, 1);
  });
});

describe.skipIf(lacksSharedData('lidc-idri-0314'))('lidc-idri-0314, plain, 1 mm slices', () => {
  const centres: Centres = { T11: [-9, 221, -639], T12: [-9, 214, -667] };

  test('shows all four, calibrates by air and blood, and no contrast', async () => {
    const seen = await calibrated('lidc-idri-0314/dicom.zip', centres);
    expect(read(seen)).toEqual({
      air: near(-999, 5),
      blood: near(39, 5),
      fat: near(-92, 8),
      muscle: near(44, 8),
    });
    expect(seen.method).toBe('air-blood');
    expect(seen.contrast.phase).toBe('none');
  });
});

describe.skipIf(lacksSharedData('lidc-idri-0001'))('lidc-idri-0001, enhanced', () => {
  const centres: Centres = {
    T10: [7, 69, -206],
    T11: [12, 61, -229],
    T12: [17, 51, -255],
    L1: [23, 39, -281],
  };

  test('is seen to be arterial, and its blood is not calibrated by', async () => {
    const seen = await calibrated('lidc-idri-0001/dicom.zip', centres);
    expect(read(seen)).toEqual({
      air: near(-1012, 5),
      blood: 'not accepted',
      fat: near(-106, 8),
      muscle: near(48, 8),
    });
    expect(seen.contrast).toMatchObject({ phase: 'arterial', aortaHu: near(404, 20) });
    expect(seen.method).toBe('air-fat');
    expect(seen.flags.map(({ code }) => code)).toContain('CONTRAST_HEADER');
  });
});

describe.skipIf(lacksSharedData('totalsegmentator-aorta-crop'))(
  'totalsegmentator-aorta-crop, enhanced',
  () => {
    const centres: Centres = {
      T4: [-7, -112, 743],
      T5: [-8, -107, 724],
      T6: [-8, -105, 705],
      T7: [-6, -103, 684],
      T8: [-4, -103, 662],
    };

    test('is seen to be arterial without any header', async () => {
      const seen = await calibrated('totalsegmentator-aorta-crop/ct_cropped.nii.gz', centres);
      expect(seen.contrast.phase).toBe('arterial');
      expect(seen.regions.find(({ tissue }) => tissue === 'blood')?.accepted).toBe(false);
    });
  },
);

describe.skipIf(lacksSharedData('totalsegmentator-example'))('totalsegmentator-example, plain, 3 mm', () => {
  const centres: Centres = {
    L1: [6, -123, 386],
    L2: [6, -134, 352],
    L3: [5, -142, 316],
    L4: [3, -144, 278],
    L5: [1, -132, 243],
  };

  test('shows all four', async () => {
    const seen = await calibrated('totalsegmentator-example/example_ct.nii.gz', centres);
    expect(read(seen)).toEqual({
      air: near(-999, 5),
      blood: near(43, 5),
      fat: near(-105, 8),
      muscle: near(39, 8),
    });
    expect(seen.contrast.phase).toBe('none');
  });
});

describe.skipIf(lacksSharedData('verse014'))('verse014, plain, 80 mm wide', () => {
  const centres: Centres = {
    L1: [-17, 194, -77],
    L2: [-22, 180, -101],
    L3: [-24, 172, -132],
    L4: [-27, 176, -165],
    L5: [-27, 198, -186],
  };

  test('shows blood, fat and muscle; the blank margin is not taken for air', async () => {
    const seen = await calibrated('verse014/sub-verse014_ct.nii.gz', centres);
    expect(read(seen)).toEqual({
      air: 'not accepted',
      blood: near(44, 8),
      fat: near(-96, 10),
      muscle: near(41, 10),
    });
    expect(seen.method).toBe('kvp-slope');
    expect(seen.contrast.phase).toBe('none');
  });
});

describe.skipIf(lacksSharedData('tptbox-l3'))('tptbox-l3, a crop around one vertebra', () => {
  const centres: Centres = { L3: [26, 162, -65] };

  test('shows neither air nor aorta, and says so', async () => {
    const seen = await calibrated('tptbox-l3/sub-ct_label-22_ct.nii.gz', centres);
    expect(Object.keys(read(seen))).toEqual(['fat', 'muscle']);
    expect(seen.contrast.phase).toBe('unknown');
    expect(seen.flags.find(({ code }) => code === 'NO_REFERENCE_IN_IMAGE')?.message).toContain(
      'blood not found',
    );
  });
});
