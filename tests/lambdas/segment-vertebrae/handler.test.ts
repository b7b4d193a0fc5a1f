import type { Context } from 'aws-lambda';
import { beforeAll, describe, expect, test } from 'vitest';

import { extentsOf } from '../../../spine/grid/extents.ts';
import { handler } from '../../../lambdas/segment-vertebrae/handler.ts';
import { VOLUME_SCHEMA } from '../../../contracts/volumes.ts';
import {
  getJson,
  getSurface,
  getVolume,
  putBytes,
  putJson,
  putVolume,
  studyManifestKey,
} from '../../../lambdas/shared/artifacts.ts';
import { provideStore } from '../../../lambdas/shared/aws/ports.ts';
import { ctSchema } from '../../../contracts/ct.ts';
import { segmentationSchema } from '../../../contracts/segmentation.ts';
import { segmentVertebraeOutputSchema } from '../../../contracts/states.ts';
import { SOURCE_FILE_SCHEMA, studyManifestSchema } from '../../../contracts/study.ts';
import type { Level } from '../../../contracts/levels.ts';
import type { Vec3 } from '../../../contracts/primitives.ts';
import { insideGrid } from '../../../spine/grid/mesh/rasterise.ts';
import { writeNifti } from '../../../spine/grid/nifti.ts';
import { along, dot } from '../../../spine/math/vector.ts';
import {
  affineFrom,
  indexToWorld,
  invertAffine,
  sameGrid,
  type Affine,
  type Volume,
} from '../../../spine/grid/volume.ts';
import { memoryStore } from '../../report/fixture.ts';
import { aboutCt } from '../../spine/outline/provider-input.ts';
import { toySpine } from '../../spine/outline/toy-spine.ts';

const STUDY_ID = '0123456789abcdef';
const store = memoryStore();
const { objects } = store;

beforeAll(() => provideStore(store));

async function segment(ct: Volume<Int16Array>, labels: Volume): Promise<unknown> {
  const bytes = writeNifti(labels);
  const volume = await putVolume(store, 'ct.nii.gz', VOLUME_SCHEMA.ct, ct);
  const file = await putBytes(store, 'labels', SOURCE_FILE_SCHEMA, bytes, 'application/gzip');
  const study = await putJson(store, studyManifestKey(STUDY_ID), studyManifestSchema, {
    schema: 'osteon/study/1',
    studyId: STUDY_ID,
    files: [],
    labels: { files: [{ name: 'labels.nii.gz', file }], convention: 'verse' },
    order: null,
  });
  const about = await putJson(store, 'ct.json', ctSchema, { ...aboutCt(ct), volume });
  const input = {
    schema: 'osteon/assessment-input/1',
    studyId: STUDY_ID,
    assessmentId: 'a1',
    parameterSet: 'osteon-default-1',
    study,
    ct: { artifact: about },
  };
  return handler(input, {} as Context);
}

