/** What every provider's label maps go through: frames, truncation, gates and quality, level by level. */
import type { Flag, Refusal, Vec3 } from '../../../contracts/primitives.ts';
import type { SegmentedLevel } from '../../../contracts/segmentation.ts';
import { levelIndex, levelOfValue, LABEL_VALUE, type Level } from '../../../contracts/levels.ts';
import { along, unit } from '../../math/vector.ts';
import { voxelVolume, type Volume, finestSpacing } from '../../grid/volume.ts';

import { doubtsAbout, refusalFor, type CheckedBody } from './body-checks.ts';
import { frameBody, type FramedBody } from './body-frame.ts';
import { offTrend, oddSpacing, shiftedLevels, spacedPairs, type ColumnMember } from './column-checks.ts';
import { middleBand } from './middle-band.ts';
import { endplateBetween, type BeyondEnds } from './endplate-between.ts';
import { againstNeighbours, misplaced, unreached, type ShapedMember } from './neighbour-checks.ts';
import { sidesTouched } from '../../grid/edge-contact.ts';
import { sidesAtPadding } from '../../grid/padding-contact.ts';
import { validBounds } from '../../grid/valid-data.ts';
import { extentsOf, pieceOf, type Extent, type Piece } from '../../grid/extents.ts';
import { meshVolume, type Mesh } from '../../grid/mesh/mesh.ts';
import { SPANS_TWO } from '../override/merged-names.ts';
import { withSurfaces } from '../surface/with-surfaces.ts';
import type { ProviderResult } from '../provider.ts';
import { NEAR_METAL_MM } from '../../definitions/hounsfield.ts';
import { posteriorBySymmetry } from './symmetry.ts';
import { requireUpright } from './upright.ts';

export interface AssessedLevels {
  /** Cranial to caudal, everything that was seen. */
  readonly levels: readonly SegmentedLevel[];
  readonly studyFlags: readonly Flag[];
}

/** The table's axis: patient up and patient back, where nothing better is known. */
const UP: Vec3 = [0, 0, 1];
const BACK: Vec3 = [0, 1, 0];
/** Empty voxels around a vertebra on which symmetry is read. */
const MARGIN = 2;

/** @param drawn what a provider found; bodies that are measured more finely than voxels get their surfaces here */
export function assessLevels(ct: Volume<Int16Array>, drawn: ProviderResult): AssessedLevels {
  const result = withSurfaces(drawn);
  const bodies = byLevel(extentsOf(result.bodies));
  const vertebrae =
    result.vertebrae === null ? new Map<Level, Extent>() : byLevel(extentsOf(result.vertebrae));
  const givenUp = result.levelRefusals ?? new Map<Level, Refusal>();
  const seen = [...new Set([...bodies.keys(), ...vertebrae.keys(), ...givenUp.keys()])].sort(
    (a, b) => levelIndex(a) - levelIndex(b),
  );
  const valid = validBounds(ct);
  const cutAt = (labels: ProviderResult['bodies'], extent: Extent) => [
    ...new Set([...sidesTouched(extent, ct, valid), ...sidesAtPadding(labels, extent, ct)]),
  ];
  const checked = seen.map((level): CheckedBody => {
    const extent = bodies.get(level);
    if (extent === undefined) {
      const whole = vertebrae.get(level);
      const touches = whole === undefined ? [] : cutAt(result.vertebrae!, whole);
      return { level, piece: null, framed: null, volumeMm3: 0, touches };
    }
    const piece = pieceOf(result.bodies, extent, marginFor(ct));
    const surface = result.surfaces.get(level)!;
    const framed = frameLevel({ piece, surface }, result, vertebrae.get(level), axisAt(level, bodies));
    const touches = cutAt(result.bodies, extent);
    const volumeMm3 = touches.length > 0 ? extent.voxels * voxelVolume(ct.affine) : meshVolume(surface);
    return { level, piece, framed, volumeMm3, touches };
  });
  const alone = checked.map((body) => ({ ...body, refusal: refusalOf(body, ct, givenUp) }));
  const untruncated = alone.flatMap(member);
  const pairs = spacedPairs(untruncated);
  const ofShape = alone.filter(isShaped);
  const members = ofShape.flatMap((body, n) => shaped(body, ofShape[n + 1], ct));
  requireUpright(members);
  const shapes = againstNeighbours(members);
  const [short, apart] = [unreached(members), misplaced(pairs)];
  const judged = alone.map((body) => ({
    ...body,
    refusal:
      body.refusal ??
      shapes.refusals.get(body.level) ??
      short.get(body.level) ??
      apart.get(body.level) ??
      null,
  }));
  const assessable = judged.filter(({ refusal }) => refusal === null).flatMap(member);
  const merged = mergedLevels(shapes.refusals);
  const columnFlags = [offTrend(assessable), oddSpacing(pairs), shapes.flags];
  const levels = judged.map((body): SegmentedLevel => {
    const { level, framed, volumeMm3, touches, refusal } = body;
    const flags = [
      ...(result.levelFlags.get(level) ?? []),
      ...(refusal === null ? doubtsAbout(body, result.provider.id, ct) : []),
      ...columnFlags.flatMap((found) => found.get(level) ?? []),
      ...merged,
    ];
    return {
      level,
      labelValue: LABEL_VALUE[level],
      frame: framed?.frame ?? null,
      bodyVolumeMm3: volumeMm3,
      ...confidenceOf(level, refusal, result),
      truncated: touches.length > 0 || refusal?.code === 'LEVEL_TRUNCATED',
      refusal,
      qc: { light: refusal !== null ? 'red' : flags.length > 0 ? 'amber' : 'green', flags },
    };
  });
  return { levels, studyFlags: [...result.studyFlags, ...shiftedLevels(untruncated), ...merged] };
}

