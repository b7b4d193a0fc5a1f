/** Label maps of bodies, whoever drew them, fitted to the edges that the image shows near them. */
import type { Flag, Vec3 } from '../../../contracts/primitives.ts';
import { levelIndex, levelOfValue, type Level } from '../../../contracts/levels.ts';
import { along, unit } from '../../math/vector.ts';
import { spacingOf, voxelVolume, type Affine, type Volume, coarsestSpacing } from '../../grid/volume.ts';
import { frameBody, type FramedBody } from '../assess/body-frame.ts';
import { sidesTouched } from '../../grid/edge-contact.ts';
import { sidesAtPadding } from '../../grid/padding-contact.ts';
import { validBounds } from '../../grid/valid-data.ts';
import { extentsOf, paste, pieceOf, type Extent, type Piece } from '../../grid/extents.ts';
import { isSupported } from '../../definitions/supported-levels.ts';

import { markOsteophytes } from '../surface/mark-osteophytes.ts';
import type { Offsets } from './mask-offsets.ts';
import { bodyMesh, OUTER_EDGE, VISIBLE_EDGE } from '../surface/body-mesh.ts';
import type { Mesh } from '../../grid/mesh/mesh.ts';
import { rasteriseMesh } from '../../grid/mesh/rasterise.ts';
import { upperMedian } from '../../math/order-statistics.ts';
import { refitBody, type RefitBody } from './refit-body.ts';
import { seedFromMask } from './seed-from-mask.ts';

