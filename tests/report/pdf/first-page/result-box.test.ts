/** What the first page says under its result, and how a grade stands out on it. */
import { describe, expect, test } from 'vitest';

import type { FlagCode } from '../../../../contracts/codes/codes.ts';
import type { Overall } from '../../../../contracts/risk/overall.ts';
import { adviceText, changeText, reasonText } from '../../../../report/pdf/first-page/result-box.ts';
import { GRADE_STYLE } from '../../../../report/pdf/levels/grade-style.ts';
import { INK } from '../../../../report/pdf/kit/page.ts';
import { riskOf } from '../../fixture-risk.ts';
import { AGE_NOT_GIVEN, missingThing } from '../../missing-thing.ts';
import { stringsOf } from '../../../../report/words/strings/strings.ts';

const told = (...codes: FlagCode[]) => adviceText(codes, stringsOf('en'));
const ADVICE = 'guidelines recommend treatment regardless of the category above (BHOF 2022).';

describe('under the impression', () => {
  test('stands what the order reports and guidelines treat, and nothing else', () => {
    expect(told()).toBe('');
    expect(told('AGE_UNKNOWN', 'FRAX_FROM_ORDER', 'CUT_OFF_POPULATION')).toBe('');
    expect(told('AGE_UNKNOWN', 'PRIOR_FRACTURE_REPORTED')).toBe(
      `Reported in the order: a hip or vertebral fracture in the history; ${ADVICE}`,
    );
    expect(told('DXA_OSTEOPOROSIS')).toBe(
      `Reported in the order: a DXA T-score in the osteoporotic range; ${ADVICE}`,
    );
    expect(told('DXA_OSTEOPOROSIS', 'PRIOR_FRACTURE_REPORTED')).toBe(
      `Reported in the order: a hip or vertebral fracture in the history and a DXA T-score in the osteoporotic range; ${ADVICE}`,
    );
  });
});

describe('beside the bar', () => {
  const strings = stringsOf('en');
  const rule = (category: 'high' | 'moderate', text: string, decides: number): Overall['rules'][number] => ({
    ...{ category, rule: text, probability: decides, decides, source: 'test' },
    detail: '45 mg/cm3 (10 less than measured)',
  });
  const settled: Overall = {
    ...riskOf(['L1'], []).overall,
    ...{ category: 'high', probability: 0.9, shares: { 'very-high': 0, high: 0.9, moderate: 0.1, low: 0 } },
    rules: [rule('high', 'trabecular density below 80 mg/cm3', 0.9), rule('moderate', 'strength', 0.1)],
  };
  const open: Overall = {
    ...settled,
    ...{ probability: 0.52, shares: { 'very-high': 0, high: 0.52, moderate: 0.4, low: 0.08 } },
  };
  const phantom = missingThing('a phantom', [
    ['lower', 0.5, 'high', 0.97],
    ['higher', 0.5, 'high', 0.85],
  ]);
  const reading = missingThing('reading of L1', [
    ['fractured', 0.5, 'high', 0.99],
    ['not fractured', 0.5, 'low', 0.4],
  ]);

  test('what would change it leaves out what would not, however much it would make it surer', () => {
    expect(changeText({ ...settled, wouldChangeMost: [phantom, reading] }, strings)).toBe(
      'Would change it most: reading of L1 (if fractured, high 0.99; if not fractured, uncertain (low 0.40)).',
    );
    expect(changeText({ ...settled, wouldChangeMost: [phantom] }, strings)).toBe(
      'No single missing item would change it (high 0.85 to 0.97).',
    );
    expect(changeText({ ...settled, wouldChangeMost: [] }, strings)).toBe('');
    // Open before and after, whichever category is the more probable one: nothing that a reader could act on.
    const either = missingThing('a phantom', [
      ['lower', 0.5, 'high', 0.45],
      ['higher', 0.5, 'low', 0.46],
    ]);
    expect(changeText({ ...open, wouldChangeMost: [either] }, strings)).toBe(
      'No single missing item would settle it.',
    );
    // What settles an open verdict changes it.
    expect(changeText({ ...open, wouldChangeMost: [phantom] }, strings)).toContain('most: a phantom');
  });

  test('an age that nobody gave is not told twice, and what comes after it is', () => {
    expect(changeText({ ...open, wouldChangeMost: [AGE_NOT_GIVEN, reading] }, strings)).toBe(
      'Would change it most: the age (see above). Then: reading of L1 (if fractured, high 0.99).',
    );
    expect(changeText({ ...settled, wouldChangeMost: [AGE_NOT_GIVEN] }, strings)).toContain(
      'age (if 50 to 59 years, low 0.84',
    );
  });

  test('an open verdict has the reason of each side, and a density without a category is told as counted', () => {
    expect(reasonText(settled, false, strings)).toBe('Mainly: trabecular density below 80 mg/cm3.');
    expect(reasonText(settled, true, strings)).toBe(
      'Mainly: trabecular density below 80 mg/cm3: 45 mg/cm3 (10 less than measured).',
    );
    expect(reasonText(open, false, strings)).toBe(
      'For high: trabecular density below 80 mg/cm3. For moderate: strength.',
    );
  });
});

test('a possible fracture and a sure one stand out, each in its colour, and no fracture does not', () => {
  const { none, possible, fracture } = GRADE_STYLE;
  expect(none).toEqual({ bold: false, colour: INK });
  expect([possible.bold, fracture.bold]).toEqual([true, true]);
  expect(new Set([none.colour, possible.colour, fracture.colour]).size).toBe(3);
});
