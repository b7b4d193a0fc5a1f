/** A spine of elliptic cylinders, with boxes for arches: enough for labels, frames and gates, and made in milliseconds. */
import type { Affine, Volume } from '../../../spine/grid/volume.ts';
import { LABEL_VALUE, type Level } from '../../../contracts/levels.ts';

/** Height, width, depth of the body and the disc below, mm; round numbers in the range of adults. */
const SIZE: Partial<Record<Level, readonly [number, number, number, number]>> = {
  C4: [13, 18, 15, 5], C5: [13, 18, 15, 5], C6: [13, 19, 16, 5], C7: [14, 22, 17, 5],
  T1: [16, 25, 18, 4], T2: [17, 25, 19, 4], T3: [18, 25, 20, 4], T4: [18, 25, 22, 4], T5: [19, 25, 23, 4],
  T6: [19, 26, 24, 4], T7: [19, 26, 26, 4], T8: [20, 27, 26, 4], T9: [20, 29, 27, 5], T10: [22, 31, 28, 5],
  T11: [23, 33, 29, 6], T12: [24, 36, 30, 7], L1: [25, 38, 31, 8], L2: [26, 40, 32, 9], L3: [26, 42, 33, 9],
  L4: [26, 44, 34, 9], L5: [26, 46, 34, 9],
}; // prettier-ignore

export interface ToySpine {
  readonly ct: Volume<Int16Array>;
  readonly labels: Volume<Uint8Array>;
}

export interface ToyOptions {
  readonly levels: readonly Level[];
  readonly arches?: boolean;
  readonly voxelMm?: number;
  readonly scale?: number;
}

export const HU = { bone: 200, arch: 350, tissue: 40, marrowless: 20 } as const;
const MARGIN_MM = 9;

/** @returns HU, and whole vertebrae (or bodies alone) in the values of `LABEL_VALUE` */
export function toySpine({ levels, arches = true, voxelMm = 1.5, scale = 1 }: ToyOptions): ToySpine {
  const sizes = levels.map((level) => SIZE[level]!.map((mm) => mm * scale));
  const heightMm = sizes.reduce((sum, [height, , , disc]) => sum + height! + disc!, 2 * MARGIN_MM);
  const dims = [
    Math.ceil(96 / voxelMm),
    Math.ceil(108 / voxelMm),
    Math.ceil((heightMm + MARGIN_MM) / voxelMm),
  ] as const;
  const affine: Affine = [voxelMm, 0, 0, -48, 0, voxelMm, 0, -36, 0, 0, voxelMm, -100];
  const ct = new Int16Array(dims[0] * dims[1] * dims[2]).fill(HU.tissue);
  const labels = new Uint8Array(ct.length);
  let top = dims[2] * voxelMm - MARGIN_MM - 100;
  levels.forEach((level, n) => {
    const [height, width, depth, disc] = sizes[n] as [number, number, number, number];
    const box = [
      { of: body(width, depth, top - height, top), hu: HU.bone },
      ...(arches ? archOf(width, depth, top, height).map((of) => ({ of, hu: HU.arch })) : []),
    ];
    for (let at = 0; at < ct.length; at++) {
      const i = at % dims[0];
      const j = Math.floor(at / dims[0]) % dims[1];
      const k = Math.floor(at / (dims[0] * dims[1]));
      const [x, y, z] = [i * voxelMm - 48, j * voxelMm - 36, k * voxelMm - 100];
      if (z > top + disc || z < top - height - 2 * disc) continue;
      const part = box.find(({ of }) => of(x, y, z));
      if (part === undefined) continue;
      ct[at] = part.hu;
      labels[at] = LABEL_VALUE[level];
    }
    top -= height + disc;
  });
  return { ct: { dims, affine, data: ct }, labels: { dims, affine, data: labels } };
}

/** The same labels under other numbers. */
export function renumbered(
  labels: Volume<Uint8Array>,
  valueOf: (level: number) => number,
): Volume<Uint8Array> {
  return { ...labels, data: labels.data.map((value) => (value === 0 ? 0 : valueOf(value))) };
}

type Inside = (x: number, y: number, z: number) => boolean;

function body(width: number, depth: number, low: number, high: number): Inside {
  return (x, y, z) => z >= low && z <= high && (x / (width / 2)) ** 2 + (y / (depth / 2)) ** 2 <= 1;
}

/** Two pedicles, the arch behind the canal, a spinous and two transverse processes. */
function archOf(width: number, depth: number, top: number, height: number): readonly Inside[] {
  const [half, back] = [width / 2, depth / 2];
  const pedicle = Math.min(12, 0.6 * half);
  const inHeight = (z: number): boolean => z <= top - 1 && z >= top - 0.6 * height;
  return [
    (x, y, z) =>
      Math.abs(Math.abs(x) - pedicle - 2) <= 3.5 && y > 0.4 * back && y <= back + 17 && inHeight(z),
    (x, y, z) =>
      Math.abs(x) <= pedicle + 5 && y >= back + 14 && y <= back + 20 && z <= top && z >= top - height,
    (x, y, z) => Math.abs(x) <= 3 && y >= back + 14 && y <= back + 42 && z <= top - 4 && z >= top - height,
    (x, y, z) =>
      Math.abs(x) <= half + 14 && y >= back + 11 && y <= back + 17 && Math.abs(x) >= pedicle && inHeight(z),
  ];
}
