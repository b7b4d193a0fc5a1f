/**
 * Every word of the report, as it is printed, page by page and in the order of drawing, against files that people read: a label
 * beside another's number shows in their difference. Written anew by `npx vitest run tests/report/pages.test.ts -u`; read what changed.
 */
import { expect, test } from 'vitest';

import { makeReport } from '../../report/report.ts';

import { dataOf, VARIANTS } from './page-variants.ts';
import { runsOf } from './pdf/pdf-runs.ts';

/** Digests follow from the definitions, and are tested where they are made. */
const DIGEST = /\b[0-9a-f]{12,}\b/g;

test.each(Object.entries(VARIANTS))('the pages of a study that is %s', async (name, variant) => {
  const runs = runsOf(await makeReport(await dataOf(variant)));
  const pages = Map.groupBy(runs, ({ page }) => page);
  const text = [...pages]
    .map(([page, own]) => [`--- page ${page + 1}`, ...own.map((run) => run.text)].join('\n'))
    .join('\n\n')
    .replaceAll(DIGEST, '#');
  await expect(`${text}\n`).toMatchFileSnapshot(`pages/${name}.txt`);
});
