/**
 * The report's numbers against those of `result.json`, label by label: what the PDF says is read back from its bytes, and
 * stands under the heading and beside the label that the result's field belongs to. In the fixture every value differs.
 */
import { beforeAll, describe, expect, test } from 'vitest';

import { readReportData } from '../../lambdas/publish-report/read-report-data.ts';
import type { Density, Quantity } from '../../contracts/primitives.ts';
import type { Result, ResultLevel } from '../../contracts/result.ts';
import { publishReportInputSchema } from '../../contracts/states.ts';
import type { ReportData } from '../../report/report-data.ts';
import { makeReport } from '../../report/report.ts';
import { resultOf } from '../../report/result.ts';
import { APPENDIX } from '../../report/pdf/notes/appendix.ts';
import { meaningOf } from '../../report/words/plain.ts';

import { memoryStore, putAssessment } from './fixture.ts';
import { runsOf, type Run } from './pdf/pdf-runs.ts';

let data: ReportData;
let result: Result;
let runs: Run[];
let texts: string[];

beforeAll(async () => {
  const store = memoryStore();
  const { input, ...parts } = await putAssessment(store, {
    levels: ['T12', 'L1', 'L2'],
    refused: ['L3'],
    adjusted: 97,
    category: 'low-bone-mass',
  });
  data = await readReportData(store, publishReportInputSchema.parse({ ...input, ...parts }));
  result = resultOf(data);
  runs = runsOf(await makeReport(data));
  texts = runs.map(({ text }) => text);
});

type Measured = Quantity | Density;

/** Written here anew: the product's own words are not what checks them. */
function shown(value: number, unit: string): string {
  if (unit === 'N' || unit === 'N/mm')
    return String(10 * Math.round(value / 10)).replace(/(\d)(\d{3})$/, '$1 $2');
  return unit === 'mm' || unit === 'N m' ? value.toFixed(1) : value.toFixed(0);
}

/** Value and interval as two pieces, as a cell of a table has them. */
function cell(quantity: Measured | null): string[] {
  if (quantity === null) return ['–'];
  const { value, unit, uncertainty } = quantity;
  if (uncertainty.kind === 'none') throw new Error('the fixture gives an interval to every number');
  return [shown(value, unit), `${shown(uncertainty.low, unit)}–${shown(uncertainty.high, unit)}`];
}

const assessed = (): ResultLevel[] => result.levels.filter(({ status }) => status === 'assessed');

interface Column {
  /** What the head must say of it. */
  readonly head: RegExp;
  readonly of: (level: ResultLevel, n: number) => readonly string[];
}

/** The pieces from the head of a table on; its titles in their order must be those of `columns`. */
function under(head: RegExp, columns: readonly Column[], from: number): string[] {
  const start = texts.findIndex((text, n) => n >= from && head.test(text));
  expect(start, String(head)).toBeGreaterThanOrEqual(0);
  let at = start;
  for (const { head: title } of columns) {
    const next = texts.findIndex((text, n) => n >= at && title.test(text));
    // A title and its unit are two pieces.
    expect(next - at, `${String(title)} after ${texts[at - 1] ?? ''}`).toBeLessThanOrEqual(1);
    at = next + 1;
  }
  return texts.slice(at);
}

/** Each row's pieces stand one after the other, the level's name first. */
function expectRows(pieces: readonly string[], columns: readonly Column[]): void {
  let rest = pieces;
  assessed().forEach((level, n) => {
    const start = rest.indexOf(level.level);
    const wanted = columns.flatMap((column) => column.of(level, n));
    expect(rest.slice(start, start + wanted.length), level.level).toEqual(wanted);
    rest = rest.slice(start + wanted.length);
  });
}

const LEVEL: Column = { head: /^Level$/, of: ({ level }) => [level] };

