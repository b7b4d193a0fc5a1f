/** Runs one statement over the tables of results, in a process of its own, within a time and a memory. */
import { fork } from 'node:child_process';
import { realpath } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { ROWS_SCHEMA } from '../../../report/rows/column.ts';
import { TABLES } from '../../../report/rows/tables.ts';

import { packedFolder, tableFiles } from '../files/packed.ts';

import { TOO_MUCH_MEMORY, type MeasuredAnswer, type QueryReply, type QueryRequest } from './messages.ts';

const HOST = fileURLToPath(new URL('query-host.ts', import.meta.url));
const MOST_LETTERS = 100_000;
const PATTERN_SIGNS = /[*?[]/;
/** Of this version of the schema; their files are asked for anew by each statement. */
export const RESULT_TABLES = Object.entries(TABLES).map(([name, { columns }]) => ({
  name,
  columns: columns.map((column) => ({ name: column.name, type: column.type })),
  folder: `${name}/v=${ROWS_SCHEMA}`,
}));

/** Every site that has a row has one in it. */
export const ASSESSMENTS = `assessments/v=${ROWS_SCHEMA}`;

export interface QueryLimits {
  readonly seconds: number;
  readonly memoryMb: number;
  readonly mostRows: number;
}

/** Design values: a question of an analyst on a machine that assesses studies too. */
export const QUERY_LIMITS: QueryLimits = { seconds: 120, memoryMb: 2048, mostRows: 200_000 };

/** The statement is not one that is run, or it did not end within its limits: for the person who typed it. */
export class QueryRefused extends Error {
  override readonly name = 'QueryRefused';

  /** It took too long, too much memory or answered too much. */
  get byLimit(): boolean {
    return /^(?:not answered within|more than \d+ rows)|Out of Memory/i.test(this.message);
  }
}

export interface Question {
  readonly sql: string;
  /** Folder of the tables; it has to be there. */
  readonly results: string;
  readonly views: QueryRequest['views'];
  /** Files of this site's partitions are read and no others; left out: of all. */
  readonly site?: string;
  /** Many small files are packed first, which takes minutes where there are a hundred thousand. */
  readonly onPacking?: (files: number) => void;
}

/** @throws QueryRefused */
export async function runQuery(
  question: Question,
  limits: QueryLimits = QUERY_LIMITS,
): Promise<MeasuredAnswer> {
  const { sql, views, site = null, onPacking } = question;
  if (sql.length > MOST_LETTERS)
    throw new QueryRefused(`a statement of ${sql.length} letters; required: at most ${MOST_LETTERS}`);
  const { seconds, memoryMb, mostRows } = limits;
  const results = await realpath(question.results);
  if (PATTERN_SIGNS.test(results))
    throw new QueryRefused(
      'the path of the output folder has one of * ? [ in it; required: a path without, as DuckDB takes it for a pattern',
    );
  const tables = await tableFiles(results, RESULT_TABLES, { site, onPacking }).catch((cause: unknown) => {
    throw new QueryRefused(cause instanceof Error ? cause.message : String(cause), { cause });
  });
  const folders = [results, packedFolder(results)];
  const request: QueryRequest = { sql, folders, tables, views, memoryMb, mostRows };
  const host = fork(HOST, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], serialization: 'advanced', env: {} });
  let complaint = '';
  host.stderr!.on(
    'data',
    (chunk: Buffer) => (complaint = `${complaint}${chunk.toString()}`.slice(-MOST_COMPLAINT)),
  );
  const timer = setTimeout(() => {
    complaint = `not answered within ${seconds} s`;
    host.kill('SIGKILL');
  }, seconds * 1000);
  try {
    const reply = await new Promise<QueryReply | null>((resolve, reject) => {
      host.once('message', (message: QueryReply) => resolve(message));
      host.once('error', reject);
      host.once('close', () => resolve(null));
      host.send(request, (error) => {
        if (error !== null) resolve(null);
      });
    });
    if (reply === null) throw new QueryRefused(ended(complaint, memoryMb));
    if ('refusal' in reply) throw new QueryRefused(reply.refusal);
    return reply.answer;
  } finally {
    clearTimeout(timer);
    host.kill('SIGKILL');
  }
}

const MOST_COMPLAINT = 2000;

function ended(complaint: string, memoryMb: number): string {
  if (complaint.startsWith('not answered')) return complaint;
  if (complaint.includes(TOO_MUCH_MEMORY)) return `not answered within ${memoryMb} MB of memory`;
  return `the process of the query ended: ${complaint.trim().split('\n').at(-1)!}`;
}
