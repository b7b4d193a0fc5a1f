/** Headers as JSON, made by dcmtk, are judged as the files that they are of. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { StudyRefused } from '../../../contracts/refusals.ts';
import { headerFile } from '../../../local/dicomweb/header-file.ts';
import type { JsonDataSet } from '../../../local/dicomweb/search.ts';
import { requireCt } from '../../../spine/ct/index.ts';
import { lacks } from '../../peers/lacks.ts';
import { scratchFolder } from '../../pipeline/command.ts';
import { run } from '../../report/dicom/written.ts';
import { enhancedCt, frame, frames } from '../../spine/ct/writers/enhanced-writer.ts';
import { ctObject } from '../gateway/ct-objects.ts';

const many = (change: (n: number) => NonNullable<Parameters<typeof ctObject>[2]>) =>
  Array.from({ length: 12 }, (_, n) => ctObject(1, n, change(n)));

/** The code, and what it saw where that is no place in a file. */
async function judged(files: readonly Uint8Array[]): Promise<string | null> {
  try {
    await requireCt(files.map((bytes, n) => ({ id: String(n), bytes })));
    return null;
  } catch (cause) {
    if (cause instanceof StudyRefused) return cause.refusal.code;
    throw cause;
  }
}

const CASES: readonly [string, string | null, readonly Uint8Array[]][] = [
  ['a series', null, many(() => ({}))],
  ['no HU', 'NOT_HU', many(() => ({ '00281054 LO': 'US' }))],
  ['two voltages', 'KVP_MIXED', many((n) => ({ '00180060 DS': n < 5 ? '80' : '120' }))],
  ['two patients', 'PATIENTS_SEVERAL', many((n) => ({ '00100010 PN': n < 6 ? 'A^B' : 'C^D', '00100020 LO': n < 6 ? '1' : '2', '0020000e UI': n < 6 ? '1.2' : '1.3' }))], // prettier-ignore
  ['a virtual non-contrast series', 'DERIVED_IMAGES', many(() => ({ '0008103e LO': 'VNC 1.0' }))],
  ['gaps', 'MISSING_SLICES', many((n) => ({ '00200032 DS': `0\\0\\${n < 6 ? n : n + 3.4}` }))],
  ['an enhanced CT', null, [enhancedCt({ frames: frames() })]],
  ['an enhanced CT of few frames', 'TOO_FEW_IMAGES', [enhancedCt({ frames: [frame(0), frame(1)] })]],
];

test.skipIf(lacks('dcm2json')).each(CASES)('%s: %s', async (_, code, files) => {
  const folder = scratchFolder();
  const headers = files.map((bytes, n) => {
    const path = join(folder, `${n}.dcm`);
    writeFileSync(path, bytes);
    return JSON.parse(run('dcm2json', [path])) as JsonDataSet;
  });
  const asFile = await judged(files);
  expect(asFile).toBe(code);
  expect(await judged(headers.map(headerFile))).toBe(asFile);
});
