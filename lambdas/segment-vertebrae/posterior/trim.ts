/** Partial volume taken off: beside dense cortex the edge of bone stands well above the threshold. */
import { spacingOf, type Volume } from '../../shared/volume.ts';

/**
 * The edge lies at this part of the rise from soft tissue to the brightest bone near by. Half would be the edge of a
 * sharp image; outlines by others are wider, and at half thin walls between marrow and muscle go (measured: 0.2 is best).
 */
const EDGE = 0.2;
/** Bone is near by within this, mm. */
const NEAR_MM = 2;
/** HU of muscle, from which the rise is counted (design value). */
const MUSCLE_HU = 50;

/** Clears labels of voxels that are darker than their edge; marrow goes too, and is filled again as enclosed. */
export function trim({ data, dims, affine }: Volume<Int16Array>, labels: Uint8Array): void {
  const [nx, ny, nz] = dims;
  const reach = spacingOf(affine).map((mm) => Math.max(1, Math.round(NEAR_MM / mm))) as [
    number,
    number,
    number,
  ];
  for (let at = 0; at < labels.length; at++) {
    if (labels[at] === 0) continue;
    const i = at % nx;
    const j = Math.floor(at / nx) % ny;
    const k = Math.floor(at / (nx * ny));
    let brightest = data[at]!;
    for (let z = Math.max(0, k - reach[2]); z <= Math.min(nz - 1, k + reach[2]); z++) {
      for (let y = Math.max(0, j - reach[1]); y <= Math.min(ny - 1, j + reach[1]); y++) {
        const row = nx * (y + ny * z);
        for (let x = Math.max(0, i - reach[0]); x <= Math.min(nx - 1, i + reach[0]); x++)
          if (data[row + x]! > brightest) brightest = data[row + x]!;
      }
    }
    if (data[at]! - MUSCLE_HU < EDGE * (brightest - MUSCLE_HU)) labels[at] = 0;
  }
}
