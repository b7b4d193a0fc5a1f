/** What the first page says under its result, and how a grade stands out on it. */
import { describe, expect, test } from 'vitest';

import type { FlagCode } from '../../../../contracts/codes/codes.ts';
import { adviceText } from '../../../../report/pdf/first-page/result-box.ts';
import { GRADE_STYLE } from '../../../../report/pdf/levels/grade-style.ts';
import { INK } from '../../../../report/pdf/kit/page.ts';
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

test('a possible fracture and a sure one stand out, each in its colour, and no fracture does not', () => {
  const { none, possible, fracture } = GRADE_STYLE;
  expect(none).toEqual({ bold: false, colour: INK });
  expect([possible.bold, fracture.bold]).toEqual([true, true]);
  expect(new Set([none.colour, possible.colour, fracture.colour]).size).toBe(3);
});
