/** All charts of a site: a scanner and tube voltage each for air, blood, fat, slope and the slopes of phantoms. */
import {
  CONTROL_QUANTITIES,
  type ControlChart,
  type ControlPoint,
  type ControlQuantity,
  type ControlSeries,
} from '../../../contracts/calibration/control.ts';
import type { RegisteredCalibration } from '../../../contracts/calibration/registry.ts';
import { BASELINE_COUNT, CLIP_SDS, EWMA } from './limits.ts';
import { lineOfFile } from '../methods/asynchronous.ts';

import { movingAverageChart, type Charted, type Dated } from './moving-average.ts';
import { phantomSlopeChart } from './phantom-slopes.ts';

type Scanner = ControlPoint['scanner'];
interface Group {
  readonly scanner: Scanner;
  readonly kvp: number;
  readonly values: Readonly<Record<ControlQuantity, Dated[]>>;
}

const METHOD = `exponentially weighted moving average (weight ${EWMA.weight}, values clipped at ${CLIP_SDS} SD) within ${EWMA.limitSds} of its standard deviations of the first ${BASELINE_COUNT} studies; phantom slopes against the first`;

/** The same points and calibrations in any order give the same chart. */
export function controlChart(
  site: string,
  points: readonly ControlPoint[],
  calibrations: readonly RegisteredCalibration[],
): ControlChart {
  const groups = new Map<string, Group>();
  for (const point of points) {
    const { values } = groupOf(groups, point.scanner, point.kvp);
    const measured = { air: point.airHu, blood: point.bloodHu, fat: point.fatHu, slope: point.slope };
    for (const [quantity, value] of Object.entries(measured) as [keyof typeof measured, number | null][])
      if (value !== null) values[quantity].push({ date: point.date, value });
  }
  for (const { file } of calibrations)
    groupOf(groups, file.scanner, file.kvp).values['phantom slope'].push({
      date: file.scannedOn,
      value: lineOfFile(file).line.slope,
    });
  const series = [...groups.keys()].toSorted().flatMap((key) => seriesOf(groups.get(key)!));
  return { schema: 'osteon/control-chart/1', site, method: METHOD, series };
}

function groupOf(groups: Map<string, Group>, scanner: Scanner, kvp: number): Group {
  const { manufacturer, model, deviceSerial } = scanner;
  const key = JSON.stringify([manufacturer, model, deviceSerial, kvp]);
  const values = { air: [], blood: [], fat: [], slope: [], 'phantom slope': [] };
  const group = groups.get(key) ?? { scanner, kvp, values };
  groups.set(key, group);
  return group;
}

function seriesOf({ scanner, kvp, values }: Group): ControlSeries[] {
  return (Object.entries(values) as [ControlQuantity, Dated[]][]).flatMap(([quantity, dated]) => {
    if (dated.length === 0) return [];
    const sorted = dated.toSorted((a, b) =>
      a.date === b.date ? a.value - b.value : a.date < b.date ? -1 : 1,
    );
    const unit = CONTROL_QUANTITIES[quantity];
    const charted: Charted =
      quantity === 'phantom slope' ? phantomSlopeChart(sorted) : movingAverageChart(sorted, unit);
    return [{ scanner, kvp, quantity, unit, ...charted }];
  });
}
