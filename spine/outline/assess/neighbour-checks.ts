/**
 * Bodies whose shape no single vertebra of this column has: two taken for one, a part cut off, a part of another bone
 * included. Every size is held against the nearest six bodies, each relative to what its level has in the mean; a body
 * that is refused is no measure for the others.
 *
 *   slenderness   height / square root of the section's area: 0.66 to 0.94 on 58 bodies of six CT, fractures lower
 *   section       square root of the area: within 0.92 to 1.09 of what the neighbours say on the same
 *   depth, width  through the middle: 0.77 to 1.09 and 0.91 to 1.20, T4 to L5; a groove for the basivertebral vein lowers depth
 */
import type { RefusalCode } from '../../../contracts/codes/codes.ts';
import type { Flag, Refusal } from '../../../contracts/primitives.ts';
import type { Level } from '../../../contracts/levels.ts';
import { isSupported } from '../../definitions/supported-levels.ts';
import { ENDPLATE_MM } from '../../definitions/priors/size-prior.ts';
import { median } from '../../math/order-statistics.ts';
import { distance } from '../../math/vector.ts';

import type { ColumnMember, SpacedPair } from './column-checks.ts';
import type { BeyondEnds } from './endplate-between.ts';

export interface ShapedMember extends ColumnMember {
  readonly widthMm: number;
  readonly depthMm: number;
  /** As in `middle-band.ts`. */
  readonly middleBand: number;
}

/** Of bodies to either side that one is held against; fewer than the second say nothing. */
const NEAREST = 3;
const FEWEST = 2;
/** Ratios to the neighbours beyond which a body is refused, and looked at (design values beyond the ranges above). */
const LIMITS = {
  section: { refused: [0.82, 1.22], odd: [0.89, 1.13] },
  depth: { refused: [0.65, 1.35], odd: [0.8, 1.2] },
  width: { refused: [0.7, 1.4], odd: [0.8, 1.27] },
} as const;
/** Two bodies and their disc are 2.1 times as slender as one, a crushed and a whole one 1.6 times. */
const TALL = { alone: 1.15, besideNeighbours: 1.35, least: 0.95 } as const;
/**
 * Bands across the middle: 0 to 0.37 in single bodies of six CT, T4 to L5. Smaller ones leave no room for endplates, disc
 * and bone; two that are crushed by 60 % are 17 mm high at T4.
 */
const BAND = { alone: 0.7, inTall: 0.45, tallFrom: 0.9, tallBeside: 1.15, leastMm: 18 } as const;
/**
 * A body lower than this part of what its neighbours let expect, with a gap to the next that is wider than the nearest
 * others by the second part of its height, and not to the other side: a fracture brings the neighbours nearer.
 */
const CUT = { low: 0.8, gap: 0.38 } as const;
/**
 * A body higher than this part of what its neighbours let expect, with a gap to the next that is narrower than the nearest
 * others by the second part of its height: its outline has the disc in it. On real CT 1.11 (91 bodies) is the highest, and a
 * gap that is narrower by 0.2 goes with bodies of 1.09 and less (design values).
 */
const INTO_DISC = { high: 1.14, gap: 0.1 } as const;
/**
 * What lies beyond the end of an outline and is brighter by this part is an endplate of one of the two bodies: 0 at 68 gaps of five CT and averages
 * of one, T3 to L5, up to 0.16 above, and 0.30 to 0.60 where an outline ended 3 to 6 mm before its endplate (design value between).
 */
const ENDPLATE_BETWEEN = 0.22;
/** An outline beyond which nothing is brighter by more than this ends on its own endplate (design value: noise). */
const OWN_ENDPLATE = 0.05;
/**
 * Distance of neighbours' centres over the usual: nearer ones lie in one vertebra (two crushed by 60 % are 0.5 apart),
 * farther ones have another between them (design values).
 */
const CENTRES = { nearest: 0.42, farthest: 1.7 } as const;

export interface ShapeFindings {
  readonly refusals: ReadonlyMap<Level, Refusal>;
  readonly flags: ReadonlyMap<Level, readonly Flag[]>;
}

/** @param members complete bodies with a frame, cranial to caudal, without metal or cement */
export function againstNeighbours(members: readonly ShapedMember[]): ShapeFindings {
  const refusals = new Map<Level, Refusal>();
  let left = members.map(shapeOf);
  for (;;) {
    const worst = left
      .flatMap((_, n) => worstOf(left, n))
      .reduce<Odd | null>((most, odd) => (most === null || odd.by > most.by ? odd : most), null);
    if (worst === null) break;
    refusals.set(worst.level, worst.refusal);
    left = left.filter(({ level }) => level !== worst.level);
  }
  const flags = new Map<Level, readonly Flag[]>(
    left.flatMap((shape, n) => {
      const found = isSupported(shape.level) ? remarks(shape, references(left, n)) : [];
      return found.length === 0 ? [] : [[shape.level, found] as const];
    }),
  );
  return { refusals, flags };
}

