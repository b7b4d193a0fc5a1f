import { describe, expect, it } from 'vitest';

import type { Vec3 } from '../../../contracts/primitives.ts';
import { along, cross, distance, dot } from '../../../spine/math/vector.ts';
import { leastGap } from '../../../phantoms/anatomy/disc.ts';
import { demoSpine, ImpossibleSpine, type LevelSpec, type SpineOptions } from '../../../phantoms/index.ts';
import { placeSpine } from '../../../phantoms/anatomy/layout.ts';
import type { Segment } from '../../../phantoms/anatomy/placement.ts';
import { localCoordinates } from '../../../phantoms/anatomy/solids.ts';
import { truthOf } from '../../../phantoms/truth.ts';
import { HEIGHT_POSITIONS } from '../../../spine/definitions/heights.ts';

const LUMBAR = ['T10', 'T11', 'T12', 'L1', 'L2', 'L3', 'L4', 'L5'] as const;
const THORACIC = ['T1', 'T2', 'T3', 'T4', 'T5', 'T6', 'T7', 'T8', 'T9'] as const;
const BENT: SpineOptions = {
  ...demoSpine,
  levels: [...THORACIC, ...LUMBAR].map((level, k): LevelSpec => ({
    level,
    vbmdMgCc: 100,
    fracture: k % 4 === 1 ? { shape: 'wedge', loss: 0.3 } : null,
    ...(k % 3 === 0 ? { scale: { heights: 1.07, width: 0.93, depth: 1.05, disc: 0.9 } } : {}),
    ...(level === 'L2' ? { discBelow: { heightMm: 1.4, filling: 'bone' } } : {}),
  })),
  curvature: 1.15,
  sacrum: { slopeDegrees: 41, vbmdMgCc: 90, ilium: true, sacralised: false },
  scoliosis: { cobbDegrees: 30, upperEnd: 'T9', lowerEnd: 'L3', convex: 'left', rotationDegrees: 12 },
};
const POSED: SpineOptions = { ...BENT, pose: { rotationDegrees: [7, -9, 10], shiftMm: [0.4, -0.3, 0.5] } };

/** By bisection on the solid: exact to 1e-9 mm. */
function surface({ body, frame }: Segment, from: Vec3, direction: Vec3): Vec3 {
  const toLocal = localCoordinates(frame);
  const local = new Float64Array(3);
  let [inside, outside] = [0, 40];
  for (let n = 0; n < 60; n++) {
    const middle = (inside + outside) / 2;
    const [x, y, z] = along(from, middle, direction);
    toLocal(x, y, z, local);
    if (body.depth(local[0]!, local[1]!, local[2]!) >= 0) inside = middle;
    else outside = middle;
  }
  return along(from, inside, direction);
}

