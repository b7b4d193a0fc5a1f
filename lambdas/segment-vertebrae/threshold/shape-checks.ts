/** Whether outlines look like vertebral bodies, and like each other. */
import type { Flag } from '../../shared/contracts/primitives.ts';

import type { Outline } from './outline.ts';

/** Less than this share of closed shell seen: not an outline but a guess. Digital spines have 0.9 and 1.0. */
const LEAST_SUPPORT = { wall: 0.7, endplate: 0.85, endplateInCoarseSlices: 0.7 } as const;
/** From this slice distance on, an endplate is hidden here and there between two slices, and known to 1 mm only. */
export const COARSE_SLICE_MM = 2.5;
/** Sizes of thoracic and lumbar bodies with room to spare, mm. */
const WIDTH_MM = [20, 62] as const;
const DEPTH_MM = [16, 46] as const;
const HEIGHT_MM = [8, 42] as const;
/** Neighbours' sections differ by less than this, relative. */
const NEIGHBOUR_CHANGE = 0.18;
/** Endplates lean towards each other by less than this, even in a severe wedge, degrees. */
const LARGEST_LEAN_DEGREES = 35;

/** Why this can't be a body's outline; null where it can. No level names: they are not known yet. */
export function brokenShape(outline: Outline, sliceMm: number): string | null {
  const { wall, upper, lower, widthMm, depthMm, heightMm } = outline;
  const leastEndplate =
    sliceMm < COARSE_SLICE_MM ? LEAST_SUPPORT.endplate : LEAST_SUPPORT.endplateInCoarseSlices;
  if (wall.support < LEAST_SUPPORT.wall) return `side wall seen on ${percent(wall.support)}`;
  const endplate = Math.min(upper.support, lower.support);
  if (endplate < leastEndplate) return `endplate seen on ${percent(endplate)}`;
  if (!within(widthMm, WIDTH_MM)) return `width ${widthMm.toFixed(0)} mm`;
  if (!within(depthMm, DEPTH_MM)) return `depth ${depthMm.toFixed(0)} mm`;
  if (!within(heightMm, HEIGHT_MM)) return `height ${heightMm.toFixed(0)} mm`;
  return null;
}

/** Doubts about one body beside its neighbours, which do not stop it. */
export function doubtfulShape(outline: Outline, neighbours: readonly Outline[]): readonly Flag[] {
  const flags: Flag[] = [];
  for (const [name, size] of [
    ['width', outline.widthMm],
    ['depth', outline.depthMm],
  ] as const) {
    const others = neighbours.map((other) => (name === 'width' ? other.widthMm : other.depthMm));
    if (others.some((other) => Math.abs(size / other - 1) > NEIGHBOUR_CHANGE)) {
      flags.push({
        code: 'SIZE_DIFFERS_FROM_NEIGHBOUR',
        message: `${name} ${size.toFixed(1)} mm beside ${others.map((o) => o.toFixed(1)).join(' and ')} mm`,
      });
    }
  }
  const lean = Math.atan(Math.abs(outline.upper.slope.v - outline.lower.slope.v)) * (180 / Math.PI);
  if (lean > LARGEST_LEAN_DEGREES) {
    flags.push({ code: 'ENDPLATES_LEAN', message: `endplates at ${lean.toFixed(0)} degrees to each other` });
  }
  return flags;
}

function within(value: number, [low, high]: readonly [number, number]): boolean {
  return value >= low && value <= high;
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
