/** The built-in provider on digital spines, whose bodies and names are known exactly. */
import { describe, expect, it } from 'vitest';

import { automaticProvider } from '../../../../spine/outline/automatic/provider.ts';
import type { ProviderInput, ProviderResult } from '../../../../spine/outline/provider.ts';
import { LABEL_VALUE, type Level } from '../../../../contracts/levels.ts';
import type { Volume } from '../../../../spine/grid/volume.ts';
import { demoSpine, digitalSpine, type DigitalSpine, type SpineOptions } from '../../../../phantoms/index.ts';
import { dice } from '../overlap.ts';
import { SILENT } from '../provider-input.ts';

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

function segment(ct: Volume<Int16Array>): Promise<ProviderResult> {
  // The provider must not need what the headers say.
  return automaticProvider.segment({
    ct,
    labels: null,
    model: null,
    log: SILENT,
  } as unknown as ProviderInput);
}

/** Masks end where readers draw, half way down the blurred wall: 0.3 to 0.5 mm outside of the truth, Dice 0.95 or so. */
function worstDice({ bodies, truth }: DigitalSpine, result: ProviderResult): number {
  return truth.levels.reduce((worst, { level }) => {
    const value = LABEL_VALUE[level];
    const here = (found: number): boolean => found === value;
    return Math.min(worst, dice(result.bodies, here, bodies, here));
  }, 1);
}

function codes({ studyFlags }: ProviderResult): readonly string[] {
  return studyFlags.map(({ code }) => code);
}

describe('the built-in provider', () => {
  it('outlines and names the demo study, with a green light to every level', async () => {
    const spine = digitalSpine(demoSpine);
    const result = await segment(spine.ct);
    expect([...result.levelRefusals!.keys()]).toEqual([]);
    expect(worstDice(spine, result)).toBeGreaterThan(0.93);
    expect(result.numbering).toMatchObject({ anchors: ['last rib'] });
    expect([...result.outlineQuality!.values()].every((quality) => quality > 0.8)).toBe(true);
  });

  // In brackets: the worst level's Dice, measured.
  it.each<[string, Partial<SpineOptions>, number]>([
    ['bone no brighter than a disc, in noise of 25 HU', { ...vbmd(60), ...scanner({ noiseHu: 25 }) }, 0.92],
    ['bone of 30 mg/cm3', vbmd(30), 0.92],
    ['slices 2 mm apart', scanner({ sliceSpacingMm: 2, sliceThicknessMm: 2 }), 0.9],
    ['slices 3 mm apart', scanner({ sliceSpacingMm: 3, sliceThicknessMm: 3 }), 0.85],
    ['a patient who lies askew', { coronalTiltDegrees: -8, sagittalTiltDegrees: 8 }, 0.92],
    ['contrast in the aorta', { aortaHu: 300 }, 0.92],
    ['a biconcave fracture', fracture('biconcave', 0.3), 0.9],
    ['a crush fracture', fracture('crush', 0.4), 0.9],
  ])('outlines %s', async (_, change, least) => {
    const spine = digitalSpine({ ...SHORT, seed: 7, ...change });
    expect(worstDice(spine, await segment(spine.ct))).toBeGreaterThan(least);
  });

  it('names what the field of view cuts, and refuses it', async () => {
    const spine = digitalSpine({ ...SHORT, neighbours: 'cut' });
    const result = await segment(spine.ct);
    const cut = [...result.levelRefusals!].filter(([, { code }]) => code === 'LEVEL_TRUNCATED');
    expect(cut.map(([level]) => level).sort()).toEqual(['L3', 'T11']);
    expect(worstDice(spine, result)).toBeGreaterThan(0.92);
  });

  it('gives the same voxels again', async () => {
    const { ct } = digitalSpine({ ...SHORT, ...scanner({ pixelMm: 1.2 }) });
    const [a, b] = [await segment(ct), await segment(ct)];
    expect(Buffer.from(a.bodies.data.buffer).equals(Buffer.from(b.bodies.data.buffer))).toBe(true);
    expect(Buffer.from(a.vertebrae!.data.buffer).equals(Buffer.from(b.vertebrae!.data.buffer))).toBe(true);
  });

  it('gives every arch to its vertebra', async () => {
    const spine = digitalSpine(SHORT);
    const { vertebrae } = await segment(spine.ct);
    for (const { level } of spine.truth.levels) {
      const here = (found: number): boolean => found === LABEL_VALUE[level];
      expect(dice(vertebrae!, here, spine.vertebrae, here)).toBeGreaterThan(0.85);
    }
  });

  it('names from the sacrum upwards where no rib is in view', async () => {
    const levels = (['L2', 'L3', 'L4', 'L5'] as const).map((level) => ({
      level,
      vbmdMgCc: 100,
      fracture: null,
    }));
    const spine = digitalSpine({
      ...SHORT,
      levels,
      sacrum: { slopeDegrees: 40, vbmdMgCc: 100, ilium: true, sacralised: false },
    });
    const result = await segment(spine.ct);
    expect(result.numbering!.anchors).toEqual(['sacrum']);
    expect(result.numbering!.probability).toBeGreaterThan(0.8);
    expect(worstDice(spine, result)).toBeGreaterThan(0.9);
  });

  it('says of levels that nothing names which two names are likeliest, and refuses none for it', async () => {
    const { ct } = digitalSpine({ ...SHORT, levels: demoSpine.levels.slice(3, 5) });
    const result = await segment(ct);
    expect(codes(result)).toContain('LEVELS_UNCERTAIN');
    const refused = [...result.levelRefusals!.values()].map(({ code }) => code);
    expect(refused.filter((code) => code !== 'LEVEL_TRUNCATED')).toEqual([]);
    const { runnerUp, namings } = result.numbering!;
    expect(namings!.length).toBeGreaterThan(1);
    const named = [...result.outlineQuality!.keys()];
    const reported: readonly (Level | undefined)[] = [...named, runnerUp?.first, runnerUp?.last];
    expect(reported).toEqual(expect.arrayContaining(['L2', 'L3']));
  });

  it.each([
    ['air', -1000],
    ['water', 0],
  ])('refuses an image of %s', async (_, hu) => {
    const { ct } = digitalSpine({ ...SHORT, ...scanner({ pixelMm: 4 }) });
    await expect(segment({ ...ct, data: ct.data.map(() => hu) })).rejects.toThrow(/SPINE_NOT_FOUND/);
  });
});
