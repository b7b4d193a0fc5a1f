/** The sheet `calibration.png`: slices with the regions outlined and named; what was read in each is `calibration.json`'s. */
import type { ReferenceRegion } from '../../../contracts/calibration/calibration.ts';
import { textWidth, type Colour, type Drawing, type DrawingItem } from '../kit/drawing.ts';

import type { AxialView } from './axial-view.ts';

export interface SheetRegion {
  readonly region: ReferenceRegion;
  /** Its value in the views' outlines. */
  readonly value: number;
}

const GROUND = '#ffffff';
const COLOUR: Readonly<Record<ReferenceRegion['tissue'], Colour>> = {
  air: '#7dd3fc',
  blood: '#f87171',
  fat: '#fbbf24',
  muscle: '#4ade80',
  'cortical-bone': '#f0abfc',
  rod: '#c4b5fd',
};
const GAP = 8;
/** Pixels of a slice, at most. */
const PANEL = { width: 380, height: 300 } as const;
/** Height of type, pixels: the report prints three slices over its width, at less than half their size. */
const TYPE = { name: 16, side: 18 } as const;
/** Letters of an outline's name keep this off its edge, pixels. */
const NAME_OFF = 5;
/** From a slice's edge to the letter of its side, pixels. */
const SIDE_OFF = 4;
const PLATE = { colour: '#0b1016', opacity: 0.6, off: 2 } as const;
/** Of small letters with those that rise above them, over the letters' feet, in heights of type. */
const LETTERS_MIDDLE = 0.32;
/** Places of a name that would lie on another, lines from its own. */
const MOVES = [0, -1, 1, -2, 2, -3, 3];
type Name = Extract<DrawingItem, { kind: 'text' }>;

export function calibrationSheet(views: readonly AxialView[], regions: readonly SheetRegion[]): Drawing {
  const scale = views.reduce(
    (least, { plane }) => Math.min(least, PANEL.width / plane.width, PANEL.height / plane.height),
    Infinity,
  );
  const items: DrawingItem[] = [];
  let [x, bottom] = [0, 0];
  for (const view of views) {
    for (const item of panel(view, regions, x, scale)) items.push(item);
    x += view.plane.width * scale + GAP;
    bottom = Math.max(bottom, view.plane.height * scale);
  }
  return {
    width: Math.ceil(x - GAP),
    height: Math.ceil(bottom),
    title: 'Calibration regions',
    ground: GROUND,
    items,
  };
}

function panel(
  { plane, grey, regions: outlines }: AxialView,
  regions: readonly SheetRegion[],
  x: number,
  scale: number,
): DrawingItem[] {
  const [width, height] = [plane.width * scale, plane.height * scale];
  const onSheet = (points: readonly number[]): number[] =>
    points.map((at, n) => (n % 2 === 0 ? x : 0) + (at + 0.5) * scale);
  const items: DrawingItem[] = [{ kind: 'image', view: { plane, grey }, x, y: 0, width, height }];
  const letter = (text: string, column: number): Name => ({
    kind: 'text', text, x: column, y: height - TYPE.side / 2, size: TYPE.side, colour: '#ffffff', bold: true, rimmed: true,
  }); // prettier-ignore
  const sides = [letter('R', x + SIDE_OFF), letter('L', x + width - SIDE_OFF - textWidth('L', TYPE.side))];
  const names: Name[] = [];
  for (const { region, value } of regions) {
    const lines = (outlines.get(value) ?? []).map(onSheet);
    if (lines.length === 0) continue;
    for (const points of lines) items.push(line(points, region));
    const name = nameBeside(largest(lines), region, [x, x + width]);
    names.push(clearOf([...sides, ...names], name, height));
  }
  // Above all outlines, which would else cross the names of other regions.
  return [...items, ...names.flatMap((name) => [plate(name), name]), ...sides];
}

/** Dark behind a name: it may lie over bright bone. */
function plate({ text, x, y }: Name): DrawingItem {
  const middle = y - TYPE.name * LETTERS_MIDDLE;
  return {
    ...{ kind: 'line', points: [x - PLATE.off, middle, x + textWidth(text, TYPE.name) + PLATE.off, middle] },
    ...{ colour: PLATE.colour, width: TYPE.name, opacity: PLATE.opacity },
  };
}

function line(points: readonly number[], { tissue, accepted }: ReferenceRegion): DrawingItem {
  return { kind: 'line', points, colour: COLOUR[tissue], width: 1.8, dashed: !accepted };
}

function nameBeside(
  points: readonly number[],
  { tissue, name }: ReferenceRegion,
  [left, right]: readonly [number, number],
): Name {
  let [at, top] = [0, Infinity];
  for (let n = 0; n < points.length; n += 2)
    if (points[n + 1]! < top) [at, top] = [points[n]!, points[n + 1]!];
  const text = tissue === 'rod' ? (name ?? tissue) : tissue.replace('-', ' ');
  return {
    kind: 'text',
    text,
    x: Math.max(left + PLATE.off, Math.min(at, right - PLATE.off - textWidth(text, TYPE.name))),
    y: Math.max(top - NAME_OFF, TYPE.name),
    size: TYPE.name,
    colour: COLOUR[tissue],
  };
}

/** Moved up or down by lines until it lies on no other name or letter of its panel; where there is no such place, as it was. */
function clearOf(others: readonly Name[], name: Name, height: number): Name {
  const hits = (y: number): boolean =>
    others.some(
      (one) =>
        Math.abs(one.y - y) < TYPE.name &&
        name.x < one.x + textWidth(one.text, one.size) &&
        one.x < name.x + textWidth(name.text, name.size),
    );
  const y = MOVES.map((lines) => name.y + lines * TYPE.name).find(
    (at) => at >= TYPE.name && at <= height && !hits(at),
  );
  return y === undefined ? name : { ...name, y };
}

function largest(lines: readonly (readonly number[])[]): readonly number[] {
  return lines.reduce((best, one) => (one.length > best.length ? one : best));
}
