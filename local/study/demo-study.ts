/** The study of the first command: a digital spine, written as a scanner would send it. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { demoSpine, digitalSpine, truthJson, writeDicomSeries } from '../../phantoms/index.ts';

const FOLDER = 'demo-study';
const TRUTH = 'demo-truth.json';

/** @returns the folder of the DICOM series; what is true of the spine lies beside it. */
export async function makeDemoStudy(out: string): Promise<string> {
  const folder = join(out, FOLDER);
  await mkdir(folder, { recursive: true });
  const began = performance.now();
  const spine = digitalSpine(demoSpine);
  let slices = 0;
  for (const { name, bytes } of writeDicomSeries(spine, demoSpine)) {
    await writeFile(join(folder, name), bytes);
    slices++;
  }
  await writeFile(join(out, TRUTH), truthJson(spine.truth));
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.error(
    `  digital spine: ${slices} slices in ${folder}, generated in ${seconds} s; true values in ${join(out, TRUTH)}`,
  );
  return folder;
}
