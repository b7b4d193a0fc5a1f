/** One revision of an assessment at a time on one machine: two that are made at once would write the same files. */
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { assessmentKey, type AssessmentKey } from '../../lambdas/shared/artifacts.ts';

/** Another process makes a revision of this assessment. */
export class RevisionUnderWay extends Error {
  override readonly name = 'RevisionUnderWay';
}

/**
 * @param out folder of the store
 * @throws RevisionUnderWay where another process that lives holds it; what one that has died has left is taken over
 */
export async function alone<T>(out: string, assessment: AssessmentKey, run: () => Promise<T>): Promise<T> {
  const { studyId, assessmentId } = assessment;
  const path = join(out, assessmentKey({ studyId, assessmentId }, '.revising'));
  await mkdir(dirname(path), { recursive: true });
  await take(path);
  try {
    return await run();
  } finally {
    await rm(path, { force: true });
  }
}

async function take(path: string): Promise<void> {
  for (;;) {
    try {
      const file = await open(path, 'wx');
      await file.writeFile(String(process.pid));
      await file.close();
      return;
    } catch (cause) {
      if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
      const holder = Number(await readFile(path, 'utf8').catch(() => ''));
      if (holder === 0 || isAlive(holder))
        throw new RevisionUnderWay(
          `found another revision of this assessment being made${holder === 0 ? '' : ` (process ${holder})`}; required: one at a time`,
          { cause },
        );
      await rm(path, { force: true });
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    // Of another user it lives, and may not be asked.
    return cause instanceof Error && 'code' in cause && cause.code === 'EPERM';
  }
}
