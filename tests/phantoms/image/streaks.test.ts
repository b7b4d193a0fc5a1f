import { describe, expect, it } from 'vitest';

import { MATERIAL } from '../../../phantoms/image/materials.ts';
import { addStreaks } from '../../../phantoms/image/streaks.ts';

const [NX, NY] = [41, 21];

function streaked(metalAt: readonly number[]): Float32Array {
  const codes = new Uint8Array(NX * NY).fill(MATERIAL.muscle);
  for (const at of metalAt) codes[at] = MATERIAL.metal;
  const slice = new Float32Array(NX * NY);
  addStreaks(slice, codes, { nx: NX, ny: NY, streakHu: 100 });
  return slice;
}

describe('streaks of metal', () => {
  it('leave a slice without metal alone', () => {
    expect(streaked([]).every((hu) => hu === 0)).toBe(true);
  });

  it('darken the line between two screws, and fade with the distance from one', () => {
    const row = 10 * NX;
    const two = streaked([row + 10, row + 30]);
    expect(two[row + 20]!).toBeLessThan(-60);
    const one = streaked([row + 20]);
    const most = (from: number, to: number): number => {
      let found = 0;
      one.forEach((hu, at) => {
        const distance = Math.hypot((at % NX) - 20, Math.floor(at / NX) - 10);
        if (distance >= from && distance < to) found = Math.max(found, Math.abs(hu));
      });
      return found;
    };
    expect(most(1, 2)).toBeGreaterThan(20);
    expect(most(9, 10)).toBeLessThan(most(1, 2) / 4);
  });
});
