/** The sheet `calibration.png`: slices with the regions outlined, and below them what was read in each. */
import type { ReferenceRegion } from '../../../contracts/calibration/calibration.ts';
import { type Colour, type Drawing, type DrawingItem, GREY, INK, TYPE, wrapped } from '../kit/drawing.ts';

import type { AxialView } from './axial-view.ts';

export interface SheetRegion {
  readonly region: ReferenceRegion;
  /** Its value in the views' outlines. */
  readonly value: number;
}

const GROUND = '#11161c';
const COLOUR: Readonly<Record<ReferenceRegion['tissue'], Colour>> = {
  air: '#7dd3fc',
  blood: '#f87171',
  fat: '#fbbf24',
  muscle: '#4ade80',
  'cortical-bone': '#f0abfc',
  rod: '#c4b5fd',
};
const MARGIN = 16;
const HEAD = 44;
const GAP = 12;
/** Pixels of a slice, at most. */
const PANEL = { width: 380, height: 300 } as const;
const ROW = 16;
const SWATCH = 22;
/** With more regions than this (rods) the legend has two columns: the slices stay as large as without rods. */
const ONE_COLUMN = 5;
/** Letters of an outline's name keep this off its edge, pixels. */
const NAME_OFF = 4;

/** @param title the basis of the calibration, in words */
export function calibrationSheet(
  views: readonly AxialView[],
  regions: readonly SheetRegion[],
  title: string,
): Drawing {
  const scale = views.reduce(
    (least, { plane }) => Math.min(least, PANEL.width / plane.width, PANEL.height / plane.height),
    Infinity,
  );
  const items: DrawingItem[] = [
    {
      kind: 'text',
      text: 'Density calibration',
      x: MARGIN,
      y: 26,
      size: TYPE.title,
      colour: INK,
      bold: true,
    },
  ];
  let [x, bottom] = [MARGIN, HEAD];
  for (const view of views) {
    const [width, height] = [view.plane.width * scale, view.plane.height * scale];
    for (const item of panel(view, regions, x, scale)) items.push(item);
    x += width + GAP;
    bottom = Math.max(bottom, HEAD + height);
  }
  const width = Math.max(Math.ceil(x - GAP + MARGIN), 2 * PANEL.width);
  /** @returns the row below the text */
  const tell = (text: string, x: number, y: number, widest: number, colour: Colour): number => {
    const lines = wrapped(text, TYPE.note, widest);
    lines.forEach((line, n) => {
      items.push({ kind: 'text', text: line.trim(), x, y: y + n * ROW, size: TYPE.note, colour });
    });
    return y + lines.length * ROW;
  };
  const head = tell(title, MARGIN, bottom + GAP + ROW, width - 2 * MARGIN, INK);
  const columns = regions.length > ONE_COLUMN ? 2 : 1;
  const columnWidth = (width - 2 * MARGIN - (columns - 1) * GAP) / columns;
  const perColumn = Math.ceil(regions.length / columns);
  let feet = head;
  for (let column = 0; column < columns; column++) {
    const left = MARGIN + column * (columnWidth + GAP);
    let y = head;
    for (const { region } of regions.slice(column * perColumn, (column + 1) * perColumn)) {
      const level = y - TYPE.note / 3;
      items.push(line([left, level, left + SWATCH - 6, level], region));
      y = tell(inWords(region), left + SWATCH, y, columnWidth - SWATCH, region.accepted ? INK : GREY);
    }
    feet = Math.max(feet, y);
  }
  return {
    width,
    height: Math.ceil(feet - ROW + MARGIN),
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
    points.map((at, n) => (n % 2 === 0 ? x : HEAD) + (at + 0.5) * scale);
  const items: DrawingItem[] = [{ kind: 'image', view: { plane, grey }, x, y: HEAD, width, height }];
  for (const { region, value } of regions) {
    const lines = (outlines.get(value) ?? []).map(onSheet);
    if (lines.length === 0) continue;
    for (const points of lines) items.push(line(points, region));
    items.push(nameBeside(largest(lines), region, x + width));
  }
  const letter = (text: string, column: number): DrawingItem => ({
    kind: 'text', text, x: column, y: HEAD + height / 2, size: TYPE.letter, colour: '#ffffff', bold: true, rimmed: true, anchor: 'middle',
  }); // prettier-ignore
  return [...items, letter('R', x + 9), letter('L', x + width - 9)];
}

function line(points: readonly number[], { tissue, accepted }: ReferenceRegion): DrawingItem {
  return { kind: 'line', points, colour: COLOUR[tissue], width: 1.3, dashed: !accepted };
}

function nameBeside(
  points: readonly number[],
  { tissue, name }: ReferenceRegion,
  right: number,
): DrawingItem {
  let [at, top] = [0, Infinity];
  for (let n = 0; n < points.length; n += 2)
    if (points[n + 1]! < top) [at, top] = [points[n]!, points[n + 1]!];
  return {
    kind: 'text',
    text: tissue === 'rod' ? (name ?? tissue) : tissue.replace('-', ' '),
    x: Math.min(at, right - 40),
    y: Math.max(top - NAME_OFF, HEAD + TYPE.label),
    size: TYPE.label,
    colour: COLOUR[tissue],
    rimmed: true,
  };
}

function largest(lines: readonly (readonly number[])[]): readonly number[] {
  return lines.reduce((best, one) => (one.length > best.length ? one : best));
}

function inWords({ tissue, name, meanHu, sdHu, volumeMm3, accepted, remark }: ReferenceRegion): string {
  const what = [tissue.replace('-', ' '), name].filter((text) => text !== null).join(', ');
  const verdict = accepted ? '' : `; not accepted: ${remark ?? 'reason not recorded'}`;
  return `${what}: ${Math.round(meanHu)} ± ${sdHu.toFixed(0)} HU (SD of voxels), ${(volumeMm3 / 1000).toFixed(1)} cm3${verdict}`;
}