describe('the first page', () => {
  /** Page 1 as one text. */
  const first = (): string =>
    runs
      .filter(({ page }) => page === 0)
      .map(({ text }) => text)
      .join(' ');
  const between = (from: string, until: string): string => {
    const [start, end] = [first().indexOf(from), first().indexOf(until)];
    expect(start, from).toBeGreaterThanOrEqual(0);
    expect(end, until).toBeGreaterThan(start);
    return first().slice(start, end);
  };

  test('the impression: density as measured, then the adjusted one, each with its interval', () => {
    const said = between('Impression', 'Overall fracture risk very high');
    const [measured, adjusted] = [result.density!.vbmd!, result.density!.adjusted!].map(cell);
    expect(said).toContain(`${measured![0]!} mg/cm³ (95 % interval ${measured![1]!})`);
    expect(said).toContain(`adjusted ${adjusted![0]!} mg/cm³ (${adjusted![1]!})`);
    expect(said).toContain('low bone mass');
  });

  test('the impression: the most probable category with its probability, and the next one', () => {
    const { category, probability, shares } = result.overall!;
    expect([category, probability, shares!.high]).toEqual(['moderate', 0.71, 0.17]);
    expect(first()).toContain('Overall fracture risk: moderate (probability 0.71); next: high 0.17.');
  });

  test('the panel of strength: that of the L1 equivalent and of the average, each with its interval', () => {
    const said = between('Bone strength', 'Vertebral fractures');
    const [value, interval] = cell(result.strength!.l1Equivalent);
    expect(said).toContain(`${value!} N (${interval!})`);
    const [share, between95] = cell(result.strength!.modelled!.shareOfAverage);
    expect(said).toContain(`${share!} % (${between95!}) of the average for age and sex`);
  });

  test('the panel of 10-year risk: the figures of ten years, the major one before the hip', () => {
    const said = between('10-year fracture probability', 'Limited by');
    const { model } = result.absoluteRisk!;
    if (model.status !== 'evaluated') throw new Error('the fixture has a model');
    const figure = (hip: boolean): string => {
      const { probability } = model.figures.find(
        (one) => one.years === 10 && (one.outcome === 'hip') === hip,
      )!;
      const { value, uncertainty } = probability;
      if (uncertainty.kind === 'none') throw new Error('the fixture gives an interval to every number');
      return `${value.toFixed(1)} % (${uncertainty.low.toFixed(1)}–${uncertainty.high.toFixed(1)})`;
    };
    expect([...said.matchAll(/[\d.]+ % \([^)]*\)/g)].map(([text]) => text)).toEqual([
      figure(false),
      figure(true),
    ]);
  });

  test('at most three limits are named', () => {
    const said = between('Limited by', 'Interpreted by');
    expect(said.split(';').length).toBeLessThanOrEqual(3);
  });
});

describe('the spine at a glance', () => {
  test('beside the picture: each level’s own strength, density and grade, in the row of its name', () => {
    const columns: Column[] = [
      { head: /^Strength$/, of: ({ level, qc }) => [level, qc === 'amber' ? 'A' : '?'] },
      { head: /^Density$/, of: ({ strength }) => cell(strength).slice(0, 1) },
      { head: /^Fracture$/, of: ({ vbmd }) => cell(vbmd).slice(0, 1) },
    ];
    const from = texts.indexOf('The spine at a glance');
    expectRows(under(/^Strength$/, columns, from), columns);
  });
});

test('level by level: strength, density, heights from front to back, losses by shape', () => {
  const columns: Column[] = [
    LEVEL,
    { head: /^Strength$/, of: ({ strength }) => cell(strength) },
    {
      head: /^Of average$/,
      of: ({ strengthReference }) => {
        if (strengthReference?.status !== 'modelled') return ['–'];
        const [share, between] = cell(strengthReference.shareOfAverage);
        return [`${share!}, z ${strengthReference.z.value.toFixed(1).replace('-', '−')}`, between!];
      },
    },
    { head: /^Density$/, of: ({ vbmd }) => cell(vbmd) },
    {
      head: /^Heights a \/ m \/ p$/,
      of: ({ anteriorHeight, middleHeight, posteriorHeight }) => {
        const heights = [anteriorHeight!, middleHeight!, posteriorHeight!];
        // The widest margin stands for all three; the fixture's grow with the height.
        const margin = heights.reduce((most, { value, uncertainty }) => {
          return uncertainty.kind === 'none' ? NaN : Math.max(most, uncertainty.high - value);
        }, 0);
        return [heights.map(({ value }) => value.toFixed(1)).join(' / '), `each ± ${margin.toFixed(1)}`];
      },
    },
    { head: /^Endplates$/, of: () => ['–'] },
    {
      head: /^Loss w \/ b \/ c$/,
      of: ({ fracture }) => {
        const { wedge, biconcave, crush } = fracture!.lossPercent;
        return [[wedge, biconcave, crush].map((loss) => (loss === null ? '–' : String(loss))).join(' / ')];
      },
    },
  ];
  expectRows(under(/^Level$/, columns, 0), columns);
});

test('strength against a modelled reference: both strengths, both shares, and the z', () => {
  type Modelled = Extract<NonNullable<ResultLevel['strengthReference']>, { status: 'modelled' }>;
  const of = (pick: (reference: Modelled) => string[]) => (level: ResultLevel) =>
    level.strengthReference?.status === 'modelled' ? pick(level.strengthReference) : [];
  const compared = result.levels.filter(({ strengthReference }) => strengthReference?.status === 'modelled');
  expect(compared).not.toHaveLength(0);
  const heading = texts.indexOf('Strength against a modelled reference');
  for (const level of compared) {
    const at = texts.findIndex((text, n) => n > heading && text === level.level);
    const row = texts.slice(at, at + 14);
    for (const told of [
      ...of(({ averageN, youngAdultN }) => [shown(averageN, 'N'), shown(youngAdultN, 'N')])(level),
      ...of(({ shareOfAverage }) => cell(shareOfAverage))(level),
      ...of(({ shareOfYoungAdult }) => cell(shareOfYoungAdult))(level),
    ])
      expect(row).toContain(told);
  }
  expect(texts.join(' ')).toContain('Not compared: T12 (fractured, made up).');
});

