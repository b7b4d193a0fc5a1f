/** The patient against the scanner: a rotation about the origin, and a shift after it. */
import type { Vec3 } from '../../contracts/primitives.ts';
import type { Frame } from '../../contracts/segmentation.ts';
import { along } from '../../spine/math/vector.ts';

import type { PoseSpec } from '../options.ts';

const RADIANS = Math.PI / 180;

/** Row-major, from the patient's place at design to the scanner's patient LPS. */
export type Rotation = readonly [number, number, number, number, number, number, number, number, number];

/** About x, then y, then z. */
export function rotationOf({ rotationDegrees: [rx, ry, rz] }: PoseSpec): Rotation {
  const [cx, sx] = [Math.cos(rx * RADIANS), Math.sin(rx * RADIANS)];
  const [cy, sy] = [Math.cos(ry * RADIANS), Math.sin(ry * RADIANS)];
  const [cz, sz] = [Math.cos(rz * RADIANS), Math.sin(rz * RADIANS)];
  return [
    cz * cy, cz * sy * sx - sz * cx, cz * sy * cx + sz * sx,
    sz * cy, sz * sy * sx + cz * cx, sz * sy * cx - cz * sx,
    -sy, cy * sx, cy * cx,
  ]; // prettier-ignore
}

export function rotatedFrame(m: Rotation, { origin, left, posterior, superior }: Frame): Frame {
  return {
    origin: turned(m, origin),
    left: turned(m, left),
    posterior: turned(m, posterior),
    superior: turned(m, superior),
  };
}

export function shiftedFrame(frame: Frame, shift: Vec3): Frame {
  return { ...frame, origin: [...along(frame.origin, 1, shift)] };
}

/** The inverse of rotation and shift, written into `out`. */
export function intoDesign({
  rotationDegrees,
  shiftMm: [tx, ty, tz],
}: PoseSpec): (x: number, y: number, z: number, out: Float64Array) => void {
  const m = rotationOf({ rotationDegrees, shiftMm: [0, 0, 0] });
  return (x, y, z, out) => {
    const dx = x - tx;
    const dy = y - ty;
    const dz = z - tz;
    out[0] = m[0] * dx + m[3] * dy + m[6] * dz;
    out[1] = m[1] * dx + m[4] * dy + m[7] * dz;
    out[2] = m[2] * dx + m[5] * dy + m[8] * dz;
  };
}

function turned(m: Rotation, [x, y, z]: Vec3): [number, number, number] {
  return [m[0] * x + m[1] * y + m[2] * z, m[3] * x + m[4] * y + m[5] * z, m[6] * x + m[7] * y + m[8] * z];
}
