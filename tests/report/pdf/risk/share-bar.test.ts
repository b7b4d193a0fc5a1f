/** The bar of the overall category: hatched where a category rests on thresholds set for another model, and the verdict with it. */
import { beforeAll, describe, expect, test } from 'vitest';

import type { Overall } from '../../../../contracts/risk/overall.ts';
import { CONTENT_WIDTH } from '../../../../report/pdf/kit/page.ts';
import { makeReport } from '../../../../report/report.ts';
import type { ReportData } from '../../../../report/report-data.ts';
import { dataOf, VARIANTS } from '../../page-variants.ts';
import { contentsOf, runsOf } from '../pdf-runs.ts';

const SHARES = { 'very-high': 0.78, high: 0.11, moderate: 0.1, low: 0.01 } as const;
const ALONE = { 'very-high': 0.7, high: 0.05, moderate: 0, low: 0 } as const;
const KEY = 'Hatched: by the thresholds set for another model alone.';
/** The clip of a hatched part: its width, and what follows up to its strokes. */
const CLIP = /[\d.]+ [\d.]+ ([\d.]+) 12 re\nW n/g;

describe('the bar of a verdict', () => {
  let data: ReportData;
  beforeAll(async () => {
    data = await dataOf(VARIANTS.whole!);
  });
  const first = async (change: Partial<Overall>): Promise<{ hatched: number[]; words: string }> => {
    const overall: Overall = {
      ...data.risk!.overall,
      ...{ category: 'very-high', probability: 0.78, shares: SHARES, settled: true },
      ...change,
    };
    const pdf = await makeReport({ ...data, risk: { ...data.risk!, overall } });
    const widths = [...contentsOf(pdf)[0]!.matchAll(CLIP)].map(([, width]) => Number(width));
    const words = runsOf(pdf)
      .filter(({ page }) => page === 0)
      .map(({ text }) => text)
      .join(' ');
    return { hatched: widths, words };
  };

  test('that is another one without them is hatched as far as it rests on them alone, and says what that is', async () => {
    const { hatched, words } = await first({
      withoutOtherModels: { category: 'high', probability: 0.48, settled: false },
      onlyByOtherModels: ALONE,
    });
    expect(hatched.map((width) => width / CONTENT_WIDTH)).toEqual([
      expect.closeTo(0.7, 3),
      expect.closeTo(0.05, 3),
    ]);
    expect(words).toContain(KEY);
  });

  test('that stays the same without them is not, nor where it was not counted', async () => {
    for (const change of [
      {
        withoutOtherModels: { category: 'very-high', probability: 0.6, settled: true },
        onlyByOtherModels: ALONE,
      },
      { withoutOtherModels: { category: 'high', probability: 0.48, settled: false } },
    ] satisfies Partial<Overall>[]) {
      const { hatched, words } = await first(change);
      expect(hatched).toEqual([]);
      expect(words).not.toContain('Hatched');
    }
  });
});
