/** The column of vertebral bodies as a smooth plane curve, measured by its own length. */
import { naturalSpline } from '../../../spine/math/interpolation.ts';

/** A point of the plane that the curve lies in, mm: across the column, and up. */
export type PlanePoint = readonly [across: number, up: number];

export interface ColumnCurve {
  /** From the first centre to the last, mm. */
  readonly lengthMm: number;
  /** The point at an arc length from the first centre, mm; straight on below 0 and beyond `lengthMm`. */
  readonly at: (arcMm: number) => PlanePoint;
  /** Where the curve passes a height, mm across. */
  readonly acrossAt: (up: number) => number;
  /** Arc length of the point of the curve that is nearest, mm. */
  readonly foot: (point: PlanePoint) => number;
}

/** Step of the polyline that stands for the spline, mm: at a radius of 50 mm it leaves the arc by 0.0006 mm. */
const STEP_MM = 0.5;
/** Centres nearer than this to the one above are the same vertebra twice, mm (least spacing of T1 and T2 is 12 mm). */
const LEAST_GAP_MM = 4;
/** Of the straight ends, mm: longer than any picture. */
const EXTENDED_MM = 1000;

/**
 * @param centres from head to foot, at least one
 * @param downwards direction that a single centre's line runs in; unit length not needed
 * @throws RangeError without a centre
 */
export function columnCurve(centres: readonly PlanePoint[], downwards: PlanePoint): ColumnCurve {
  const first = centres[0];
  if (first === undefined) throw new RangeError('saw no centre; wanted at least one');
  const { knots, kept } = chordLengths(first, centres);
  const x = naturalSpline(
    knots,
    kept.map(([across]) => across),
  );
  const y = naturalSpline(
    knots,
    kept.map(([, up]) => up),
  );
  const size = Math.hypot(downwards[0], downwards[1]) || 1;
  const line = (t: number): PlanePoint => [
    first[0] + (t * downwards[0]) / size,
    first[1] + (t * downwards[1]) / size,
  ];
  return measured(kept.length > 1 ? (t) => [x(t), y(t)] : line, knots.at(-1)!);
}

/** Knots by the length of the chords, so that wide gaps (a vertebra left out) do not bend the curve. */
function chordLengths(first: PlanePoint, centres: readonly PlanePoint[]) {
  const knots = [0];
  const kept = [first];
  for (const centre of centres.slice(1)) {
    const [px, py] = kept.at(-1)!;
    const gap = Math.hypot(centre[0] - px, centre[1] - py);
    if (gap < LEAST_GAP_MM) continue;
    knots.push(knots.at(-1)! + gap);
    kept.push(centre);
  }
  return { knots, kept };
}

/** The spline as a polyline with a long straight piece at either end. */
function measured(point: (t: number) => PlanePoint, end: number): ColumnCurve {
  const count = Math.ceil(end / STEP_MM);
  const inner = Array.from({ length: count + 1 }, (_, n) => point((end * n) / Math.max(count, 1)));
  const nodes = [point(-EXTENDED_MM), ...inner, point(end + EXTENDED_MM)];
  const arc = new Float64Array(nodes.length);
  arc[0] = -between(nodes[0]!, nodes[1]!);
  for (let n = 2; n < nodes.length; n++) arc[n] = arc[n - 1]! + between(nodes[n - 1]!, nodes[n]!);
  return {
    lengthMm: arc.at(-2)!,
    at: (s) => {
      let [low, high] = [0, nodes.length - 1];
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if (arc[middle]! <= s) low = middle;
        else high = middle;
      }
      const [a, b] = [nodes[low]!, nodes[high]!];
      const part = (s - arc[low]!) / (arc[high]! - arc[low]!);
      return [a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])];
    },
    acrossAt: (up) => {
      // Centres are sorted from head to foot: heights fall along the curve.
      let [low, high] = [0, nodes.length - 1];
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if (nodes[middle]![1] >= up) low = middle;
        else high = middle;
      }
      const [a, b] = [nodes[low]!, nodes[high]!];
      return a[1] === b[1] ? a[0] : a[0] + ((a[1] - up) / (a[1] - b[1])) * (b[0] - a[0]);
    },
    foot: (p) => {
      let nearest = Infinity;
      let foot = 0;
      for (let n = 1; n < nodes.length; n++) {
        const a = nodes[n - 1]!;
        const b = nodes[n]!;
        const dx = b[0] - a[0];
        const dy = b[1] - a[1];
        const along = ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / (dx * dx + dy * dy);
        const part = Math.max(0, Math.min(1, along));
        const x = a[0] + part * dx - p[0];
        const y = a[1] + part * dy - p[1];
        const squared = x * x + y * y;
        if (squared < nearest) {
          nearest = squared;
          foot = arc[n - 1]! + part * (arc[n]! - arc[n - 1]!);
        }
      }
      return foot;
    },
  };
}

function between(a: PlanePoint, b: PlanePoint): number {
  return Math.hypot(b[0] - a[0], b[1] - a[1]);
}
