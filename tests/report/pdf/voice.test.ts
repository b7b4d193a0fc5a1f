/** One voice: no word of the workshop, and no code, stands on the pages before the appendix, whatever the study is like. */
import { expect, test } from 'vitest';

import { APPENDIX } from '../../../report/pdf/notes/appendix.ts';
import { makeReport } from '../../../report/report.ts';

import { dataOf, VARIANTS } from '../page-variants.ts';
import { runsOf } from './pdf-runs.ts';

/** The words that report.md's readers stumbled over, and what only the software's makers know. */
const WORKSHOP =
  /\b(?:told from|people know|nobody|came about|what was found where|is not told|recalled|said aloud|wants|saw|wanted|not verified|design value|sha-?256|digest|stub|null|undefined|NaN)\b/i;
const CODE = /\b[A-Z]{2,}(?:_[A-Z0-9]+)+\b/;
const TECHNICAL = /--[a-z][a-z-]+|\b\w+\.(?:json|nii|png|svg|ts)\b|\bosteon-[a-z-]+\d|\b[0-9a-f]{12,}\b/;

test.each(Object.keys(VARIANTS))('the pages of a study that is %s', async (name) => {
  const texts = runsOf(await makeReport(await dataOf(VARIANTS[name]!))).map(({ text }) => text);
  const end = texts.indexOf(APPENDIX);
  expect(end).toBeGreaterThan(10);
  const stumbles = texts
    .slice(0, end)
    .filter((text) => WORKSHOP.test(text) || CODE.test(text) || TECHNICAL.test(text));
  expect(stumbles).toEqual([]);
});

test('every code of a refusal or a remark stands in the appendix', async () => {
  const data = await dataOf(VARIANTS.whole!);
  const texts = runsOf(await makeReport(data)).map(({ text }) => text);
  const appendix = texts.slice(texts.indexOf(APPENDIX)).join(' ');
  for (const code of ['LEVEL_TRUNCATED', 'HEIGHTS_FROM_MASK', 'CUT_OFF_POPULATION'])
    expect(appendix).toContain(code);
});
