/** Which digital spines are graded: intact ones, and ones with fractures of every shape. */
import {
  demoSpine,
  randomSpine,
  type FractureSpec,
  type LevelSpec,
  type ScannerSpec,
  type SpineOptions,
} from '../../phantoms/index.ts';
import { uniformNumbers } from '../../phantoms/random.ts';

/**
 * intact     physiologic wedging that varies between people and levels, no fracture
 * design     fractures on bodies whose ratios are the design's: what the measurement alone does
 * varied     fractures on bodies whose ratios vary: what not knowing the own intact body does as well
 * automatic  as `varied`, with the whole trunk, outlined from the image alone
 */
export const SETS = ['intact', 'design', 'varied', 'automatic'] as const;
export type SetName = (typeof SETS)[number];

/** Slices by turns, mm. */
const SLICES_MM = [1, 1.5] as const;
const FRACTURES = 3;
const SHAPES = ['wedge', 'biconcave', 'crush'] as const;
/** Losses: all of this range. */
const LOSS = [0.15, 0.5] as const;
const VBMD = [60, 140] as const;
/** Crop about the spine that truth's masks need, and the trunk that the automatic provider needs, mm. */
const VIEW = { bodies: [70, 120], trunk: [220, 170] } as const;
const THORACIC = { first: 'T4', last: 'T12' } as const;
const LUMBAR = { first: 'T11', last: 'L5' } as const;
const TRUNK = { first: 'T9', last: 'L4' } as const;

export function fractureSpine(set: SetName, n: number): SpineOptions {
  const sliceMm = SLICES_MM[n % 2]!;
  const automatic = set === 'automatic';
  const range = automatic ? TRUNK : n % 4 < 2 ? THORACIC : LUMBAR;
  const scanner: ScannerSpec = {
    ...demoSpine.scanner,
    sliceSpacingMm: sliceMm,
    sliceThicknessMm: sliceMm,
    noiseHu: 15,
    fieldOfViewMm: automatic ? VIEW.trunk : VIEW.bodies,
    ...(automatic ? {} : { fieldOfViewCentreMm: [0, 14] as const }),
  };
  const seed = 1000 * (1 + SETS.indexOf(set)) + n;
  const spine = randomSpine(seed, {
    ...range,
    vbmdMgCc: VBMD,
    fractures: 0,
    osteophytes: 0,
    scoliosisDegrees: 0,
    sacrum: false,
    scanner,
    wedging: set !== 'design',
  });
  const levels = set === 'intact' ? spine.levels : withFractures(spine.levels, seed);
  const plain = { ...spine, neighbours: 'absent', levels } as const;
  return automatic ? plain : { ...plain, lungs: false };
}

/** Never two side by side: that is for the tests of the grading, which need no image. */
function withFractures(levels: readonly LevelSpec[], seed: number): readonly LevelSpec[] {
  const uniform = uniformNumbers(seed + 7919);
  const start = Math.floor(2 * uniform());
  const free = levels.map((_, n) => n).filter((n) => n % 2 === start);
  const chosen = new Map<number, FractureSpec>();
  while (chosen.size < FRACTURES && free.length > 0) {
    const [n] = free.splice(Math.floor(free.length * uniform()), 1);
    const shape = SHAPES[Math.floor(SHAPES.length * uniform())]!;
    chosen.set(n!, { shape, loss: LOSS[0] + (LOSS[1] - LOSS[0]) * uniform() });
  }
  return levels.map((spec, n) => ({ ...spec, fracture: chosen.get(n) ?? null }));
}
