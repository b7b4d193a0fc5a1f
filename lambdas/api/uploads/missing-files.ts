/** Which declared files are not there, and where they go. */
import type { Upload } from '../../../contracts/api/answers.ts';
import { declaredContents } from '../../../contracts/api/declaration.ts';
import { inParallel } from '../../shared/in-parallel.ts';
import { listAll, type UploadStore } from '../../shared/upload-store.ts';
import { filesPrefix } from '../site-keys.ts';

import type { UploadRecord } from './upload-record.ts';

/** Links in one answer: with a session's token each may have 2,000 characters, and AWS Lambda answers 6 MB. */
const MOST_TARGETS = 1000;
const AT_ONCE = 32;

/** @param after digest; files that follow it. Null: from the first */
export async function uploadAnswer(
  uploads: UploadStore,
  { key, declaration, state }: UploadRecord,
  after: string | null,
): Promise<Upload> {
  const files = filesPrefix(key);
  const there = await listAll(uploads, files);
  const declared = declaredContents(declaration);
  const missing = declared.filter(({ sha256, bytes }) => there.get(sha256) !== bytes);
  const wanted = state.state === 'open' ? missing : [];
  const rest = after === null ? wanted : wanted.filter(({ sha256 }) => sha256 > after);
  const page = rest.slice(0, MOST_TARGETS);
  return {
    uploadId: key.uploadId,
    state: state.state,
    declared: declared.length,
    stored: declared.length - missing.length,
    targets: await inParallel(page, AT_ONCE, ({ sha256, bytes }) =>
      uploads.target({ key: `${files}${sha256}`, bytes, sha256 }),
    ),
    next: rest.length > page.length ? page.at(-1)!.sha256 : null,
    assessment: state.assessment,
  };
}