interface Shape {
  readonly level: Level;
  readonly member: ShapedMember;
  readonly slenderness: number;
  /** Over the mean endplate of the level. */
  readonly section: number;
  readonly depth: number;
  readonly width: number;
}

interface Odd {
  readonly level: Level;
  /** How far beyond its limit, as a ratio. */
  readonly by: number;
  readonly refusal: Refusal;
}

function shapeOf(member: ShapedMember): Shape {
  const { level, heightMm, volumeMm3, widthMm, depthMm } = member;
  const acrossMm = Math.sqrt(volumeMm3 / heightMm);
  const usual = ENDPLATE_MM[level] ?? acrossMm;
  return {
    level,
    member,
    slenderness: heightMm / acrossMm,
    section: acrossMm / usual,
    depth: depthMm / usual,
    width: widthMm / usual,
  };
}

function references(shapes: readonly Shape[], n: number): readonly Shape[] {
  return [...shapes.slice(Math.max(0, n - NEAREST), n), ...shapes.slice(n + 1, n + 1 + NEAREST)];
}

function worstOf(shapes: readonly Shape[], n: number): readonly Odd[] {
  const own = shapes[n]!;
  const others = references(shapes, n);
  const { level, slenderness, member } = own;
  const found: Odd[] = [];
  const odd = (code: RefusalCode, by: number, saw: string, wanted: string): void => {
    found.push({ level, by, refusal: { code, saw, wanted } });
  };
  const usual = others.length < FEWEST ? null : median(others.map((other) => other.slenderness));
  const beside = usual === null ? 1 : slenderness / usual;
  const tall = slenderness > TALL.alone || (beside > TALL.besideNeighbours && slenderness > TALL.least);
  const bandFrom = slenderness > BAND.tallFrom && beside > BAND.tallBeside ? BAND.inTall : BAND.alone;
  const parted = isSupported(level) && member.heightMm >= BAND.leastMm && member.middleBand > bandFrom;
  if (tall || parted) {
    const by = Math.max(beside, slenderness / TALL.alone, 1 + member.middleBand);
    const saw = tall
      ? `a body of ${member.heightMm.toFixed(0)} mm, ${beside.toFixed(1)} times as high as its neighbours for its section`
      : 'two endplates and a disc across the middle of the body';
    odd('BODY_MERGED', by, saw, 'one vertebral body');
  }
  if (usual === null) return found;
  for (const [what, { refused }] of Object.entries(LIMITS) as [
    keyof typeof LIMITS,
    (typeof LIMITS)['depth'],
  ][]) {
    const ratio = own[what] / median(others.map((other) => other[what]));
    if (ratio >= refused[0] && ratio <= refused[1]) continue;
    const by = ratio < 1 ? refused[0] / ratio : ratio / refused[1];
    odd('BODY_OFF_TREND', by, `${WORDS[what]} ${ratio.toFixed(2)} of the neighbours' trend`, within(refused));
  }
  const saw = offDiscs(shapes, n, usual);
  if (saw !== null) odd('BODY_OFF_TREND', 1, saw, 'an outline from endplate to endplate');
  return found;
}

/** Null where the outline reaches from disc to disc. @param usual slenderness of the neighbours */
function offDiscs(shapes: readonly Shape[], n: number, usual: number): string | null {
  const { slenderness, member } = shapes[n]!;
  const beside = slenderness / usual;
  if (beside > CUT.low && beside < INTO_DISC.high) return null;
  const expectedMm = member.heightMm / beside;
  const excess = gapsBeside(shapes, n).map((mm) => (mm === null ? 0 : mm / expectedMm));
  const next = (side: number): string => (side === 0 ? 'above' : 'below');
  if (beside >= INTO_DISC.high) {
    const high = `a body of ${member.heightMm.toFixed(0)} mm, ${beside.toFixed(2)} times as high as its neighbours for its section`;
    const narrow = excess.findIndex((part) => part < -INTO_DISC.gap);
    return narrow < 0 ? null : `${high}, that reaches into the disc ${next(narrow)}`;
  }
  // A gap with room for a vertebra is one that is missing, and no fault of this body.
  const wide = excess.findIndex((part) => part > CUT.gap && part < 1);
  if (wide < 0 || excess[1 - wide]! > CUT.gap / 2) return null;
  const [above, below] = [distanceMm(shapes, n - 1), distanceMm(shapes, n)];
  return `a body of ${member.heightMm.toFixed(0)} mm that ends ${(wide === 0 ? above : below)!.toFixed(0)} mm from the one ${next(wide)}`;
}

