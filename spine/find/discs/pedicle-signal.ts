/**
 * Where a disc must be by what stands beside the canal: the pedicles of the vertebra below are close under it, and the
 * foramen opens above it. Osteophytes, fused discs and low density leave that untouched; it says about where a disc is,
 * the endplates say exactly where.
 */
import { AXIS_STEP_MM, type AxisPoint } from '../body-axis.ts';
import { steps } from '../places.ts';
import { huAt, type Sampler } from '../work-image.ts';

/** The boxes beside the canal: from the midline sideways, and from the canal's front wall backwards, mm. */
const BESIDE_MM = steps([12, 20], 2);
const BEHIND_MM = steps([0, 8], 2);
/** HU counts between soft tissue's and compact bone's. */
const HU = [0, 400] as const;
/**
 * Pedicles lie below the disc, and the foramen above it, by these parts of the distance between discs: measured on
 * LIDC-IDRI-0001, VerSe-014 and a 3 mm CT, where the boxes are brightest at -0.1 to -0.25 and darkest at +0.05 to +0.35.
 */
const PEDICLE_BELOW = 0.17;
const FORAMEN_ABOVE = 0.2;

/** HU by which the boxes below are brighter than those above. @param spacingMm expected between discs, at each axis point */
export function pedicleSignal(
  axis: readonly AxisPoint[],
  spacingMm: (n: number) => number,
  sample: Sampler,
): Float64Array {
  const bone = axis.map((point) => boneBeside(point, sample));
  return Float64Array.from(axis, (_, n) => {
    const spacing = spacingMm(n) / AXIS_STEP_MM;
    return meanAt(bone, n - PEDICLE_BELOW * spacing) - meanAt(bone, n + FORAMEN_ABOVE * spacing);
  });
}

function boneBeside(point: AxisPoint, sample: Sampler): number {
  let [sum, n] = [0, 0];
  for (const u of BESIDE_MM) {
    for (const v of BEHIND_MM) {
      for (const side of [-1, 1]) {
        const hu = huAt(sample, point, side * u, point.toCanalMm + v);
        sum += Math.max(HU[0], Math.min(HU[1], hu));
        n += 1;
      }
    }
  }
  return sum / n;
}

/** Mean over 3 mm; NaN outside. */
function meanAt(values: readonly number[], x: number): number {
  const i = Math.round(x);
  return (values[i - 1]! + values[i]! + values[i + 1]!) / 3;
}
