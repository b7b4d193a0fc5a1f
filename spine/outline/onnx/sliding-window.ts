/** A model laid over the whole CT patch by patch, layer by layer from the feet up. */
import { StudyRefused } from '../../../contracts/refusals.ts';
import { LABEL_VALUE } from '../../../contracts/levels.ts';
import type { Volume } from '../../grid/volume.ts';

import { writeSlices } from './label-slices.ts';
import { modelGrid, samplePatchInto } from './model-grid.ts';
import type { ModelManifest } from './model-manifest.ts';
import { patchLayout } from './patch-layout.ts';
import { ScoreSlab, slabBytes } from './score-slab.ts';
import { patchStarts, patchWeights, weightSums } from './windows.ts';

/**
 * A patch in the order of the model's input (it may be kept until the answer is there) to scores in the order of its
 * output: class first.
 */
export type ScorePatch = (patch: Float32Array) => Promise<Float32Array>;

export interface SlidingWindow {
  readonly ct: Volume<Int16Array>;
  readonly manifest: ModelManifest;
  readonly score: ScorePatch;
  /** Called before each patch. */
  readonly progress: (done: number, patches: number) => void;
}

/** For scores and one patch's tensors; the step's function has 8 GB (design value), bytes. */
const MOST_BYTES = 2 ** 31;
const GB = 1e9;

/**
 * @returns labels in the values of `LABEL_VALUE`, on the grid of the CT
 * @throws StudyRefused MODEL_TOO_LARGE
 */
export async function segmentByPatches(window: SlidingWindow): Promise<Volume<Uint8Array>> {
  const { ct, manifest, score, progress } = window;
  const layout = patchLayout(manifest);
  const grid = modelGrid(ct, layout.spacingMm);
  const classes = manifest.labels.length;
  requireMemory(grid.dims, classes, layout.patch);
  const starts = [0, 1, 2].map((axis) =>
    patchStarts(grid.dims[axis]!, layout.patch[axis]!, manifest.overlap),
  );
  const [xs, ys, zs] = starts as [readonly number[], readonly number[], readonly number[]];
  const weights = layout.patch.map(patchWeights);
  const sums = (axis: number) => weightSums(grid.dims[axis]!, starts[axis]!, weights[axis]!);
  const slab = new ScoreSlab(grid.dims, classes, layout.patch[2]);
  const writer = {
    grid,
    slab,
    sums: [sums(0), sums(1), sums(2)] as const,
    values: Uint8Array.from(manifest.labels, (label) => (label === 'ignore' ? 0 : LABEL_VALUE[label])),
    into: { dims: ct.dims, affine: ct.affine, data: new Uint8Array(ct.data.length) },
  };
  const tensor = new Float32Array(layout.patch[0] * layout.patch[1] * layout.patch[2]);
  const patches = xs.length * ys.length * zs.length;
  let [done, slice] = [0, 0];
  for (const [layer, z] of zs.entries()) {
    for (const y of ys) {
      for (const x of xs) {
        progress(done++, patches);
        samplePatchInto(tensor, ct, { grid, layout, normalisation: manifest.normalisation, at: [x, y, z] });
        slab.add(await score(tensor), layout, [x, y, z], weights);
      }
    }
    const doneRows = zs[layer + 1] ?? grid.dims[2];
    slice = writeSlices(writer, slice, doneRows);
    slab.forgetBelow(doneRows - 1);
  }
  return writer.into;
}

function requireMemory(
  dims: readonly [number, number, number],
  classes: number,
  patch: readonly [number, number, number],
): void {
  const tensors = Float32Array.BYTES_PER_ELEMENT * patch[0] * patch[1] * patch[2] * (1 + classes);
  const bytes = slabBytes(dims, classes, patch[2]) + tensors;
  if (bytes <= MOST_BYTES) return;
  throw new StudyRefused({
    code: 'MODEL_TOO_LARGE',
    saw: `${(bytes / GB).toFixed(1)} GB of scores: ${classes} classes on ${dims.join('x')} voxels of the model`,
    wanted: `at most ${(MOST_BYTES / GB).toFixed(1)} GB: a smaller field of view, or a model of coarser spacing, fewer classes or smaller patches`,
  });
}
