/**
 * Whether the bone under a disc is the sacrum: its wings fill the room beside the first sacral body, where a lumbar
 * vertebra has only its transverse processes; and the disc leans forward.
 */
import { along, cross, dot, unit } from '../../math/vector.ts';
import type { Plane } from '../seed.ts';
import type { AxisPoint } from '../body-axis.ts';
import { steps } from '../places.ts';
import { OUTSIDE_HU, type Sampler } from '../work-image.ts';
import { mean } from '../../math/moments.ts';

/** The boxes: beside the midline, behind the axis, and below the disc's middle, mm. */
const BOX_MM = {
  beside: [28, 36],
  behind: [-2, 8],
  below: [6, 16],
  step: 2,
} as const;
const SIDES = [1, -1] as const;
/** Less of a box in view than this tells nothing. */
const LEAST_IN_VIEW = 0.5;
/** Less than this on either side says nothing against a sacrum: its wings may lie beyond the image's edge. */
const IN_FULL_VIEW = 0.95;
/**
 * Measured on three CT: over the sacrum the boxes are bone by 0.33 to 0.49 (mean of both sides, as wings may lean), over
 * L5 by 0 to 0.17. The discs' lean forward: 23 to 41 degrees, and 5 to 28.
 */
const WINGS = { middle: 0.25, scale: 0.05, most: 4 } as const;
const LEAN = { middleDegrees: 20, scaleDegrees: 8, most: 1.5 } as const;

const [US, VS, WS] = [
  steps(BOX_MM.beside, BOX_MM.step),
  steps(BOX_MM.behind, BOX_MM.step),
  steps(BOX_MM.below, BOX_MM.step),
];

/** Log-odds that the sacrum lies under the disc. @param boneHu HU from which a voxel counts as bone */
export function sacrumBelow(disc: Plane, at: AxisPoint, boneHu: number, sample: Sampler): number {
  const boxes = boxesBelow(disc, at, boneHu, sample);
  const leanDegrees = (-Math.asin(disc.normal[1]) * 180) / Math.PI;
  const lean = bounded((leanDegrees - LEAN.middleDegrees) / LEAN.scaleDegrees, LEAN.most);
  if (boxes.length === 0) return Math.min(0, lean);
  const wings = bounded((mean(boxes.map(({ bone }) => bone)) - WINGS.middle) / WINGS.scale, WINGS.most);
  const whole = boxes.filter(({ inView }) => inView >= IN_FULL_VIEW).length === SIDES.length;
  return whole ? wings + lean : Math.max(0, wings + lean);
}

/** Share of bone in the boxes that are in view, and how much of each is. */
function boxesBelow(
  disc: Plane,
  at: AxisPoint,
  boneHu: number,
  sample: Sampler,
): readonly { readonly bone: number; readonly inView: number }[] {
  const superior = disc.normal;
  const posterior = unit(along(at.posterior, -dot(at.posterior, superior), superior));
  const left = cross(posterior, superior);
  return SIDES.flatMap((side) => {
    let [bone, seen, all] = [0, 0, 0];
    for (const u of US) {
      for (const v of VS) {
        for (const w of WS) {
          const hu = sample(...along(along(along(disc.point, side * u, left), v, posterior), -w, superior));
          all += 1;
          if (hu <= OUTSIDE_HU) continue;
          seen += 1;
          if (hu > boneHu) bone += 1;
        }
      }
    }
    return seen < LEAST_IN_VIEW * all ? [] : [{ bone: bone / seen, inView: seen / all }];
  });
}

function bounded(value: number, most: number): number {
  return Math.max(-most, Math.min(most, value));
}