export interface Refitted {
  /** On the grid of the input. */
  readonly bodies: Volume<Uint8Array>;
  /** The voxels of `bodies` that are bony lips, where the image shows the body's edges. */
  readonly osteophytes: Volume<Uint8Array>;
  /** Levels whose outline was fitted to the image, with the surface that it is; the others are as they came. */
  readonly surfaces: ReadonlyMap<Level, Mesh>;
  readonly flags: ReadonlyMap<Level, readonly Flag[]>;
  /** Of the refitted levels: share of the outline at which the image shows an edge, 0 to 1. */
  readonly quality: ReadonlyMap<Level, number>;
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
/** A fit that moves the surface farther on average has run away from the map: in coarsest voxels, plus mm. */
const MOST_SHIFT = { voxels: 1.25, mm: 0.5 } as const;
/** Surface over volume^(2/3): 4.84 for a ball, 6 for a cube. */
const SURFACE = 5.8;
/**
 * References end so near to the edge that a fit finds, standard deviation: the fit's own error and theirs, mm (0.5 to 0.8
 * on 19 bodies of five CT). A map this near can't be bettered, and is kept as it is.
 */
const FIT_SD_MM = 0.85;
/** Four of five values of a normal distribution lie within this many standard deviations. */
const FOUR_OF_FIVE = 1.28;
/** Maps that are shifted by more are off, however near their single columns are: references by 0.1 to 0.75, mm. */
const MOST_SHIFTED_MM = 0.8;
/** A map that ends this near to the cortex's outer surface, at walls and at endplates, is drawn there by rule, mm. */
const AT_CORTEX_MM = { walls: 0.4, endplates: 0.5 } as const;
const BACK: Vec3 = [0, 1, 0];
const UP: Vec3 = [0, 0, 1];

/** @param bodies label values of `levels.ts`, without posterior elements, on the grid of `ct` */
export function refitBodies(ct: Volume<Int16Array>, bodies: Volume<Uint8Array>): Refitted {
  const all = framedBodies(bodies);
  const valid = validBounds(ct);
  const whole = ({ extent }: Body): boolean =>
    sidesTouched(extent, ct, valid).length === 0 && sidesAtPadding(bodies, extent, ct).length === 0;
  const fits = all.map((body, n) =>
    whole(body) ? fitOf(ct, body, all[n - 1] ?? null, all[n + 1] ?? null) : 'untouched',
  );
  const edge = edgeOf(fits.filter(isFit));
  const out = { dims: bodies.dims, affine: bodies.affine, data: new Uint8Array(bodies.data.length) };
  const surfaces = new Map<Level, Mesh>();
  const quality = new Map<Level, number>();
  const flags = new Map<Level, readonly Flag[]>();
  const raw: Body[] = [];
  all.forEach((body, n) => {
    const fit = fits[n]!;
    const asGood = isFit(fit) && isAsGood(fit, edge, ct.affine);
    const drawn = !isFit(fit) ? fit : asGood ? 'untouched' : drawInto(out, body, fit, EDGES[edge]);
    if (isFit(fit) && (asGood || isMesh(drawn))) quality.set(body.level, fit.surface.quality);
    if (isMesh(drawn)) surfaces.set(body.level, drawn);
    else raw.push(body);
    if (!isMesh(drawn) && drawn !== 'untouched') flags.set(body.level, [drawn]);
  });
  for (const { piece, extent } of raw) paste(piece, extent.value, out);
  const osteophytes = { ...out, data: new Uint8Array(out.data.length) };
  const extents = extentsOf(out);
  all.forEach(({ level, extent: { value } }, n) => {
    const [fit, extent] = [fits[n]!, extents.get(value)];
    if (!isFit(fit) || extent === undefined || !quality.has(level)) return;
    markOsteophytes(out, extent, fit.surface, EDGES[edge], osteophytes);
  });
  return { bodies: out, osteophytes, surfaces, flags, quality };
}

type Fit = RefitBody | Flag | 'untouched';

function isFit(fit: Fit): fit is RefitBody {
  return typeof fit === 'object' && 'surface' in fit;
}

function isMesh(drawn: Mesh | Flag | 'untouched'): drawn is Mesh {
  return typeof drawn === 'object' && 'vertices' in drawn;
}

function fitOf(
  ct: Volume<Int16Array>,
  { level, piece, framed }: Body,
  above: Body | null,
  below: Body | null,
): Fit {
  if (!isSupported(level) || framed === null) return 'untouched';
  const next = (other: Body | null): FramedBody | null =>
    other !== null && Math.abs(levelIndex(other.level) - levelIndex(level)) === 1 ? other.framed : null;
  const seed = seedFromMask({ framed, mask: piece }, next(above), next(below));
  const fit = refitBody({ ct, mask: piece, seed, coarsestMm: coarsestSpacing(ct.affine) });
  if (fit === null) return kept('label not closed around its centre');
  if (fit.surface.quality < LEAST_QUALITY)
    return kept(`image edge near only ${(100 * fit.surface.quality).toFixed(0)} % of the surface`);
  return fit;
}

type Edge = keyof RefitBody['maskTo'];
const EDGES = { outer: OUTER_EDGE, visible: VISIBLE_EDGE } as const;

/** Which edge a map's masks end at by their own rule: where readers and networks draw it, unless they keep to the cortex. */
function edgeOf(fits: readonly RefitBody[]): Edge {
  const off = (part: 'walls' | 'endplates'): number =>
    Math.abs(upperMedian(fits.map(({ maskTo }) => maskTo.outer[part])));
  const atCortex = off('walls') <= AT_CORTEX_MM.walls && off('endplates') <= AT_CORTEX_MM.endplates;
  return atCortex ? 'outer' : 'visible';
}

/** As near to the edge as references are: what is left is the fit's own error and the steps of voxels. */
function isAsGood({ maskTo }: RefitBody, edge: Edge, affine: Affine): boolean {
  const voxelMm = spacingOf(affine).reduce((sum, mm) => sum + mm / 3, 0);
  const sd = Math.sqrt(FIT_SD_MM ** 2 + voxelMm ** 2 / 12);
  const near = ({ most, shift }: Offsets): boolean => most <= FOUR_OF_FIVE * sd && shift <= MOST_SHIFTED_MM;
  // In thick slices the cortex's own edge is known worse than the visible one, and lies close to it.
  return near(maskTo.visible) || (edge === 'outer' && near(maskTo.outer));
}

/** The surface that was written; else nothing was. */
function drawInto(
  out: Volume<Uint8Array>,
  { extent }: Body,
  { surface }: RefitBody,
  edge: number,
): Mesh | Flag {
  const voxelMm3 = voxelVolume(out.affine);
  const before = extent.voxels * voxelMm3;
  const mesh = bodyMesh(surface, edge);
  const after = rasteriseMesh(mesh, extent.value, out) * voxelMm3;
  const shift = (after - before) / (SURFACE * before ** (2 / 3));
  if (Math.abs(shift) <= MOST_SHIFT.voxels * coarsestSpacing(out.affine) + MOST_SHIFT.mm) return mesh;
  for (let at = 0; at < out.data.length; at++) if (out.data[at] === extent.value) out.data[at] = 0;
  return kept(`fit to the image would shift the surface by ${shift.toFixed(1)} mm throughout`);
}

function kept(why: string): Flag {
  return { code: 'OUTLINE_NOT_REFITTED', message: `outline of the label map kept: ${why}` };
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
