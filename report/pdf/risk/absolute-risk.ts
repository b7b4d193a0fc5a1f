/** Probabilities of fracture side by side: the model, what it is checked with, the population, and how each factor went in. */
import type { FactorHandling, RiskEstimate, RiskFigure } from '../../../contracts/risk/absolute-risk.ts';
import { plain } from '../../words/plain.ts';
import type { ReportData } from '../../report-data.ts';

import { CONTENT_WIDTH, GREY, heading, LIGHT_COLOUR, paragraph, type Pdf } from '../kit/page.ts';
import { riskBars } from './risk-bars.ts';
import { table, type Cell, type Column } from '../kit/table.ts';

const FIGURE = { outcome: 58, years: 62 } as const;
const METHOD_COLUMNS: readonly Column[] = [
  { title: 'Method', width: CONTENT_WIDTH - 4 * FIGURE.years },
  { title: 'Major, 10 years', unit: '% (95 %)', width: FIGURE.years, align: 'right' },
  { title: 'Major, 5 years', unit: '% (95 %)', width: FIGURE.years, align: 'right' },
  { title: 'Hip, 10 years', unit: '% (95 %)', width: FIGURE.years, align: 'right' },
  { title: 'Hip, 5 years', unit: '% (95 %)', width: FIGURE.years, align: 'right' },
];
const FACTOR_COLUMNS: readonly Column[] = [
  { title: 'Factor', width: 112 },
  { title: 'State', width: 64 },
  { title: 'Handling', width: CONTENT_WIDTH - 256 },
  { title: 'Absent / present', unit: '10-year major, %', width: 80, align: 'right' },
];
const STATE_WORDS: Readonly<Record<FactorHandling['state'], string>> = {
  given: 'known',
  missing: 'not known',
  limited: 'limited',
  'not-used': 'not used',
};
/** The table of methods and the picture under it stay on one page, points. */
const KEEP_TOGETHER = 190;
type AbsoluteRisk = NonNullable<ReportData['risk']>['absolute'];
const NONE: Cell = { text: '–', colour: GREY };

export function absoluteRiskSection(pdf: Pdf, { risk }: ReportData): void {
  if (risk === null) return;
  const { model, ranges = [], crossChecks, populationAverage, handling, importedFrax } = risk.absolute;
  heading(pdf, 'Fracture probability', KEEP_TOGETHER);
  const estimates = [model, ...crossChecks.map(({ estimate }) => estimate), populationAverage];
  table(pdf, METHOD_COLUMNS, [
    ...estimates.map((estimate) => methodRow(estimate, estimate === model ? ranges : [])),
    ...(importedFrax === null ? [] : [fraxRow(importedFrax)]),
  ]);
  if (model.status === 'evaluated') riskBars(pdf, estimates);
  const said = [
    ...estimates.map((estimate) =>
      estimate.status === 'evaluated' ? `${estimate.shortTitle}: ${estimate.statement}` : '',
    ),
    ...crossChecks.map(({ agreement }) => agreement ?? ''),
    importedFrax?.statement ?? '',
  ];
  paragraph(pdf, said.filter(Boolean).join(' '), { size: 7, colour: GREY });
  if (handling.length > 0) table(pdf, FACTOR_COLUMNS, handling.map(factorRow));
}

/** @param ranges of a model without a figure: those by age stand on page 1, and one over all ages would be read as their interval */
function methodRow(estimate: RiskEstimate, ranges: NonNullable<AbsoluteRisk['ranges']>): Cell[] {
  if (estimate.status === 'not-evaluated') {
    const byAge = ranges.some((range) => range.byAge !== undefined);
    const cells = (
      [
        ['major-osteoporotic', 10],
        ['major-osteoporotic', 5],
        ['hip', 10],
        ['hip', 5],
      ] as const
    ).map(([outcome, years]): Cell => {
      const found = byAge ? undefined : ranges.find((one) => one.outcome === outcome && one.years === years);
      return found === undefined ? NONE : { text: `${percent(found.low)}–${percent(found.high)}` };
    });
    const over = byAge
      ? '; by age: page 1'
      : ranges.length === 0
        ? ''
        : '; spans: over all possible patients, no confidence intervals';
    return [{ text: estimate.title, note: `not evaluated: ${estimate.reason}${over}` }, ...cells];
  }
  const find = (hip: boolean, years: 5 | 10): Cell => {
    const figure = estimate.figures.find((one) => (one.outcome === 'hip') === hip && one.years === years);
    return figure === undefined ? NONE : figureCell(figure);
  };
  const osteoporotic = estimate.figures.some(({ outcome }) => outcome === 'osteoporotic');
  const note = osteoporotic ? 'hip, spine and distal forearm; excludes other major sites' : undefined;
  return [
    { text: estimate.title, ...(note === undefined ? {} : { note }) },
    find(false, 10),
    find(false, 5),
    find(true, 10),
    find(true, 5),
  ];
}

function figureCell({ probability: { value, uncertainty } }: RiskFigure): Cell {
  const note =
    uncertainty.kind === 'none' ? 'no interval' : `${percent(uncertainty.low)}–${percent(uncertainty.high)}`;
  return { text: percent(value), note, bold: true };
}

function fraxRow({
  majorOsteoporoticPercent,
  hipPercent,
  withBmd,
  country,
}: NonNullable<NonNullable<ReportData['risk']>['absolute']['importedFrax']>): Cell[] {
  const bmd = withBmd === null ? '' : withBmd ? ', with BMD' : ', without BMD';
  return [
    {
      text: `FRAX, supplied by the clinic${bmd}${country === null ? '' : `, ${country}`}`,
      note: 'not used in the overall category',
    },
    { text: percent(majorOsteoporoticPercent) },
    NONE,
    { text: percent(hipPercent) },
    NONE,
  ];
}

function factorRow({ factor, state, statement, whatIf }: FactorHandling): Cell[] {
  const missing = state === 'missing' || state === 'limited';
  return [
    { text: factor },
    { text: STATE_WORDS[state], ...(missing ? { colour: LIGHT_COLOUR.amber, bold: true } : {}) },
    { text: plain(statement) },
    whatIf === null ? NONE : { text: `${percent(whatIf.absent)} / ${percent(whatIf.present)}` },
  ];
}

/** Two digits that count, and no more than one after the point. */
export function percent(value: number): string {
  return value < 0.1 ? value.toFixed(2) : value.toFixed(1);
}
