/**
 * Labels that run into a neighbour's body, as networks draw them now and then: parted again at the middles of the discs
 * that the image shows.
 */
import type { Flag } from '../../../contracts/primitives.ts';
import { levelOfValue, type Level } from '../../../contracts/levels.ts';
import { indexToWorld, invertAffine, type Volume } from '../../grid/volume.ts';
import type { Plane, SpineSegment } from '../../find/index.ts';
import type { ProviderResult } from '../provider.ts';

/** A neighbour's label counts as mixed in from this share of a body on; less is the width of a disc's doubt. */
const LEAST_SHARE = 0.08;
/** Voxels nearer than this to the middle of a disc may belong to either side, mm. */
const NEAR_DISC_MM = 2;
/** A body reaches no further than this from the axis, mm. */
const REACH_MM = 36;

interface Slab {
  /** Indices of voxels with a label. */
  readonly voxels: readonly number[];
  /** Voxels of each label. */
  readonly counts: ReadonlyMap<number, number>;
}

/** @returns the result itself where nothing is mixed */
export function partMixed(result: ProviderResult, segments: readonly SpineSegment[]): ProviderResult {
  const slabs = segments.map((segment) => slabOf(segment, result.bodies));
  const owners = slabs.map(({ counts }) => mostOf(counts));
  const bodies = { ...result.bodies, data: Uint8Array.from(result.bodies.data) };
  const vertebrae =
    result.vertebrae === null ? null : { ...result.vertebrae, data: Uint8Array.from(result.vertebrae.data) };
  const levelFlags = new Map(result.levelFlags);
  let parted = false;
  for (const [n, { voxels, counts }] of slabs.entries()) {
    const owner = owners[n] ?? null;
    // Two bodies of one name are not mixed but misnamed.
    if (owner === null || owners.filter((other) => other === owner).length > 1) continue;
    for (const [value, count] of counts) {
      if (value === owner || count < LEAST_SHARE * voxels.length) continue;
      parted = true;
      for (const at of voxels) {
        if (result.bodies.data[at] !== value) continue;
        bodies.data[at] = owner;
        if (vertebrae !== null) vertebrae.data[at] = owner;
      }
      for (const level of [levelOfValue(owner)!, levelOfValue(value)!])
        levelFlags.set(level, [
          ...(levelFlags.get(level) ?? []),
          flagFor(owner, value, count / voxels.length),
        ]);
    }
  }
  return parted ? { ...result, bodies, vertebrae, levelFlags } : result;
}

/** Labelled voxels between both discs and near the axis. */
function slabOf(segment: SpineSegment, { dims, affine, data }: Volume<Uint8Array>): Slab {
  const [nx, ny, nz] = dims;
  const inverse = invertAffine(affine);
  const corners = [-1, 1].flatMap((a) =>
    [-1, 1].flatMap((b) =>
      [-1, 1].map((c) => {
        const [x, y, z] = segment.middle.point;
        return indexToWorld(inverse, x + a * REACH_MM, y + b * REACH_MM, z + c * REACH_MM);
      }),
    ),
  );
  const range = (axis: 0 | 1 | 2, size: number): readonly [number, number] => {
    const values = corners.map((corner) => corner[axis]);
    const low = values.reduce((least, value) => Math.min(least, value), Infinity);
    const high = values.reduce((most, value) => Math.max(most, value), -Infinity);
    return [Math.max(0, Math.floor(low)), Math.min(size - 1, Math.ceil(high))];
  };
  const [is, js, ks] = [range(0, nx), range(1, ny), range(2, nz)];
  const voxels: number[] = [];
  const counts = new Map<number, number>();
  for (let k = ks[0]; k <= ks[1]; k++) {
    for (let j = js[0]; j <= js[1]; j++) {
      for (let i = is[0]; i <= is[1]; i++) {
        const at = i + nx * (j + ny * k);
        const value = data[at]!;
        if (value === 0 || !within(segment, affine, i, j, k)) continue;
        voxels.push(at);
        counts.set(value, (counts.get(value) ?? 0) + 1);
      }
    }
  }
  return { voxels, counts };
}

function within(
  { lower, upper }: SpineSegment,
  affine: Volume['affine'],
  i: number,
  j: number,
  k: number,
): boolean {
  const [x, y, z] = indexToWorld(affine, i, j, k);
  return above(lower, x, y, z) > NEAR_DISC_MM && above(upper, x, y, z) < -NEAR_DISC_MM;
}

function above({ point, normal }: Plane, x: number, y: number, z: number): number {
  return (x - point[0]) * normal[0] + (y - point[1]) * normal[1] + (z - point[2]) * normal[2];
}

function mostOf(counts: ReadonlyMap<number, number>): number | null {
  let [best, most]: [number | null, number] = [null, 0];
  for (const [value, count] of counts) if (count > most) [best, most] = [value, count];
  return best;
}

function flagFor(owner: number, value: number, share: number): Flag {
  const [own, other] = [levelOfValue(owner), levelOfValue(value)] as [Level, Level];
  return {
    code: 'LABELS_MIXED',
    message: `${(100 * share).toFixed(0)} % of the body of ${own} was labelled ${other}; reassigned at the disc; verify both levels`,
  };
}
