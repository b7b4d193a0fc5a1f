/** All but the spine: skin, fat, muscle, viscera, in the chest lungs round the heart; and what the patient lies on. */
import { HEART, LUNG, PHANTOM_LEVELS, TRUNK, VISCERA } from '../anatomy/anatomy.ts';
import { MATERIAL } from '../image/materials.ts';
import type { SpineOptions } from '../options.ts';
import type { Placement } from '../anatomy/placement.ts';
import { intoDesign } from '../anatomy/pose.ts';
import { surroundingsOf } from './surroundings.ts';

type Ellipse = readonly [number, number, number, number];

export interface Trunk {
  /** True where every slice is the same. */
  readonly uniform: boolean;
  /** Material code. */
  at(x: number, y: number, z: number): number;
}

/** The lungs' domes stand at the height of this level, and between levels lie this many mm where it is not there. */
const DOME_LEVEL = 'T10';
const LEVEL_MM = 25;
const NOWHERE = Infinity;
/** The diaphragm falls by x^2 over this towards the sides, mm. */
const DIAPHRAGM_MM = 500;

export function trunkOf(placement: Placement, options: SpineOptions): Trunk {
  const patient = patientTrunk(placement, options);
  const { calibrationPhantom: phantom } = options;
  if (phantom === undefined) return patient;
  const surroundings = surroundingsOf(phantom);
  return {
    uniform: patient.uniform && (phantom.skewDegrees ?? 0) === 0 && phantom.zRangeMm === undefined,
    at(x, y, z) {
      const code = patient.at(x, y, z);
      return code === MATERIAL.air ? surroundings(x, y, z) : code;
    },
  };
}

function patientTrunk(placement: Placement, { lungs, pose }: SpineOptions): Trunk {
  const { dome, apex } = lungs === true ? chestOf(placement, pose) : { dome: NOWHERE, apex: NOWHERE };
  if (pose === undefined) return { uniform: lungs !== true, at: (x, y, z) => tissueAt(x, y, z, dome, apex) };
  const toDesign = intoDesign(pose);
  const design = new Float64Array(3);
  return {
    uniform: false,
    at(x, y, z) {
      toDesign(x, y, z, design);
      return tissueAt(design[0]!, design[1]!, design[2]!, dome, apex);
    },
  };
}

function tissueAt(x: number, y: number, z: number, dome: number, apex: number): number {
  if (!inside(x, y, TRUNK.skin)) return MATERIAL.air;
  if (!inside(x, y, TRUNK.muscle)) return MATERIAL.fat;
  if (z > dome - LUNG.recessMm) {
    if (inLung(x, y, z, dome, apex)) return MATERIAL.lung;
    if (z > dome - (x * x) / DIAPHRAGM_MM) return inside(x, y, HEART) ? MATERIAL.organ : MATERIAL.muscle;
  }
  let found: number = MATERIAL.muscle;
  for (let n = 0; n < VISCERA.length; n++) {
    const { tissue, ellipse } = VISCERA[n]!;
    if (inside(x, y, ellipse)) found = MATERIAL[tissue];
  }
  return found;
}

function inLung(x: number, y: number, z: number, dome: number, apex: number): boolean {
  const [cx, cy, a, b] = LUNG.ellipse;
  const narrowing = Math.min(1, Math.max(0, (apex - z) / LUNG.apexMm));
  const size = Math.sqrt(narrowing * (2 - narrowing));
  const s = (Math.abs(x) - cx + (1 - size) * (cx / 2)) / (a * size);
  const t = (y - cy - (1 - size) * b * 0.4) / (b * size);
  const r = s * s + t * t;
  return r < 1 && z > dome - LUNG.recessMm + LUNG.domeMm * (1 - r);
}

function inside(x: number, y: number, ellipse: Ellipse): boolean {
  const s = (x - ellipse[0]) / ellipse[2];
  const t = (y - ellipse[1]) / ellipse[3];
  return s * s + t * t < 1;
}

/** Heights in the patient's place at design, mm. */
function chestOf({ vertebrae }: Placement, pose: SpineOptions['pose']): { dome: number; apex: number } {
  const heights = vertebrae.map(({ spec, frame: { origin } }) => {
    const design = new Float64Array(origin);
    if (pose !== undefined) intoDesign(pose)(origin[0], origin[1], origin[2], design);
    return { index: PHANTOM_LEVELS.indexOf(spec.level), z: design[2]! };
  });
  const heightOf = (level: (typeof PHANTOM_LEVELS)[number]): number => {
    const index = PHANTOM_LEVELS.indexOf(level);
    const nearest = heights.reduce((best, one) =>
      Math.abs(one.index - index) < Math.abs(best.index - index) ? one : best,
    );
    return nearest.z + LEVEL_MM * (nearest.index - index);
  };
  return { dome: heightOf(DOME_LEVEL), apex: heightOf('T1') };
}