describe('a spine that is curved, turned and shifted', () => {
  it.each(['as designed', 'posed'])('has the heights and points of its solids, %s', (name) => {
    const options = name === 'posed' ? POSED : BENT;
    const placement = placeSpine(options);
    const truth = truthOf(placement, { ...options, levels: [] });
    expect(truth.levels).toHaveLength(17);
    truth.levels.forEach((level, k) => {
      const { origin, posterior, superior } = level.frame;
      for (const height of ['anterior', 'middle', 'posterior'] as const) {
        const start = along(origin, (HEIGHT_POSITIONS[height] - 0.5) * level.depthMm, posterior);
        const top = surface(placement.vertebrae[k]!, start, superior);
        const bottom = surface(placement.vertebrae[k]!, start, [-superior[0], -superior[1], -superior[2]]);
        expect(distance(top, bottom)).toBeCloseTo(level.heightsMm[height], 6);
        expect(distance(top, level.points[`${height}Superior`])).toBeLessThan(1e-6);
        expect(distance(bottom, level.points[`${height}Inferior`])).toBeLessThan(1e-6);
      }
    });
  });

  it('has orthonormal, right-handed frames', () => {
    for (const { frame } of placeSpine(POSED).vertebrae) {
      const { left, posterior, superior } = frame;
      expect(distance(cross(left, posterior), superior)).toBeLessThan(1e-12);
      expect(dot(left, posterior)).toBeCloseTo(0, 12);
      expect(dot(left, left)).toBeCloseTo(1, 12);
    }
  });

  it('has the Cobb angle between its end vertebrae, bulging to the convex side, and no greater lean elsewhere', () => {
    const { vertebrae } = placeSpine(BENT);
    const degrees = vertebrae.map(
      ({ frame: { superior } }) => (Math.atan2(superior[0], superior[2]) * 180) / Math.PI,
    );
    const at = (level: string): number => vertebrae.findIndex(({ spec }) => spec.level === level);
    expect(degrees[at('L3')]! - degrees[at('T9')]!).toBeCloseTo(30, 9);
    expect(degrees.every((angle) => Math.abs(angle) <= 15 + 1e-9)).toBe(true);
    const x = (level: string): number => vertebrae[at(level)]!.frame.origin[0];
    // A half wave of 15 degrees over some 190 mm bulges by 190 tan(15)/pi = 16 mm.
    expect(x('T12') - (x('T9') + x('L3')) / 2).toBeGreaterThan(10);
    // Bodies turn towards the convex side: the front of the apex looks to the left.
    expect(vertebrae[at('T12')]!.frame.posterior[0]).toBeLessThan(-0.15);
  });

  it('has a sacrum at the asked slope under a disc', () => {
    const placement = placeSpine(BENT);
    const truth = truthOf(placement, BENT);
    expect(truth.sacrum?.slopeDegrees).toBeCloseTo(41, 9);
    const gap = leastGap(placement.vertebrae.at(-1)!, placement.sacrum[0]!);
    expect(gap).toBeGreaterThan(0.99);
    expect(gap).toBeLessThan(6);
  });

  it('keeps discs open, and makes one as narrow as asked', () => {
    const { vertebrae } = placeSpine(POSED);
    for (let k = 1; k < vertebrae.length; k++) {
      const gap = leastGap(vertebrae[k - 1]!, vertebrae[k]!);
      if (vertebrae[k - 1]!.spec.level === 'L2') expect(gap).toBeCloseTo(1.4, 4);
      else expect(gap, vertebrae[k]!.spec.level).toBeGreaterThan(0.99);
    }
  });

  it('turns and shifts as a rigid body', () => {
    const [a, b] = [placeSpine(BENT).vertebrae, placeSpine(POSED).vertebrae];
    const apart = (v: typeof a): number => distance(v[0]!.frame.origin, v[15]!.frame.origin);
    expect(apart(b)).toBeCloseTo(apart(a), 9);
    const angle = Math.acos((dot(a[5]!.frame.left, b[5]!.frame.left) + 0) / 1);
    expect(angle).toBeGreaterThan(0.1);
  });
});

describe('a spine', () => {
  it('leaves a vertebra that the field of view cuts out of the truth', () => {
    const options: SpineOptions = { ...demoSpine, marginMm: { above: -8, below: 12 } };
    const truth = truthOf(placeSpine(options), options);
    expect(truth.levels.map(({ level }) => level)).toEqual(['T12', 'L1', 'L2', 'L3', 'L4']);
  });

  it('can have T13 or L6, and 11 to 13 pairs of ribs', () => {
    const names = (levels: readonly LevelSpec['level'][], more: Partial<SpineOptions> = {}): string[] => {
      const specs = levels.map((level) => ({ level, vbmdMgCc: 100, fracture: null }));
      const options = { ...demoSpine, levels: specs, ...more };
      return truthOf(placeSpine(options), options).levels.map(
        ({ level, ribs }) => `${level}${ribs ? '*' : ''}`,
      );
    };
    expect(names(['T12', 'T13', 'L1'])).toEqual(['T12*', 'T13*', 'L1']);
    expect(names(['L5', 'L6'])).toEqual(['L5', 'L6']);
    expect(names(['T11', 'T12', 'L1'], { ribPairs: 11 })).toEqual(['T11*', 'T12', 'L1']);
    expect(names(['T12', 'L1', 'L2'], { ribPairs: 13 })).toEqual(['T12*', 'L1*', 'L2']);
    expect(() => names(['T12', 'T13'], { ribPairs: 12 })).toThrow(/saw T13 and 12 pairs/);
  });

  it('is refused where its order makes none', () => {
    const refused = (more: Partial<SpineOptions>): void => {
      expect(() => placeSpine({ ...demoSpine, ...more })).toThrow(ImpossibleSpine);
    };
    refused({
      sacrum: { slopeDegrees: 40, vbmdMgCc: 90, ilium: false, sacralised: false },
      levels: demoSpine.levels.slice(0, 2),
    });
    refused({ sacrum: { slopeDegrees: 80, vbmdMgCc: 90, ilium: false, sacralised: false } });
    refused({
      scoliosis: { cobbDegrees: 20, upperEnd: 'T11', lowerEnd: 'T12', convex: 'left', rotationDegrees: 0 },
    });
    refused({
      levels: [
        { ...demoSpine.levels[0]!, discBelow: { heightMm: 0, filling: 'disc' } },
        demoSpine.levels[1]!,
      ],
    });
  });
});
