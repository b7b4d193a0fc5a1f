/** Plausible spines by the number: one drawn from a seed, for benches that need many. */
import { PHANTOM_LEVELS, type PhantomLevel } from './anatomy/anatomy.ts';
import {
  ImpossibleSpine,
  type FractureSpec,
  type LevelSpec,
  type OsteophyteSpec,
  type ScannerSpec,
  type ScoliosisSpec,
  type SpineOptions,
} from './options.ts';
import { uniformNumbers } from './random.ts';

export interface SpineWishes {
  readonly first: PhantomLevel;
  readonly last: PhantomLevel;
  /** Range that the person's mean density is drawn from, mg/cm3. */
  readonly vbmdMgCc: readonly [number, number];
  /** How many levels are fractured. */
  readonly fractures: number;
  /** The share of levels that bear osteophytes, 0 to 1. */
  readonly osteophytes: number;
  /** Greatest Cobb angle, degrees; a curve needs five levels. */
  readonly scoliosisDegrees: number;
  /** Under L5 or L6. */
  readonly sacrum: boolean;
  readonly scanner: ScannerSpec;
  /** Ha/Hp and Hm/Hp vary as among intact people; the design's own where absent. */
  readonly wedging?: boolean;
}

type Draw = (low: number, high: number) => number;

/** Factors on the design's sizes: of the person, and of a level against the person. */
const PERSON_SCALE = [0.92, 1.08] as const;
const LEVEL_SCALE = [0.98, 1.02] as const;
/**
 * Factors on Ha/Hp and Hm/Hp: standard deviation of the person's and of the level's, none beyond two of them. Design
 * values: together 0.04 and 0.03, where intact bodies of five CT have 0.05 and 0.03 with the error of measuring them.
 */
const RATIO_SD = { anterior: { person: 0.03, level: 0.03 }, middle: { person: 0.02, level: 0.02 } } as const;
const RATIO_LIMIT_SD = 2;
const DISC_SCALE = [0.85, 1.1] as const;
/** Density of a level against the person's mean. */
const LEVEL_DENSITY = [0.92, 1.08] as const;
/** Fraction of the height that a fracture takes. */
const LOSS = [0.2, 0.45] as const;
const OSTEOPHYTE_MM = [2, 6] as const;
/** Whole-spine leans, and turns of the patient on the table, degrees either way. */
const LEAN_DEGREES = 4;
const TURN_DEGREES = 4;
const CURVATURE = [0.75, 1.2] as const;
const SLOPE_DEGREES = [32, 48] as const;
/** Half of the scans are with contrast agent; HU of aorta and cava then, and else. */
const CONTRAST = { share: 0.5, aorta: [150, 350], cava: [100, 220], plainHu: 42 } as const;
const CURVE_LEVELS = 5;

/**
 * The same seed and wishes give the same spine.
 *
 * @throws ImpossibleSpine where the wishes name no range of levels.
 */
export function randomSpine(seed: number, wishes: SpineWishes): SpineOptions {
  const uniform = uniformNumbers(seed);
  const draw: Draw = (low, high) => low + (high - low) * uniform();
  const names = levelsOf(wishes);
  const person = draw(...PERSON_SCALE);
  const density = draw(...wishes.vbmdMgCc);
  const fractured = chosen(names, wishes.fractures, draw);
  const own = wishes.wedging === true ? ratiosOf(draw) : null;
  const levels = names.map((level): LevelSpec => {
    const osteophytes = lipsOf(wishes.osteophytes, draw);
    return {
      level,
      vbmdMgCc: density * draw(...LEVEL_DENSITY),
      scale: {
        heights: person * draw(...LEVEL_SCALE),
        width: person * draw(...LEVEL_SCALE),
        depth: person * draw(...LEVEL_SCALE),
        disc: person * draw(...DISC_SCALE),
        ...own?.(),
      },
      fracture: fractured.has(level) ? fractureOf(draw) : null,
      ...(osteophytes.length === 0 ? {} : { osteophytes }),
    };
  });
  const contrast = draw(0, 1) < CONTRAST.share;
  const scoliosis = scoliosisOf(names, wishes.scoliosisDegrees, draw);
  const { sliceSpacingMm, pixelMm } = wishes.scanner;
  const halfVoxel = [pixelMm / 2, pixelMm / 2, sliceSpacingMm / 2] as const;
  return {
    seed,
    levels,
    neighbours: 'cut',
    coronalTiltDegrees: draw(-LEAN_DEGREES, LEAN_DEGREES),
    sagittalTiltDegrees: draw(-LEAN_DEGREES, LEAN_DEGREES),
    aortaHu: contrast ? draw(...CONTRAST.aorta) : CONTRAST.plainHu,
    cavaHu: contrast ? draw(...CONTRAST.cava) : CONTRAST.plainHu,
    curvature: draw(...CURVATURE),
    lungs: true,
    pose: {
      rotationDegrees: [turn(draw), turn(draw), turn(draw)],
      shiftMm: [
        draw(-halfVoxel[0], halfVoxel[0]),
        draw(-halfVoxel[1], halfVoxel[1]),
        draw(-halfVoxel[2], halfVoxel[2]),
      ],
    },
    scanner: wishes.scanner,
    ...(scoliosis === null ? {} : { scoliosis }),
    ...(wishes.sacrum && /^L[56]$/.test(wishes.last)
      ? {
          sacrum: { slopeDegrees: draw(...SLOPE_DEGREES), vbmdMgCc: density, ilium: true, sacralised: false },
        }
      : {}),
  };
}

