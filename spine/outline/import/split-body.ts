/**
 * The vertebral body out of a mask of a whole vertebra, by one geometric rule.
 *
 *   axial section             1. core: what lies deeper than 7 mm in the mask. Only the body is that thick.
 *       ________              2. rough body: the core grown back by half as much again.
 *      /  body  \             3. frame of the rough body; posterior is where the rest lies, then symmetry.
 *      |        |             4. rays backwards from the mid-plane leave the body at the canal's front wall;
 *  ----\__....__/----  cut       a smooth surface through the exits, carried on sideways, is the cut:
 *      // canal \\            5. body = rough body in front of the cut, its largest piece, holes filled;
 *      pedicles               6. again from 3 with that body.
 */
import { largestComponent } from '../../../solver/voxel/index.ts';
import type { Vec3 } from '../../../contracts/primitives.ts';
import type { Frame } from '../../../contracts/segmentation.ts';
import { along, dot } from '../../math/vector.ts';
import { indexToWorld, type Volume } from '../../grid/volume.ts';
import { centreOfMass, frameBody, type FrameHint } from '../assess/body-frame.ts';
import { distanceTo } from '../../grid/distance.ts';
import { fillHoles } from './holes.ts';
import { posteriorBySymmetry } from '../assess/symmetry.ts';

import { backWall } from './back-wall.ts';

export interface SplitVertebra {
  /** On the grid of the vertebra. */
  readonly body: Volume<Uint8Array>;
  /** From the body to the arch; null where the mask has no arch, and is the body already. */
  readonly posterior: Vec3 | null;
}

/** Deeper than any pedicle, lamina or process reaches, mm. */
const CORE_MM = 7;
/** The same in a small (thoracic) vertebra, as part of the greatest depth. */
const CORE_OF_DEEPEST = 0.6;
/** The core grown by this many core depths reaches into the rims: between sqrt 2 (edge) and sqrt 3 (corner). */
const REGROWN = 1.6;
/** A mask of which less than this lies behind the grown core is a body already; whole vertebrae have 0.3 and more. */
const LEAST_ARCH = 0.12;
const ROUNDS = 2;

/** @param vertebra one vertebra with a margin of empty voxels @returns null where no body can be told from the rest */
export function splitBody(vertebra: Volume<Uint8Array>, superior: Vec3): SplitVertebra | null {
  const rough = roughBody(vertebra);
  if (rough === null) return null;
  const arch = subtract(vertebra, rough);
  if (count(arch) < LEAST_ARCH * count(vertebra)) return { body: vertebra, posterior: null };
  let body = rough;
  let hint: FrameHint = { superior, posterior: backwards(rough, arch) };
  for (let round = 0; round < ROUNDS; round++) {
    const framed = frameBody(body, hint);
    if (framed === null) return null;
    const frame = framed.frame;
    const wall = backWall(vertebra, frame, framed.heightMm);
    if (wall === null) return null;
    body = { ...rough, data: cut(rough, frame, wall) };
    hint = { superior: frame.superior, posterior: posteriorBySymmetry(vertebra, frame) };
  }
  return { body, posterior: hint.posterior };
}

function roughBody(vertebra: Volume<Uint8Array>): Volume<Uint8Array> | null {
  const depth = distanceTo(vertebra, 0);
  let deepest = 0;
  for (const mm of depth) deepest = Math.max(deepest, mm);
  const coreMm = Math.min(CORE_MM, CORE_OF_DEEPEST * deepest);
  const core = { ...vertebra, data: Uint8Array.from(depth, (mm) => (mm > coreMm ? 1 : 0)) };
  core.data = Uint8Array.from(largestComponent(core.data, core.dims));
  if (count(core) === 0) return null;
  const away = distanceTo(core, 1);
  return {
    ...vertebra,
    data: vertebra.data.map((inside, at) => (inside !== 0 && away[at]! <= REGROWN * coreMm ? 1 : 0)),
  };
}

function cut(
  rough: Volume<Uint8Array>,
  { origin, left, posterior, superior }: Frame,
  wall: (u: number, w: number) => number,
): Uint8Array<ArrayBuffer> {
  const [nx, ny] = rough.dims;
  const kept = rough.data.map((inside, at) => {
    if (inside === 0) return 0;
    const p = indexToWorld(rough.affine, at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny)));
    const d = along(p, -1, origin);
    return dot(d, posterior) <= wall(dot(d, left), dot(d, superior)) ? 1 : 0;
  });
  return fillHoles(Uint8Array.from(largestComponent(kept, rough.dims)), rough.dims);
}

/** From the body's centre to that of the rest; unit length is not needed. */
function backwards(body: Volume<Uint8Array>, rest: Volume<Uint8Array>): Vec3 {
  return along(centreOfMass(rest)!, -1, centreOfMass(body)!);
}

function subtract(a: Volume<Uint8Array>, b: Volume<Uint8Array>): Volume<Uint8Array> {
  return { ...a, data: a.data.map((inside, at) => (inside !== 0 && b.data[at] === 0 ? 1 : 0)) };
}

function count({ data }: Volume<Uint8Array>): number {
  let n = 0;
  for (const inside of data) n += inside;
  return n;
}