/** Where two vertebrae have one name, all names beyond them are doubted, as which side is right is not known. */
function mergedLevels(refusals: ReadonlyMap<Level, Refusal>): readonly Flag[] {
  const merged = [...refusals].filter(([, { code }]) => code === 'BODY_MERGED');
  return merged.map(([level]) => ({
    code: 'LEVELS_DOUBTFUL',
    message: `${level} ${SPANS_TWO}; levels above or below it may be off by one; verify the levels`,
  }));
}

/** Metal and cement change what an outline follows: such a body is no measure for others. */
function isShaped({ level, refusal }: { readonly level: Level; readonly refusal: Refusal | null }): boolean {
  return !level.startsWith('C') && refusal?.code !== 'METAL' && refusal?.code !== 'CEMENT';
}

function shaped(
  body: CheckedBody,
  after: CheckedBody | undefined,
  ct: Volume<Int16Array>,
): readonly (ShapedMember & { readonly below: BeyondEnds | null })[] {
  const { framed, level } = body;
  const next = after !== undefined && levelIndex(after.level) === levelIndex(level) + 1 ? after.framed : null;
  return member(body).map((own) => ({
    ...own,
    widthMm: framed!.widthMm,
    depthMm: framed!.depthMm,
    middleBand: middleBand(framed!, ct),
    below: next === null ? null : endplateBetween(framed!, next, ct),
  }));
}

/** What the image itself forbids comes before what the provider gives up. */
function refusalOf(
  body: CheckedBody,
  ct: Volume<Int16Array>,
  givenUp: ReadonlyMap<Level, Refusal>,
): Refusal | null {
  const own = givenUp.get(body.level) ?? null;
  return own !== null && body.piece === null ? own : (refusalFor(body, ct) ?? own);
}

/** Edges seen, as far as more of them make an outline better, times the probability of the names. */
function confidenceOf(
  level: Level,
  refusal: Refusal | null,
  { outlineQuality, numbering }: ProviderResult,
): { readonly confidence?: number } {
  const quality = outlineQuality?.get(level);
  if (quality === undefined) return {};
  const confidence = Math.min(1, quality / FULL_QUALITY) * (numbering?.probability ?? 1);
  return { confidence: refusal !== null ? 0 : confidence };
}

