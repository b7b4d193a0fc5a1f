/** What was sent of each study, kept on disk: after a restart nothing is sent twice, and a later version has its number. */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import { STUDY_DIGEST } from '../../lambdas/shared/arrivals/names.ts';
import {
  sentVersionSchema,
  versionWith,
  type SentVersion,
} from '../../lambdas/shared/arrivals/sent-version.ts';

const entrySchema = z
  .object({
    schema: z.literal('osteon/sent-study/1'),
    study: z.string().regex(STUDY_DIGEST),
    versions: z.array(sentVersionSchema).readonly(),
  })
  .readonly();

/** One folder, a file a study: `STUDY.json`. */
export class Ledger {
  readonly #folder: string;
  readonly #sent: Map<string, readonly SentVersion[]>;

  private constructor(folder: string, sent: Map<string, readonly SentVersion[]>) {
    this.#folder = folder;
    this.#sent = sent;
  }

  /** @throws Error where a file of the folder is no entry: what was sent is then not known */
  static async open(folder: string): Promise<Ledger> {
    await mkdir(folder, { recursive: true });
    const sent = new Map<string, readonly SentVersion[]>();
    for (const name of await readdir(folder)) {
      if (!name.endsWith('.json')) continue;
      const { study, versions } = entrySchema.parse(JSON.parse(await readFile(join(folder, name), 'utf8')));
      sent.set(study, versions);
    }
    return new Ledger(folder, sent);
  }

  versionsOf(study: string): readonly SentVersion[] {
    return this.#sent.get(study) ?? [];
  }

  /** The version that held all of these files; null: none did. */
  versionWith(study: string, names: readonly string[]): SentVersion | null {
    return versionWith(this.versionsOf(study), names);
  }

  async add(study: string, version: SentVersion): Promise<void> {
    const versions = [...this.versionsOf(study), version];
    const entry = entrySchema.parse({ schema: 'osteon/sent-study/1', study, versions });
    const staged = join(this.#folder, `.${study}-${randomUUID()}`);
    await writeFile(staged, `${JSON.stringify(entry, null, 2)}\n`, { flush: true });
    await rename(staged, join(this.#folder, `${study}.json`));
    this.#sent.set(study, versions);
  }
}
