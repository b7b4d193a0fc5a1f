/** Digital spines that are out of the ordinary: curves, bony lips, fused discs, metal, transitional anatomy, narrow views. */
import type { LevelSpec, SpineOptions } from '../../../phantoms/index.ts';

/** From the spine that all are made of to one of them. */
export type Change = (base: SpineOptions) => SpineOptions;

type LevelName = LevelSpec['level'];

const LUMBAR: readonly LevelName[] = ['T11', 'T12', 'L1', 'L2', 'L3', 'L4', 'L5'];
const WHOLE: readonly LevelName[] = [
  'T1', 'T2', 'T3', 'T4', 'T5', 'T6', 'T7', 'T8', 'T9', 'T10', ...LUMBAR,
]; // prettier-ignore

const SACRUM: NonNullable<SpineOptions['sacrum']> = {
  slopeDegrees: 40,
  vbmdMgCc: 90,
  ilium: true,
  sacralised: false,
};

export const SHAPES: Readonly<Record<string, Change>> = {
  'density 150': (base) => ({
    ...base,
    levels: base.levels.map((spec) => ({ ...spec, vbmdMgCc: 150 })),
  }),
  'aorta 300 HU': (base) => ({ ...base, aortaHu: 300, cavaHu: 150 }),
  'cut neighbours': (base) => ({ ...base, neighbours: 'cut' }),
  'scoliosis 20': scoliosis(20),
  'scoliosis 30': scoliosis(30),
  osteophytes: (base) =>
    at(base, ['L1', 'L2'], {
      osteophytes: [
        { mm: 4, endplate: 'superior', side: 'anterior' },
        { mm: 5, endplate: 'inferior', side: 'left' },
      ],
    }),
  'disc fused': (base) => at(base, ['L1'], { discBelow: { heightMm: 4, filling: 'bone' } }),
  'disc of 2 mm': (base) => at(base, ['L2'], { discBelow: { heightMm: 2, filling: 'disc' } }),
  screws: (base) => ({ ...at(base, ['L2', 'L3'], { screws: true }), streakHu: 200 }),
  cement: (base) => at(base, ['L1'], { cement: { volumeMm3: 4000, hu: 1700 } }),
  'with sacrum': (base) => ({ ...levelled(base, LUMBAR), sacrum: SACRUM }),
  'lumbar with sacrum, no rib': (base) => ({
    ...levelled(base, ['L2', 'L3', 'L4', 'L5']),
    sacrum: SACRUM,
  }),
  'six lumbar': (base) => ({ ...levelled(base, [...LUMBAR, 'L6']), sacrum: SACRUM }),
  'last rib missing': (base) => ({ ...levelled(base, LUMBAR), sacrum: SACRUM, ribPairs: 11 }),
  'lumbar rib': (base) => ({ ...levelled(base, LUMBAR), sacrum: SACRUM, ribPairs: 13 }),
  'L5 sacralised': (base) => ({ ...levelled(base, LUMBAR), sacrum: { ...SACRUM, sacralised: true } }),
  'view of 80 mm': (base) => ({
    ...levelled(base, LUMBAR),
    sacrum: SACRUM,
    scanner: { ...base.scanner, fieldOfViewMm: [80, 160], fieldOfViewCentreMm: [0, 30] },
  }),
  'T1 to L5': (base) => wide(base, 320, 240),
};

/** Chest and abdomen, 512 x 512 pixels and about 600 slices: the bar for time and memory. */
export const LARGE: Readonly<Record<string, Change>> = {
  'chest and abdomen': (base) => {
    const spine = wide(base, 358, 358);
    return { ...spine, scanner: { ...spine.scanner, pixelMm: 0.7 } };
  },
};

function wide(base: SpineOptions, acrossMm: number, deepMm: number): SpineOptions {
  return {
    ...levelled(base, WHOLE),
    sacrum: SACRUM,
    lungs: true,
    scanner: { ...base.scanner, fieldOfViewMm: [acrossMm, deepMm] },
  };
}

function scoliosis(cobbDegrees: number): Change {
  return (base) => ({
    ...base,
    scoliosis: { cobbDegrees, upperEnd: 'T11', lowerEnd: 'L3', convex: 'left', rotationDegrees: 8 },
  });
}

function at(base: SpineOptions, levels: readonly LevelName[], change: Partial<LevelSpec>): SpineOptions {
  return {
    ...base,
    levels: base.levels.map((spec) => (levels.includes(spec.level) ? { ...spec, ...change } : spec)),
  };
}

/** Other levels, each as the base's first. */
function levelled(base: SpineOptions, levels: readonly LevelName[]): SpineOptions {
  return { ...base, levels: levels.map((level) => ({ ...base.levels[0]!, level })) };
}
