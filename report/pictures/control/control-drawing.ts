/** A site's control charts as one picture: a row a scanner and quantity, dots a study, a line for the average, dashes for its limits. */
import type { ControlChart, ControlSeries } from '../../../contracts/calibration/control.ts';

import {
  chartLabel,
  GREY,
  INK,
  LIGHT_COLOUR,
  TYPE,
  wrapped,
  type Drawing,
  type DrawingItem,
} from '../kit/drawing.ts';
import { scaleOf } from '../kit/value-scale.ts';

const WIDTH = 900;
const ROW = { height: 132, left: 70, right: 24, top: 34, bottom: 22 } as const;
const HEADING = 80;
const LINE = 16;
const DOT = 2;
const GROUND = '#11161c';
const LIGHT_OF = { learning: 'amber', 'in control': 'green', drift: 'red' } as const;

export function controlDrawing({ site, method, series }: ControlChart): Drawing {
  const title = `Scanner control charts, site ${site}`;
  return {
    width: WIDTH,
    height: HEADING + Math.max(1, series.length) * ROW.height,
    title,
    ground: GROUND,
    items: [
      { kind: 'text', text: title, x: 20, y: 28, size: TYPE.title, colour: INK, bold: true },
      ...wrapped(method, TYPE.label, WIDTH - 40).map((line, n) => chartLabel(line, 20, 48 + n * LINE, GREY)),
      ...(series.length === 0
        ? [chartLabel('no studies with scanner, tube voltage and date yet', 20, HEADING + ROW.top, INK)]
        : series.flatMap((one, n) => rowOf(one, HEADING + n * ROW.height))),
    ],
  };
}

function rowOf(series: ControlSeries, top: number): DrawingItem[] {
  const { scanner, kvp, quantity, unit, status, driftSince, points } = series;
  const name = [scanner.manufacturer, scanner.model, scanner.deviceSerial].filter(Boolean).join(' ');
  const told = status === 'drift' ? `drift since ${driftSince}` : status;
  const x = scaleOf(
    points.map(({ date }) => Date.parse(date)),
    [ROW.left, WIDTH - ROW.right],
  );
  const y = scaleOf(
    points.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value]),
    [top + ROW.height - ROW.bottom, top + ROW.top],
  );
  const limited = points.filter(({ average }) => average !== null);
  const line = (of: 'average' | 'low' | 'high'): number[] =>
    limited.flatMap((point) => [x.at(Date.parse(point.date)), y.at(point[of]!)]);
  return [
    { kind: 'light', light: LIGHT_OF[status], x: 26, y: top + 14 },
    chartLabel(`${name}, ${kvp} kVp: ${quantity}, ${unit}`, 40, top + 18, INK),
    chartLabel(told, WIDTH - ROW.right, top + 18, LIGHT_COLOUR[LIGHT_OF[status]], { anchor: 'end' }),
    ...points.map(({ date, value }): DrawingItem => ({
      kind: 'line',
      points: [x.at(Date.parse(date)) - DOT, y.at(value), x.at(Date.parse(date)) + DOT, y.at(value)],
      colour: GREY,
      width: 2 * DOT,
    })),
    { kind: 'line', points: line('low'), colour: GREY, width: 1, dashed: true },
    { kind: 'line', points: line('high'), colour: GREY, width: 1, dashed: true },
    { kind: 'line', points: line('average'), colour: LIGHT_COLOUR[LIGHT_OF[status]], width: 1.5 },
    chartLabel(shown(y.least, unit), ROW.left - 6, y.at(y.least), GREY, { anchor: 'end' }),
    chartLabel(shown(y.most, unit), ROW.left - 6, y.at(y.most), GREY, { anchor: 'end' }),
    chartLabel(points[0]!.date, ROW.left, top + ROW.height - 4, GREY),
    chartLabel(points.at(-1)!.date, WIDTH - ROW.right, top + ROW.height - 4, GREY, { anchor: 'end' }),
  ];
}

function shown(value: number, unit: ControlSeries['unit']): string {
  return value.toFixed(unit === 'HU' ? 0 : 3);
}
