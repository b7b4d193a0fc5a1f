/** Counts, sizes and digests of what is stored against what was declared. */
import { MOST_NAMED, type Shortfall } from '../../../contracts/api/answers.ts';
import { declaredContents, type DeclaredFile } from '../../../contracts/api/declaration.ts';
import { inParallel } from '../../shared/in-parallel.ts';
import { listAll, type UploadStore } from '../../shared/upload-store.ts';
import { ApiFailure } from '../http/api-failure.ts';
import { filesPrefix } from '../site-keys.ts';

import type { UploadRecord } from './upload-record.ts';

/** Each asks the store for a digest that it knows, or reads a file of a folder. */
const AT_ONCE = 48;

/** @throws ApiFailure FILES_MISSING, which names the files */
export async function requireAll(
  uploads: UploadStore,
  { key, declaration }: Pick<UploadRecord, 'key' | 'declaration'>,
): Promise<void> {
  const files = filesPrefix(key);
  const there = await listAll(uploads, files);
  const problems = await inParallel(
    declaredContents(declaration),
    AT_ONCE,
    async (file): Promise<Shortfall | null> => {
      const problem = await problemOf(uploads, files, file, there.get(file.sha256));
      return problem === null ? null : { name: file.name, sha256: file.sha256, problem };
    },
  );
  const short = problems.filter((problem) => problem !== null);
  if (short.length === 0) return;
  throw new ApiFailure(
    'FILES_MISSING',
    `found ${problems.length - short.length} of ${problems.length} files as declared; required: all of them`,
    { files: short.slice(0, MOST_NAMED), count: short.length },
  );
}

async function problemOf(
  uploads: UploadStore,
  prefix: string,
  { sha256, bytes }: DeclaredFile,
  listed: number | undefined,
): Promise<Shortfall['problem'] | null> {
  if (listed === undefined) return 'missing';
  if (listed !== bytes) return 'size';
  const stored = await uploads.digestOf(`${prefix}${sha256}`);
  if (stored === null) return 'missing';
  if (stored.bytes !== bytes) return 'size';
  return stored.sha256 === sha256 ? null : 'digest';
}
