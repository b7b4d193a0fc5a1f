import { surfaceOfMask } from '../../../../spine/outline/surface/with-surfaces.ts';
import { expect, test } from 'vitest';

import { levelStrength } from '../../../../spine/measure/strength/level-strength.ts';
import { atDensity } from '../../../../spine/measure/strength/model/vertebra-model.ts';
import type { Calibration } from '../../../../contracts/calibration/calibration.ts';
import type { Frame } from '../../../../contracts/segmentation.ts';
import { PARAMETER_SETS, type Parameters } from '../../../../spine/definitions/parameter-sets.ts';
import { LevelRefused } from '../../../../contracts/refusals.ts';
import { indexToWorld, type Affine, type Volume } from '../../../../spine/grid/volume.ts';
import { BY_VOLTAGE } from '../../calibrate/by-voltage-line.ts';

const LOG = { progress: () => undefined, info: () => undefined, warn: () => undefined };
const LABEL = 20;
/** One linear solve, and those of the calibration. */
const LINEAR: Parameters = {
  ...PARAMETER_SETS['osteon-default-1'],
  geometryErrors: { outlineMm: 0, outlinePerSlice: 0, tiltDegrees: 0 },
};
const [RADIUS, HEIGHT] = [16, 24];

/** Errors cost solves: most tests ask for none. */
const exact: Calibration = { ...BY_VOLTAGE, error: { ...BY_VOLTAGE.error, slopeSe: 0 } };

/** The frame's axes turned by `degrees` about the patient's left. */
function frameLeaning(degrees: number): Frame {
  const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return { origin: [3, -2, 5], left: [1, 0, 0], posterior: [0, c, s], superior: [0, -s, c] };
}

interface Cylinder {
  readonly hu: number;
  readonly degrees?: number;
  readonly spacing?: readonly [number, number, number];
  /** A slice of the cylinder that is missing, by its height in mm. */
  readonly gapAt?: number;
  readonly radius?: number;
}

/** A cylinder of bone along the frame's superior axis, in marrow-like surroundings of -50 HU. */
function cylinder({ hu, degrees = 0, spacing = [0.8, 0.8, 1], gapAt, radius = RADIUS }: Cylinder) {
  const frame = frameLeaning(degrees);
  const dims = spacing.map((h) => Math.ceil(64 / h)) as [number, number, number];
  const corner = frame.origin.map((o, axis) => o - (spacing[axis]! * (dims[axis]! - 1)) / 2);
  const affine: Affine = [
    spacing[0],
    0,
    0,
    corner[0]!,
    0,
    spacing[1],
    0,
    corner[1]!,
    0,
    0,
    spacing[2],
    corner[2]!,
  ];
  const ct: Volume<Int16Array> = {
    dims,
    affine,
    data: new Int16Array(dims[0] * dims[1] * dims[2]).fill(-50),
  };
  const bodies: Volume<Uint8Array> = { dims, affine, data: new Uint8Array(ct.data.length) };
  for (let at = 0; at < ct.data.length; at++) {
    const p = indexToWorld(
      affine,
      at % dims[0],
      Math.floor(at / dims[0]) % dims[1],
      Math.floor(at / (dims[0] * dims[1])),
    );
    const d = p.map((value, axis) => value - frame.origin[axis]!);
    const [u, v, w] = [frame.left, frame.posterior, frame.superior].map((axis) =>
      axis.reduce((sum, a, n) => sum + a * d[n]!, 0),
    );
    const inside = Math.hypot(u!, v!) <= radius && Math.abs(w!) <= HEIGHT / 2;
    if (!inside) continue;
    // A margin of bone around the mask keeps its own edge free of partial volume.
    ct.data[at] = hu;
    if (gapAt === undefined || Math.abs(w! - gapAt) > 2) bodies.data[at] = LABEL;
  }
  const segmented = {
    level: 'L1',
    labelValue: LABEL,
    frame,
    bodyVolumeMm3: 0,
    truncated: false,
    refusal: null,
    qc: { light: 'green', flags: [] },
  } as const;
  return {
    ct,
    surface: surfaceOfMask(bodies, LABEL)!,
    segmented,
    calibration: exact,
    trabecular: null,
    sliceThicknessMm: spacing[2],
    parameters: LINEAR,
    log: LOG,
  };
}

function stiffness(shape: Cylinder): number {
  return levelStrength(cylinder(shape)).strength.stiffness.value;
}