/** By how much the gaps above and below a body are wider than the median of the nearest others, mm; null where there is none. */
function gapsBeside(shapes: readonly Shape[], n: number): readonly (number | null)[] {
  const nearest = Array.from({ length: NEAREST }, (_, k) => [n - 2 - k, n + 1 + k]).flat();
  const others = nearest.flatMap((k) => distanceMm(shapes, k) ?? []);
  const usual = others.length === 0 ? 0 : median(others);
  return [distanceMm(shapes, n - 1), distanceMm(shapes, n)].map((mm) => (mm === null ? null : mm - usual));
}

/**
 * Bodies that end before their own endplate: an endplate that is in no outline is reached from their end without crossing a disc. One beside it
 * that is too high reaches into a disc or another body: it is refused as well, and so is the body beyond it.
 *
 * @param members as of `againstNeighbours`, each with what lies between it and the next; null where the next is no neighbour
 */
export function unreached(
  members: readonly (ShapedMember & { readonly below: BeyondEnds | null })[],
): ReadonlyMap<Level, Refusal> {
  const shapes = members.map(shapeOf);
  const beside = shapes.map(({ slenderness }, n) => {
    const others = references(shapes, n);
    return others.length < FEWEST
      ? slenderness
      : slenderness / median(others.map((other) => other.slenderness));
  });
  const refusals = new Map<Level, Refusal>();
  const refuse = (n: number, saw: string): void => {
    const wanted = 'an outline from endplate to endplate';
    refusals.set(members[n]!.level, { code: 'BODY_OFF_TREND', saw, wanted });
  };
  members.slice(1).forEach((next, n) => {
    const { level, below: beyond } = members[n]!;
    if (beyond === null || Math.max(beyond.ofUpper, beyond.ofLower) < ENDPLATE_BETWEEN) return;
    // Reached from both, as where the other outline begins in the disc: that of the body which is too low.
    const alone = Math.min(beyond.ofUpper, beyond.ofLower) < OWN_ENDPLATE;
    const upper = alone ? beyond.ofUpper > beyond.ofLower : beside[n]! <= beside[n + 1]!;
    const short = upper ? n : n + 1;
    refuse(short, `an endplate between ${level} and ${next.level} that is in neither outline`);
    for (const other of [short - 1, short + 1]) {
      const ratio = beside[other] ?? 0;
      if (ratio < INTO_DISC.high) continue;
      const saw = `a body ${ratio.toFixed(2)} times as high as its neighbours for its section, beside ${members[short]!.level}, which is too low`;
      refuse(other, saw);
      // It need not have it from the short one, whose own end may be all that is left out: what lies beyond it is in doubt.
      const far = 2 * other - short;
      if (far >= 0 && far < members.length)
        refuse(
          far,
          `a body beside ${members[other]!.level}, whose outline may reach beyond its endplate towards it`,
        );
    }
  });
  return refusals;
}

/** Between the k-th body and the next, mm; null where either is missing. */
function distanceMm(shapes: readonly Shape[], k: number): number | null {
  const [upper, lower] = [shapes[k]?.member, shapes[k + 1]?.member];
  if (upper === undefined || lower === undefined) return null;
  return distance(upper.centre, lower.centre) - (upper.heightMm + lower.heightMm) / 2;
}

function remarks(own: Shape, others: readonly Shape[]): readonly Flag[] {
  if (others.length < FEWEST) return [];
  return (Object.keys(LIMITS) as (keyof typeof LIMITS)[]).flatMap((what): readonly Flag[] => {
    const ratio = own[what] / median(others.map((other) => other[what]));
    const [low, high] = LIMITS[what].odd;
    if (ratio >= low && ratio <= high) return [];
    const message = `${WORDS[what]} ${ratio.toFixed(2)} of the neighbours' trend; verify the outline`;
    return [{ code: 'SHAPE_OFF_TREND', message }];
  });
}

const WORDS = { section: 'diameter', depth: 'depth', width: 'width' } as const;

function within([low, high]: readonly [number, number]): string {
  return `${low} to ${high} of the neighbours' trend`;
}

/**
 * Pairs of centres that lie in one vertebra, or have room for another between them: both are refused, as one of the two
 * names is wrong.
 *
 * @param pairs as of `spacedPairs`
 */
export function misplaced(pairs: readonly SpacedPair[]): ReadonlyMap<Level, Refusal> {
  return new Map(
    pairs
      .filter(({ ratio }) => ratio < CENTRES.nearest || ratio > CENTRES.farthest)
      .flatMap(({ above, below, ratio }) => {
        const saw = `${above} and ${below} at ${ratio.toFixed(2)} of the usual distance`;
        const wanted = 'one body for each vertebra, none left out';
        return [above, below].map((level) => [level, { code: 'BODY_OFF_TREND', saw, wanted }] as const);
      }),
  );
}
