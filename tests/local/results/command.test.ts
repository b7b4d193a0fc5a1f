import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { parquetReadObjects } from 'hyparquet';
import { expect, test } from 'vitest';

import { assessmentKey, putJson } from '../../../lambdas/shared/artifacts.ts';
import { readReportData } from '../../../lambdas/publish-report/read-report-data.ts';
import { folderObjectStore } from '../../../local/folder-object-store.ts';
import { resultSchema } from '../../../contracts/result.ts';
import { resultOf } from '../../../report/result.ts';
import { scratchFolder, startCommand } from '../../pipeline/command.ts';
import { putAssessment } from '../../report/fixture.ts';

const main = fileURLToPath(new URL('../../../local/results/main.ts', import.meta.url));

test('an output folder’s assessments become rows, the same at every run, with one key for pseudonyms', async () => {
  const out = scratchFolder();
  const store = folderObjectStore(out);
  const { input, ...states } = await putAssessment(store, { levels: ['L1', 'L2'], patient: { id: '17' } });
  const event = { ...input, ...states } as Parameters<typeof readReportData>[1];
  const result = resultOf(await readReportData(store, event));
  await putJson(store, assessmentKey(input, 'result.json'), resultSchema, result);
  const run = () => startCommand(['--out', out], { main }).finished;

  expect((await run()).stdout).toBe(`1 assessment: ${join(out, 'results')}\n`);
  // Beside the rows there is the index of a patient's assessments, which is JSON.
  const keys = (await store.list('results/')).filter((key) => key.endsWith('.parquet'));
  const files = () => keys.map((key) => readFileSync(join(out, key)));
  const first = files();
  const rows = await Promise.all(
    first.map((bytes) => parquetReadObjects({ file: Uint8Array.from(bytes).buffer })),
  );
  expect(rows.map((table) => table.length)).toEqual([1, 2, 0]);
  expect(rows[0]![0]!.patient).toMatch(/^[0-9a-f]{20}$/);
  await run();
  expect(files()).toEqual(first);

  const key = join(out, '.osteon-pseudonym-key');
  expect(statSync(key).mode & 0o777).toBe(0o600);
  writeFileSync(key, 'lost');
  const broken = await run();
  expect(broken.code).toBe(2);
  expect(broken.complaint).toContain('required: 32 bytes in hexadecimal');
});

test('what is no option is said', async () => {
  expect(await startCommand(['--form', 'csv'], { main }).finished).toMatchObject({ code: 2 });
});
