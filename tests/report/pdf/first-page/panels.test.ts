/** How page 1 uses its room: higher charts, or the spine in the place of charts that a study does not have. */
import { beforeAll, describe, expect, test } from 'vitest';

import type { ReportData } from '../../../../report/report-data.ts';
import { makeReport } from '../../../../report/report.ts';
import { dataOf, VARIANTS } from '../../page-variants.ts';
import { contentsOf, runsOf } from '../pdf-runs.ts';
import { quantity } from '../../fixture-risk.ts';

/** Points above the page's lower edge: of the content's end. */
const BOTTOM = 64;
const IMAGE = /\/I\d+ Do/g;

interface First {
  readonly images: number;
  /** Of the line for the reader's name. */
  readonly footY: number;
  readonly texts: readonly string[];
}

async function firstOf(data: ReportData): Promise<First> {
  const pdf = await makeReport(data);
  const runs = runsOf(pdf).filter(({ page }) => page === 0);
  return {
    images: contentsOf(pdf)[0]!.match(IMAGE)?.length ?? 0,
    footY: runs.find(({ text }) => text.startsWith('Interpreted by'))!.y,
    texts: runs.map(({ text }) => text),
  };
}

const withoutCharts = (data: ReportData): ReportData => ({
  ...data,
  risk: { ...data.risk!, strength: { ...data.risk!.strength, modelled: null } },
});

describe('page 1', () => {
  let data: ReportData;
  beforeAll(async () => {
    data = await dataOf(VARIANTS['nothing-solved']!);
  });

  test('says that the verdict has the density which the 10-year figures have not, where it has', async () => {
    const blind = 'These figures take neither density nor strength into account';
    const told = async (density: object, calibration = data.calibration): Promise<string> => {
      const risk = { ...data.risk!, density: { ...data.risk!.density, ...density } };
      return (await firstOf({ ...data, risk, calibration })).texts.join(' ');
    };
    const nothing = { category: null, sides: null };
    expect(await told(nothing)).toContain(`${blind}.`);
    expect(await told({ ...nothing, against: 'one level only' })).toContain(
      `${blind}; the overall fracture risk takes the density into account.`,
    );
    const flag = { code: 'HU_SCALE_DOUBTED', message: 'the HU scale is doubtful' } as const;
    const doubted = { ...data.calibration!, flags: [flag] };
    expect(await told({ ...nothing, against: flag.message }, doubted)).toContain(`${blind}.`);
  });

  test('shows the spine where there is no chart, and no picture beside charts', async () => {
    const spine = await firstOf(withoutCharts(data));
    expect(spine.images).toBe(2);
    expect(spine.texts).toContain('L1 ×');
    expect(spine.texts.join(' ')).toContain('CT along the vertebral bodies');
    const charts = await firstOf(
      await dataOf(VARIANTS['for-the-patient']!).then((of) => ({ ...of, options: {} })),
    );
    expect(charts.images).toBe(0);
  });

  test('has neither where the CT is not there', async () => {
    const none = await firstOf({ ...withoutCharts(data), ct: null });
    expect(none.images).toBe(0);
    expect(none.texts).toContain('Trabecular density');
  });

  test.each(['whole', 'compared', 'bare', 'unsettled', 'nothing-solved', 'signed'])(
    'of a study that is %s ends above its foot, with no empty quarter',
    async (name) => {
      const { footY } = await firstOf(await dataOf(VARIANTS[name]!));
      expect(footY).toBeGreaterThanOrEqual(BOTTOM - 8);
      expect(footY).toBeLessThan(230);
    },
  );

  test('with much to say is closer where its foot would else stand on a page of its own', async () => {
    const of = await dataOf(VARIANTS['for-the-patient']!);
    const english = (words: number): ReportData => ({
      ...of,
      options: {},
      order: { ...of.order!, indication: Array.from({ length: words }, (_, n) => `word${n}`).join(' ') },
    });
    const { footY } = await firstOf(english(198));
    expect(footY).toBeGreaterThanOrEqual(BOTTOM - 12);
  });
});

describe('the 10-year risk of page 1', () => {
  const panel = async (data: ReportData): Promise<string> => {
    const { texts } = await firstOf(data);
    const told = texts.join(' ').replaceAll(/\s+/g, ' ');
    return told.slice(told.indexOf('10-year fracture probability'));
  };

  test('without an age is told at each age, and not over all of them', async () => {
    const told = await panel(await dataOf(VARIANTS.unsettled!));
    expect(told).toContain(
      'No single figure: age not available. By age, median and 95 % interval: 50 to 59 years 80 years or more Major osteoporotic 5.0 % (1.9–17.0) 21.7 % (8.4–54.7) Hip 0.5 % (0.2–2.1) 11.4 % (6.3–43.3)',
    );
    expect(told).not.toContain('2.5–44.0');
  });

  test('in German is not cut either', async () => {
    const data = await dataOf(VARIANTS.unsettled!);
    const runs = runsOf(await makeReport({ ...data, options: { language: 'de' } }));
    const texts = runs.map(({ text }) => text);
    expect(texts).toContain('Osteoporotische Fraktur');
    expect(texts).toContain('5,0 % (1,9–17,0)');
  });

  test('over both sexes is a span, and says that it is no confidence interval', async () => {
    const data = await dataOf(VARIANTS.unsettled!);
    const risk = data.risk!;
    const ranges = risk.absolute.ranges!.map(({ outcome, years, low, high }) => ({
      outcome,
      years,
      low,
      high,
    }));
    const assumed = [{ item: 'sex', assumption: 'sex not provided, made up' } as const];
    const told = await panel({
      ...data,
      risk: { ...risk, absolute: { ...risk.absolute, ranges }, overall: { ...risk.overall, assumed } },
    });
    expect(told).toContain(
      'Span of the risks of all possible patients (sex not provided, made up); not a confidence interval: Major osteoporotic 2.5–44.0 %',
    );
  });
});

