/** Every limit of a regular stack, just within and just beyond. */
import { describe, expect, test } from 'vitest';

import { tripleFrom } from '../../../../spine/math/vector.ts';
import type { DicomImage, Triple } from '../../../../spine/ct/dicom/dicom-image.ts';
import { isRefusal, stackOf, type Stack } from '../../../../spine/ct/series/stack-geometry.ts';

type Look = Partial<
  Pick<DicomImage, 'rows' | 'columns' | 'pixelSpacing' | 'rowDirection' | 'columnDirection' | 'position'>
>;
const COUNT = 11;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** As much of an image as a stack looks at: the cast stands for the header that it does not. */
function image(look: Look): DicomImage {
  return {
    rows: 8,
    columns: 6,
    pixelSpacing: [0.5, 0.75],
    rowDirection: [1, 0, 0],
    columnDirection: [0, 1, 0],
    position: [0, 0, 0],
    ...look,
  } as unknown as DicomImage;
}

/** Images every `step` mm along z, each with what `change` says of it. */
function images(step: number, change: (n: number) => Look = () => ({})): DicomImage[] {
  return Array.from({ length: COUNT }, (_, n) => image({ position: [-10, -20, step * n], ...change(n) }));
}
/** A stack whose sixth image is off by `mm`. */
function withOneOff(step: number, [x, y, z]: Triple): DicomImage[] {
  return images(step, (n) => (n === 5 ? { position: [-10 + x, -20 + y, step * n + z] } : {}));
}
function outcome(all: readonly DicomImage[]): string {
  const found = stackOf(all);
  return isRefusal(found) ? found.code : 'stack';
}
function stack(all: readonly DicomImage[]): Stack {
  const found = stackOf(all);
  if (isRefusal(found)) throw new Error(found.code);
  return found;
}

describe('positions along the normal', () => {
  test.each([
    [1, 0.049, 'stack'],
    [1, 0.051, 'SPACING_NOT_UNIFORM'],
    [1, -0.049, 'stack'],
    [1, -0.051, 'SPACING_NOT_UNIFORM'],
    // From 5 mm on, a hundredth of the spacing is more than 0.05 mm.
    [8, 0.079, 'stack'],
    [8, 0.081, 'SPACING_NOT_UNIFORM'],
  ])('every %d mm, one off by %d: %s', (step, mm, wanted) => {
    expect(outcome(withOneOff(step, [0, 0, mm]))).toBe(wanted);
  });

  test.each([
    [0.0099, 'DUPLICATE_SLICES'],
    [0.0101, 'SPACING_NOT_UNIFORM'],
  ])('two images %d mm apart: %s', (mm, wanted) => {
    // The last image takes the place of the next; the one before it moves near to its neighbour.
    const places = [0, 1, 1 + mm, 2, 3, 4, 5];
    const all = places.map((z) => image({ position: [0, 0, z] }));
    expect(outcome(all)).toBe(wanted);
  });

  test.each([
    [1.49, 'SPACING_NOT_UNIFORM', /slice spacing from 1\.000 to 1\.490/],
    [1.51, 'MISSING_SLICES', /1 gaps, about 1 images missing at a slice spacing of 1\.000 mm/],
    [4.02, 'MISSING_SLICES', /1 gaps, about 3 images missing/],
  ])('a gap of %d steps: %s', (gap, code, saw) => {
    const all = images(1, (n) => ({ position: [0, 0, n < 6 ? n : n - 1 + gap] }));
    expect(stackOf(all)).toMatchObject({ code, saw: expect.stringMatching(saw) as string });
  });

  test('may come in any order, and from head to feet', () => {
    const all = images(2);
    const shuffled = [...all.slice(6), ...all.slice(0, 6).reverse()];
    expect(stack(shuffled)).toEqual(stack(all));
    expect(stack(all)).toMatchObject({ spacingMm: 2, obliqueDegrees: 0 });
  });
});

describe('a stack that leans', () => {
  const leaning = (x: number, y: number) =>
    images(2, (n) => {
      const share = n / (COUNT - 1);
      return { position: [-10 + x * share, -20 + y * share, 2 * n] };
    });

  test.each([
    [0.49, 0, false],
    [0.51, 0, true],
    [0, 0.49, false],
    [0, 0.51, true],
    [0, -0.51, true],
    [0.4, 0.4, true],
  ])('by %d mm to the left and %d backwards over all: put straight %s', (x, y, wanted) => {
    expect(stack(leaning(x, y)).shear !== null).toBe(wanted);
  });

  test.each([
    [11.5, 'stack'],
    [11.6, 'GANTRY_TILT'],
  ])('by %d mm over 20: %s', (mm, wanted) => {
    expect(outcome(leaning(0, mm))).toBe(wanted);
  });

  test('is told by its angle', () => {
    expect(stackOf(leaning(0, 20))).toMatchObject({ saw: 'a stack sheared by 45.0 degrees' });
  });
});

test.each([
  [1, [0.099, 0, 0], 'stack'],
  [1, [0.101, 0, 0], 'SLICES_SHIFTED'],
  [1, [0, -0.101, 0], 'SLICES_SHIFTED'],
  [8, [0, 0.159, 0], 'stack'],
  [8, [0, 0.161, 0], 'SLICES_SHIFTED'],
] as const)('every %d mm, one image shifted in its plane by %j mm: %s', (step, off, wanted) => {
  expect(outcome(withOneOff(step, off))).toBe(wanted);
});

