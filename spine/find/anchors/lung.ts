/** How much lung lies beside a vertebra: it ends above at T1 or T2. */
import type { AxisPoint } from '../body-axis.ts';
import { steps } from '../places.ts';
import { huAt, OUTSIDE_HU, type Sampler } from '../work-image.ts';
import { AIRY_BELOW_HU } from '../../definitions/hounsfield.ts';

/** The room that is looked at: sideways, before and behind the axis, along it, and the distance of samples, mm. */
const ROOM_MM = { beside: [20, 50], behind: [-15, 25], along: [-8, 8], step: 4 } as const;

const [US, VS, WS] = [
  steps(ROOM_MM.beside, ROOM_MM.step),
  steps(ROOM_MM.behind, ROOM_MM.step),
  steps(ROOM_MM.along, ROOM_MM.step),
];

/** Share of lung on the side that has more of it, 0 to 1. */
export function lungBeside(middle: AxisPoint, sample: Sampler): number {
  return Math.max(lungOn(1, middle, sample), lungOn(-1, middle, sample));
}

function lungOn(side: 1 | -1, middle: AxisPoint, sample: Sampler): number {
  let [lung, seen] = [0, 0];
  for (const u of US) {
    for (const v of VS) {
      for (const w of WS) {
        const hu = huAt(sample, middle, side * u, v, w);
        if (hu <= OUTSIDE_HU) continue;
        seen += 1;
        if (hu < AIRY_BELOW_HU) lung += 1;
      }
    }
  }
  return seen === 0 ? 0 : lung / seen;
}