describe('SegmentVertebrae', () => {
  const levels: readonly Level[] = ['T3', 'T4', 'T5'];
  const spine = toySpine({ levels, voxelMm: 2 });

  test('writes both label maps on the grid of the CT and names the levels that can be assessed', async () => {
    const output = segmentVertebraeOutputSchema.parse(await segment(spine.ct, spine.labels));
    expect(output.levels).toEqual(['T4', 'T5']);
    const segmentation = await getJson(store, output.artifact, segmentationSchema);
    expect(segmentation.levels.map(({ level }) => level)).toEqual(levels);
    expect(segmentation.provider).toMatchObject({ id: 'import', recognisedBy: 'option' });
    const bodies = await getVolume(store, segmentation.bodies);
    const vertebrae = await getVolume(store, segmentation.vertebrae!);
    expect(sameGrid(bodies, spine.ct) && sameGrid(vertebrae, spine.ct)).toBe(true);
    expect(bodies.data.every((value, at) => value === 0 || value === vertebrae.data[at])).toBe(true);
    for (const { labelValue, surface } of segmentation.levels.filter((level) => level.surface)) {
      const inside = insideGrid(await getSurface(store, surface!), bodies);
      expect(inside).toEqual(bodies.data.map((value) => (value === labelValue ? 1 : 0)));
    }
    expect(segmentation.levels.map((level) => level.surface?.key)).toEqual([
      undefined,
      'assessments/0123456789abcdef/a1/levels/T4/body.ply',
      'assessments/0123456789abcdef/a1/levels/T5/body.ply',
    ]);
  });

  test('keeps for each level that is assessed the CT and the bodies around it, in their place', async () => {
    const output = segmentVertebraeOutputSchema.parse(await segment(spine.ct, spine.labels));
    const { levels: seen, bodies } = await getJson(store, output.artifact, segmentationSchema);
    expect(seen.map(({ surroundings }) => surroundings !== undefined)).toEqual([false, true, true]);
    const { surroundings, labelValue } = seen[1]!;
    const near = await getVolume(store, surroundings!.bodies);
    const hu = await getVolume(store, surroundings!.ct);
    const affine = affineFrom(surroundings!.affine);
    const own = extentsOf({ ...near, affine }).get(labelValue)!;
    const whole = extentsOf(await getVolume(store, bodies)).get(labelValue)!;
    expect(own.voxels).toBe(whole.voxels);
    own.centroid.forEach((mm, axis) => expect(mm).toBeCloseTo(whole.centroid[axis]!, 9));
    // 20 mm all around, or up to the end of the image.
    const back = invertAffine(spine.ct.affine);
    const first = indexToWorld(back, ...indexToWorld(affine, 0, 0, 0)).map(Math.round);
    expect(first).toEqual(whole.low.map((n) => Math.max(0, n - 10)));
    const middle = near.dims.map((n) => Math.floor(n / 2)) as [number, number, number];
    const [x, y, z] = middle.map((n, axis) => n + first[axis]!) as [number, number, number];
    expect(hu.data[middle[0] + hu.dims[0] * (middle[1] + hu.dims[1] * middle[2])]).toBe(
      spine.ct.data[x + spine.ct.dims[0] * (y + spine.ct.dims[1] * z)],
    );
  });

  test('writes the same bytes when it runs again', async () => {
    await segment(spine.ct, spine.labels);
    const before = new Map(objects);
    await segment(spine.ct, spine.labels);
    expect(objects).toEqual(before);
  });

  const THICK = {
    code: 'SLICES_THICK',
    message: 'voxel spacing 3.2 mm: strength, heights and fractures were not evaluated',
  };
  const stretched = <V extends Volume>(volume: V, mm: number): V => {
    const affine: [...Affine] = [...volume.affine];
    affine[10] = mm;
    return { ...volume, affine };
  };

  test('hands on vertebrae in slices more than 3 mm apart, none of them green', async () => {
    // Stretched by a quarter: by more, bodies would be as high as two.
    const coarse = toySpine({ levels, voxelMm: 2.6 });
    const output = segmentVertebraeOutputSchema.parse(
      await segment(stretched(coarse.ct, 3.2), stretched(coarse.labels, 3.2)),
    );
    expect(output.levels).toEqual(['T4', 'T5']);
    const { levels: seen, qc } = await getJson(store, output.artifact, segmentationSchema);
    expect(seen.map(({ qc: { light } }) => light)).toEqual(['red', 'amber', 'amber']);
    expect(qc).toMatchObject({ light: 'amber', flags: expect.arrayContaining([THICK]) as unknown });
  });

  test('refuses slices more than 5 mm apart as a whole', async () => {
    await expect(segment(stretched(spine.ct, 5.2), stretched(spine.labels, 5.2))).rejects.toMatchObject({
      name: 'StudyRefused',
      refusal: { code: 'SLICES_TOO_THICK' },
    });
  });

  test('writes a cut through each pedicle of a level, and how much of its body are bony lips', async () => {
    const output = segmentVertebraeOutputSchema.parse(await segment(spine.ct, spine.labels));
    const { levels, bodies, osteophytes } = await getJson(store, output.artifact, segmentationSchema);
    const marks = await getVolume(store, osteophytes!);
    const body = await getVolume(store, bodies);
    expect(marks.data.every((value, at) => value === 0 || value === body.data[at])).toBe(true);
    const [t3, t4] = levels;
    expect(t3!.pedicleCuts).toBeUndefined();
    const marked = extentsOf(marks).get(t4!.labelValue)?.voxels ?? 0;
    // Voxels of 8 mm3; the toy's bodies are straight and have no lips: 5 % at most.
    expect(t4!.osteophyteMm3).toBeCloseTo(8 * marked, 6);
    expect(t4!.osteophyteMm3! / t4!.bodyVolumeMm3).toBeLessThan(0.05);
    expect(t4!.pedicleCuts!.map(({ side }) => side)).toEqual(['left', 'right']);
    const [left, right] = t4!.pedicleCuts!;
    const { origin, left: toLeft, posterior } = t4!.frame!;
    const depth = (point: Vec3, axis: Vec3): number => dot(along(point, -1, origin), axis);
    // Pedicles of the toy spine leave 11 mm to both sides of the middle and run straight backwards: within 25 degrees in 2 mm voxels.
    expect(Math.abs(depth(left!.point, toLeft) + depth(right!.point, toLeft))).toBeLessThan(2);
    expect(depth(left!.point, toLeft)).toBeGreaterThan(5);
    for (const cut of [left!, right!]) {
      expect(dot(cut.normal, posterior)).toBeGreaterThan(0.9);
      expect(depth(cut.point, posterior)).toBeGreaterThan(5);
      expect(cut.areaMm2).toBeGreaterThan(12);
    }
  });

  test('refuses a study without an assessable level, says why for each, and leaves a picture', async () => {
    const high = toySpine({ levels: ['T1', 'T2', 'T3'], voxelMm: 2 });
    objects.clear();
    await expect(segment(high.ct, high.labels)).rejects.toMatchObject({
      name: 'StudyRefused',
      refusal: {
        code: 'NO_ASSESSABLE_LEVEL',
        saw: 'T1 LEVEL_NOT_SUPPORTED, T2 LEVEL_NOT_SUPPORTED, T3 LEVEL_NOT_SUPPORTED',
      },
    });
    const picture = objects.get(`assessments/${STUDY_ID}/a1/spine.svg`);
    expect(new TextDecoder().decode(picture)).toContain('>outside T4 to L5<');
    expect(objects.has(`assessments/${STUDY_ID}/a1/spine.png`)).toBe(true);
  });
});
