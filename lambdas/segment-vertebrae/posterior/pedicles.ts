/** The narrowest section of each pedicle: where a vertebra is cut into body and posterior elements. */
import type { Vec3 } from '../../shared/contracts/primitives.ts';
import { along, cross, dot, unit } from '../../shared/vector.ts';
import { indexToWorld, invertAffine, type Affine, type Volume } from '../../shared/volume.ts';

import type { Arch } from './arches.ts';

export interface PedicleCut {
  readonly side: 'left' | 'right';
  /** Centre of the section, patient LPS, mm. */
  readonly point: Vec3;
  /** Unit, backwards along the pedicle. */
  readonly normal: Vec3;
  /** Of the narrowest section. */
  readonly areaMm2: number;
}

/** Sections are sampled this far apart and on a grid of this, mm. */
const STEP_MM = 0.75;
/** Sections from and to this depth behind the posterior wall, mm. */
const DEPTHS_MM = [-3, 12] as const;
/** Half the window of a section: pedicles are up to 20 mm high and 18 mm wide. mm */
const HALF_WINDOW_MM = 13;
/** Pedicle's centre before it is seen: part of the body's half width, and of its height above the middle. */
const START = { across: 0.6, up: 0.2 } as const;
/** The axis is taken from sections this far before and behind the narrowest, mm. */
const AXIS_MM = 3;
/** An axis further from the posterior direction is none (cosine of 40 degrees). */
const LEAST_COSINE = 0.77;
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
    const from = along(foot, arch.wallMm, posterior);
    const first = narrowest(section, from, posterior, superior);
    if (first === null) return [];
    const [a, b] = [-AXIS_MM, AXIS_MM].map((s) =>
      section(along(first.centre, s, posterior), posterior, superior),
    );
    const axis = a == null || b == null ? posterior : unit(along(b.centre, -1, a.centre));
    const normal = dot(axis, posterior) < LEAST_COSINE ? posterior : axis;
    const base = along(first.centre, -dot(along(first.centre, -1, from), posterior), normal);
    const best = narrowest(section, base, normal, superior) ?? first;
    return [{ side, point: [...best.centre], normal: [...normal], areaMm2: best.area }];
  });
}

type Sectioner = (at: Vec3, normal: Vec3, up: Vec3) => Section | null;

function narrowest(section: Sectioner, from: Vec3, normal: Vec3, up: Vec3): Section | null {
  let best: Section | null = null;
  for (let t = DEPTHS_MM[0]; t <= DEPTHS_MM[1]; t += STEP_MM) {
    const found = section(along(from, t, normal), normal, up);
    if (found !== null && (best === null || found.area < best.area)) best = found;
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
      const [a, b] = [(q % n) - half, Math.floor(q / n) - half];
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

function holds(
  data: Uint8Array,
  [nx, ny, nz]: Volume['dims'],
  toIndex: Affine,
  value: number,
  p: Vec3,
): boolean {
  const [i, j, k] = indexToWorld(toIndex, ...p).map(Math.round) as [number, number, number];
  return i >= 0 && j >= 0 && k >= 0 && i < nx && j < ny && k < nz && data[i + nx * (j + ny * k)] === value;
}