test('a cylinder is about as stiff as its bone and its caps in series', () => {
  // 300 HU is 210 mg/cm3. Partial volume at the rim softens it, the bonded caps stiffen it: within 15 %.
  const E = atDensity(PARAMETER_SETS['osteon-default-1'].modulus, 210);
  const area = Math.PI * RADIUS ** 2;
  const series = area / (HEIGHT / E + 6 / 2500);
  expect(Math.abs(stiffness({ hu: 300 }) / series - 1)).toBeLessThan(0.15);
});

test('strength grows with density, at every step', () => {
  const strengths = [60, 120, 200, 300].map(
    (hu) => levelStrength(cylinder({ hu })).strength.linearStrength.value,
  );
  strengths.slice(1).forEach((strength, n) => expect(strength).toBeGreaterThan(strengths[n]!));
});

test('the answer does not turn with the patient', () => {
  // A grid laid anew over the same cylinder moves its outline by parts of a voxel: 3 %.
  expect(Math.abs(stiffness({ hu: 250, degrees: 25 }) / stiffness({ hu: 250 }) - 1)).toBeLessThan(0.03);
});

test('slices of 3 mm change stiffness by less than the calibration leaves open', () => {
  expect(Math.abs(stiffness({ hu: 250, spacing: [0.8, 0.8, 3] }) / stiffness({ hu: 250 }) - 1)).toBeLessThan(
    0.1,
  );
});

test('the error of stiffness by the calibration is what solving with another slope gives', () => {
  const input = { ...cylinder({ hu: 250, degrees: 10 }), calibration: BY_VOLTAGE };
  const { stiffness: K, errors } = levelStrength(input).strength;
  const step = BY_VOLTAGE.error.slopeSe;
  const steeper = levelStrength({ ...input, calibration: { ...BY_VOLTAGE, slope: 0.7 + step } }).strength
    .stiffness;
  // The step is central, the check is not: the floor of the modulus bends the curve a little.
  expect(Math.abs(errors.stiffness.calibrationSe / (steeper.value - K.value) - 1)).toBeLessThan(0.02);
  if (K.uncertainty.kind !== 'interval95') throw new Error('no interval');
  expect(K.uncertainty.high - K.value).toBeCloseTo(1.96 * errors.stiffness.calibrationSe, 6);
});

test('plastic strength has five causes of error, the calibration is the same as solving with another slope', () => {
  const parameters: Parameters = { ...PARAMETER_SETS['osteon-default-4'], elementMm: 2 };
  const input = { ...cylinder({ hu: 200, degrees: 10 }), parameters, calibration: BY_VOLTAGE };
  const { strength, flags } = levelStrength(input);
  expect(flags).toEqual([]);
  const { parts, plasticStrength, offsetStrength } = strength.errors;
  expect(parts.map(({ cause }) => cause)).toEqual([
    'calibration',
    'outline',
    'sagittal-tilt',
    'frontal-tilt',
    'discretisation',
  ]);
  for (const part of parts) expect(part.stiffnessPercent).toBeGreaterThan(0);
  const F = strength.plastic!.strength;
  const [up, down] = [1, -1].map((sign) => {
    const slope = 0.7 + sign * BY_VOLTAGE.error.slopeSe;
    const error = { ...BY_VOLTAGE.error, slopeSe: 0 };
    const geometryErrors = LINEAR.geometryErrors;
    const again = levelStrength({ ...input, parameters: { ...parameters, geometryErrors }, calibration: { ...BY_VOLTAGE, slope, error } }); // prettier-ignore
    return again.strength.plastic!.strength.value;
  });
  // The re-solve takes a shorter curve.
  expect(Math.abs(plasticStrength!.calibrationSe / ((up! - down!) / 2) - 1)).toBeLessThan(0.02);
  if (F.uncertainty.kind !== 'interval95') throw new Error('no interval');
  const se = Math.hypot(plasticStrength!.calibrationSe, plasticStrength!.ownSe);
  expect(F.uncertainty.high - F.value).toBeCloseTo(1.96 * se, 6);
  expect(offsetStrength!.ownSe).toBeGreaterThan(0);
});

const inPhase = (phase: 'portal' | 'arterial', line = BY_VOLTAGE): Calibration => ({
  ...line,
  contrast: { ...line.contrast, phase, correctionMgCc: phase === 'portal' ? 13 : 0 },
});

test('in the portal phase the body is solved with 13 mg/cm3 less, and how unsure that is joins the calibration’s error', () => {
  const input = cylinder({ hu: 250 });
  const portal = levelStrength({ ...input, calibration: inPhase('portal', exact) });
  const less = levelStrength({ ...input, calibration: { ...exact, intercept: -13 } });
  expect(portal.strength.stiffness.value).toBe(less.strength.stiffness.value);
  expect(portal.flags.map(({ code }) => code)).toEqual(['STRENGTH_CONTRAST']);
  expect(portal.flags[0]!.message).toContain('13 ± 18 mg/cm3');
  const { stiffness, errors } = portal.strength;
  // A standard error of 0.7 * 13 mg/cm3: seven tenths of the step between the two lines.
  const step = 0.7 * (levelStrength(input).strength.stiffness.value - stiffness.value);
  expect(Math.abs(errors.stiffness.calibrationSe / step - 1)).toBeLessThan(0.03);
});

