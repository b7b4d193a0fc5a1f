/**
 * Three bodies like those of the European Spine Phantom (Kalender WA et al., Eur J Radiol 20:83, 1995,
 * whose drawing was not to be had): of growing density and wall, in water. Named ESP-like, not ESP
 * (docs/method.md#spine-phantom).
 */
import { surfaceOfMask } from '../../spine/outline/surface/with-surfaces.ts';
import { expect, test } from 'vitest';

import type { Calibration } from '../../contracts/calibration/calibration.ts';
import type { Frame } from '../../contracts/segmentation.ts';
import { PARAMETER_SETS } from '../../spine/definitions/parameter-sets.ts';
import { affineFrom, type Volume } from '../../spine/grid/volume.ts';
import { levelStrength } from '../../spine/measure/strength/level-strength.ts';
import { measureTrabecularDensity } from '../../spine/measure/density/trabecular-density.ts';
import { normalNumbers } from '../../phantoms/random.ts';

/** Trabecular density, mg/cm3 hydroxyapatite; thickness of wall and endplates, mm. */
const BODIES = [
  { density: 50, wallMm: 0.5 },
  { density: 100, wallMm: 1 },
  { density: 200, wallMm: 1.5 },
] as const;
const WALL_DENSITY = 800;
/** Left-right, front-back, height, mm. */
const SIZE = [36, 25, 25] as const;
const MG_PER_HU = 0.84;
const SPACING = [0.8, 0.8, 1] as const;
const MARGIN = 8;
const SAMPLES = 4;
const LABEL = 22;
const FRAME: Frame = { origin: [0, 0, 0], left: [1, 0, 0], posterior: [0, 1, 0], superior: [0, 0, 1] };
const calibration: Calibration = {
  schema: 'osteon/calibration/2',
  method: 'phantom',
  mineralBasis: 'K2HPO4',
  slope: MG_PER_HU,
  intercept: 0,
  error: { slopeSe: 0, interceptSe: 0, correlation: 0, basis: 'made up for the test' },
  fit: null,
  regions: [],
  alternatives: [],
  withPhantomScan: null,
  contrast: { phase: 'none', aortaHu: null, correctionMgCc: 0, basis: 'made up for the test' },
  noiseHu: null,
  picture: null,
  statement: 'hydroxyapatite scale',
  source: 'test',
  flags: [],
  provenance: { software: { name: 'osteon', version: '0' }, parameterSet: 'test', inputs: [] },
};

function scanned({ density, wallMm }: (typeof BODIES)[number], noiseHu: number) {
  const dims = SIZE.map((mm, axis) => Math.ceil((mm + 2 * MARGIN) / SPACING[axis]!)) as [
    number,
    number,
    number,
  ];
  const first = dims.map((n, axis) => (-SPACING[axis]! * (n - 1)) / 2);
  const affine = affineFrom([
    SPACING[0], 0, 0, first[0]!,
    0, SPACING[1], 0, first[1]!,
    0, 0, SPACING[2], first[2]!,
  ]); // prettier-ignore
  const within = (x: number, y: number, z: number, inset: number): boolean =>
    Math.hypot(x / (SIZE[0] / 2 - inset), y / (SIZE[1] / 2 - inset)) <= 1 &&
    Math.abs(z) <= SIZE[2] / 2 - inset;
  const at = (x: number, y: number, z: number): number =>
    !within(x, y, z, 0) ? 0 : within(x, y, z, wallMm) ? density : WALL_DENSITY;
  const ct = new Int16Array(dims[0] * dims[1] * dims[2]);
  const bodies = new Uint8Array(ct.length);
  const normal = normalNumbers(5);
  for (let n = 0; n < ct.length; n++) {
    const index = [n % dims[0], Math.floor(n / dims[0]) % dims[1], Math.floor(n / (dims[0] * dims[1]))];
    const [x, y, z] = index.map((i, axis) => first[axis]! + i * SPACING[axis]!) as [number, number, number];
    let sum = 0;
    const uniform = within(x, y, z, wallMm + 1) || !within(x, y, z, -1);
    if (uniform) sum = SAMPLES ** 3 * at(x, y, z);
    for (let s = 0; !uniform && s < SAMPLES ** 3; s++) {
      const off = [s % SAMPLES, Math.floor(s / SAMPLES) % SAMPLES, Math.floor(s / SAMPLES ** 2)].map(
        (k, axis) => ((k + 0.5) / SAMPLES - 0.5) * SPACING[axis]!,
      );
      sum += at(x + off[0]!, y + off[1]!, z + off[2]!);
    }
    ct[n] = Math.round(sum / SAMPLES ** 3 / MG_PER_HU + noiseHu * normal());
    if (within(x, y, z, 0)) bodies[n] = LABEL;
  }
  const volume = { dims, affine };
  return {
    ct: { ...volume, data: ct } satisfies Volume<Int16Array>,
    surface: surfaceOfMask({ ...volume, data: bodies }, LABEL)!,
  };
}

function vbmd(body: (typeof BODIES)[number], noiseHu: number): number {
  const { trabecular } = measureTrabecularDensity({
    sliceThicknessMm: null,
    ...scanned(body, noiseHu),
    frame: FRAME,
    calibration,
    level: 'L1',
    parameters: PARAMETER_SETS['osteon-default-4'].trabecular,
  });
  return trabecular!.vbmd.value;
}

test.each(BODIES)(
  '7.3: $density mg/cm3 in a wall of $wallMm mm is recovered within 2 % without noise',
  (body) => {
    // HU are whole numbers: 0.4 mg/cm3 of 50 are 0.8 %.
    expect(Math.abs(vbmd(body, 0) / body.density - 1)).toBeLessThan(0.02);
  },
);

test.each(BODIES)('7.3: $density mg/cm3 is recovered within 3 mg/cm3 under noise of 15 HU', (body) => {
  expect(Math.abs(vbmd(body, 15) - body.density)).toBeLessThan(3);
});

test('strength grows from body to body: linear, plastic, offset force and moment', () => {
  const set = PARAMETER_SETS['osteon-default-4'];
  const found = BODIES.map((body) => {
    const { strength, flags } = levelStrength({
      ...scanned(body, 15),
      segmented: {
        level: 'L1',
        labelValue: LABEL,
        frame: FRAME,
        bodyVolumeMm3: 0,
        truncated: false,
        refusal: null,
        qc: { light: 'green', flags: [] },
      },
      calibration,
      trabecular: null,
      sliceThicknessMm: 1,
      parameters: { ...set, geometryErrors: { outlineMm: 0, outlinePerSlice: 0, tiltDegrees: 0 } },
      log: { progress: () => undefined, info: () => undefined, warn: () => undefined },
    });
    expect(flags).toEqual([]);
    const { plastic, bending, linearStrength, sanity } = strength;
    expect(sanity.linearToPlastic).toBeCloseTo(linearStrength.value / plastic!.strength.value, 12);
    return [linearStrength, plastic!.strength, plastic!.offsetStrength!, bending!.moment].map(
      ({ value }) => value,
    );
  });
  found.slice(1).forEach((values, n) => {
    values.forEach((value, k) => {
      expect(value).toBeGreaterThan(1.3 * found[n]![k]!);
    });
  });
});
