/** `--series` and `--study` from what is typed to the CT that is taken: the command line, the upload and LoadCt. */
import type { Context } from 'aws-lambda';
import { beforeAll, expect, test } from 'vitest';

import { ctSchema, type Ct } from '../../../contracts/ct.ts';
import { refusalOf } from '../../../contracts/refusals.ts';
import { loadCtOutputSchema } from '../../../contracts/states.ts';
import { handler } from '../../../lambdas/load-ct/handler.ts';
import { getJson } from '../../../lambdas/shared/artifacts.ts';
import { assessmentInputFor } from '../../../lambdas/shared/assessment-start.ts';
import { provideStore } from '../../../lambdas/shared/aws/ports.ts';
import { parseCommandLine } from '../../../local/command/options.ts';
import { studyFiles } from '../../../local/study/study-files.ts';
import { uploadStudy } from '../../../local/study/upload-study.ts';
import { memoryStore } from '../../report/fixture.ts';

import { plainStudy } from './study-on-disk.ts';
import { FIRST, MR, NAMES_PATIENT, SECOND, twoVisits } from './two-visits.ts';

let folder: string;
beforeAll(() => {
  folder = twoVisits();
});

/** @throws StudyRefused */
async function taken(...options: readonly string[]): Promise<Ct> {
  const store = memoryStore();
  provideStore(store);
  const { study, select } = parseCommandLine([folder, ...options]);
  const { marker, manifest } = await uploadStudy(store, {
    ...plainStudy(''),
    files: await studyFiles(study!),
    ...(select === null ? {} : { select }),
  });
  const output = await handler(assessmentInputFor(marker, manifest), {} as Context);
  return await getJson(store, loadCtOutputSchema.parse(output).artifact, ctSchema);
}

async function refused(...options: readonly string[]) {
  const failure: unknown = await taken(...options).then(
    () => new Error('nothing was refused'),
    (error: unknown) => error,
  );
  const { name, message } = failure as Error;
  return refusalOf({ Error: name, Cause: message });
}

test.each([
  ['a series by its number', ['--series', '2'], SECOND],
  ['a series by its UID', ['--series', SECOND.series], SECOND],
  ['a series whose UID the UID of another begins with', ['--series', FIRST.series], FIRST],
  ['a study by its number', ['--study', '2'], SECOND],
  ['a study by its UID', ['--study', FIRST.study], FIRST],
  ['a series and its study', ['--series', SECOND.series, '--study', SECOND.study], SECOND],
])('%s is taken', async (_, options, { series, study }) => {
  const ct = await taken(...options);
  expect(ct.study).toMatchObject({ seriesInstanceUid: series, studyInstanceUid: study });
  expect(ct.series.filter((one) => one.chosen)).toHaveLength(1);
});

test.each([
  ['a UID that is not there', ['--series', '1.2.9.99'], 'series'],
  ['the beginning of a UID', ['--series', '1.2.9.1'], 'series'],
  ['the beginning of a study’s UID', ['--study', '1.2.9'], 'study'],
  ['a number beyond the last', ['--series', '4'], 'series'],
  ['a series and the study that it is not of', ['--series', '1', '--study', '2'], 'series and study'],
])('%s is refused with the list of what there is', async (_, options, what) => {
  const refusal = await refused(...options);
  expect(refusal).toEqual({
    code: 'SERIES_NOT_FOUND',
    saw: `no ${what} as named among series 1 of study 1 (CT, 12 images), series 2 of study 2 (CT, 12 images), series 3 of study 2 (MR, 12 images)`,
    wanted: '--series 1 to 3 or a SeriesInstanceUID in full, --study 1 to 2 or a StudyInstanceUID in full',
  });
  expect(JSON.stringify(refusal)).not.toMatch(NAMES_PATIENT);
});

test('a series that is no CT is refused by what it is, and no other is taken for it', async () => {
  const { code, saw } = await refused('--series', MR.series);
  expect(code).toBe('NO_CT_SERIES');
  expect(saw).toMatch(/^series 3 \(12 images\): MODALITY_MR/);
});

test('where nothing is named, two studies are refused with the numbers that settle it', async () => {
  const { code, saw } = await refused();
  expect(code).toBe('STUDIES_SEVERAL');
  expect(saw).toMatch(/^2 studies: study 1: series 1 .*; study 2: series 2 /);
});