test('strength in full: each of the strengths under its own name', () => {
  const sanity = (level: ResultLevel) => data.levels.get(level.level)!.strength!.sanity;
  const columns: Column[] = [
    LEVEL,
    { head: /^Plastic$/, of: ({ strength }) => cell(strength) },
    { head: /^0\.2 % offset$/, of: ({ offsetStrength }) => cell(offsetStrength) },
    { head: /^Linear$/, of: ({ linearStrength }) => cell(linearStrength) },
    { head: /^Stiffness$/, of: ({ stiffness }) => cell(stiffness) },
    { head: /^Bending$/, of: ({ bendingMoment }) => cell(bendingMoment) },
    {
      head: /^Analytical$/,
      of: (level) => [
        `${shown(sanity(level).axialRigidityN, 'N')}, ${shown(sanity(level).sliceCollapseN!, 'N')}`,
      ],
    },
  ];
  const heading = texts.findIndex((text) => /^Plastic$/.test(text)) - 1;
  expectRows(under(/^Level$/, columns, heading), columns);
});

test('probability of fracture: major and hip, ten years and five, each under its own head', () => {
  const { model } = result.absoluteRisk!;
  if (model.status !== 'evaluated') throw new Error('the fixture has a model');
  const heads: readonly (readonly [RegExp, boolean, 5 | 10])[] = [
    [/^Major, 10 years$/, false, 10],
    [/^Major, 5 years$/, false, 5],
    [/^Hip, 10 years$/, true, 10],
    [/^Hip, 5 years$/, true, 5],
  ];
  const start = texts.indexOf('Major, 10 years');
  expect(texts.slice(start, start + 8).filter((text) => !text.startsWith('%'))).toEqual([
    'Major, 10 years',
    'Major, 5 years',
    'Hip, 10 years',
    'Hip, 5 years',
  ]);
  const wanted = heads.flatMap(([head, hip, years]) => {
    expect(texts.some((text) => head.test(text))).toBe(true);
    const { probability } = model.figures.find(
      (one) => one.years === years && (one.outcome === 'hip') === hip,
    )!;
    const { value, uncertainty } = probability;
    if (uncertainty.kind === 'none') throw new Error('the fixture gives an interval to every number');
    return [value.toFixed(1), `${uncertainty.low.toFixed(1)}–${uncertainty.high.toFixed(1)}`];
  });
  const first = texts.indexOf(wanted[0]!, start);
  expect(texts.slice(first, first + 8)).toEqual(wanted);
});

test('each body’s strip: its heights from front to back, its density, spread and volume, and its strength', () => {
  for (const { level, anteriorHeight, middleHeight, posteriorHeight, vbmd, strength } of assessed()) {
    const { standardDeviation, volume } = data.levels.get(level)!.trabecular!;
    const heights = [anteriorHeight!, middleHeight!, posteriorHeight!].map(({ value }) => value.toFixed(1));
    const at = texts.indexOf(`${heights.join(' / ')} mm`);
    expect(texts.slice(at - 2, at)[0], level).toBe(level);
    expect(texts.slice(at + 1, at + 3), level).toEqual([
      `${vbmd!.value.toFixed(0)} mg/cm³ ± ${standardDeviation.toFixed(0)} (SD)`,
      `in ${volume.value.toFixed(1)} cm³`,
    ]);
    const [value, interval] = cell(strength);
    expect(texts[at + 3], level).toBe(`${value!} N (${interval!})`);
  }
});

test('what was refused is named with its reason, what was found, and what is required; its code is in the appendix', () => {
  const { refusal, level } = result.levels.find(({ status }) => status === 'refused')!;
  const at = texts.indexOf(level, texts.indexOf('Levels not evaluated, factors not provided'));
  const row = texts.slice(at, at + 8).join(' ');
  for (const said of [meaningOf(refusal!.code), refusal!.saw, refusal!.wanted]) expect(row).toContain(said);
  expect(texts.slice(texts.indexOf(APPENDIX)).join(' ')).toContain(`${refusal!.code} (${level})`);
});

test('every series is listed with what it is and why it was or was not selected', () => {
  const at = texts.indexOf('Series of the study');
  expect(at).toBeGreaterThan(0);
  const from = texts.indexOf('Abdomen', at) - 1;
  expect(texts.slice(from, from + 8)).toEqual([
    ...['1', 'Abdomen', '100', 'chosen: made up'],
    ...['7', 'Lung', '90', 'sharper kernel: made up'],
  ]);
});

test('every page says whose it is, that it is preliminary and not cleared, and which of how many it is', () => {
  const pages = runs.at(-1)!.page + 1;
  for (let page = 0; page < pages; page++) {
    const own = runs.filter((run) => run.page === page).map(({ text }) => text);
    expect(own).toContain(`Page ${page + 1} of ${pages}`);
    expect(own.includes('PRELIMINARY: NOT SIGNED')).toBe(true);
    expect(own.some((text) => text.startsWith('Not cleared for clinical use'))).toBe(true);
  }
});
