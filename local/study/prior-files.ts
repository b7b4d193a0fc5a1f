/** Earlier assessments of the patient, by the results that this software has left of them. */
import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { z } from 'zod';

import { ctSchema } from '../../contracts/ct.ts';
import type { Visit } from '../../contracts/comparison/comparison.ts';
import { resultSchema } from '../../contracts/result.ts';

import { CommandLineError, reasonOf } from '../command/errors.ts';

/** Of a revision the CT's file lies two folders up. */
const CT_FILES = ['ct.json', '../../ct.json'];

/**
 * @param paths of `result.json`, or of the folder that it lies in
 * @throws CommandLineError where one is no result of an assessment, or the file of its CT is not beside it
 */
export function priorsAt(paths: readonly string[]): Promise<readonly Visit[]> {
  return Promise.all(paths.map(priorAt));
}

async function priorAt(path: string): Promise<Visit> {
  const folder = (await isFolder(path)) ? path : dirname(path);
  const result = await parsedAt(path, folder === path ? join(path, 'result.json') : path, resultSchema);
  if (result.outcome !== 'assessed')
    throw new CommandLineError(
      `--prior ${path}: found a study that was ${result.outcome}; required: one that was assessed`,
    );
  for (const name of CT_FILES) {
    const at = join(folder, name);
    if (!(await isFile(at))) continue;
    const { visitOf } = await import('../../spine/judge/index.ts');
    return visitOf(result, await parsedAt(path, at, ctSchema));
  }
  throw new CommandLineError(
    `--prior ${path}: found no ct.json beside it; required: the folder of an assessment`,
  );
}

async function parsedAt<T extends z.ZodType>(prior: string, path: string, contract: T): Promise<z.output<T>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new CommandLineError(`--prior ${prior}: not readable: ${reasonOf(cause)}`, { cause });
  }
  let parsed: ReturnType<T['safeParse']>;
  try {
    parsed = contract.safeParse(JSON.parse(text)) as typeof parsed;
  } catch (cause) {
    throw new CommandLineError(`--prior ${prior}: found no JSON; required: result.json of an assessment`, {
      cause,
    });
  }
  if (parsed.success) return parsed.data as z.output<T>;
  throw new CommandLineError(
    `--prior ${prior}: found no result of this version of the software; required: result.json of an assessment`,
  );
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() ?? false;
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isFile() ?? false;
}
