/** Ribs and transverse processes of digital vertebrae: long or short, steep, swept back, cut by the image's edge. */
import { describe, expect, it } from 'vitest';

import type { Frame } from '../../../../contracts/segmentation.ts';
import { ribOdds } from '../../../../spine/find/anchors/ribs.ts';
import { samplerOf } from '../../../../spine/find/index.ts';
import { demoSpine, digitalSpine, type LevelSpec, type SpineOptions } from '../../../../phantoms/index.ts';

const BONE_HU = 150;
/** Clear: a likelihood ratio of 7 and more. */
const CLEAR = 2;

const level = (name: LevelSpec['level'], more: Partial<LevelSpec> = {}): LevelSpec => ({
  level: name,
  vbmdMgCc: 100,
  fracture: null,
  ...more,
});
/** The ribs of T12 stand free in the image down to L2. */
const SPINE: SpineOptions = {
  ...demoSpine,
  levels: [level('T12'), level('L1'), level('L2')],
  marginMm: { above: 20, below: 20 },
  scanner: { ...demoSpine.scanner, pixelMm: 1.2, sliceSpacingMm: 1.5, fieldOfViewMm: [230, 200] },
};

/** Log-odds for the lower end of the rib cage, by level. */
function deepOdds(options: SpineOptions): Readonly<Record<string, number>> {
  const { ct, truth } = digitalSpine(options);
  const sample = samplerOf(ct);
  return Object.fromEntries(
    truth.levels.map(({ level: name, frame, depthMm, heightsMm }) => [
      name,
      ribOdds(axisAt(frame, depthMm), heightsMm.middle + 6, BONE_HU, sample).deep,
    ]),
  );
}

function axisAt({ origin, ...axes }: Frame, depthMm: number): Parameters<typeof ribOdds>[0] {
  return { ...axes, point: origin, depthMm, toCanalMm: depthMm / 2 };
}

describe('ribs are told from transverse processes', () => {
  it.each([
    ['as designed', {}],
    ['swept 30 mm further back', { sweepMm: 30 }],
    ['80 mm long and falling by 60 degrees', { last: { lengthMm: 80, fallDegrees: 60, backDegrees: 5 } }],
    ['55 mm long, leading back by 45 degrees', { last: { lengthMm: 55, fallDegrees: 25, backDegrees: 45 } }],
  ])('%s', (_, ribs) => {
    const odds = deepOdds({ ...SPINE, ribs });
    expect(odds.T12).toBeGreaterThan(CLEAR);
    expect(odds.L1).toBeLessThan(-CLEAR);
    expect(odds.L2).toBeLessThan(-CLEAR);
  });

  it('where the processes of L2 end 48 mm beside the midline', () => {
    const [t12, l1, l2] = SPINE.levels as [LevelSpec, LevelSpec, LevelSpec];
    const odds = deepOdds({ ...SPINE, levels: [t12, l1, { ...l2, transverseMm: 48 }] });
    expect(odds.L2).toBeLessThan(-CLEAR);
  });

  it('with doubt where they are 38 mm long', () => {
    const odds = deepOdds({ ...SPINE, ribs: { last: { lengthMm: 38, fallDegrees: 40, backDegrees: 30 } } });
    expect(Math.abs(odds.T12!)).toBeLessThan(3);
  });

  it('or neither is said where the image ends at the length of the processes', () => {
    const scanner = { ...SPINE.scanner, fieldOfViewMm: [70, 200] as const };
    const odds = deepOdds({ ...SPINE, scanner });
    expect(odds.T12).toBe(0);
    expect(odds.L1).toBe(0);
  });
});
