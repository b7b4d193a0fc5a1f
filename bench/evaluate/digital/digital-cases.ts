/** Which digital spines are measured: slices from 0.6 to 5 mm, each in several variants, and what is out of the ordinary at 1 mm. */
import { demoSpine, type FractureSpec, type LevelSpec, type SpineOptions } from '../../../phantoms/index.ts';

import type { REPEATS } from './digital-report.ts';
import { LARGE, SHAPES, type Change } from './digital-shapes.ts';

export interface DigitalCase {
  readonly name: string;
  readonly variant: string;
  readonly options: SpineOptions;
}

/** Between and within slices, mm. */
const SLICES_MM = [0.6, 1, 1.5, 2, 3, 5] as const;
/** Slices on which wedges are told apart, mm; the bar is up to 1.5. */
const WEDGE_SLICES_MM = [1, 1.5, 3] as const;
const WEDGE_LOSSES = [0.15, 0.2, 0.25] as const;
/** Of the repeatability bar. */
const TURN_DEGREES = 10;

/** T11-L3, 100 mg/cm3, noise of 15 HU; the last ribs in view. */
const BASE: SpineOptions = {
  ...demoSpine,
  levels: demoSpine.levels.slice(0, 5).map(({ level }) => ({ level, vbmdMgCc: 100, fracture: null })),
  scanner: { ...demoSpine.scanner, noiseHu: 15, fieldOfViewMm: [220, 170] },
};

const REPEATED: Readonly<Record<(typeof REPEATS)[number], Change>> = {
  plain: (base) => base,
  turned: turned([TURN_DEGREES, -TURN_DEGREES, TURN_DEGREES]),
  'turned back': turned([-TURN_DEGREES, TURN_DEGREES, -TURN_DEGREES]),
  'shifted half a voxel': (base) => {
    const { pixelMm, sliceSpacingMm } = base.scanner;
    const shiftMm = [pixelMm / 2, pixelMm / 2, sliceSpacingMm / 2] as const;
    return { ...base, pose: { rotationDegrees: [0, 0, 0], shiftMm } };
  },
};

const VARIANTS: Readonly<Record<string, Change>> = {
  ...REPEATED,
  'noise 40': (base) => ({ ...base, scanner: { ...base.scanner, noiseHu: 40 } }),
  'density 30': density(30),
};

export function digitalCases(): readonly DigitalCase[] {
  const slices = SLICES_MM.flatMap((mm) => named(`slices-${mm}`, sliced(mm), VARIANTS));
  const wedges = WEDGE_SLICES_MM.flatMap((mm) =>
    WEDGE_LOSSES.flatMap((loss) => {
      const { plain, 'turned back': turned } = REPEATED;
      const wedged = fractured('wedge', loss, ['T12', 'L2'])(sliced(mm));
      return named(`wedge-${100 * loss}-slices-${mm}`, wedged, { plain, 'turned back': turned });
    }),
  );
  const fractures = {
    'biconcave 30 %': fractured('biconcave', 0.3, ['T12', 'L2']),
    'crush 40 %': fractured('crush', 0.4, ['T12', 'L2']),
    'wedge 40 %': fractured('wedge', 0.4, ['T12', 'L2']),
  };
  const shapes = named('shape', sliced(1), { ...fractures, ...SHAPES });
  return [...slices, ...wedges, ...shapes, ...named('large', sliced(0.8), LARGE)];
}

function named(
  group: string,
  base: SpineOptions,
  changes: Readonly<Record<string, Change>>,
): readonly DigitalCase[] {
  return Object.entries(changes).map(([variant, change], n) => {
    const plain = variant.replace(/[ %]+$/, '').replaceAll(' ', '-');
    return { name: `${group}/${plain}`, variant, options: { ...change(base), seed: base.seed + n } };
  });
}

function sliced(mm: number): SpineOptions {
  return { ...BASE, scanner: { ...BASE.scanner, sliceSpacingMm: mm, sliceThicknessMm: mm } };
}

function turned(rotationDegrees: readonly [number, number, number]): Change {
  return (base) => ({ ...base, pose: { rotationDegrees, shiftMm: [0, 0, 0] } });
}

function density(vbmdMgCc: number): Change {
  return (base) => ({ ...base, levels: base.levels.map((level) => ({ ...level, vbmdMgCc })) });
}

function fractured(
  shape: FractureSpec['shape'],
  loss: number,
  levels: readonly LevelSpec['level'][],
): Change {
  return (base) => ({
    ...base,
    levels: base.levels.map((spec) =>
      levels.includes(spec.level) ? { ...spec, fracture: { shape, loss } } : spec,
    ),
  });
}
