/**
 * Bone that stands out beyond a body's own shape: lips at its rims.
 *
 *        /\__________/\        A body flares from its waist to its rims by a tenth; what stands out
 *       |  `|        |`  |       further, at the same angle about the axis, is taken for osteophytes.
 *           |  waist |           The core ends where that flare does.
 *
 * A lower bound: of lips on digital spines that stand out 6 mm it finds half, of those of 3 mm a fifth; bodies without
 * any have 1 to 5 % of their volume out there, because real ones flare more than the mean.
 */
import { FLARE, FLARE_SLACK_MM } from '../../definitions/surfaces.ts';

import { massOf, type StarSurface } from './star.ts';

/** The waist is read on columns that end within this share of the half height. */
const WAIST_HEIGHT = 0.3;
/** Columns count towards the waist at an angle within this of it, standard deviation, radians. */
const ANGLE_SD = 0.2;
/** Bins of the angle. */
const BINS = 72;

/** Volume of what stands out, mm3; 0 where nothing does. */
export function osteophyteVolume(surface: StarSurface): number {
  const core = massOf({ ...surface, radii: coreRadii(surface) });
  return Math.max(0, massOf(surface).volume - core.volume);
}

type Columns = Pick<StarSurface, 'directions' | 'radii'>;

/** Where every column ends in the core: cut off where it leaves the flare of the waist, mm. */
export function coreRadii(surface: Columns): Float64Array {
  const { directions, radii } = surface;
  const half = halfHeightOf(surface);
  const waist = waistOf(surface, half);
  return radii.map((r, i) => {
    const lateral = Math.hypot(directions[3 * i]!, directions[3 * i + 1]!);
    const height = Math.min(1, Math.abs(r * directions[3 * i + 2]!) / half);
    const own = waist[binOf(directions[3 * i]!, directions[3 * i + 1]!)]!;
    const most = (1 + FLARE * height ** 2) * own + FLARE_SLACK_MM;
    return r * lateral > most ? most / lateral : r;
  });
}

/** Mean height of the ends of steep columns above and below the centre, mm. */
function halfHeightOf({ directions, radii }: Columns): number {
  let [sum, count] = [0, 0];
  for (let i = 0; i < radii.length; i++) {
    const w = Math.abs(directions[3 * i + 2]!);
    if (w < STEEP) continue;
    sum += radii[i]! * w;
    count += 1;
  }
  return sum / count;
}

/** Distance of the waist from the axis at each angle, mm. */
function waistOf({ directions, radii }: Columns, half: number): Float64Array {
  const sums = new Float64Array(BINS);
  const weights = new Float64Array(BINS);
  for (let i = 0; i < radii.length; i++) {
    const [u, v, w] = [directions[3 * i]!, directions[3 * i + 1]!, directions[3 * i + 2]!];
    if (Math.abs(radii[i]! * w) > WAIST_HEIGHT * half) continue;
    const angle = Math.atan2(v, u);
    const lateral = radii[i]! * Math.hypot(u, v);
    for (let bin = 0; bin < BINS; bin++) {
      const off = Math.abs(angle - angleOf(bin));
      const turn = Math.min(off, 2 * Math.PI - off);
      const weight = Math.exp(-((turn / ANGLE_SD) ** 2) / 2);
      sums[bin]! += weight * lateral;
      weights[bin]! += weight;
    }
  }
  return sums.map((sum, bin) => (weights[bin]! > 0 ? sum / weights[bin]! : Infinity));
}

/** Columns steeper than this end on an endplate. */
const STEEP = 0.9;

function angleOf(bin: number): number {
  return ((bin + 0.5) / BINS) * 2 * Math.PI - Math.PI;
}

function binOf(u: number, v: number): number {
  return Math.min(BINS - 1, Math.floor(((Math.atan2(v, u) + Math.PI) / (2 * Math.PI)) * BINS));
}
