/** What the digital scanner sees: all solids of a digital spine and its trunk, with their material codes. */
import type { Frame } from '../../contracts/segmentation.ts';
import { isThoracic } from '../../contracts/levels.ts';

import type { ChainLink } from '../anatomy/between.ts';
import { bridge } from '../anatomy/bridge.ts';
import { cementPart, metalParts } from '../anatomy/implants.ts';
import { layerOf, type ScannedBody, type ScannedLayer, type ScannedPart } from './layer.ts';
import { codeOf, huTable, MATERIAL, PART } from './materials.ts';
import type { SpineOptions } from '../options.ts';
import { osteophyte } from '../anatomy/osteophytes.ts';
import type { PlacedVertebra, Placement } from '../anatomy/placement.ts';
import { posteriorParts } from '../anatomy/posterior.ts';
import { rotatedFrame, rotationOf } from '../anatomy/pose.ts';
import { bearsRibs, ribParts } from '../anatomy/ribs.ts';
import { iliacParts, sacralisedParts, sacralParts } from '../anatomy/sacrum.ts';
import { boxInFrame, localCoordinates, uprightFrame } from '../anatomy/solids.ts';
import { trunkOf, type Trunk } from '../trunk/trunk.ts';

export interface ScannedObject {
  /** HU by material code. */
  readonly hu: Float64Array;
  readonly trunk: Trunk;
  layer(zLow: number, zHigh: number): ScannedLayer;
}

export function scannedObject(placement: Placement, options: SpineOptions): ScannedObject {
  const { vertebrae, sacrum } = placement;
  const bodies = vertebrae.map((placed, k) => bodyOf(vertebrae, placed, k, options));
  const chain: ChainLink[] = [
    ...bodies,
    ...sacrum.map((segment): ChainLink => ({
      ...segment,
      toLocal: localCoordinates(segment.frame),
      discBone: 0,
      vessels: 'none',
      chest: false,
    })),
  ];
  const parts = [...vertebralParts(vertebrae), ...freeParts(placement, options)];
  const metal = metalParts(vertebrae);
  const trunk = trunkOf(placement, options);
  return {
    hu: huTable(placement, options),
    trunk,
    layer: (zLow, zHigh) => layerOf({ bodies, chain, parts, metal, trunk }, zLow, zHigh),
  };
}

function bodyOf(
  all: readonly PlacedVertebra[],
  placed: PlacedVertebra,
  k: number,
  { cavaHu, lungs }: SpineOptions,
): ScannedBody {
  const { spec, body, frame } = placed;
  const thoracic = isThoracic(spec.level);
  const bridged = (at: number): boolean => all[at]?.spec.discBelow?.filling === 'bone';
  return {
    body,
    frame,
    code: codeOf(k),
    toLocal: localCoordinates(frame),
    discBone: bridged(k) ? codeOf(k) + PART.discBone : 0,
    vessels: cavaHu !== undefined && !thoracic ? 'aorta and cava' : 'aorta',
    chest: lungs === true && thoracic,
    cement: spec.cement === undefined ? null : cementPart(spec.cement, placed),
    fused: { superior: bridged(k - 1), inferior: bridged(k) },
    ...boxInFrame(frame, [0, 0, 0], [body.halfWidth, body.halfDepth, body.greatestHalfHeight]),
  };
}

function vertebralParts(vertebrae: readonly PlacedVertebra[]): readonly ScannedPart[] {
  return vertebrae.flatMap((placed, k) => {
    const lips = (placed.spec.osteophytes ?? []).map((spec) => osteophyte(spec, placed));
    const [core, shell] = [codeOf(k) + PART.posteriorCore, codeOf(k) + PART.posteriorShell];
    const [between, next] = [placed.spec.discBelow?.bridge, vertebrae[k + 1]];
    const bridges = between === undefined || next === undefined ? [] : [bridge(between, placed, next)];
    return [...posteriorParts(placed), ...lips, ...bridges].map((solid) => ({ ...solid, core, shell }));
  });
}

/** Ribs, iliac bones and the sacrum, whose code follows the last vertebra's. */
function freeParts({ vertebrae, sacrum }: Placement, options: SpineOptions): readonly ScannedPart[] {
  const [core, shell] = [MATERIAL.freeCore, MATERIAL.freeShell];
  const ribs = vertebrae
    .filter(({ spec }) => bearsRibs(spec.level, options))
    .flatMap((vertebra) => ribParts(vertebra, options));
  const free = ribs.map((solid): ScannedPart => ({ ...solid, core, shell }));
  if (options.sacrum === undefined) return free;
  const sacral = codeOf(vertebrae.length);
  const own = { core: sacral + PART.posteriorCore, shell: sacral + PART.posteriorShell };
  const last = vertebrae.at(-1)!;
  const bridges = options.sacrum.sacralised ? sacralisedParts(last, sacrum[0]!) : [];
  const ilium = options.sacrum.ilium ? iliacParts(sacrum[0]!, patientAxes(options)) : [];
  return [
    ...free,
    ...sacralParts(sacrum).map((solid) => ({ ...solid, ...own })),
    ...bridges.map((solid) => ({ ...solid, ...own })),
    ...ilium.map((solid) => ({ ...solid, core, shell })),
  ];
}

function patientAxes({ pose }: SpineOptions): Omit<Frame, 'origin'> {
  const axes = uprightFrame([0, 0, 0]);
  return pose === undefined ? axes : rotatedFrame(rotationOf(pose), axes);
}
