/** Every limit of a usable series, just within and just beyond; what else is refused: `find-ct.test.ts`. */
import { describe, expect, test } from 'vitest';

import { find, refusalOf, series, slice } from '../ct-series.ts';

const radians = (degrees: number): number => (degrees * Math.PI) / 180;
const at = (...position: readonly number[]): string => position.map((mm) => mm.toFixed(5)).join('\\');

async function codeOf(files: readonly Uint8Array[]): Promise<string> {
  try {
    return (await refusalOf(files)).code;
  } catch (error) {
    if (error instanceof Error && error.message === 'wanted a refusal') return 'used';
    throw error;
  }
}

test.each([
  [9, 'TOO_FEW_IMAGES'],
  [10, 'used'],
])('a series of %d images: %s', async (count, wanted) => {
  expect(await codeOf(series().slice(0, count))).toBe(wanted);
});

test.each([
  [5, 'used'],
  [5.009, 'used'],
  [5.011, 'SLICES_TOO_FAR_APART'],
])('slices every %d mm, which headers round to 0.01: %s', async (step, wanted) => {
  expect(await codeOf(series((n) => ({ change: { '00200032 DS': at(0, 0, n * step) } })))).toBe(wanted);
});

describe('an oblique series', () => {
  /** Stacked along a normal that leans from the long axis by so many degrees, to the back or to the left. */
  const leaning = (degrees: number, towards: 'posterior' | 'left') => {
    const [c, s] = [Math.cos(radians(degrees)), Math.sin(radians(degrees))];
    return series((n) => ({
      change:
        towards === 'posterior'
          ? { '00200037 DS': at(1, 0, 0, 0, c, -s), '00200032 DS': at(0, 2 * n * s, 2 * n * c) }
          : { '00200037 DS': at(c, 0, -s, 0, 1, 0), '00200032 DS': at(2 * n * s, 0, 2 * n * c) },
    }));
  };

  test.each([
    [24.9, 'posterior', 'used'],
    [25.1, 'posterior', 'NOT_AXIAL'],
    [-24.9, 'posterior', 'used'],
    [-25.1, 'posterior', 'NOT_AXIAL'],
    [24.9, 'left', 'used'],
    [25.1, 'left', 'NOT_AXIAL'],
  ] as const)('of %d degrees to %s: %s', async (degrees, towards, wanted) => {
    expect(await codeOf(leaning(degrees, towards))).toBe(wanted);
  });

  test('says the limit', async () => {
    expect((await refusalOf(leaning(30, 'left'))).wanted).toContain('an axial CT series');
    expect((await refusalOf(leaning(30, 'left'))).saw).toContain(
      'tilted by 30 degrees from the axial plane; required: a tilt of up to 25',
    );
  });
});

describe('an image type', () => {
  test.each([
    ['AXIAL\\CT_SOM5 MIP', 'MIP'],
    ['AXIAL\\MINIP', 'MINIP'],
    ['PROJECTION IMAGE', 'PROJECTION_IMAGE'],
    ['PROJECTION_IMAGE', 'PROJECTION_IMAGE'],
    ['REFORMATTED\\MPR', 'MPR'],
    ['CSA 3D EDITOR', 'CSA'],
    ['VRT', 'VRT'],
    ['SCREEN SAVE', 'SCREEN_SAVE'],
    ['DOSE INFO', 'DOSE_INFO'],
    ['LOCALIZER', 'LOCALIZER'],
  ])('%s is no reconstruction: %s', async (words, reason) => {
    // The only series of the study: what it is says the refusal's text, its code that no series is left.
    const { saw } = await refusalOf(
      series(() => ({ change: { '00080008 CS': `DERIVED\\SECONDARY\\${words}` } })),
    );
    expect(saw).toContain(`: ${reason}, `);
  });

  test.each(['AXIAL', 'AXIAL\\SUBMPRX', 'AXIAL\\TRIMIPX'])('%s is one', async (words) => {
    expect(await codeOf(series(() => ({ change: { '00080008 CS': `ORIGINAL\\PRIMARY\\${words}` } })))).toBe(
      'used',
    );
  });

  test('counts in any image of the series', async () => {
    const one = series((n) => (n === 7 ? { change: { '00080008 CS': 'DERIVED\\SECONDARY\\MIP' } } : {}));
    expect(await codeOf(one)).not.toBe('used');
  });
});

describe('flags of the stack', () => {
  const flagsOf = async (change: Record<string, string | number>) =>
    (await find(series(() => ({ change })))).about.flags.map(({ code }) => code);

  test.each([
    ['3', false],
    ['3.1', true],
  ])('slices %s mm thick are flagged as thick: %s', async (thickness, thick) => {
    expect((await flagsOf({ '00180050 DS': thickness })).includes('SLICES_THICK')).toBe(thick);
  });

  test('slices farther apart than 3 mm are thick, whatever the header says of them', async () => {
    const wide = series((n) => ({ change: { '00180050 DS': '1', '00200032 DS': at(0, 0, 3.5 * n) } }));
    expect((await find(wide)).about.flags.map(({ code }) => code)).toContain('SLICES_THICK');
  });

  test.each([
    // Stored 124 is -900 HU, the highest that padding may have.
    [124, false],
    [125, true],
  ])('padding stored as %d is ignored: %s', async (padding, ignored) => {
    expect((await flagsOf({ '00280120 SS': padding })).includes('PADDING_IGNORED')).toBe(ignored);
  });
});

test('a study without a CT says so, one of several faults names each', async () => {
  const short = series(() => ({ change: { '0020000e UI': '1.2.9.8', '00200011 IS': '8' } })).slice(0, 4);
  const scaleless = series(() => ({ change: { '00281053 DS': '-1' } }));
  const both = await refusalOf([...short, ...scaleless]);
  expect(both.code).toBe('NO_USABLE_CT_SERIES');
  expect(both.saw).toMatch(/series 1 \(12 images\): NOT_HU.*series 2 \(4 images\): TOO_FEW_IMAGES/);
  expect(await codeOf([...short, slice(0, { change: { '0020000e UI': '1.2.9.3', '00080008 CS': 'ORIGINAL\\PRIMARY\\LOCALIZER' } })])).toBe('TOO_FEW_IMAGES'); // prettier-ignore
});
