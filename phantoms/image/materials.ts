/** Material codes of a digital spine, one byte each, and their HU. */
import { BODY_SHELL, OTHER_BONE, SOFT_TISSUE_HU, TABLE_HU } from '../anatomy/anatomy.ts';
import { rodHu, slabOf } from '../trunk/calibration-phantom.ts';
import { METAL_HU } from '../anatomy/implants.ts';
import type { Placement } from '../anatomy/placement.ts';
import { slopeOf, type SpineOptions } from '../options.ts';

/** Codes that every spine has. `free` bone belongs to no labelled vertebra: ribs, iliac bones, bridges. */
export const MATERIAL = {
  air: 0, fat: 1, muscle: 2, disc: 3, canal: 4, aorta: 5, organ: 6, bowel: 7, freeCore: 8, freeShell: 9,
  lung: 10, cava: 11, metal: 12, slab: 13, tableSkin: 14, tableFoam: 15, firstRod: 16, firstVertebra: 24,
} as const; // prettier-ignore

/** Codes of vertebra k: `firstVertebra + CODES_PER_VERTEBRA k` plus one of these; the sacrum comes after the last. */
export const PART = {
  trabecular: 0, bodyShell: 1, cement: 2, bodyMetal: 3,
  posteriorCore: 4, posteriorShell: 5, posteriorMetal: 6,
  /** Bone in the place of the disc below. */
  discBone: 7,
} as const; // prettier-ignore
export const CODES_PER_VERTEBRA = 8;

/** HU by material code. */
export function huTable({ vertebrae, sacrum }: Placement, options: SpineOptions): Float64Array {
  const { scanner, aortaHu, cavaHu, fatHu, trabecularContrastHu = 0, calibrationPhantom } = options;
  const hu = new Float64Array(codeOf(vertebrae.length + 1));
  const mineral = (mgCc: number): number => mgCc / slopeOf(scanner);
  for (const tissue of ['air', 'fat', 'muscle', 'disc', 'canal', 'organ', 'bowel', 'lung'] as const)
    hu[MATERIAL[tissue]] = SOFT_TISSUE_HU[tissue];
  if (fatHu !== undefined) hu[MATERIAL.fat] = fatHu;
  hu[MATERIAL.tableSkin] = TABLE_HU.skin;
  hu[MATERIAL.tableFoam] = TABLE_HU.foam;
  hu[MATERIAL.aorta] = aortaHu;
  hu[MATERIAL.cava] = cavaHu ?? SOFT_TISSUE_HU.muscle;
  hu[MATERIAL.freeCore] = mineral(OTHER_BONE.coreMgCc);
  hu[MATERIAL.freeShell] = mineral(OTHER_BONE.shellMgCc);
  hu[MATERIAL.metal] = METAL_HU;
  vertebrae.forEach(({ spec }, k) => {
    const code = codeOf(k);
    hu[code + PART.trabecular] = mineral(spec.vbmdMgCc) + trabecularContrastHu;
    hu[code + PART.bodyShell] = mineral(BODY_SHELL.densityMgCc);
    hu[code + PART.cement] = spec.cement?.hu ?? 0;
    hu[code + PART.posteriorCore] = mineral(OTHER_BONE.coreMgCc);
    hu[code + PART.discBone] = mineral(OTHER_BONE.coreMgCc);
  });
  if (sacrum.length > 0)
    hu[codeOf(vertebrae.length) + PART.posteriorCore] = mineral(options.sacrum?.vbmdMgCc ?? 0);
  for (let k = 0; k <= vertebrae.length; k++) {
    hu[codeOf(k) + PART.posteriorShell] = mineral(OTHER_BONE.shellMgCc);
    hu[codeOf(k) + PART.bodyMetal] = METAL_HU;
    hu[codeOf(k) + PART.posteriorMetal] = METAL_HU;
  }
  if (calibrationPhantom !== undefined) {
    hu[MATERIAL.slab] = slabOf(calibrationPhantom).hu;
    hu.set(rodHu(calibrationPhantom, scanner), MATERIAL.firstRod);
  }
  return hu;
}

/** The first code of vertebra k. */
export function codeOf(k: number): number {
  return MATERIAL.firstVertebra + CODES_PER_VERTEBRA * k;
}

/** The first code of the vertebra that `code` belongs to; 0 where it belongs to none. */
export function ownerOf(code: number): number {
  if (code < MATERIAL.firstVertebra) return 0;
  return code - ((code - MATERIAL.firstVertebra) % CODES_PER_VERTEBRA);
}
