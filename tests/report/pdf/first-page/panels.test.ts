/** How page 1 uses its room: higher charts, or the spine in the place of charts that a study does not have. */
import { beforeAll, describe, expect, test } from 'vitest';

import type { ReportData } from '../../../../report/report-data.ts';
import { makeReport } from '../../../../report/report.ts';
import { dataOf, VARIANTS } from '../../page-variants.ts';
import { contentsOf, runsOf } from '../pdf-runs.ts';

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
});