describe('the strength of page 1', () => {
  const FIGURES = 13;

  /** Lines of the panel from its title on, and those of its large figures. */
  async function panel(data: ReportData): Promise<{ large: string[]; texts: string[] }> {
    const runs = runsOf(await makeReport(data)).filter(({ page }) => page === 0);
    const from = runs.findIndex(({ text }) => text === 'Bone strength');
    const rest = runs.slice(
      from,
      runs.findIndex(({ text }) => text === 'Vertebral fractures'),
    );
    return {
      large: rest.filter(({ size }) => size === FIGURES).map(({ text }) => text.trim()),
      texts: rest.map(({ text }) => text.trim()),
    };
  }
  const withStrength = (
    data: ReportData,
    strength: Partial<NonNullable<ReportData['risk']>['strength']>,
  ) => ({
    ...data,
    risk: { ...data.risk!, strength: { ...data.risk!.strength, ...strength } },
  });

  test('that was computed at L1 stands alone', async () => {
    const data = await dataOf({ options: { levels: ['L1', 'L2'] } });
    const { large, texts } = await panel(withStrength(data, { levels: ['L1'] }));
    expect(large).toHaveLength(1);
    expect(texts).toContain('L1, computed');
    expect(texts.join(' ')).not.toContain('≈');
  });

  test('that is carried over from another level stands marked below that of the level itself', async () => {
    const data = await dataOf({ options: { levels: ['T11', 'T12'] } });
    const { large, texts } = await panel(
      withStrength(data, { levels: ['T12'], l1Equivalent: quantity(2890, 'N') }),
    );
    const own = data.levels.get('T12')!.strength!.plastic!.strength.value;
    expect(large.map((text) => text.replaceAll(/(?<=\d)\s(?=\d)/g, ''))).toEqual([
      `${10 * Math.round(own / 10)} N`,
      '≈ 2890 N',
    ]);
    expect(texts).toContain('T12, computed');
    expect(texts).toContain('L1, estimated from T12');
    expect(texts).toContain('≈ By a published ratio of levels: L1 was not computed.');
  });

  test('of L1 itself is not in silence left for another', async () => {
    const data = await dataOf({ options: { levels: ['T12', 'L1'], known: { L1: 'read-fractured' } } });
    const { texts } = await panel(withStrength(data, { levels: ['T12'] }));
    expect(texts.join(' ')).toContain('L1 itself is fractured, or possibly so.');
  });

  test('without an interval has the reason', async () => {
    const data = await dataOf({ options: { levels: ['L1'] } });
    const result = data.levels.get('L1')!;
    const uncertainty = { kind: 'none', reason: 'contrast agent not known' } as const;
    const plastic = {
      ...result.strength!.plastic!,
      strength: { ...result.strength!.plastic!.strength, uncertainty },
    };
    const levels = new Map([['L1', { ...result, strength: { ...result.strength!, plastic } }]] as const);
    const { texts } = await panel(withStrength({ ...data, levels }, { levels: ['L1'], l1Equivalent: plastic.strength })); // prettier-ignore
    expect(texts).toContain('(no interval)');
    expect(texts).toContain('Not to be used on its own: contrast agent not known.');
  });
});

test('the impression ends within its box: its bold sentence is measured in bold', async () => {
  const data = await dataOf(VARIANTS['for-the-patient']!);
  const graded = ['T4', 'T5', 'T6', 'T7', 'T8', 'T9', 'T10', 'T11'] as const;
  const { risk } = data;
  const overall = {
    ...risk!.overall,
    category: 'low',
    probability: 0.81,
    shares: { 'very-high': 0.03, high: 0.06, moderate: 0.1, low: 0.81 },
  } as const;
  const low = { ...risk!, overall, fractures: { ...risk!.fractures, graded } };
  const runs = runsOf(await makeReport({ ...data, risk: low, options: {} }));
  const title = runs.findIndex(({ text }, n) => n > 0 && text === 'Overall fracture risk');
  const [last, heading] = [runs[title - 1]!, runs[title]!];
  expect(last.text).toContain('0.10.');
  // The box ends 10 points below the last line's feet at least, and the heading's letters are under it.
  expect(last.y - heading.y).toBeGreaterThan(20);
});
