/**
 * A vessel that runs along the spine: in every slice circles that are even inside and end at an edge all round, followed
 * from slice to slice to the chain that has the most for it.
 *
 * @remarks The chain is a local alignment (Smith and Waterman's idea: scores less a threshold, begun anew where the sum
 * would fall below zero), so it ends by itself where the vessel leaves the image, bends away or can't be told.
 * Where it is wrong: bowel or a kidney's vessel beside the aorta may be followed for a slice or two at the ends; a thin
 * patient without fat has no edge between aorta and crus, and then nothing is found.
 */
import type { RegionSearch } from './region-search.ts';
import { SEARCHED_HU } from '../../definitions/regions.ts';
import type { SpineAt } from './spine-line.ts';

/** A circle in one slice; mm from the centre of cell (0, 0). */
export interface VesselSlice {
  readonly k: number;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  /** 0 to 1. */
  readonly score: number;
}

export interface VesselRule {
  /** Where its centre lies seen from the body's: degrees from the front to the patient's left, by position in LEVELS; null: not there. */
  readonly angleAt: (level: number) => number | null;
  readonly radiusMm: readonly [number, number];
  /** From this the score counts for a vessel, below it against. */
  readonly threshold: number;
  /** Shorter chains convince nobody, mm. */
  readonly leastLengthMm: number;
  /** Another vessel, which it does not overlap; left out: none. */
  readonly beside?: readonly VesselSlice[];
}

/** Design values, seen to hold on the seven real CT of the tests. */
const ANGLES = 24;
/** Along a radius: inner ring and outer rings from the circle, mm. */
const RING_MM = { inside: -2, outside: [1.5, 3.5] } as const;
/** A step of this many HU counts in full; enhanced blood is held to a share of its own height. */
const EDGE = { hu: 45, shareOfHeight: 0.4, tissueHu: 40 } as const;
/** Spread inside that leaves nothing of a score: HU, and share of the height over tissue. */
const UNEVEN = { hu: 28, shareOfHeight: 0.2 } as const;
/** One standard deviation of the place around where it is expected. */
const PLACE = { degrees: 32, gapMm: 6, wantedGapMm: 3 } as const;
/** From slice to slice, per mm along the body: what a chain may move, and what moving costs. */
const MOVE = { mostPerMm: 1.4, cost: 0.12, radiusCost: 0.12 } as const;
/** A third of the allowed spread costs nothing: noise. */
const FREE_SPREAD = 1.5;
/** Circles of neighbours may cut into each other by the blur of their walls, mm. */
const OVERLAP_MM = 3;
const CANDIDATES = 60;
const STEP_MM = 1.5;

type Searched = Pick<RegionSearch, 'work' | 'smooth' | 'spine'>;
/** HU at a place, mm. */
type Slice = (x: number, y: number) => number;

interface Node extends VesselSlice {
  sum: number;
  from: Node | null;
}

/** @returns from the feet up; null where nothing convinces */
export function findVessel(search: Searched, rule: VesselRule): readonly VesselSlice[] | null {
  const { work, spine } = search;
  let before: Node[] = [];
  let best: Node | null = null;
  spine.forEach((at, k) => {
    const nodes: Node[] = candidates(search, k, at, rule).map((slice) => ({ ...slice, sum: 0, from: null }));
    for (const node of nodes) {
      let [most, from] = [0, null as Node | null];
      for (const one of before) {
        const sum = one.sum - moving(one, node, work.spacing[2]);
        if (sum > most) [most, from] = [sum, one];
      }
      node.sum = most + node.score - rule.threshold;
      node.from = from;
      if (node.sum > (best?.sum ?? 0)) best = node;
    }
    before = nodes.filter(({ sum }) => sum > 0);
  });
  const chain: VesselSlice[] = [];
  for (let node = best as Node | null; node !== null; node = node.from) chain.unshift(node);
  return chain.length * work.spacing[2] >= rule.leastLengthMm ? chain : null;
}

function moving(a: VesselSlice, b: VesselSlice, sliceMm: number): number {
  const moved = Math.hypot(b.x - a.x, b.y - a.y) / sliceMm;
  if (moved > MOVE.mostPerMm) return Infinity;
  return MOVE.cost * moved * moved * sliceMm + (MOVE.radiusCost * Math.abs(b.radius - a.radius)) / 1.5;
}