describe('directions', () => {
  test.each<[string, Look, string]>([
    ['a row 0.04 % too long', { rowDirection: [1.0004, 0, 0] }, 'stack'],
    ['a row 0.06 % too long', { rowDirection: [1.0006, 0, 0] }, 'GEOMETRY_INVALID'],
    ['a column 0.06 % too short', { columnDirection: [0, 0.9994, 0] }, 'GEOMETRY_INVALID'],
    ['0.0009 off the right angle', { columnDirection: [0.0009, 1, 0] }, 'stack'],
    ['0.0011 off the right angle', { columnDirection: [0.0011, 1, 0] }, 'GEOMETRY_INVALID'],
    ['pixels of no height', { pixelSpacing: [0, 0.5] }, 'GEOMETRY_INVALID'],
    ['pixels of no width', { pixelSpacing: [0.5, 0] }, 'GEOMETRY_INVALID'],
    ['no row direction', { rowDirection: null }, 'GEOMETRY_MISSING'],
    ['no column direction', { columnDirection: null }, 'GEOMETRY_MISSING'],
    ['no pixel spacing', { pixelSpacing: null }, 'GEOMETRY_MISSING'],
  ])('%s: %s', (_, look, wanted) => {
    expect(outcome(images(2, () => look))).toBe(wanted);
  });

  test.each<[string, Look, string]>([
    ['row direction by 0.0009', { rowDirection: [1, 0, 0.0009] }, 'stack'],
    ['row direction by 0.0011', { rowDirection: [1, 0, 0.0011] }, 'GEOMETRY_MIXED'],
    ['column direction by 0.0011', { columnDirection: [0, 1, 0.0011] }, 'GEOMETRY_MIXED'],
    ['pixel spacing by 0.00009', { pixelSpacing: [0.5, 0.75009] }, 'stack'],
    ['pixel spacing by 0.00011', { pixelSpacing: [0.50011, 0.75] }, 'GEOMETRY_MIXED'],
    ['rows', { rows: 9 }, 'GEOMETRY_MIXED'],
    ['columns', { columns: 7 }, 'GEOMETRY_MIXED'],
  ])('one image that differs in its %s: %s', (_, look, wanted) => {
    expect(outcome(images(2, (n) => (n === 7 ? look : {})))).toBe(wanted);
  });

  test('a missing position in any image is missing geometry, one image alone is no stack', () => {
    expect(outcome(images(2, (n) => (n === 10 ? { position: null } : {})))).toBe('GEOMETRY_MISSING');
    expect(outcome(images(2).slice(0, 1))).toBe('TOO_FEW_IMAGES');
    expect(outcome(images(2).slice(0, 2))).toBe('stack');
  });
});

describe('an oblique stack', () => {
  /** Images stacked along their normal, which leans by `degrees` from z towards the back or the left. */
  function oblique(degrees: number, towards: 'posterior' | 'left', facing: 1 | -1 = 1): DicomImage[] {
    const [c, s] = [Math.cos(radians(degrees)), Math.sin(radians(degrees))];
    const normal: Triple = towards === 'posterior' ? [0, s, c] : [s, 0, c];
    return images(2, (n) => ({
      rowDirection: towards === 'posterior' ? [facing, 0, 0] : [facing * c, 0, -facing * s],
      columnDirection: towards === 'posterior' ? [0, c, -s] : [0, 1, 0],
      position: tripleFrom(normal.map((value) => 2 * n * value)),
    }));
  }

  test.each([
    [12, 'posterior', 1],
    [12, 'posterior', -1],
    [-12, 'posterior', 1],
    [25, 'left', 1],
    [-40, 'left', -1],
  ] as const)('leans by its angle: %d degrees to %s, facing %d', (degrees, towards, facing) => {
    expect(stack(oblique(degrees, towards, facing)).obliqueDegrees).toBeCloseTo(Math.abs(degrees), 6);
  });

  test('has an affine of columns, rows and images, each by its own spacing', () => {
    // DICOM's pixel spacing is (between rows, between columns): rows are 0.5 mm apart, columns 0.75.
    const [c, s] = [Math.cos(radians(20)), Math.sin(radians(20))];
    const wanted = [0.75, 0, 0, 0, 0, 0.5 * c, 2 * s, 0, 0, -0.5 * s, 2 * c, 0];
    stack(oblique(20, 'posterior')).affine.forEach((value, n) => expect(value).toBeCloseTo(wanted[n]!, 9));
  });
});

test.each([
  [5.5, 'stack'],
  [7, 'FILE_TOO_LARGE'],
])('a tilted stack every %d mm whose straight grid would not fit into memory: %s', (step, wanted) => {
  const lean = Math.tan(radians(29));
  const large = { rows: 4096, columns: 4096, pixelSpacing: [0.001, 0.001] } as const;
  expect(outcome(images(step, (n) => ({ ...large, position: [0, step * n * lean, step * n] })))).toBe(wanted);
});
