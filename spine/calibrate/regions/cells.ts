/** Masks on the cells of `WorkSlices`: one byte a cell, x fastest, 1 inside. */

type Dims = readonly [number, number, number];

/**
 * What stays where every cell within `reach` (cells along each axis) is inside as well: erosion by a box. Beyond the
 * grid counts as inside.
 */
export function eroded(mask: Uint8Array, dims: Dims, reach: readonly [number, number, number]): Uint8Array {
  let out = mask;
  for (let axis = 0; axis < 3; axis++) if (reach[axis]! > 0) out = erodedAlong(out, dims, axis, reach[axis]!);
  return out;
}

/** Dilation by a box. */
export function dilated(mask: Uint8Array, dims: Dims, reach: readonly [number, number, number]): Uint8Array {
  return inverse(eroded(inverse(mask), dims, reach));
}

/** How many cells (rounded up, in the slice only) cover a distance in mm. */
export function inSlice(mm: number, spacing: readonly number[]): [number, number, number] {
  return [Math.ceil(mm / spacing[0]!), Math.ceil(mm / spacing[1]!), 0];
}

/** What of `mask` hangs together with the sides of its slice (not with the ends of the stack), in-plane. */
export function fromSides(mask: Uint8Array, [nx, ny, nz]: Dims): Uint8Array {
  const out = new Uint8Array(mask.length);
  const stack = new Int32Array(nx * ny);
  for (let k = 0; k < nz; k++) {
    const first = nx * ny * k;
    let top = 0;
    const visit = (at: number): void => {
      if (mask[first + at] === 0 || out[first + at] === 1) return;
      out[first + at] = 1;
      stack[top++] = at;
    };
    for (let i = 0; i < nx; i++) {
      visit(i);
      visit(i + nx * (ny - 1));
    }
    for (let j = 0; j < ny; j++) {
      visit(nx * j);
      visit(nx - 1 + nx * j);
    }
    while (top > 0) {
      const at = stack[--top]!;
      const i = at % nx;
      if (i > 0) visit(at - 1);
      if (i < nx - 1) visit(at + 1);
      if (at >= nx) visit(at - nx);
      if (at < nx * (ny - 1)) visit(at + nx);
    }
  }
  return out;
}

function inverse(mask: Uint8Array): Uint8Array {
  const out = new Uint8Array(mask.length);
  for (let at = 0; at < mask.length; at++) out[at] = 1 - mask[at]!;
  return out;
}

/** A window of 2 reach + 1 cells moved along every line: how many of its cells are outside the mask. */
function erodedAlong(mask: Uint8Array, dims: Dims, axis: number, reach: number): Uint8Array {
  const out = new Uint8Array(mask.length);
  const stride = [1, dims[0], dims[0] * dims[1]][axis]!;
  const count = dims[axis]!;
  const span = stride * count;
  for (let block = 0; block < mask.length; block += span)
    for (let line = block; line < block + stride; line++) {
      let holes = 0;
      for (let n = 0; n < Math.min(reach, count); n++) holes += 1 - mask[line + stride * n]!;
      for (let n = 0; n < count; n++) {
        if (n + reach < count) holes += 1 - mask[line + stride * (n + reach)]!;
        if (n - reach > 0) holes -= 1 - mask[line + stride * (n - reach - 1)]!;
        if (holes === 0) out[line + stride * n] = 1;
      }
    }
  return out;
}
