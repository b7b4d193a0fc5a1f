/** What is exactly known of a digital spine. `osteon/phantom-truth/1` */
import type { Frame } from '../contracts/segmentation.ts';
import type { Vec3 } from '../contracts/primitives.ts';
import { LABEL_VALUE, type Level } from '../contracts/levels.ts';
import { HEIGHT_POSITIONS, positionsText } from '../spine/definitions/heights.ts';
import { genantGrade } from '../spine/definitions/fractures.ts';
import { definitionsDigest } from '../spine/definitions/digest.ts';

import { heightsAt, offCentre, type Heights } from './anatomy/body.ts';
import { slopeOf, type FractureSpec, type SpineOptions } from './options.ts';
import { osteophyteVolume } from './anatomy/osteophytes.ts';
import type { PlacedVertebra, Placement, Segment } from './anatomy/placement.ts';
import { bearsRibs } from './anatomy/ribs.ts';
import { toWorld } from './anatomy/solids.ts';

export interface LevelTruth {
  readonly level: Level;
  readonly labelValue: number;
  /** Origin: centre of the body. Superior: the normal of the plane midway between the endplates. */
  readonly frame: Frame;
  readonly heightsMm: Heights;
  /** Ends of the three heights, patient LPS, mm. */
  readonly points: Readonly<Record<`${keyof Heights}${'Superior' | 'Inferior'}`, Vec3>>;
  readonly widthMm: number;
  readonly depthMm: number;
  readonly trabecularVbmdMgCc: number;
  /** Of the mineral alone: before contrast agent, drift and cupping. */
  readonly trabecularHu: number;
  /** Of the whole body, shell included, without pedicles and osteophytes. */
  readonly bodyVolumeMm3: number;
  readonly osteophyteVolumeMm3: number;
  readonly cementVolumeMm3: number;
  readonly screws: boolean;
  readonly ribs: boolean;
  readonly fracture: {
    readonly shape: FractureSpec['shape'] | 'none';
    readonly loss: number;
    readonly genantGrade: 0 | 1 | 2 | 3;
  };
}

/** S1: centre of its endplate, the endplate's normal, and its slope in the scanner's sagittal plane. */
export interface SacrumTruth {
  readonly labelValue: number;
  readonly frame: Frame;
  readonly endplateCentre: Vec3;
  readonly slopeDegrees: number;
}

export interface SpineTruth {
  readonly schema: 'osteon/phantom-truth/1';
  readonly definitions: Readonly<
    Record<'frame' | 'heights' | 'density' | 'genantGrade' | 'bodyVolume', string>
  >;
  /** Of the definitions that heights, grades and densities are true by. */
  readonly definitionsSha256: string;
  readonly mineralBasis: 'K2HPO4';
  readonly slopeMgCcPerHu: number;
  readonly options: SpineOptions;
  /** Cranial to caudal; the whole vertebrae only. */
  readonly levels: readonly LevelTruth[];
  readonly sacrum: SacrumTruth | null;
}

const DEFINITIONS: SpineTruth['definitions'] = {
  frame:
    'patient LPS, mm: origin at the body centre; left, posterior and superior of unit length, right-handed',
  heights:
    'distance between the outer surfaces of the endplates along the superior axis, on the mid-sagittal plane (0 along ' +
    `left), at ${positionsText()} (anterior, middle, posterior) of the depth from the anterior to the posterior wall at the rims`,
  density: 'K2HPO4-equivalent mg/cm3, uniform within the shell; HU = density / slope, water 0',
  genantGrade:
    'from the height lost against the intact body: 0 below 20 %, 1 from 20 %, 2 from 25 %, 3 above 40 %',
  bodyVolume: 'mm3, the shell included, pedicles and osteophytes excluded',
};

export function truthOf({ vertebrae, sacrum }: Placement, options: SpineOptions): SpineTruth {
  const slope = slopeOf(options.scanner);
  return {
    schema: 'osteon/phantom-truth/1',
    definitions: DEFINITIONS,
    definitionsSha256: definitionsDigest(['calibration', 'fractures', 'heights']),
    mineralBasis: 'K2HPO4',
    slopeMgCcPerHu: slope,
    options,
    levels: vertebrae
      .filter(({ whole }) => whole)
      .map((vertebra) => levelTruth(vertebra, slope, bearsRibs(vertebra.spec.level, options))),
    sacrum: sacrum[0] === undefined ? null : sacrumTruth(sacrum[0]),
  };
}

/** `truth.json`, the same bytes for the same spine. */
export function truthJson(truth: SpineTruth): string {
  return `${JSON.stringify(truth, null, 2)}\n`;
}

function sacrumTruth({ body, frame }: Segment): SacrumTruth {
  const [, y, z] = frame.superior;
  return {
    labelValue: LABEL_VALUE.sacrum,
    frame,
    endplateCentre: toWorld(frame, [0, 0, body.heights.middle / 2]),
    slopeDegrees: (Math.atan2(-y, z) * 180) / Math.PI,
  };
}

function levelTruth({ spec, body, frame }: PlacedVertebra, slope: number, ribs: boolean): LevelTruth {
  const heights = heightsAt(body, HEIGHT_POSITIONS);
  const end = (name: keyof Heights, side: 1 | -1): Vec3 =>
    toWorld(frame, [0, offCentre(HEIGHT_POSITIONS[name]) * body.halfDepth, (side * heights[name]) / 2]);
  const loss = spec.fracture?.loss ?? 0;
  return {
    level: spec.level,
    labelValue: LABEL_VALUE[spec.level],
    frame,
    heightsMm: heights,
    points: {
      anteriorSuperior: end('anterior', 1),
      anteriorInferior: end('anterior', -1),
      middleSuperior: end('middle', 1),
      middleInferior: end('middle', -1),
      posteriorSuperior: end('posterior', 1),
      posteriorInferior: end('posterior', -1),
    },
    widthMm: 2 * body.halfWidth,
    depthMm: 2 * body.halfDepth,
    trabecularVbmdMgCc: spec.vbmdMgCc,
    trabecularHu: spec.vbmdMgCc / slope,
    bodyVolumeMm3: body.volumeMm3(),
    osteophyteVolumeMm3: osteophyteVolume(spec.osteophytes ?? [], body),
    cementVolumeMm3: spec.cement?.volumeMm3 ?? 0,
    screws: spec.screws ?? false,
    ribs,
    fracture: { shape: spec.fracture?.shape ?? 'none', loss, genantGrade: genantGrade(loss) },
  };
}
