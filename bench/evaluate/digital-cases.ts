/** Which digital spines are measured: slices from 0.6 to 5 mm, each in several variants, and shapes out of the ordinary at 1 mm. */
import { demoSpine, type FractureSpec, type LevelSpec, type SpineOptions } from '../../phantoms/index.ts';

import type { REPEATS } from './digital-report.ts';

export interface DigitalCase {
  readonly name: string;
  readonly variant: string;
  readonly options: SpineOptions;
}

/** Between and within slices, mm. */
export const SLICES_MM = [0.6, 1, 1.5, 2, 3, 5] as const;
/** Slices on which wedges are told apart, mm; the bar is up to 1.5. */
const WEDGE_SLICES_MM = [1, 1.5, 3] as const;
const WEDGE_LOSSES = [0.15, 0.2, 0.25] as const;
/** Rotation of the repeatability bar, degrees. */
const ROTATION_DEGREES = 10;

/** T11-L4, 100 mg/cm3, noise of 15 HU. */
const BASE: SpineOptions = {
  ...demoSpine,
  levels: demoSpine.levels.map(({ level }) => ({ level, vbmdMgCc: 100, fracture: null })),
  scanner: { ...demoSpine.scanner, noiseHu: 15 },
};

type Change = (base: SpineOptions) => SpineOptions;

const REPEATED: Readonly<Record<(typeof REPEATS)[number], Change>> = {
  plain: (base) => base,
  'rotated one way': (base) => rotated(base, ROTATION_DEGREES),
  'rotated the other way': (base) => rotated(base, -ROTATION_DEGREES),
};

const VARIANTS: Readonly<Record<string, Change>> = {
  ...REPEATED,
  'noise 40': (base) => ({ ...base, scanner: { ...base.scanner, noiseHu: 40 } }),
  'density 30': density(30),
  'density 150': density(150),
};

const SHAPES: Readonly<Record<string, Change>> = {
  'biconcave 30 %': fractured('biconcave', 0.3, ['T12', 'L2']),
  'crush 40 %': fractured('crush', 0.4, ['T12', 'L2']),
  'wedge 40 %': fractured('wedge', 0.4, ['T12', 'L2']),
  'aorta 300 HU': (base) => ({ ...base, aortaHu: 300 }),
  'cut neighbours': (base) => ({ ...base, neighbours: 'cut' }),
};

export function digitalCases(): readonly DigitalCase[] {
  const slices = SLICES_MM.flatMap((mm) => named(`slices-${mm}`, sliced(mm), VARIANTS));
  const wedges = WEDGE_SLICES_MM.flatMap((mm) =>
    WEDGE_LOSSES.flatMap((loss) => {
      const wedged = fractured('wedge', loss, ['T12', 'L2'])(sliced(mm));
      return named(`slices-${mm}-wedge-${100 * loss}`, wedged, REPEATED);
    }),
  );
  return [...slices, ...wedges, ...named('shape', sliced(1), SHAPES)];
}

function named(
  group: string,
  base: SpineOptions,
  changes: Readonly<Record<string, Change>>,
): readonly DigitalCase[] {
  return Object.entries(changes).map(([variant, change], n) => ({
    name: `${group}/${variant.replaceAll(' ', '-').replace('%', '').replace(/-$/, '')}`,
    variant,
    options: { ...change(base), seed: base.seed + n },
  }));
}

function sliced(mm: number): SpineOptions {
  return { ...BASE, scanner: { ...BASE.scanner, sliceSpacingMm: mm, sliceThicknessMm: mm } };
}

function rotated(base: SpineOptions, degrees: number): SpineOptions {
  return { ...base, coronalTiltDegrees: degrees, sagittalTiltDegrees: -degrees };
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