/** From first to last, without T13 and L6 unless they are an end. */
function levelsOf({ first, last }: SpineWishes): readonly PhantomLevel[] {
  const [from, to] = [PHANTOM_LEVELS.indexOf(first), PHANTOM_LEVELS.indexOf(last)];
  if (from > to) throw new ImpossibleSpine(`saw levels from ${first} to ${last}; wanted cranial to caudal`);
  return PHANTOM_LEVELS.slice(from, to + 1).filter(
    (level) => level === first || level === last || (level !== 'T13' && level !== 'L6'),
  );
}

/** A person's: then for each level anew. */
function ratiosOf(draw: Draw): () => { readonly anteriorRatio: number; readonly middleRatio: number } {
  const factor = (sd: number): number => 1 + sd * normal(draw);
  const anterior = factor(RATIO_SD.anterior.person);
  const middle = factor(RATIO_SD.middle.person);
  return () => ({
    anteriorRatio: anterior * factor(RATIO_SD.anterior.level),
    middleRatio: middle * factor(RATIO_SD.middle.level),
  });
}

/** Standard normal, redrawn beyond the limit (Box and Muller 1958). */
function normal(draw: Draw): number {
  for (;;) {
    const value = Math.sqrt(-2 * Math.log(1 - draw(0, 1))) * Math.cos(2 * Math.PI * draw(0, 1));
    if (Math.abs(value) <= RATIO_LIMIT_SD) return value;
  }
}

function chosen(names: readonly PhantomLevel[], count: number, draw: Draw): ReadonlySet<PhantomLevel> {
  const left = [...names];
  const out = new Set<PhantomLevel>();
  while (out.size < count && left.length > 0) {
    const [one] = left.splice(Math.floor(draw(0, left.length)), 1);
    if (one !== undefined) out.add(one);
  }
  return out;
}

function fractureOf(draw: Draw): FractureSpec {
  const shapes = ['wedge', 'biconcave', 'crush'] as const;
  return { shape: shapes[Math.floor(draw(0, shapes.length))] ?? 'wedge', loss: draw(...LOSS) };
}

function lipsOf(share: number, draw: Draw): readonly OsteophyteSpec[] {
  if (draw(0, 1) >= share) return [];
  const sides = ['anterior', 'left', 'right'] as const;
  const side = sides[Math.floor(draw(0, sides.length))] ?? 'anterior';
  return [
    { mm: draw(...OSTEOPHYTE_MM), endplate: 'superior', side },
    { mm: draw(...OSTEOPHYTE_MM), endplate: 'inferior', side },
  ];
}

function scoliosisOf(names: readonly PhantomLevel[], greatest: number, draw: Draw): ScoliosisSpec | null {
  const start = Math.floor(draw(0, names.length - CURVE_LEVELS + 1));
  const cobbDegrees = draw(0, greatest);
  const convex = draw(0, 1) < 0.5 ? 'left' : 'right';
  const [upperEnd, lowerEnd] = [names[start], names[start + CURVE_LEVELS - 1]];
  if (greatest <= 0 || names.length < CURVE_LEVELS || upperEnd === undefined || lowerEnd === undefined)
    return null;
  return { cobbDegrees, upperEnd, lowerEnd, convex, rotationDegrees: cobbDegrees / 3 };
}

function turn(draw: Draw): number {
  return draw(-TURN_DEGREES, TURN_DEGREES);
}
