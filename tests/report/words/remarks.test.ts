import { expect, test } from 'vitest';

import type { Flag } from '../../../contracts/primitives.ts';
import { codesOfAllLevels, remarkGroups } from '../../../report/words/remarks.ts';
import { readReportData } from '../../../lambdas/publish-report/read-report-data.ts';
import type { ReportData } from '../../../report/report-data.ts';
import { publishReportInputSchema } from '../../../contracts/states.ts';

import { memoryStore, putAssessment } from '../fixture.ts';

/** Every level of the fixture carries this. */
const COARSE: Flag = { code: 'VOXELS_COARSE', message: 'voxels of 4 mm' };

async function report(...flags: Flag[]): Promise<ReportData> {
  const store = memoryStore();
  const { input, ...found } = await putAssessment(store, { levels: ['L1', 'L2'], flags });
  return readReportData(store, publishReportInputSchema.parse({ ...input, ...found }));
}

test('what is said of the study and of its levels in the same words is listed once, with the levels', async () => {
  const data = await report(COARSE);
  expect(remarkGroups(data)).toEqual([{ ...COARSE, levels: ['L1', 'L2'], messagesDiffer: false }]);
  expect(codesOfAllLevels(data)).toEqual(['VOXELS_COARSE']);
});

test('what is said in other words, or of the study alone, keeps its own line', async () => {
  const other: Flag = { code: 'VOXELS_COARSE', message: 'voxels of 4 mm, in all' };
  const alone: Flag = { code: 'SEX_UNKNOWN', message: 'no sex' };
  const lines = remarkGroups(await report(other, alone)).map(({ message, levels }) => [
    message,
    levels.length,
  ]);
  expect(lines).toEqual([
    ['voxels of 4 mm, in all', 0],
    ['no sex', 0],
    ['voxels of 4 mm', 2],
  ]);
});
