/** The parts of a CT whose material is known, found beside the segmented spine, measured and held against their gates. */
import type { ReferenceRegion } from '../../../contracts/calibration/calibration.ts';
import { levelIndex } from '../../../contracts/levels.ts';
import type { Volume } from '../../grid/volume.ts';
import { INDEPENDENT_MM3, type ReferenceTissue } from '../../definitions/regions.ts';
import { ENHANCED_ABOVE_HU } from '../../definitions/contrast.ts';

import { corticalCells } from './cortical-bone.ts';
import { fatCells } from './fat.ts';
import { doubtAbout } from './gates.ts';
import { measure } from './measure.ts';
import { muscleCells } from './muscle.ts';
import { outsideAir } from './outside-air.ts';
import { regionSearchOf, type RegionSearch } from './region-search.ts';
import { aortaLumen, cavaLumen, type Lumen } from './vessels.ts';

export interface FoundRegion {
  readonly region: ReferenceRegion;
  /** Standard error of the mean from the spread of its voxels alone, HU. */
  readonly seHu: number;
  /** On the cells of the search, for the picture. */
  readonly cells: Uint8Array;
}

export interface FoundRegions {
  readonly search: RegionSearch;
  readonly found: readonly FoundRegion[];
  /** Mean of the vena cava; null where it was not looked for (blood not enhanced) or not found. */
  readonly cavaHu: number | null;
}

/** The diaphragm lets the aorta through here. */
const ABDOMEN = levelIndex('T12');

/** @returns null where there is no thoracic or lumbar body to look beside */
export function findRegions(ct: Volume<Int16Array>, bodies: Volume<Uint8Array>): FoundRegions | null {
  const search = regionSearchOf(ct, bodies);
  if (search === null) return null;
  const air = regionOf(search, 'air', null, outsideAir(search));
  const lumen = aortaLumen(search);
  const blood = lumen === null ? null : regionOf(search, 'blood', nameOfAorta(lumen), lumen.cells);
  const enhanced = lumen !== null && blood !== null && blood.region.meanHu > ENHANCED_ABOVE_HU;
  const cava = enhanced ? cavaLumen(search, lumen) : null;
  const found = [air, blood, fatRegion(search, air), muscleRegion(search)];
  return {
    search,
    found: [...found, regionOf(search, 'cortical-bone', null, corticalCells(search))].filter(
      (one) => one !== null,
    ),
    cavaHu: cava === null ? null : (measure(search.ct, search.work, cava.cells)?.meanHu ?? null),
  };
}

/** Under the skin where skin is in the image, else wherever there is enough of it. */
function fatRegion(search: RegionSearch, air: FoundRegion | null): FoundRegion | null {
  const { subcutaneous, any } = fatCells(search);
  const under = air?.region.accepted === true ? regionOf(search, 'fat', 'subcutaneous', subcutaneous) : null;
  return under?.region.accepted === true
    ? under
    : (regionOf(search, 'fat', 'not only subcutaneous', any) ?? under);
}

function muscleRegion(search: RegionSearch): FoundRegion | null {
  const { psoas, erector } = muscleCells(search);
  const beside = regionOf(search, 'muscle', 'psoas', psoas);
  return beside?.region.accepted === true
    ? beside
    : (regionOf(search, 'muscle', 'erector spinae', erector) ?? beside);
}

function nameOfAorta({ level }: Lumen): string {
  return level < ABDOMEN ? 'descending thoracic aorta' : 'abdominal aorta';
}

function regionOf(
  search: RegionSearch,
  tissue: ReferenceTissue,
  name: string | null,
  cells: Uint8Array,
): FoundRegion | null {
  const seen = measure(search.ct, search.work, cells);
  if (seen === null) return null;
  const { meanHu, sdHu, volumeMm3, centreMm } = seen;
  const remark = doubtAbout(tissue, seen);
  return {
    region: {
      tissue,
      name,
      meanHu,
      sdHu,
      volumeMm3,
      centreMm: [...centreMm],
      accepted: remark === null,
      remark,
    },
    seHu: sdHu / Math.sqrt(Math.max(1, volumeMm3 / INDEPENDENT_MM3)),
    cells,
  };
}
