/** Small defects of a vertebra's mask, mended. */
import { components } from '../../../solver/voxel/index.ts';
import type { Piece } from '../../grid/extents.ts';
import { fillHoles } from './holes.ts';

export interface Repaired {
  readonly mask: Piece;
  /** Part of the voxels that was dropped as crumbs. */
  readonly dropped: number;
  /** Pieces kept; 1 for a sound label. */
  readonly pieces: number;
}

/** A piece smaller than this part of the largest is a crumb. */
const CRUMB = 0.1;

/** Keeps the largest piece and those above 10 % of it, and fills holes. */
export function repair(mask: Piece): Repaired {
  const { labels, sizes } = components(mask.data, mask.dims);
  const largest = sizes.slice(1).reduce((most, size) => Math.max(most, size), 0);
  const keep = sizes.map((size, label) => label > 0 && size >= CRUMB * largest);
  const total = sizes.slice(1).reduce((sum, size) => sum + size, 0);
  const kept = sizes.reduce((sum, size, label) => sum + (keep[label]! ? size : 0), 0);
  const data = Uint8Array.from(labels, (label) => (keep[label]! ? 1 : 0));
  return {
    mask: { ...mask, data: fillHoles(data, mask.dims) },
    dropped: 1 - kept / total,
    pieces: keep.filter(Boolean).length,
  };
}
