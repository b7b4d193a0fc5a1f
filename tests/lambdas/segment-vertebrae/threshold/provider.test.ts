import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import type { ProviderInput, ProviderResult } from '../../../../lambdas/segment-vertebrae/provider.ts';
import { thresholdProvider } from '../../../../lambdas/segment-vertebrae/threshold/provider.ts';
import { StudyRefused } from '../../../../lambdas/shared/errors.ts';
import { LABEL_VALUE } from '../../../../lambdas/shared/levels.ts';
import { readNifti } from '../../../../lambdas/shared/nifti.ts';
import type { Volume } from '../../../../lambdas/shared/volume.ts';
import { demoSpine, digitalSpine, type DigitalSpine, type SpineOptions } from '../../../../phantoms/index.ts';
import { lacksSharedData, sharedData } from '../../../shared-data.ts';

/** T12-L2 in a field of view that still shows the ribs. */
const SHORT: SpineOptions = {
  ...demoSpine,
  levels: demoSpine.levels.slice(1, 4),
  scanner: { ...demoSpine.scanner, pixelMm: 0.9, fieldOfViewMm: [180, 180] },
};
const scanner = (change: Partial<SpineOptions['scanner']>): Pick<SpineOptions, 'scanner'> => ({
  scanner: { ...SHORT.scanner, ...change },
});
const vbmd = (vbmdMgCc: number): Pick<SpineOptions, 'levels'> => ({
  levels: SHORT.levels.map((level) => ({ ...level, vbmdMgCc })),
});
const fracture = (shape: 'biconcave' | 'crush', loss: number): Pick<SpineOptions, 'levels'> => ({
  levels: SHORT.levels.map((level, n) => (n === 1 ? { ...level, fracture: { shape, loss } } : level)),
});

describe('the threshold provider', () => {
  it('outlines and names the demo study', async () => {
    const spine = digitalSpine(demoSpine);
    const result = await segment(spine.ct);
    expect(codes(result)).toEqual(['PRELIMINARY_SEGMENTATION']);
    // Every level says that its outline is a preliminary method's, and nothing else.
    const said = [...result.levelFlags.values()].map((flags) => flags.map(({ code }) => code));
    expect(said).toEqual(demoSpine.levels.map(() => ['PRELIMINARY_SEGMENTATION']));
    // Measured 0.992 to 0.996.
    expectDice(spine, result, 0.98);
  });

  // Measured in brackets: the worst level.
  it.each<[string, Partial<SpineOptions>, number]>([
    [
      'bone no brighter than a disc, in noise of 25 HU (0.99)',
      { ...vbmd(60), ...scanner({ noiseHu: 25 }) },
      0.97,
    ],
    ['dense bone (0.99)', vbmd(200), 0.96],
    ['slices 2 mm apart (0.97)', scanner({ sliceSpacingMm: 2, sliceThicknessMm: 2 }), 0.95],
    ['a patient who lies askew (0.99)', { coronalTiltDegrees: -8, sagittalTiltDegrees: 8 }, 0.97],
    ['contrast in the aorta (0.99)', { aortaHu: 300 }, 0.97],
    ['a biconcave fracture (0.97)', fracture('biconcave', 0.3), 0.95],
    ['a crush fracture (0.99)', fracture('crush', 0.4), 0.97],
  ])('outlines %s', async (_, change, least) => {
    const spine = digitalSpine({ ...SHORT, seed: 7, ...change });
    expectDice(spine, await segment(spine.ct), least);
  });

  it('outlines slices 3 mm apart, and says that heights are coarse there', async () => {
    const thick = scanner({ sliceSpacingMm: 3, sliceThicknessMm: 3, noiseHu: 25 });
    const spine = digitalSpine({ ...SHORT, ...thick });
    const result = await segment(spine.ct);
    expect(codes(result)).toContain('COARSE_SLICES');
    // Measured 0.92 at the wedge, whose endplates lean by 8 degrees.
    expectDice(spine, result, 0.89);
  });

  it('leaves out what the field of view cuts, and says so', async () => {
    const spine = digitalSpine({ ...SHORT, neighbours: 'cut' });
    const result = await segment(spine.ct);
    expect(codes(result)).toContain('PARTIAL_VERTEBRA_NOT_OUTLINED');
    expectDice(spine, result, 0.97);
  });

  it('gives the same voxels again', async () => {
    const { ct } = digitalSpine({ ...SHORT, ...scanner({ pixelMm: 1.2 }) });
    const [a, b] = [await segment(ct), await segment(ct)];
    expect(Buffer.from(a.bodies.data.buffer).equals(Buffer.from(b.bodies.data.buffer))).toBe(true);
  });

  it('refuses to name levels where no rib is in view', async () => {
    const { ct } = digitalSpine({ ...SHORT, levels: demoSpine.levels.slice(3, 5) });
    await expect(segment(ct)).rejects.toThrow(/LEVELS_UNANCHORED.*no ribs, no ribs/);
  });

  it('refuses to name levels where the field of view is too narrow to show ribs', async () => {
    const { ct } = digitalSpine({ ...SHORT, ...scanner({ fieldOfViewMm: [100, 180] }) });
    await expect(segment(ct)).rejects.toThrow(/LEVELS_UNANCHORED/);
  });

  it.each([
    ['air', -1000],
    ['water', 0],
  ])('refuses an image of %s', async (_, hu) => {
    const { ct } = digitalSpine({ ...SHORT, ...scanner({ pixelMm: 4 }) });
    await expect(segment({ ...ct, data: ct.data.map(() => hu) })).rejects.toThrow(
      /BUILTIN_SEGMENTATION_FAILED/,
    );
  });

  it
    .skipIf(lacksSharedData('totalsegmentator-example/example_ct.nii.gz'))
    .each(['totalsegmentator-example/example_ct.nii.gz', 'totalsegmentator-aorta-crop/ct_cropped.nii.gz'])(
    'refuses the real study %s rather than outline it badly',
    async (path) => {
      const { volume } = readNifti(readFileSync(sharedData(path)));
      const ct = { ...volume, data: Int16Array.from(volume.data) };
      await expect(segment(ct)).rejects.toThrow(StudyRefused);
    },
  );
});

function segment(ct: Volume<Int16Array>): Promise<ProviderResult> {
  const log = { progress: () => undefined, info: () => undefined, warn: () => undefined };
  // The provider must not need what the headers say.
  return thresholdProvider.segment({ ct, labels: null, log } as unknown as ProviderInput);
}

function codes({ studyFlags }: ProviderResult): readonly string[] {
  return studyFlags.map(({ code }) => code);
}

/** The same levels, each overlapping its true body by at least `least` (Dice). */
function expectDice(spine: DigitalSpine, { bodies }: ProviderResult, least: number): void {
  const found = [...new Set(bodies.data)].filter((value) => value !== 0).sort();
  expect(found).toEqual(spine.truth.levels.map(({ level }) => LABEL_VALUE[level]).sort());
  const both = new Float64Array(256);
  const either = new Float64Array(256);
  for (let i = 0; i < bodies.data.length; i++) {
    const [here, there] = [bodies.data[i]!, spine.bodies.data[i]!];
    if (here === there) both[here]! += 1;
    either[here]! += 1;
    either[there]! += 1;
  }
  for (const { level, labelValue } of spine.truth.levels) {
    expect((2 * both[labelValue]!) / either[labelValue]!, level).toBeGreaterThan(least);
  }
}
