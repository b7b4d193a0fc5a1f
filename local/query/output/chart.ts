/** An answer as a chart: SVG by Vega-Lite, as the named query's head defines it. */
import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';

import type { NamedQuery, QueryChart } from '../../../lambdas/shared/queries/named-query.ts';
import type { ColumnType } from '../../../report/rows/column.ts';

import type { Answer } from '../sandbox/messages.ts';

const WIDTH = 640;
const HEIGHT = 360;
type StandardType = 'nominal' | 'ordinal' | 'quantitative' | 'temporal';
const KINDS: Readonly<Record<ColumnType, StandardType>> = {
  text: 'nominal',
  'yes/no': 'nominal',
  integer: 'quantitative',
  number: 'quantitative',
  date: 'temporal',
  time: 'temporal',
};

interface Axis {
  readonly field: string;
  readonly type: StandardType;
  /** The column's name, which ends in its unit. */
  readonly title: string;
  readonly sort: 'ascending' | null;
}

export async function asChart(query: NamedQuery, chart: QueryChart, answer: Answer): Promise<string> {
  const values = answer.rows.map((row) =>
    Object.fromEntries(answer.columns.map(({ name }, n) => [name, row[n] ?? null])),
  );
  const axis = (name: string): Axis => {
    const { type } = query.columns.find((column) => column.name === name)!;
    // Bars stand side by side in the order of the answer: levels run from head to foot.
    if (chart.mark === 'bar' && name === chart.x)
      return { field: name, type: 'ordinal', title: name, sort: null };
    return { field: name, type: KINDS[type], title: name, sort: 'ascending' };
  };
  const spec: TopLevelSpec = {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: query.question,
    width: WIDTH,
    height: HEIGHT,
    data: { values },
    mark: chart.mark === 'line' ? { type: 'line', point: true } : chart.mark,
    encoding: {
      x: axis(chart.x),
      y: { ...axis(chart.y), scale: { zero: chart.mark === 'bar' } },
      ...(chart.colour === null ? {} : { color: { ...axis(chart.colour), type: 'nominal' as const } }),
    },
  };
  return new View(parse(compile(spec).spec), { renderer: 'none' }).toSVG();
}
