/** A CT of the shared data as the product sees it: through LoadCt's own reader. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

import { findCt } from '../../spine/ct/find-ct.ts';
import type { LabelFiles, ProviderInput } from '../../spine/outline/provider.ts';
import { aboutCt, SILENT } from '../../tests/spine/outline/provider-input.ts';
import { sharedData } from '../../tests/shared-data.ts';

/** @throws StudyRefused as LoadCt does */
export async function loadStudy(path: string): Promise<Omit<ProviderInput, 'labels'>> {
  const place = sharedData(path);
  const files = statSync(place).isDirectory() ? readdirSync(place).map((name) => join(place, name)) : [place];
  const sources = files.map((file, n) => ({ id: String(n), bytes: readFileSync(file) }));
  const { volume, about } = await findCt(sources, SILENT);
  return { ct: volume, about: { ...aboutCt(volume), ...about }, model: null, log: SILENT };
}

export function labelFiles(paths: readonly string[], convention: string | null): LabelFiles {
  const files = paths.map((path) => ({ name: basename(path), bytes: readFileSync(sharedData(path)) }));
  return { files, convention };
}
