/** What the image itself says against trusting a density: metal, noise, a body cut off by the field of view, a scale that is off. */
import type { Calibration } from '../../contracts/calibration/calibration.ts';
import type { Flag } from '../../contracts/primitives.ts';
import { LOW_BLOOD_HU } from '../definitions/contrast.ts';
import { voxelVolume } from '../grid/volume.ts';
import {
  LEAST_METAL_MM3,
  METAL_HU,
  MOST_SIDES_CUT,
  NOISY_HU,
  TISSUE_ABOVE_HU,
} from '../definitions/hounsfield.ts';

import type { FoundRegion } from './regions/find-regions.ts';
import type { RegionSearch } from './regions/region-search.ts';

/** SD in blood, else in muscle, HU; null where neither was found. */
export function noiseOf(found: readonly FoundRegion[]): number | null {
  const of = (tissue: string): number | undefined =>
    found.find(({ region }) => region.tissue === tissue)?.region.sdHu;
  return of('blood') ?? of('muscle') ?? null;
}

/** Where the scale rests on blood that may be no usual blood. @param phase of contrast, by the image */
export function bloodFlags(
  method: Calibration['method'],
  { phase, aortaHu }: Pick<Calibration['contrast'], 'phase' | 'aortaHu'>,
): readonly Flag[] {
  if (method !== 'air-blood' || phase !== 'none' || aortaHu === null || aortaHu >= LOW_BLOOD_HU) return [];
  const message = `unenhanced blood of ${aortaHu.toFixed(0)} HU; usual: ${LOW_BLOOD_HU} HU and more. In anaemia the densities are up to 10 mg/cm3 too high`;
  return [{ code: 'BLOOD_LOW', message }];
}

export function imageFlags(search: RegionSearch, found: readonly FoundRegion[]): readonly Flag[] {
  const flags: Flag[] = [];
  const metal = metalMm3(search);
  if (metal > LEAST_METAL_MM3) {
    const message = `${(metal / 1000).toFixed(1)} cm3 above ${METAL_HU} HU: metal or dense contrast agent; streak artefacts may affect the measurements`;
    flags.push({ code: 'DENSE_MATERIAL_IN_VIEW', message });
  }
  const noise = noiseOf(found);
  if (noise !== null && noise > NOISY_HU) {
    const message = `noise of ${noise.toFixed(0)} HU in soft tissue; recommended: below ${NOISY_HU} HU`;
    flags.push({ code: 'NOISE_HIGH', message });
  }
  const cut = shareOfSidesCut(search);
  if (cut > MOST_SIDES_CUT) {
    const message = `field of view truncates the body on ${Math.round(100 * cut)} % of its sides; air and subcutaneous fat may be missing`;
    flags.push({ code: 'FIELD_OF_VIEW_CUTS_BODY', message });
  }
  return flags;
}

function metalMm3({ ct, work }: RegionSearch): number {
  const { data } = ct;
  const perSlice = ct.dims[0] * ct.dims[1];
  const last = work.firstSlice + work.grid.dims[2] * work.block[2];
  let count = 0;
  for (let at = perSlice * work.firstSlice; at < perSlice * last; at++) if (data[at]! > METAL_HU) count++;
  return count * voxelVolume(ct.affine);
}

/** The outermost cells of slices, left, right, front and back. */
function shareOfSidesCut({ work: { grid } }: RegionSearch): number {
  const [nx, ny, nz] = grid.dims;
  let [body, all] = [0, 0];
  const look = (at: number): void => {
    all++;
    if (grid.data[at]! > TISSUE_ABOVE_HU) body++;
  };
  for (let k = 0; k < nz; k++) {
    for (let i = 0; i < nx; i++) {
      look(i + nx * ny * k);
      look(i + nx * (ny - 1 + ny * k));
    }
    for (let j = 0; j < ny; j++) {
      look(nx * (j + ny * k));
      look(nx - 1 + nx * (j + ny * k));
    }
  }
  return body / all;
}
