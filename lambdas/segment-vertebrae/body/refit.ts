/** Label maps of bodies, whoever drew them, fitted to the edges that the image shows near them. */
import type { Flag, Vec3 } from '../../shared/contracts/primitives.ts';
import { levelIndex, levelOfValue, type Level } from '../../shared/levels.ts';
import { along, unit } from '../../shared/vector.ts';
import { voxelVolume, type Volume } from '../../shared/volume.ts';
import { frameBody, type FramedBody } from '../body-frame.ts';
import { sidesTouched } from '../edge-contact.ts';
import { extentsOf, paste, pieceOf, type Extent, type Piece } from '../extents.ts';
import { coarsestSpacing } from '../spacing.ts';
import { isSupported } from '../supported-levels.ts';

import { rasteriseBody } from './rasterise.ts';
import { refitBody } from './refit-body.ts';
import { seedFromMask } from './seed-from-mask.ts';

export interface Refitted {
  /** On the grid of the input. */
  readonly bodies: Volume<Uint8Array>;
  /** Levels whose outline was fitted to the image; the others are as they came. */
  readonly levels: readonly Level[];
  readonly flags: ReadonlyMap<Level, readonly Flag[]>;
}

interface Body {
  readonly level: Level;
  readonly extent: Extent;
  readonly piece: Piece;
  readonly framed: FramedBody | null;
}

/** Empty voxels around a piece. */
const MARGIN = 3;
/** Fewer columns than this share on an edge of the image: the map is not on this body's wall. */
const LEAST_QUALITY = 0.4;
/** A fit that changes the volume by more has run away from the map. */
const MOST_CHANGE = 0.25;
const BACK: Vec3 = [0, 1, 0];
const UP: Vec3 = [0, 0, 1];

/** @param bodies label values of `levels.ts`, without posterior elements, on the grid of `ct` */
export function refitBodies(ct: Volume<Int16Array>, bodies: Volume<Uint8Array>): Refitted {
  const all = framedBodies(bodies);
  const out = { dims: bodies.dims, affine: bodies.affine, data: new Uint8Array(bodies.data.length) };
  const levels: Level[] = [];
  const flags = new Map<Level, readonly Flag[]>();
  const raw: Body[] = [];
  all.forEach((body, n) => {
    const said = refitInto(ct, body, all[n - 1] ?? null, all[n + 1] ?? null, out);
    if (said === null) levels.push(body.level);
    else raw.push(body);
    if (said !== null && said !== 'untouched') flags.set(body.level, [said]);
  });
  for (const { piece, extent } of raw) paste(piece, extent.value, out);
  return { bodies: out, levels, flags };
}

/** Null where it was fitted. */
function refitInto(
  ct: Volume<Int16Array>,
  { level, extent, piece, framed }: Body,
  above: Body | null,
  below: Body | null,
  out: Volume<Uint8Array>,
): Flag | 'untouched' | null {
  if (!isSupported(level) || framed === null || sidesTouched(extent, ct).length > 0) return 'untouched';
  const next = (other: Body | null): FramedBody | null =>
    other !== null && Math.abs(levelIndex(other.level) - levelIndex(level)) === 1 ? other.framed : null;
  const seed = seedFromMask({ framed, mask: piece }, next(above), next(below));
  const surface = refitBody({ ct, mask: piece, seed, coarsestMm: coarsestSpacing(ct.affine) });
  const kept = (why: string): Flag => ({
    code: 'OUTLINE_NOT_REFITTED',
    message: `the outline is the map's own: ${why}`,
  });
  if (surface === null) return kept('the label is no closed body about its centre');
  if (surface.quality < LEAST_QUALITY)
    return kept(`the image shows an edge near ${(100 * surface.quality).toFixed(0)} % of its surface`);
  const trial = { ...out, data: out.data.slice() };
  const voxels = rasteriseBody(surface, extent.value, trial);
  const change = (voxels * voxelVolume(out.affine)) / (extent.voxels * voxelVolume(out.affine)) - 1;
  if (Math.abs(change) > MOST_CHANGE)
    return kept(`fitting it to the image would change its volume by ${(100 * change).toFixed(0)} %`);
  out.data.set(trial.data);
  return null;
}

/** Cranial to caudal. */
function framedBodies(bodies: Volume<Uint8Array>): readonly Body[] {
  const found = [...extentsOf(bodies).values()].flatMap((extent) => {
    const level = levelOfValue(extent.value);
    return level === undefined ? [] : [{ level, extent }];
  });
  const sorted = found.sort((a, b) => levelIndex(a.level) - levelIndex(b.level));
  return sorted.map(({ level, extent }, n) => {
    const piece = pieceOf(bodies, extent, MARGIN);
    const [above, below] = [sorted[n - 1]?.extent ?? extent, sorted[n + 1]?.extent ?? extent];
    const superior = above === below ? UP : unit(along(above.centroid, -1, below.centroid));
    return { level, extent, piece, framed: frameBody(piece, { superior, posterior: BACK }) };
  });
}
