/** The part of the CT that the patient fills: a model need not look at the air beside it. */
import { indexToWorld, spacingOf, type Affine, type Volume } from '../../grid/volume.ts';
import { TISSUE_ABOVE_HU } from '../../definitions/hounsfield.ts';

/** A plane with less tissue than this is beside the patient; noise and cables stay below (design value). */
const LEAST_PART = 0.01;
/** Air kept around, so that skin is not at the border of a patch, mm (design value). */
const MARGIN_MM = 20;
/** Every so many voxels are looked at along the other two axes. */
const STRIDE = 2;

interface Box {
  /** First index along x and y, and how many. */
  readonly low: readonly [number, number];
  readonly size: readonly [number, number];
}

/**
 * Labels made on the columns of the CT (all of z) that hold the patient, 0 elsewhere.
 *
 * @param segment given that part of the CT, returns labels on its grid
 */
export async function withinBody(
  ct: Volume<Int16Array>,
  segment: (part: Volume<Int16Array>) => Promise<Volume<Uint8Array>>,
): Promise<Volume<Uint8Array>> {
  const box = bodyBox(ct);
  const part = await segment(cropped(ct, box));
  const data = new Uint8Array(ct.data.length);
  eachLine(ct, box, (from, at) => data.set(part.data.subarray(at, at + box.size[0]), from));
  return { dims: ct.dims, affine: ct.affine, data };
}

function cropped(ct: Volume<Int16Array>, box: Box): Volume<Int16Array> {
  const data = new Int16Array(box.size[0] * box.size[1] * ct.dims[2]);
  eachLine(ct, box, (from, at) => data.set(ct.data.subarray(from, from + box.size[0]), at));
  const [a, b, c, , d, e, f, , g, h, i] = ct.affine;
  const [x, y, z] = indexToWorld(ct.affine, box.low[0], box.low[1], 0);
  const affine: Affine = [a, b, c, x, d, e, f, y, g, h, i, z];
  return { dims: [...box.size, ct.dims[2]], affine, data };
}

/** Where each line of the box begins: in the CT, and in the box. */
function eachLine({ dims }: Volume, { low, size }: Box, visit: (inCt: number, inBox: number) => void): void {
  for (let k = 0, at = 0; k < dims[2]; k++)
    for (let j = 0; j < size[1]; j++, at += size[0]) visit(low[0] + dims[0] * (low[1] + j + dims[1] * k), at);
}

function bodyBox({ dims, affine, data }: Volume<Int16Array>): Box {
  const [nx, ny, nz] = dims;
  const byX = new Uint32Array(nx);
  const byY = new Uint32Array(ny);
  for (let k = 0; k < nz; k += STRIDE) {
    for (let j = 0; j < ny; j++) {
      const line = nx * (j + ny * k);
      for (let i = j % STRIDE; i < nx; i += STRIDE) {
        if (data[line + i]! <= TISSUE_ABOVE_HU) continue;
        byX[i]! += 1;
        byY[j]! += 1;
      }
    }
  }
  const looked = Math.ceil(nz / STRIDE) / STRIDE;
  const spacing = spacingOf(affine);
  const [x, width] = rangeOf(byX, LEAST_PART * looked * ny, MARGIN_MM / spacing[0]);
  const [y, depth] = rangeOf(byY, LEAST_PART * looked * nx, MARGIN_MM / spacing[1]);
  return { low: [x, y], size: [width, depth] };
}

/** First index and length of what exceeds `least`, with a margin; all where nothing does. */
function rangeOf(counts: Uint32Array, least: number, margin: number): readonly [number, number] {
  const first = counts.findIndex((n) => n > least);
  if (first < 0) return [0, counts.length];
  const low = Math.max(0, Math.floor(first - margin));
  const high = Math.min(counts.length - 1, Math.ceil(counts.findLastIndex((n) => n > least) + margin));
  return [low, high - low + 1];
}