test('in the arterial phase no strength has an interval, and it says that it is not to be used', () => {
  const { strength, flags } = levelStrength({ ...cylinder({ hu: 250 }), calibration: inPhase('arterial') });
  for (const { uncertainty } of [strength.stiffness, strength.linearStrength])
    expect(uncertainty).toMatchObject({
      kind: 'none',
      reason: expect.stringContaining('arterial') as string,
    });
  expect(flags.map(({ code }) => code)).toEqual(['STRENGTH_CONTRAST']);
  expect(flags[0]!.message).toContain('should not be used');
});

test('strength is 0.0068 K H, and H is the height of the bone within two voxels', () => {
  const { linearStrength, stiffness: K, height } = levelStrength(cylinder({ hu: 250 })).strength;
  expect(linearStrength.value).toBeCloseTo(0.0068 * K.value * height.value, 6);
  expect(Math.abs(height.value - HEIGHT)).toBeLessThanOrEqual(2);
});

test('progress says the level, its elements and how far the solve is', () => {
  const said: string[] = [];
  const { elements } = levelStrength({
    ...cylinder({ hu: 250 }),
    log: { ...LOG, progress: (text) => said.push(text) },
  }).strength;
  expect(said.length).toBeGreaterThan(0);
  expect(said[0]).toMatch(
    new RegExp(`^L1: ${elements.toLocaleString('en')} elements, iteration 5, residual \\de-\\d$`),
  );
});

test('half the element edge gives the same body: eight times the elements, K within what voxels make of an outline', () => {
  const [one, half] = [1, 0.5].map(
    (elementMm) => levelStrength({ ...cylinder({ hu: 250 }), parameters: { ...LINEAR, elementMm } }).strength,
  );
  expect(half!.elements / one!.elements).toBeGreaterThan(7);
  expect(half!.elements / one!.elements).toBeLessThan(9);
  // Voxels of 1 mm take 3 % off a radius of 15 mm and add half a slice at either end.
  expect(Math.abs(half!.stiffness.value / one!.stiffness.value - 1)).toBeLessThan(0.08);
  expect(Math.abs(half!.height.value - one!.height.value)).toBeLessThanOrEqual(1);
});

test('the strain field lies where the bone lies', () => {
  const input = cylinder({ hu: 250, degrees: 15 });
  const { strain } = levelStrength(input);
  let [sum, centre] = [0, [0, 0, 0]];
  strain.data.forEach((value, at) => {
    if (value === 0) return;
    const [nx, ny] = strain.dims;
    const p = indexToWorld(strain.affine, at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny)));
    centre = centre.map((c, axis) => c + p[axis]!);
    sum++;
  });
  centre.forEach((c, axis) =>
    expect(Math.abs(c / sum - input.segmented.frame.origin[axis]!)).toBeLessThan(0.5),
  );
  // Nearly uniform compression by 0.68 % over bone and stiff caps: a little more than that in the bone.
  const mean = strain.data.reduce((total, value) => total + value, 0) / sum;
  expect(mean).toBeGreaterThan(0.005);
  expect(mean).toBeLessThan(0.011);
});

test.each([
  ['a body in two pieces', { hu: 250, gapAt: 0 }, 'BODY_FRAGMENTED'],
  ['a body of a few cubic millimetres', { hu: 250, radius: 5 }, 'BODY_TOO_SMALL'],
] as const)('%s is refused', (_, shape, code) => {
  try {
    levelStrength(cylinder(shape));
  } catch (error) {
    if (!(error instanceof LevelRefused)) throw error;
    expect(error.refusal.code).toBe(code);
    return;
  }
  throw new Error('wanted a refusal');
});

test('a body that reaches beyond the CT is refused', () => {
  const input = cylinder({ hu: 250 });
  const moved = { ...input.segmented.frame };
  const { vertices } = input.surface;
  const away = {
    ...input,
    surface: { ...input.surface, vertices: vertices.map((value, n) => (n % 3 === 2 ? value + 24 : value)) },
    segmented: { ...input.segmented, frame: moved },
  };
  expect(() => levelStrength(away)).toThrow(/BODY_OUTSIDE_CT/);
});
