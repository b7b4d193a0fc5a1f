/** Connected components of a voxel mask. */

export interface Components {
  /** Component number of each voxel, 1 and up in the order of first voxels; 0 outside the mask. */
  readonly labels: Int32Array;
  /** Voxels in each component; `sizes[0]` counts what is outside the mask. */
  readonly sizes: readonly number[];
}

/**
 * Components of face neighbours (6-connectivity).
 *
 * @param mask non-zero inside; voxel (i, j, k) at i + nx (j + ny k)
 */
export function components(mask: ArrayLike<number>, dims: readonly [number, number, number]): Components {
  const [nx, ny, nz] = dims;
  const labels = new Int32Array(nx * ny * nz);
  const queue = new Int32Array(labels.length);
  const sizes = [0];
  for (let start = 0; start < labels.length; start++) {
    if (mask[start] === 0) sizes[0]++;
    if (mask[start] === 0 || labels[start] !== 0) continue;
    const label = sizes.length;
    let head = 0;
    let tail = 0;
    const visit = (at: number): void => {
      if (mask[at] === 0 || labels[at] !== 0) return;
      labels[at] = label;
      queue[tail++] = at;
    };
    visit(start);
    while (head < tail) {
      const at = queue[head++];
      const i = at % nx;
      const j = Math.floor(at / nx) % ny;
      const k = Math.floor(at / (nx * ny));
      if (i > 0) visit(at - 1);
      if (i < nx - 1) visit(at + 1);
      if (j > 0) visit(at - nx);
      if (j < ny - 1) visit(at + nx);
      if (k > 0) visit(at - nx * ny);
      if (k < nz - 1) visit(at + nx * ny);
    }
    sizes.push(tail);
  }
  return { labels, sizes };
}

/** The largest component as a mask of 0 and 1; all 0 for an empty mask. Of equals the first. */
export function largestComponent(
  mask: ArrayLike<number>,
  dims: readonly [number, number, number],
): Uint8Array {
  const { labels, sizes } = components(mask, dims);
  let largest = 0;
  for (let label = 1; label < sizes.length; label++) {
    if (largest === 0 || sizes[label] > sizes[largest]) largest = label;
  }
  return Uint8Array.from(labels, (label) => (label > 0 && label === largest ? 1 : 0));
}