/** Outlines with an edge at this share of the surface are as good as any (Dice over 0.9 on five CT). */
const FULL_QUALITY = 0.65;

/** Endplates of the surface, and not of voxels: a slice's steps would tilt them. */
function frameLevel(
  { piece, surface }: { readonly piece: Piece; readonly surface: Mesh },
  { vertebrae, bodies }: ProviderResult,
  whole: Extent | undefined,
  superior: Vec3,
): FramedBody | null {
  const label = whole?.value ?? 0;
  const vertebra = whole === undefined ? null : pieceOf(vertebrae!, whole, MARGIN);
  const arch = vertebra === null ? null : archDirection(vertebra, bodies, label);
  const rough = frameBody(surface, { superior, posterior: arch ?? BACK });
  if (rough === null) return null;
  const posterior = posteriorBySymmetry(arch === null ? piece : vertebra!, rough.frame);
  return frameBody(surface, { superior: rough.frame.superior, posterior });
}

/** From the body's centre to that of the rest of the vertebra; null where there is no rest to speak of. */
function archDirection(vertebra: Piece, bodies: Volume<Uint8Array>, label: number): Vec3 | null {
  const [nx, ny] = bodies.dims;
  const [px, py] = vertebra.dims;
  const sums = { body: [0, 0, 0, 0], rest: [0, 0, 0, 0] };
  for (let at = 0; at < vertebra.data.length; at++) {
    if (vertebra.data[at] === 0) continue;
    const i = (at % px) + vertebra.offset[0];
    const j = (Math.floor(at / px) % py) + vertebra.offset[1];
    const k = Math.floor(at / (px * py)) + vertebra.offset[2];
    const sum = bodies.data[i + nx * (j + ny * k)] === label ? sums.body : sums.rest;
    sum[0]! += i;
    sum[1]! += j;
    sum[2]! += k;
    sum[3]! += 1;
  }
  const { body, rest } = sums;
  if (rest[3]! < LEAST_REST * body[3]! || body[3] === 0) return null;
  const step = [0, 1, 2].map((axis) => rest[axis]! / rest[3]! - body[axis]! / body[3]!);
  const a = bodies.affine;
  return [
    a[0] * step[0]! + a[1] * step[1]! + a[2] * step[2]!,
    a[4] * step[0]! + a[5] * step[1]! + a[6] * step[2]!,
    a[8] * step[0]! + a[9] * step[1]! + a[10] * step[2]!,
  ];
}

/** An arch has a third of the body's volume and more. */
const LEAST_REST = 0.2;

/** From the body below to the body above; the patient's up where there is neither. */
function axisAt(level: Level, bodies: ReadonlyMap<Level, Extent>): Vec3 {
  const at = levelIndex(level);
  const near = [...bodies].filter(([other]) => Math.abs(levelIndex(other) - at) <= 2);
  const sorted = near.sort(([a], [b]) => levelIndex(a) - levelIndex(b));
  const above =
    sorted.findLast(([other]) => levelIndex(other) < at) ?? sorted.find(([other]) => other === level);
  const below = sorted.find(([other]) => levelIndex(other) > at) ?? sorted.find(([other]) => other === level);
  if (above === undefined || below === undefined || above[0] === below[0]) return UP;
  return unit(along(above[1].centroid, -1, below[1].centroid));
}

function member({ level, framed, volumeMm3, touches }: CheckedBody): readonly ColumnMember[] {
  if (framed === null || touches.length > 0) return [];
  return [{ level, centre: framed.frame.origin, heightMm: framed.heightMm, volumeMm3 }];
}

function byLevel(extents: ReadonlyMap<number, Extent>): ReadonlyMap<Level, Extent> {
  const pairs = [...extents].map(([value, extent]) => [levelOfValue(value), extent] as const);
  return new Map(pairs.filter((pair): pair is readonly [Level, Extent] => pair[0] !== undefined));
}

/** Voxels that cover the neighbourhood in which metal matters. */
function marginFor({ affine }: Volume): number {
  return Math.ceil(NEAR_METAL_MM.assessed / finestSpacing(affine));
}
