/**
 * Cross-sections of rods in a band, as round, even patches: what keeps one round outline of one size over a range of thresholds, brighter or darker
 * than what is round it (after Matas J et al., "Maximally stable extremal regions", BMVC 2002).
 */
import type { Band } from './bands.ts';
import { patchesAt, type Patch } from './patches.ts';

export interface RodSection {
  /** mm along the axes of the band. */
  readonly x: number;
  readonly y: number;
  readonly radiusMm: number;
  /** Mean within its core. */
  readonly hu: number;
}

/** Of a rod, mm (design values: those of the known phantoms are 7-10). */
const RADIUS_MM = [4.5, 14] as const;
/** Longer against shorter half axis. */
const ELONGATION = 1.25;
/** Area against that of the ellipse with the same second moments; 1 for an ellipse. */
const FILLED = [0.9, 1.1] as const;
/** Outlines of one section: centres this near, radii within this factor. */
const SAME_MM = 1.5;
const SAME_RADIUS = 1.15;
/** Thresholds in a row that must show it: two steps, some 15 HU of contrast. */
const LEAST_OUTLINES = 2;
/** Mean and standard deviation in the core of a rod, HU: no gas, no metal, no bone with a cortex (design values). */
const CORE_HU = [-250, 1600] as const;
const CORE_SD_HU = 25;
/** Air and foam, which no rod is: left out. */
const GAS_HU = -350;
/**
 * Neighbours this far from a pixel are of another material: they stay out of its mean, or the air beside the slab would
 * reach a rod that is little darker than the slab, HU (design value: several standard deviations of a band's noise).
 */
const ANOTHER_HU = 120;
/** Of the radius: clear of the blurred rim. */
export const CORE = 0.6;

/** Dense where soft materials differ little, sparse where minerals do, HU (design values). */
const THRESHOLDS: readonly number[] = [
  -280, -220,
  ...Array.from({ length: 90 }, (_, n) => -180 + 6 * n),
  ...Array.from({ length: 22 }, (_, n) => 360 + 40 * n),
]; // prettier-ignore

type Outline = Pick<RodSection, 'x' | 'y' | 'radiusMm'>;

export function rodSectionsIn(band: Band): readonly RodSection[] {
  const smooth = smoothed({ ...band, hu: smoothed(band) });
  const found: { outlines: Outline[]; last: number }[] = [];
  for (const side of [1, -1] as const) {
    outlinesAt(band, smooth, side).forEach((outlines, n) => {
      for (const outline of outlines) {
        const same = found.find((one) => n - one.last === 1 && isSame(one.outlines.at(-1)!, outline));
        if (same === undefined) found.push({ outlines: [outline], last: n });
        else {
          same.outlines.push(outline);
          same.last = n;
        }
      }
    });
    for (const section of found) section.last = Number.NaN;
  }
  const sections: RodSection[] = [];
  for (const { outlines } of found.sort((a, b) => b.outlines.length - a.outlines.length)) {
    if (outlines.length < LEAST_OUTLINES) continue;
    const middle = outlines[Math.floor(outlines.length / 2)]!;
    if (sections.some((section) => Math.hypot(section.x - middle.x, section.y - middle.y) < section.radiusMm))
      continue;
    const core = coreOf(band, middle);
    if (core !== null) sections.push({ ...middle, hu: core });
  }
  return sections;
}

/** Mean HU of the core of a section; null where it is not even, or is not within the band. */
export function coreOf({ nx, ny, pixelMm, cornerMm, hu }: Band, { x, y, radiusMm }: Outline): number | null {
  const reach = CORE * radiusMm;
  const [ci, cj] = [(x - cornerMm[0]) / pixelMm[0], (y - cornerMm[1]) / pixelMm[1]];
  const [ri, rj] = [reach / pixelMm[0], reach / pixelMm[1]];
  if (!(ci - ri >= 0 && cj - rj >= 0 && ci + ri <= nx - 1 && cj + rj <= ny - 1)) return null;
  let [n, sum, squares] = [0, 0, 0];
  for (let j = Math.ceil(cj - rj); j <= cj + rj; j++) {
    for (let i = Math.ceil(ci - ri); i <= ci + ri; i++) {
      if (((i - ci) / ri) ** 2 + ((j - cj) / rj) ** 2 > 1) continue;
      const value = hu[i + nx * j]!;
      n += 1;
      sum += value;
      squares += value * value;
    }
  }
  const mean = sum / n;
  const sd = Math.sqrt(Math.max(0, squares / n - mean * mean));
  return n > 0 && mean > CORE_HU[0] && mean < CORE_HU[1] && sd < CORE_SD_HU ? mean : null;
}

function isSame(a: Outline, b: Outline): boolean {
  const ratio = a.radiusMm / b.radiusMm;
  return Math.hypot(a.x - b.x, a.y - b.y) < SAME_MM && ratio < SAME_RADIUS && ratio > 1 / SAME_RADIUS;
}

/** Patches that fill a circle, by threshold. */
function outlinesAt(band: Band, hu: Float32Array, side: 1 | -1): readonly (readonly Outline[])[] {
  const [dx, dy] = band.pixelMm;
  const [least, most] = RADIUS_MM.map((mm) => (Math.PI * mm ** 2) / (dx * dy)) as [number, number];
  // The least by its radius, below: this is a pixel short of it.
  const size = [least - 1, most] as const;
  return patchesAt(band, hu, { thresholds: THRESHOLDS, gasHu: GAS_HU, size }, side).map((patches) =>
    patches.flatMap((patch) => outlineOf(patch, band) ?? []),
  );
}

/** Null where it is too small, or not round. */
function outlineOf(
  { n, si, sj, sii, sjj, sij }: Patch,
  { pixelMm: [dx, dy], cornerMm }: Band,
): Outline | null {
  const [mi, mj] = [si / n, sj / n];
  // A pixel has an extent of its own.
  const xx = (sii / n - mi * mi + 1 / 12) * dx * dx;
  const yy = (sjj / n - mj * mj + 1 / 12) * dy * dy;
  const xy = (sij / n - mi * mj) * dx * dy;
  const radiusMm = Math.sqrt((n * dx * dy) / Math.PI);
  if (!(radiusMm >= RADIUS_MM[0] && isRound(n * dx * dy, xx, yy, xy))) return null;
  return { x: cornerMm[0] + mi * dx, y: cornerMm[1] + mj * dy, radiusMm };
}

function isRound(area: number, xx: number, yy: number, xy: number): boolean {
  const middle = (xx + yy) / 2;
  const spread = Math.hypot((xx - yy) / 2, xy);
  const filled = area / (4 * Math.PI * Math.sqrt(Math.max(xx * yy - xy * xy, Number.MIN_VALUE)));
  return middle + spread < ELONGATION ** 2 * (middle - spread) && filled > FILLED[0] && filled < FILLED[1];
}

/** Mean of those of 3 x 3 pixels that are of the middle one's material (Lee JS, "sigma filter", 1983); the outermost stay. */
function smoothed({ nx, ny, hu }: Band): Float32Array {
  const out = hu.slice();
  for (let j = 1; j < ny - 1; j++) {
    for (let i = 1; i < nx - 1; i++) {
      const at = i + nx * j;
      const middle = hu[at]!;
      let [n, sum] = [0, 0];
      for (let m = -nx; m <= nx; m += nx) {
        for (let l = -1; l <= 1; l++) {
          const value = hu[at + l + m]!;
          if (Math.abs(value - middle) > ANOTHER_HU) continue;
          n += 1;
          sum += value;
        }
      }
      out[at] = sum / n;
    }
  }
  return out;
}
