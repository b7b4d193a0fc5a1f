/** The objects of a made-up assessment, as files that other houses' readers open. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { PNG } from 'pngjs';

import { readReportData } from '../../../lambdas/publish-report/read-report-data.ts';
import { publishReportInputSchema } from '../../../contracts/states.ts';
import { dicomObjects } from '../../../report/dicom/dicom-objects.ts';
import type { ReportData } from '../../../report/report-data.ts';
import { resultOf } from '../../../report/result.ts';
import { scratchFolder } from '../../pipeline/command.ts';
import { memoryStore, putAssessment, type FixtureOptions } from '../fixture.ts';

import { objectsOf } from './cases.ts';

export const PDF = new TextEncoder().encode('%PDF-1.7 of odd length');

/** Opaque, of an odd number of bytes, no two pixels alike. @param grey without colour */
export function pictureOf(grey = false): Uint8Array {
  const png = new PNG({ width: 37, height: 23 });
  for (let at = 0; at < png.data.length; at += 4) {
    const n = at / 4;
    png.data.set(grey ? [n % 251, n % 251, n % 251, 255] : [n % 251, n % 13, Math.floor(n / 4), 255], at);
  }
  return PNG.sync.write(png, { colorType: 2 });
}

export async function dataOf(options: FixtureOptions): Promise<ReportData> {
  const store = memoryStore();
  const { input, ...found } = await putAssessment(store, options);
  await store.put('spine.png', pictureOf(), 'image/png'); // beside the fixture's segmentation.json
  const data = await readReportData(store, publishReportInputSchema.parse({ ...input, ...found }));
  const { about } = objectsOf(data.bodies!, 2);
  return {
    ...data,
    about: { ...data.about!, study: about.study, patient: about.patient, dicom: about.dicom },
  };
}

/** @returns their paths by name, all in one folder */
export function written(data: ReportData): Map<string, string> {
  const folder = join(scratchFolder(), 'dicom');
  mkdirSync(folder, { recursive: true });
  return new Map(
    dicomObjects(data, resultOf(data), PDF).map(({ name, bytes }) => {
      writeFileSync(join(folder, name), bytes);
      return [name, join(folder, name)];
    }),
  );
}

export const run = (program: string, args: readonly string[]): string =>
  execFileSync(program, args, { encoding: 'utf8', maxBuffer: 1e9 });
