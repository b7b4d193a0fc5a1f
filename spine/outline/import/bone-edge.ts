/**
 * How well a mask ends where bone ends, and whether it would elsewhere: bone is brighter than what lies around it.
 *
 *      agreement, HU        the peak is as narrow as the cortex: 3 mm beside it, half or less is left,
 *   150 |      |            6 mm beside it a fifth, and farther away 5 to 50 HU, whatever lies there
 *       |     / \
 *     0 |____/   \____      shift of the mask, mm
 */
import type { Vec3 } from '../../../contracts/primitives.ts';
import { spacingOf, type Volume } from '../../grid/volume.ts';

/** Faces of a mask: index of the voxel inside, and the direction outwards, six numbers a face. */
export type Faces = Int32Array;

/** A shift that was found, in mm along left, posterior and superior, and what it brings, HU. */
export interface Shift {
  readonly mm: Vec3;
  readonly agreementHu: number;
}

/** So far outside a face it is looked for what is not bone: beyond the blur of a cortex, mm. */
const OUTSIDE_MM = 3;
/** Brighter is bone whatever it is, darker is no bone whatever it is: metal and air must not decide, HU. */
const CLIPPED = { from: -150, to: 500 } as const;
/** A mask's faces are sampled evenly down to about as many. */
const MOST_FACES = 1500;
/** Of the faces, at least this part must lie in the image after a shift. */
const LEAST_INSIDE = 0.5;
const STEP_MM = 3;

/** The faces of each value of a mask, sampled; faces between two values are none. */
export function facesOf({ dims, data }: Volume<Uint8Array>): ReadonlyMap<number, Faces> {
  const [nx, ny, nz] = dims;
  const steps = [
    { x: 1, y: 0, z: 0, at: 1 },
    { x: 0, y: 1, z: 0, at: nx },
    { x: 0, y: 0, z: 1, at: nx * ny },
  ];
  const found = new Map<number, number[]>();
  for (let k = 1; k < nz - 1; k++) {
    for (let j = 1; j < ny - 1; j++) {
      for (let i = 1; i < nx - 1; i++) {
        const at = i + nx * (j + ny * k);
        const value = data[at]!;
        if (value === 0) continue;
        const faces = found.get(value) ?? [];
        found.set(value, faces);
        for (const step of steps) {
          if (data[at + step.at] === 0) faces.push(i, j, k, step.x, step.y, step.z);
          if (data[at - step.at] === 0) faces.push(i, j, k, -step.x, -step.y, -step.z);
        }
      }
    }
  }
  return new Map([...found].map(([value, faces]) => [value, sampled(faces)]));
}

/** The faces of a whole map. */
export function together(faces: ReadonlyMap<number, Faces>): Faces {
  return sampled([...faces.values()].flatMap((one) => [...one]));
}

function sampled(faces: readonly number[]): Faces {
  const every = Math.max(1, Math.floor(faces.length / 6 / MOST_FACES));
  return Int32Array.from(faces.filter((_, n) => Math.floor(n / 6) % every === 0));
}

interface Moved {
  /** Whole voxels. */
  readonly shift?: readonly [number, number, number];
  /** Every face along its own direction, to whole voxels, mm; below 0 inwards. */
  readonly outwardsMm?: number;
}

/** HU at the mask's faces minus HU outside them, on the mean, the mask or its faces moved; null where it leaves the image. */
export function agreement(
  { dims, affine, data }: Volume<Int16Array>,
  faces: Faces,
  { shift = [0, 0, 0], outwardsMm = 0 }: Moved = {},
): number | null {
  const [nx, ny, nz] = dims;
  const spacing = spacingOf(affine);
  const out = spacing.map((mm) => Math.max(1, Math.round(OUTSIDE_MM / mm)));
  const off = spacing.map((mm) => Math.round(outwardsMm / mm));
  let [sum, inside] = [0, 0];
  for (let at = 0; at < faces.length; at += 6) {
    const [i, j, k] = [
      faces[at]! + shift[0] + off[0]! * faces[at + 3]!,
      faces[at + 1]! + shift[1] + off[1]! * faces[at + 4]!,
      faces[at + 2]! + shift[2] + off[2]! * faces[at + 5]!,
    ];
    const [p, q, r] = [
      i + out[0]! * faces[at + 3]!,
      j + out[1]! * faces[at + 4]!,
      k + out[2]! * faces[at + 5]!,
    ];
    if (Math.min(i, j, k, p, q, r) < 0 || Math.max(i, p) >= nx || Math.max(j, q) >= ny) continue;
    if (Math.max(k, r) >= nz) continue;
    sum += clipped(data[i + nx * (j + ny * k)]!) - clipped(data[p + nx * (q + ny * r)]!);
    inside += 1;
  }
  return inside === 0 || 6 * inside < LEAST_INSIDE * faces.length ? null : sum / inside;
}

/** The best shift within `reachMm` to both sides along left, posterior and superior. */
export function bestShift(ct: Volume<Int16Array>, faces: Faces, reachMm: Vec3): Shift {
  const spacing = spacingOf(ct.affine);
  const step = spacing.map((mm) => Math.max(1, Math.round(STEP_MM / mm)));
  const reach = reachMm.map((mm, axis) => Math.floor(mm / (step[axis]! * spacing[axis]!)));
  let best = { at: [0, 0, 0] as [number, number, number], hu: agreement(ct, faces) ?? -Infinity };
  const attempt = (at: [number, number, number]): boolean => {
    const hu = agreement(ct, faces, { shift: at }) ?? -Infinity;
    if (hu <= best.hu) return false;
    best = { at, hu };
    return true;
  };
  for (let z = -reach[2]!; z <= reach[2]!; z++) {
    for (let y = -reach[1]!; y <= reach[1]!; y++) {
      for (let x = -reach[0]!; x <= reach[0]!; x++) attempt([x * step[0]!, y * step[1]!, z * step[2]!]);
    }
  }
  // By single voxels to the top of the peak.
  const neighbours = [-1, 1].flatMap((by) => [0, 1, 2].map((axis) => ({ axis, by })));
  const climbed = (): boolean =>
    neighbours.some(({ axis, by }) => {
      const at: [number, number, number] = [...best.at];
      at[axis]! += by;
      return attempt(at);
    });
  while (climbed());
  const [i, j, k] = best.at;
  return { mm: [i * spacing[0], j * spacing[1], k * spacing[2]], agreementHu: best.hu };
}

function clipped(hu: number): number {
  return Math.min(CLIPPED.to, Math.max(CLIPPED.from, hu));
}
