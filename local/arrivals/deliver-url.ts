/** `--to URL`: each version of a study is sent to a server of osteon, which assesses it; a break is continued at the next try. */
import { readFile } from 'node:fs/promises';

import { completedSchema } from '../../contracts/api/answers.ts';
import { sha256 } from '../../spine/host/digest.ts';

import { ApiRefused, apiClient } from '../send/api-client.ts';
import type { OutgoingFile } from '../send/outgoing.ts';
import { sendFiles } from '../send/send-files.ts';
import { DeliveryRefused, type ArrivedStudy, type Deliver } from './deliver.ts';
import { isNamedAfter } from '../../lambdas/shared/arrivals/names.ts';

/** What is wrong with the study as it is declared: another try has the same answer. All else may be mended meanwhile. */
const OF_THE_STUDY = ['REQUEST_INVALID', 'REQUEST_TOO_LARGE'];

/**
 * @param token read anew for each study: tokens end
 * @param waits of the client between its own tries, ms; left out: some seconds
 */
export function deliverToServer(
  url: string,
  token: () => Promise<string>,
  waits?: readonly number[],
): Deliver {
  return async (study, signal) => {
    const api = apiClient(url, await token(), waits);
    const files = await filesOf(study, signal);
    try {
      const declaration = {
        schema: 'osteon/upload/1',
        files: files.map(({ name, bytes, sha256: digest }) => ({ name, bytes, sha256: digest })),
      } as const;
      const bySha256 = new Map(files.map((file) => [file.sha256, file]));
      const { uploadId } = await sendFiles(api, { declaration, files: bySha256 }, () =>
        signal.throwIfAborted(),
      );
      const { assessment } = await api.call('POST', `/v1/uploads/${uploadId}/complete`, completedSchema);
      return `sent; assessment ${assessment.studyId}/${assessment.assessmentId}`;
    } catch (cause) {
      if (cause instanceof ApiRefused && OF_THE_STUDY.includes(cause.answer.code))
        throw new DeliveryRefused(cause.message, { cause });
      throw cause;
    }
  };
}

/** Under the names that they have here, which are digests. */
async function filesOf({ files }: ArrivedStudy, signal: AbortSignal): Promise<readonly OutgoingFile[]> {
  const out: OutgoingFile[] = [];
  for (const { name, path } of files) {
    signal.throwIfAborted();
    const content = await readFile(path);
    const digest = sha256(content);
    if (!isNamedAfter(name, digest))
      throw new Error(`found ${name} changed since it arrived; required: the file as it came`);
    out.push({ name, bytes: content.length, sha256: digest, read: () => readFile(path) });
  }
  return out;
}
