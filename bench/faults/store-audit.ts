/** What a campaign has left in its store: half objects, leftovers, reports that nobody was told of. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { EndedRun } from './campaign.ts';

export interface Audit {
  /** Reports of assessments and faults in the store that no run answered with. */
  readonly untold: readonly string[];
  /** Reports and JSON files that do not end as they begin. */
  readonly half: readonly string[];
  /** Files of writes that were never ended. */
  readonly staging: number;
}

const STAGING = '.osteon-staging';

/** @param cut keys of studies whose artefacts the plan has cut */
export async function auditStore(root: string, runs: readonly EndedRun[]): Promise<Audit> {
  const told = new Set(runs.flatMap(({ report }) => report ?? []));
  const cut = new Set(
    runs.filter(({ plan }) => plan.halfWritten !== null).map(({ report }) => report?.split('/')[1]),
  );
  const untold: string[] = [];
  const half: string[] = [];
  for (const entry of await readdir(join(root, 'assessments'), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const key = path.slice(root.length + 1);
    if (/\/(report|fault)\.pdf$/.test(key) && !told.has(key)) untold.push(key);
    if (!cut.has(key.split('/')[1]) && !(await isWhole(path))) half.push(key);
  }
  const staging = await readdir(join(root, STAGING)).catch(() => []);
  return { untold, half, staging: staging.length };
}

async function isWhole(path: string): Promise<boolean> {
  if (!/\.(pdf|json)$/.test(path)) return true;
  const text = (await readFile(path)).toString('latin1');
  if (path.endsWith('.pdf')) return text.startsWith('%PDF-') && text.trimEnd().endsWith('%%EOF');
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
