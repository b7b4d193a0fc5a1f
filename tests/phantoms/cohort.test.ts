import { describe, expect, it } from 'vitest';

import { leastGap } from '../../phantoms/anatomy/disc.ts';
import { demoSpine, randomSpine, type SpineWishes } from '../../phantoms/index.ts';
import { placeSpine } from '../../phantoms/anatomy/layout.ts';

const WISHES: SpineWishes = {
  first: 'T8',
  last: 'L5',
  vbmdMgCc: [30, 200],
  fractures: 2,
  osteophytes: 0.3,
  scoliosisDegrees: 25,
  sacrum: true,
  scanner: demoSpine.scanner,
};

describe('spines drawn from a seed', () => {
  it('are the same for the same seed, and others for others', () => {
    expect(randomSpine(7, WISHES)).toEqual(randomSpine(7, WISHES));
    expect(randomSpine(7, WISHES)).not.toEqual(randomSpine(8, WISHES));
  });

  it('are as wished', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const { levels, scoliosis, sacrum } = randomSpine(seed, WISHES);
      expect(levels.map(({ level }) => level).join(' ')).toBe('T8 T9 T10 T11 T12 L1 L2 L3 L4 L5');
      expect(levels.filter(({ fracture }) => fracture !== null)).toHaveLength(2);
      for (const { vbmdMgCc, scale } of levels) {
        expect(vbmdMgCc).toBeGreaterThan(30 * 0.91);
        expect(vbmdMgCc).toBeLessThan(200 * 1.09);
        expect(Math.abs(scale!.heights - 1)).toBeLessThan(0.11);
      }
      expect(scoliosis!.cobbDegrees).toBeLessThanOrEqual(25);
      expect(sacrum).toBeDefined();
    }
  });

  it('can be built, and no body runs into the next', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const { vertebrae, sacrum } = placeSpine(randomSpine(seed, WISHES));
      const chain = [...vertebrae, sacrum[0]!];
      for (let k = 1; k < chain.length; k++) expect(leastGap(chain[k - 1]!, chain[k]!)).toBeGreaterThan(0.99);
    }
  });

  it('vary in Ha/Hp and Hm/Hp where that is wished, by no more than two deviations of person and level', () => {
    const plain = randomSpine(3, WISHES);
    expect(plain.levels[0]!.scale).not.toHaveProperty('anteriorRatio');
    const anterior: number[] = [];
    for (let seed = 1; seed <= 40; seed++)
      for (const { scale } of randomSpine(seed, { ...WISHES, wedging: true }).levels) {
        anterior.push(scale!.anteriorRatio!);
        expect(Math.abs(scale!.middleRatio! - 1)).toBeLessThan(0.082);
      }
    const mean = anterior.reduce((sum, ratio) => sum + ratio, 0) / anterior.length;
    const sd = Math.sqrt(anterior.reduce((sum, ratio) => sum + (ratio - mean) ** 2, 0) / anterior.length);
    // 0.03 of each, cut at two deviations, which takes a tenth: 0.037; forty people tell that to an eighth.
    expect(Math.abs(sd - 0.037)).toBeLessThan(0.006);
  });

  it('change the ratios of the body that is built', () => {
    const spine = randomSpine(5, { ...WISHES, wedging: true, fractures: 0 });
    const { vertebrae } = placeSpine(spine);
    const { spec, body } = vertebrae.find(({ spec: { level } }) => level === 'L3')!;
    const { anterior, posterior } = body.heights;
    expect(anterior / posterior).toBeCloseTo((27 / 26.6) * spec.scale!.anteriorRatio!, 9);
  });

  it('are refused where the range of levels runs upwards', () => {
    expect(() => randomSpine(1, { ...WISHES, first: 'L5', last: 'T8' })).toThrow(/from L5 to T8/);
  });
});
