/** Files of the tables as they lie, by partition, and nothing else that a path could lead to. */
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export interface Partition {
  /** Below the folder of results: `levels/v=1/month=2026-03/site=a`. */
  readonly path: string;
  readonly files: readonly string[];
}

/**
 * @param table folder of a table's version below `results`
 * @throws Error where something in it is neither a file nor a folder: a link could lead anywhere
 */
export function partitionsOf(results: string, table: string): readonly Partition[] {
  const about = lstatSync(join(results, table), { throwIfNoEntry: false });
  if (about === undefined) return [];
  if (!about.isDirectory()) throw notPlain(table);
  const files: string[] = [];
  const found: Partition[] = [];
  for (const entry of readdirSync(join(results, table), { withFileTypes: true })) {
    const path = `${table}/${entry.name}`;
    if (entry.isDirectory()) for (const below of partitionsOf(results, path)) found.push(below);
    else if (!entry.isFile()) throw notPlain(path);
    else if (entry.name.endsWith('.parquet')) files.push(entry.name);
  }
  return files.length === 0 ? found : [...found, { path: table, files: files.toSorted() }];
}

function notPlain(path: string): Error {
  return new Error(`results/${path} is a link, or no file; required: files and folders alone`);
}

const SITE = /(?:^|\/)site=([^/]+)$/;

/** Whose rows a partition holds; null where its path does not say. */
export function siteOfPartition({ path }: Pick<Partition, 'path'>): string | null {
  return SITE.exec(path)?.[1] ?? null;
}

/** In the order of their names. */
export function sitesIn(results: string, table: string): readonly string[] {
  const sites = partitionsOf(results, table).map(siteOfPartition);
  return [...new Set(sites)].filter((site) => site !== null).toSorted();
}
