/** Every missing file to its link, several at a time. */
import { uploadSchema, type Upload, type UploadTarget } from '../../contracts/api/answers.ts';
import { inParallel } from '../../lambdas/shared/in-parallel.ts';

import { ApiRefused, ServerUnusable, type ApiClient } from './api-client.ts';
import type { PreparedStudy } from './prepare-study.ts';

const AT_ONCE = 6;
/** Links end, and a server that is started again makes others: the upload is read again so many times. */
const MOST_ROUNDS = 5;

/** @param sent how many files and bytes are there now, of how many files */
export type SentView = (files: number, of: number, bytes: number) => void;

/**
 * The upload with every file that it lacked: after a break, only those.
 * @throws ApiRefused, ServerUnusable
 */
export async function sendFiles(
  api: ApiClient,
  { declaration, files }: PreparedStudy,
  view: SentView,
): Promise<Upload> {
  let upload = await api.call('POST', '/v1/uploads', uploadSchema, declaration);
  let bytes = 0;
  for (let round = 1; ; round++) {
    const { declared } = upload;
    let there = upload.stored;
    view(there, declared, bytes);
    const send = async (target: UploadTarget): Promise<void> => {
      const file = files.get(target.sha256);
      if (file === undefined) throw new ServerUnusable('a link for a file that was not declared');
      await api.send(target, await file.read());
      bytes += file.bytes;
      view(++there, declared, bytes);
    };
    const failed = await inParallel(upload.targets, AT_ONCE, send).then(
      () => null,
      (cause: unknown) => cause,
    );
    if (failed !== null && (round === MOST_ROUNDS || !isOfLinks(failed))) throw failed as Error;
    if (failed === null && upload.next === null) return upload;
    const page = failed === null ? `?after=${upload.next!}` : '';
    const { uploadId } = upload;
    upload = await api.call('GET', `/v1/uploads/${uploadId}${page}`, uploadSchema);
    if (failed === null) round--;
  }
}

/** Links that have ended; a store behind them answers 403 in a form of its own. */
function isOfLinks(cause: unknown): boolean {
  if (cause instanceof ServerUnusable) return cause.message.includes('status 403');
  return cause instanceof ApiRefused && ['LINK_INVALID', 'LINK_EXPIRED'].includes(cause.answer.code);
}
