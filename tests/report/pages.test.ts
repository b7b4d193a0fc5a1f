/**
 * Every word and shape of the report, as it is printed, page by page and in the order of drawing, against files that people read: a
 * label beside another's number, or a line that is missing, shows in their difference. Written anew by
 * `npx vitest run tests/report/pages.test.ts -u`; read what changed.
 */
import { describe, expect, test } from 'vitest';

import { makeReport } from '../../report/report.ts';

import { dataOf, VARIANTS } from './page-variants.ts';
import { marksOf } from './pdf/pdf-marks.ts';
import { runsOf } from './pdf/pdf-runs.ts';

/** Digests follow from the definitions, and are tested where they are made. */
const DIGEST = /\b[0-9a-f]{12,}\b/g;

function listed(pages: readonly (readonly string[])[]): string {
  return pages.map((lines, page) => `${[`--- page ${page + 1}`, ...lines].join('\n')}\n`).join('\n');
}

describe.each(Object.entries(VARIANTS))('the report of a study that is %s', (name, variant) => {
  test('says and draws the same as ever', async () => {
    const pdf = await makeReport(await dataOf(variant));
    const pages = Map.groupBy(runsOf(pdf), ({ page }) => page);
    const words = [...pages.values()].map((runs) => runs.map(({ text }) => text.replaceAll(DIGEST, '#')));
    await expect(listed(words)).toMatchFileSnapshot(`pages/${name}.txt`);
    await expect(listed(marksOf(pdf))).toMatchFileSnapshot(`pages/shapes/${name}.txt`);
  });
});
