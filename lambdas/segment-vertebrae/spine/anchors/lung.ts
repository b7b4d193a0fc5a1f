/** How much lung lies beside a vertebra: it ends above at T1 or T2. */
import type { AxisPoint } from '../body-axis.ts';
import { inFrame } from '../curve.ts';
import { OUTSIDE_HU, type Sampler } from '../work-image.ts';

/** The room that is looked at: sideways, before and behind the axis, along it, and the distance of samples, mm. */
const ROOM_MM = { beside: [20, 50], behind: [-15, 25], along: [-8, 8], step: 4 } as const;
/** HU below which there is lung and no fat. */
const LUNG_HU = -500;

/** Share of lung on the side that has more of it, 0 to 1. */
export function lungBeside(middle: AxisPoint, sample: Sampler): number {
  const shares = [1, -1].map((side) => {
    let [lung, seen] = [0, 0];
    for (let u = ROOM_MM.beside[0]; u <= ROOM_MM.beside[1]; u += ROOM_MM.step) {
      for (let v = ROOM_MM.behind[0]; v <= ROOM_MM.behind[1]; v += ROOM_MM.step) {
        for (let w = ROOM_MM.along[0]; w <= ROOM_MM.along[1]; w += ROOM_MM.step) {
          const hu = sample(...inFrame(middle, side * u, v, w));
          if (hu <= OUTSIDE_HU) continue;
          seen += 1;
          if (hu < LUNG_HU) lung += 1;
        }
      }
    }
    return seen === 0 ? 0 : lung / seen;
  });
  return Math.max(...(shares as [number, number]));
}