function candidates(search: Searched, k: number, at: SpineAt, rule: VesselRule): VesselSlice[] {
  const wanted = rule.angleAt(at.level);
  if (wanted === null) return [];
  const slice = sliceOf(search, k);
  const [least, most] = rule.radiusMm;
  /** exp(-far / 2) is the threshold. */
  const far = -2 * Math.log(rule.threshold);
  const found: VesselSlice[] = [];
  const other = rule.beside?.find((one) => one.k === k);
  const reach = Math.max(at.halfWidth, at.halfDepth) + 2 * most + 2 * PLACE.gapMm;
  for (let y = at.y - reach; y <= at.y + reach; y += STEP_MM)
    for (let x = at.x - reach; x <= at.x + reach; x += STEP_MM) {
      const here = slice(x, y);
      if (!(here > SEARCHED_HU.blood[0] && here < SEARCHED_HU.blood[1])) continue;
      const off = offAngle(x - at.x, y - at.y, wanted);
      if (off * off > far) continue;
      const toBody = clearOfBody(x - at.x, y - at.y, at);
      let top: VesselSlice | null = null;
      for (let radius = least; radius <= most; radius++) {
        const gap = Math.max(0, Math.abs(toBody - radius - PLACE.wantedGapMm) - PLACE.gapMm) / PLACE.gapMm;
        const away = off * off + gap * gap;
        if (away > far || (other !== undefined && overlap(other, x, y, radius))) continue;
        const score = Math.exp(-0.5 * away) * roundness(slice, x, y, radius);
        if (score > (top?.score ?? 0)) top = { k, x, y, radius, score };
      }
      if (top !== null && top.score > 0.5 * rule.threshold) found.push(top);
    }
  return found.sort((a, b) => b.score - a.score).slice(0, CANDIDATES);
}

function overlap(other: VesselSlice, x: number, y: number, radius: number): boolean {
  return Math.hypot(x - other.x, y - other.y) < radius + other.radius - OVERLAP_MM;
}

/** In standard deviations from the wanted direction, half a one of which is free. */
function offAngle(dx: number, dy: number, wanted: number): number {
  const angle = (Math.atan2(dx, -dy) * 180) / Math.PI;
  return Math.max(0, Math.abs(angle - wanted) - PLACE.degrees / 2) / PLACE.degrees;
}

/** From the body's ellipse outwards, mm. */
function clearOfBody(dx: number, dy: number, { halfWidth, halfDepth }: SpineAt): number {
  const away = Math.hypot(dx, dy);
  return away - away / Math.hypot(dx / halfWidth, dy / halfDepth);
}

/** Even inside, and how much of the rim is an edge: 0 to 1. */
function roundness(hu: Slice, x: number, y: number, radius: number): number {
  let sum = hu(x, y);
  let squares = sum * sum;
  let count = 1;
  for (let n = 0; n < ANGLES; n++) {
    const ring = n % 2 === 0 ? radius + RING_MM.inside : 0.5 * radius;
    const value = hu(x + ring * COS[n]!, y + ring * SIN[n]!);
    count++;
    sum += value;
    squares += value * value;
  }
  const mean = sum / count;
  if (!(mean > SEARCHED_HU.blood[0] && mean < SEARCHED_HU.blood[1])) return 0;
  const height = Math.max(0, mean - EDGE.tissueHu);
  const spread = Math.sqrt(Math.max(0, squares / count - mean * mean));
  const even = 1 - spread / Math.max(UNEVEN.hu, UNEVEN.shareOfHeight * height);
  if (even <= 0) return 0;
  const full = Math.max(EDGE.hu, EDGE.shareOfHeight * height);
  let rim = 0;
  for (let n = 0; n < ANGLES; n++) {
    const [c, s] = [COS[n]!, SIN[n]!];
    const inner = Math.abs(hu(x + (radius + RING_MM.inside) * c, y + (radius + RING_MM.inside) * s) - mean);
    let step = 0;
    for (let m = 0; m < RING_MM.outside.length; m++) {
      const out = radius + RING_MM.outside[m]!;
      const value = Math.abs(hu(x + out * c, y + out * s) - mean);
      if (value > step) step = value;
    }
    rim += Math.max(0, Math.min(1, (step - inner) / full));
  }
  return Math.min(1, FREE_SPREAD * even) * (rim / ANGLES);
}

const COS = Array.from({ length: ANGLES }, (_, n) => Math.cos((2 * Math.PI * n) / ANGLES));
const SIN = Array.from({ length: ANGLES }, (_, n) => Math.sin((2 * Math.PI * n) / ANGLES));

/** HU at a place of a slice, mm, linear between cells; NaN beyond the image. */
function sliceOf({ work: { grid, spacing }, smooth }: Searched, k: number): Slice {
  const [nx, ny] = grid.dims;
  const first = nx * ny * k;
  const [perX, perY] = [1 / spacing[0], 1 / spacing[1]];
  return (x, y) => {
    const [u, v] = [x * perX, y * perY];
    const [i, j] = [Math.floor(u), Math.floor(v)];
    if (!(i >= 1 && j >= 1 && i < nx - 2 && j < ny - 2)) return Number.NaN;
    const [f, g, at] = [u - i, v - j, first + i + nx * j];
    const low = smooth[at]! * (1 - f) + smooth[at + 1]! * f;
    return low * (1 - g) + (smooth[at + nx]! * (1 - f) + smooth[at + nx + 1]! * f) * g;
  };
}
