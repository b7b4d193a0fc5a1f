/** One vertebra of a label map taken apart: repaired, and its body separated from its arch. */
import type { Flag, Vec3 } from '../../../contracts/primitives.ts';
import { along, unit } from '../../math/vector.ts';
import type { Volume } from '../../grid/volume.ts';
import { pieceOf, type Extent, type Piece } from '../../grid/extents.ts';

import { repair } from './repair.ts';
import { splitBody } from './split-body.ts';

export interface LabelledVertebrae {
  /** Numbers that follow on each other along the spine. */
  readonly labels: Volume;
  /** Not 0 in every vertebral body, where a second map says so. */
  readonly bodies: Volume<Uint8Array> | null;
}

/** One labelled vertebra taken apart. */
export interface Vertebra {
  readonly mask: Piece;
  /** Null where none could be told. */
  readonly body: Piece | null;
  readonly arch: boolean | null;
  readonly flags: readonly Flag[];
}

/** Empty voxels around a piece, so that its surface is inside it. */
const MARGIN = 3;
/** A second map must cover this part of a vertebra to tell its body; bodies are 0.35 and more of a vertebra. */
const LEAST_BODY_PART = 0.15;
/** Crumbs of less than this part of a label are dropped without a word. */
const NOTABLE = 0.01;

/**
 * @param extents every value of the map, by which the column's direction is known
 * @throws TypeError where the map does not hold `value`
 */
export function takeApart(
  map: LabelledVertebrae,
  extents: ReadonlyMap<number, Extent>,
  value: number,
): Vertebra {
  const extent = extents.get(value)!;
  const { mask, dropped, pieces } = repair(pieceOf(map.labels, extent, MARGIN));
  const flags: Flag[] = [];
  if (dropped > NOTABLE)
    flags.push({
      code: 'FRAGMENTS_DROPPED',
      message: `${(100 * dropped).toFixed(1)} % of the label in small separate fragments, removed`,
    });
  if (pieces > 1) flags.push({ code: 'LABEL_IN_PIECES', message: `label in ${pieces} separate pieces` });
  const told = map.bodies === null ? null : repair(within(mask, map.bodies)).mask;
  if (told !== null && voxels(told) >= LEAST_BODY_PART * voxels(mask))
    return { mask, body: told, arch: voxels(told) < voxels(mask), flags };
  if (told !== null)
    flags.push({
      code: 'BODY_MAP_INCOMPLETE',
      message: 'no vertebral body in the second map; separated by geometry',
    });
  const split = splitBody(mask, superiorAt(extent, extents));
  return {
    mask,
    body: split === null ? null : { ...mask, data: split.body.data },
    arch: split === null ? null : split.posterior !== null,
    flags,
  };
}

/** Along the line of labels above and below, whatever they are called; straight up where there are none close by. */
function superiorAt({ value, centroid }: Extent, extents: ReadonlyMap<number, Extent>): Vec3 {
  const near = [value - 1, value + 1].flatMap((other) => {
    const found = extents.get(other);
    return found === undefined ? [] : [along(found.centroid, -1, centroid)];
  });
  const [a, b] = near.map((d) => (d[2] < 0 ? along([0, 0, 0], -1, d) : d));
  const sum = along(a ?? [0, 0, 0], 1, b ?? [0, 0, 0]);
  const length = Math.hypot(sum[0], sum[1], sum[2]);
  // Neighbouring numbers that are no neighbours (organs) don't point upwards.
  return length > 0 && sum[2] > UPRIGHT * length ? unit(sum) : [0, 0, 1];
}

/** cos 60 degrees: more than any vertebra leans. */
const UPRIGHT = 0.5;

function within(piece: Piece, map: Volume<Uint8Array>): Piece {
  const [nx, ny, nz] = map.dims;
  const [px, py] = piece.dims;
  const data = piece.data.map((inside, at) => {
    const i = (at % px) + piece.offset[0];
    const j = (Math.floor(at / px) % py) + piece.offset[1];
    const k = Math.floor(at / (px * py)) + piece.offset[2];
    const outside = i < 0 || j < 0 || k < 0 || i >= nx || j >= ny || k >= nz;
    return inside === 0 || outside ? 0 : map.data[i + nx * (j + ny * k)]!;
  });
  return { ...piece, data };
}

function voxels({ data }: Volume<Uint8Array>): number {
  let n = 0;
  for (const inside of data) n += inside;
  return n;
}
