/** The built-in provider, for studies that come without a label map: spine, bodies, names and arches from the CT alone. */
import type { Refusal } from '../../../contracts/primitives.ts';
import type { Frame } from '../../../contracts/segmentation.ts';
import { StudyRefused } from '../../../contracts/refusals.ts';
import { LABEL_VALUE, type Level } from '../../../contracts/levels.ts';
import { indexToWorld, invertAffine, type Volume } from '../../grid/volume.ts';
import { outlineBody } from '../body/outline-body.ts';
import { markOsteophytes } from '../surface/mark-osteophytes.ts';
import { bodyMesh, VISIBLE_EDGE } from '../surface/body-mesh.ts';
import { rasteriseMesh } from '../../grid/mesh/rasterise.ts';
import {
  type BodySurface,
  factsOf,
  findSpine,
  nameColumn,
  numberingOf,
  type Spine,
  type SpineSegment,
} from '../../find/index.ts';
import { wholeVertebrae } from '../posterior/whole-vertebrae.ts';
import { extentsOf } from '../../grid/extents.ts';
import type { Mesh } from '../../grid/mesh/mesh.ts';
import type { ProviderInput, ProviderResult, SegmentationProvider } from '../provider.ts';
import { upperMedian } from '../../math/order-statistics.ts';

import { doubtsOf, refusalOf } from './level-doubts.ts';
import { seedOf } from './seeds.ts';
import { unseenNeighbours } from './unseen-neighbours.ts';

const VERSION = '2';
/** A path with less than this is no canal; real ones score 0.35 (3 mm voxels, small crops) to 0.71. */
const LEAST_CANAL_SCORE = 0.2;

export const automaticProvider: SegmentationProvider = { id: 'automatic', segment: segmentAutomatically };

/** One vertebra on its way. */
interface Member {
  readonly level: Level;
  readonly segment: SpineSegment;
  readonly surface: BodySurface | null;
}

/** @throws StudyRefused SPINE_NOT_FOUND */
async function segmentAutomatically({ ct, log }: ProviderInput): Promise<ProviderResult> {
  const spine = findSpine(ct, (text, part) => {
    log.progress(text, 0.25 * part);
  });
  if (spine === null || spine.canalScore < LEAST_CANAL_SCORE || spine.segments.length === 0)
    throw notFound(spine);
  const free = nameColumn(spine.segments.map((segment) => factsOf(segment, null)))[0]!.sacral;
  const segments = spine.segments.slice(free);
  const surfaces = segments.map((segment, n) => {
    log.progress(`outlining body ${n + 1} of ${segments.length}`, 0.25 + (0.55 * n) / segments.length);
    return outlineBody(ct, seedOf(segment));
  });
  const namings = nameColumn(segments.map((segment, n) => factsOf(segment, surfaces[n]!)));
  const { numbering, flags } = numberingOf(namings, segments);
  const named = namings[0]!;
  // Segments that turn out to be the sacrum's have no name.
  const members = segments.flatMap((segment, n): readonly Member[] => {
    const level = named.levels[n] ?? null;
    return level === null ? [] : [{ level, segment, surface: surfaces[n]! }];
  });
  const bodies = { dims: ct.dims, affine: ct.affine, data: new Uint8Array(ct.data.length) };
  const meshes = new Map(members.flatMap(meshPair));
  for (const [level, mesh] of meshes) rasteriseMesh(mesh, LABEL_VALUE[level], bodies);
  const osteophytes = osteophytesOf(members, bodies);
  log.progress('separating posterior elements', 0.82);
  const whole = wholeVertebrae({
    ct,
    bodies,
    frames: new Map(members.flatMap(framePair)),
    canal: spine.canal.toReversed(),
  });
  // Each level says it too: none of them is green while its name is in doubt.
  const ofNames = flags.filter(({ code }) => code === 'LEVELS_UNCERTAIN');
  const medianContrast = upperMedian(members.map(({ segment }) => segment.upper.contrast));
  const inCanal = canalWithin(bodies, spine);
  const cut = unseenNeighbours(ct, spine, members, named.overSacrum);
  return await Promise.resolve({
    provider: { id: 'automatic', version: VERSION, convention: null, recognisedBy: null },
    bodies,
    surfaces: meshes,
    vertebrae: whole.vertebrae,
    osteophytes,
    pedicleCuts: new Map(members.map(({ level }) => [level, whole.pedicles.get(LABEL_VALUE[level]) ?? []])),
    numbering,
    studyFlags: [...flags, ...cut.flags],
    levelFlags: new Map(
      members.map(({ level, segment, surface }) => {
        const value = LABEL_VALUE[level];
        const around = { medianContrast, canalInside: inCanal.get(value) ?? 0 };
        const own = doubtsOf(surface, segment, around);
        return [level, [...ofNames, ...own, ...(whole.flags.get(value) ?? [])]];
      }),
    ),
    levelRefusals: new Map([...members.flatMap((member) => refusalPair(member, inCanal)), ...cut.refusals]),
    outlineQuality: new Map(members.map(({ level, surface }) => [level, surface?.quality ?? 0])),
  });
}

function osteophytesOf(members: readonly Member[], bodies: Volume<Uint8Array>): Volume<Uint8Array> {
  const marks = { ...bodies, data: new Uint8Array(bodies.data.length) };
  const extents = extentsOf(bodies);
  for (const { level, surface } of members) {
    const extent = extents.get(LABEL_VALUE[level]);
    if (surface !== null && extent !== undefined)
      markOsteophytes(bodies, extent, surface, VISIBLE_EDGE, marks);
  }
  return marks;
}

function meshPair({ level, surface }: Member): readonly (readonly [Level, Mesh])[] {
  return surface === null ? [] : [[level, bodyMesh(surface, VISIBLE_EDGE)]];
}

function framePair({ level, surface }: Member): readonly (readonly [number, Frame])[] {
  return surface === null ? [] : [[LABEL_VALUE[level], surface.frame]];
}

function refusalPair(
  { level, surface }: Member,
  inCanal: ReadonlyMap<number, number>,
): readonly (readonly [Level, Refusal])[] {
  const refusal = refusalOf(surface, inCanal.get(LABEL_VALUE[level]) ?? 0);
  return refusal === null ? [] : [[level, refusal]];
}

/** By label value: points of the canal's centreline within the body. */
function canalWithin(bodies: Volume<Uint8Array>, { canal }: Spine): ReadonlyMap<number, number> {
  const inverse = invertAffine(bodies.affine);
  const [nx, ny, nz] = bodies.dims;
  const counts = new Map<number, number>();
  for (const point of canal) {
    const [i, j, k] = indexToWorld(inverse, ...point).map(Math.round) as [number, number, number];
    if (i < 0 || j < 0 || k < 0 || i >= nx || j >= ny || k >= nz) continue;
    const value = bodies.data[i + nx * (j + ny * k)]!;
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

function notFound(spine: Spine | null): StudyRefused {
  const saw =
    spine === null || spine.canalScore < LEAST_CANAL_SCORE
      ? `no spinal canal (score ${(spine?.canalScore ?? 0).toFixed(2)}, at least ${LEAST_CANAL_SCORE})`
      : 'no two discs along the canal';
  return new StudyRefused({
    code: 'SPINE_NOT_FOUND',
    saw,
    wanted: 'at least one complete vertebra in the field of view, or a label map (--labels)',
  });
}
