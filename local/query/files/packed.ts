/**
 * Partitions of many small files, packed into one file each beside the results: an assessment's own file takes a millisecond and a
 * half to open, which a hundred thousand of them make minutes in every query. Results stay as they are; what is packed follows from them,
 * and is packed anew where a file has come or changed.
 */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { DuckDBConnection } from '@duckdb/node-api';

import type { ResultTable } from '../sandbox/messages.ts';
import { emptyTable, openDuckdb, quoted, readParquet } from '../sandbox/duckdb.ts';

import { partitionsOf, siteOfPartition, type Partition } from './partitions.ts';

/** Below it, packing gains nothing that a person would see. */
const MANY_FILES = 32;
/** Opened at once: memory. */
const BATCH = 500;
/** A query that began before may still read what was packed before. */
const KEPT_MS = 3_600_000;
const MEMORY_MB = 1024;

export interface WantedFiles {
  readonly site?: string | null;
  readonly onPacking?: ((files: number) => void) | undefined;
}

/** Beside the folder of results. */
export function packedFolder(results: string): string {
  return join(dirname(results), '.osteon-packed');
}

/**
 * @param tables without their files
 * @param wanted `site`: partitions of this one alone, null for all; `onPacking` is called once, before the first is packed
 * @returns the tables with what is to be read of each: paths, or patterns of them
 * @throws Error where the results hold a link; where the packed files can't be written, the results' own are read
 */
export async function tableFiles(
  results: string,
  tables: readonly (Omit<ResultTable, 'files'> & { readonly folder: string })[],
  { site = null, onPacking }: WantedFiles = {},
): Promise<readonly ResultTable[]> {
  const all = tables.map(({ name, columns, folder }) => ({
    name,
    columns,
    partitions: partitionsOf(results, folder)
      .filter((partition) => site === null || siteOfPartition(partition) === site)
      .map((partition) => ({
        partition,
        packed: partition.files.length > MANY_FILES ? packedPath(results, partition, columns) : null,
      })),
  }));
  const missing = all.flatMap(({ columns, partitions }) =>
    partitions.flatMap(({ partition, packed }) =>
      packed === null || existsSync(packed) ? [] : [{ results, partition, columns, to: packed }],
    ),
  );
  if (missing.length > 0 && writable(packedFolder(results))) {
    onPacking?.(missing.reduce((sum, { partition }) => sum + partition.files.length, 0));
    const connection = await openDuckdb(MEMORY_MB);
    for (const one of missing) await pack(connection, one);
    connection.closeSync();
  }
  return all.map(({ name, columns, partitions }) => ({
    name,
    columns,
    files: partitions.map(({ partition, packed }) =>
      packed !== null && existsSync(packed) ? packed : join(results, partition.path, '*.parquet'),
    ),
  }));
}

/** By what its files are called, when they were written and how long they are, and by the columns. */
function packedPath(results: string, { path, files }: Partition, columns: ResultTable['columns']): string {
  const digest = createHash('sha256').update(JSON.stringify(columns));
  for (const file of files) {
    const { mtimeMs, size } = statSync(join(results, path, file));
    digest.update(`${file} ${mtimeMs} ${size}\n`);
  }
  return join(packedFolder(results), path, `${digest.digest('hex')}.parquet`);
}

interface Packing {
  readonly results: string;
  readonly partition: Partition;
  readonly columns: ResultTable['columns'];
  readonly to: string;
}

async function pack(
  connection: DuckDBConnection,
  { results, partition, columns, to }: Packing,
): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE packed AS ${emptyTable(columns, [])}`);
  const { files, path } = partition;
  for (let n = 0; n < files.length; n += BATCH) {
    const batch = files.slice(n, n + BATCH).map((file) => join(results, path, file));
    await connection.run(`INSERT INTO packed BY NAME SELECT * FROM ${readParquet(batch, false)}`);
  }
  const folder = dirname(to);
  mkdirSync(folder, { recursive: true });
  for (const old of readdirSync(folder)) {
    const about = statSync(join(folder, old), { throwIfNoEntry: false });
    if (about !== undefined && Date.now() - about.mtimeMs > KEPT_MS)
      rmSync(join(folder, old), { force: true });
  }
  // Whole, or not there.
  const staged = `${to}-${randomUUID()}`;
  await connection.run(`COPY packed TO ${quoted(staged)} (FORMAT parquet)`);
  renameSync(staged, to);
}

function writable(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true });
    const probe = join(folder, randomUUID());
    mkdirSync(probe);
    rmSync(probe, { recursive: true });
    return true;
  } catch {
    return false;
  }
}
