/** The narrowest section of each pedicle: where a vertebra is cut into body and posterior elements. */
import type { Vec3 } from '../../../contracts/primitives.ts';
import type { PedicleCut } from '../../../contracts/segmentation.ts';
import { along, cross, distance, dot, unit } from '../../math/vector.ts';
import { invertAffine, type Affine, type Volume } from '../../grid/volume.ts';

import type { Arch } from './arches.ts';

/** Sections are sampled this far apart and on a grid of this, mm. */
const STEP_MM = 0.75;
/** A pedicle is entered here, mm behind the posterior wall, and followed this far forwards and backwards. */
const ENTRY_MM = 4;
const FOLLOWED_MM = { forwards: 7, backwards: 8 } as const;
/** A centre that moves by more from one section to the next has run into the body or the lamina, mm. */
const JUMP_MM = 1.5;
/** Half the window of a section: pedicles are up to 20 mm high and 18 mm wide. mm */
const HALF_WINDOW_MM = 10;
/** Pedicle's centre before it is seen: part of the body's half width, and of its height above the middle. */
const START = { across: 0.6, up: 0.2 } as const;
/** The axis is taken from sections this far before and behind the narrowest, mm. */
const AXIS_MM = 3;
/** Sections that much larger than the narrowest have run into body or lamina and say nothing of the axis. */
const MOST_OF_NARROWEST = 1.5;
/** An axis further from the posterior direction is none (cosine of 35 degrees). */
const LEAST_COSINE = 0.82;
/** Smaller sections are no pedicle, mm2: the narrowest in T4-T6 are 20 and more. */
const LEAST_MM2 = 12;

interface Section {
  readonly area: number;
  readonly centre: Vec3;
}

/** At most one a side: none where no connected section lies behind the body. */
export function pedicleCuts(vertebrae: Volume<Uint8Array>, arch: Arch): readonly PedicleCut[] {
  const { origin, left, posterior, superior } = arch.frame;
  const section = sectioner(vertebrae, arch.value);
  return (['left', 'right'] as const).flatMap((side): PedicleCut[] => {
    const across = (side === 'left' ? 1 : -1) * START.across * arch.halfWidthMm;
    const foot = along(along(origin, across, left), START.up * arch.heightMm, superior);
    const entry = along(foot, arch.wallMm + ENTRY_MM, posterior);
    const first = narrowest(section, entry, posterior, superior);
    if (first === null) return [];
    const before = section(along(first.centre, -AXIS_MM, posterior), posterior, superior);
    const behind = section(along(first.centre, AXIS_MM, posterior), posterior, superior);
    const most = MOST_OF_NARROWEST * first.area;
    const told = before !== null && behind !== null && before.area < most && behind.area < most;
    const axis = told ? unit(along(behind.centre, -1, before.centre)) : posterior;
    const normal = dot(axis, posterior) < LEAST_COSINE ? posterior : axis;
    const best = narrowest(section, first.centre, normal, superior) ?? first;
    return [{ side, point: [...best.centre], normal: [...normal], areaMm2: best.area }];
  });
}

type Sectioner = (at: Vec3, normal: Vec3, up: Vec3) => Section | null;

/** Followed from `entry` both ways, as far as one section leads on to the next. */
function narrowest(section: Sectioner, entry: Vec3, normal: Vec3, up: Vec3): Section | null {
  const start = section(entry, normal, up);
  if (start === null) return null;
  let best = start;
  for (const [sign, reach] of [
    [-1, FOLLOWED_MM.forwards],
    [1, FOLLOWED_MM.backwards],
  ] as const) {
    let here = start;
    for (let t = STEP_MM; t <= reach; t += STEP_MM) {
      const expected = along(here.centre, sign * STEP_MM, normal);
      const next = section(expected, normal, up);
      if (next === null || distance(next.centre, expected) > JUMP_MM) break;
      if (next.area < best.area) best = next;
      here = next;
    }
  }
  return best;
}

/** The piece of a plane's cut through the vertebra that lies nearest to `at`; null where it is none or tiny. */
function sectioner({ data, dims, affine }: Volume<Uint8Array>, value: number): Sectioner {
  const toIndex = invertAffine(affine);
  const half = Math.ceil(HALF_WINDOW_MM / STEP_MM);
  const n = 2 * half + 1;
  const inside = new Uint8Array(n * n);
  const queue = new Int32Array(n * n);
  return (at, normal, up) => {
    const y = unit(along(up, -dot(up, normal), normal));
    const x = cross(normal, y);
    let nearest = -1;
    let least = Infinity;
    for (let q = 0; q < n * n; q++) {
      const a = (q % n) - half;
      const b = Math.floor(q / n) - half;
      inside[q] = holds(data, dims, toIndex, value, along(along(at, STEP_MM * a, x), STEP_MM * b, y)) ? 1 : 0;
      if (inside[q] === 0 || a * a + b * b >= least) continue;
      least = a * a + b * b;
      nearest = q;
    }
    if (nearest < 0) return null;
    let [tail, sx, sy] = [0, 0, 0];
    const visit = (q: number): void => {
      if (inside[q] !== 1) return;
      inside[q] = 2;
      queue[tail++] = q;
    };
    visit(nearest);
    for (let head = 0; head < tail; head++) {
      const q = queue[head]!;
      const [a, b] = [q % n, Math.floor(q / n)];
      sx += a - half;
      sy += b - half;
      if (a > 0) visit(q - 1);
      if (a < n - 1) visit(q + 1);
      if (b > 0) visit(q - n);
      if (b < n - 1) visit(q + n);
    }
    const area = tail * STEP_MM * STEP_MM;
    if (area < LEAST_MM2) return null;
    return { area, centre: along(along(at, (STEP_MM * sx) / tail, x), (STEP_MM * sy) / tail, y) };
  };
}

function holds(data: Uint8Array, [nx, ny, nz]: Volume['dims'], m: Affine, value: number, p: Vec3): boolean {
  const i = Math.round(m[0] * p[0] + m[1] * p[1] + m[2] * p[2] + m[3]);
  const j = Math.round(m[4] * p[0] + m[5] * p[1] + m[6] * p[2] + m[7]);
  const k = Math.round(m[8] * p[0] + m[9] * p[1] + m[10] * p[2] + m[11]);
  return i >= 0 && j >= 0 && k >= 0 && i < nx && j < ny && k < nz && data[i + nx * (j + ny * k)] === value;
}
