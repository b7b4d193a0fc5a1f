/**
 * What has arrived, on disk: `arriving/` for objects that are still coming, `studies/STUDY/OBJECT-CONTENT.dcm` for whole ones, all
 * named by digests. A file has its name only when all of it is on the disk, so that after a kill what is there is whole.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import {
  OBJECT_NAME,
  objectName,
  sameObject,
  STUDY_DIGEST,
  uidDigest,
} from '../../lambdas/shared/arrivals/names.ts';
import type { ArrivedFile } from '../../lambdas/shared/arrivals/study-book.ts';

/** What is known of an object that has come whole. */
export interface WholeObject {
  readonly study: string;
  readonly sopInstance: string;
  /** SHA-256 of the file, hex. */
  readonly content: string;
  readonly bytes: number;
}

export interface Filed {
  readonly study: string;
  readonly file: ArrivedFile;
  /** `again`: the same bytes are there. `other`: the object is there with other bytes; both are kept. */
  readonly as: 'new' | 'again' | 'other';
}

export class Inbox {
  readonly #root: string;
  readonly #mostBytes: number;
  /** Sizes by study and name. */
  readonly #studies = new Map<string, Map<string, number>>();
  #bytes = 0;

  private constructor(root: string, mostBytes: number) {
    this.#root = root;
    this.#mostBytes = mostBytes;
  }

  /** Removes what was still coming when the last process ended, and finds what had arrived. */
  static async open(root: string, mostBytes: number): Promise<Inbox> {
    const inbox = new Inbox(root, mostBytes);
    await rm(join(root, 'arriving'), { recursive: true, force: true });
    await mkdir(join(root, 'arriving'), { recursive: true });
    await mkdir(join(root, 'studies'), { recursive: true });
    for (const study of await readdir(join(root, 'studies'))) {
      if (!STUDY_DIGEST.test(study)) continue;
      const names = await readdir(join(root, 'studies', study));
      if (names.length === 0) await rmdir(join(root, 'studies', study));
      for (const name of names) {
        if (!OBJECT_NAME.test(name)) continue;
        inbox.#note(study, name, (await stat(join(root, 'studies', study, name))).size);
      }
    }
    return inbox;
  }

  /** Where the next object is written to until it is whole. */
  partPath(): string {
    return join(this.#root, 'arriving', randomUUID());
  }

  /** Takes room for bytes that are written now; what is not filed gives it back. @returns false where there is none */
  reserve(bytes: number): boolean {
    if (this.#bytes + bytes > this.#mostBytes) return false;
    this.#bytes += bytes;
    return true;
  }

  giveBack(bytes: number): void {
    this.#bytes -= bytes;
  }

  /** How much of the room is taken, 0 to 1. */
  get fill(): number {
    return this.#bytes / this.#mostBytes;
  }

  /** A whole object gets its name, and keeps the room that was reserved for it. Where that fails the room is still reserved. */
  async file(part: string, { study: uid, sopInstance, content, bytes }: WholeObject): Promise<Filed> {
    const study = uidDigest(uid);
    const name = objectName(sopInstance, content);
    const known = [...(this.#studies.get(study)?.keys() ?? [])];
    const folder = join(this.#root, 'studies', study);
    const file = { name, path: join(folder, name) };
    if (known.includes(name)) {
      await rm(part, { force: true });
      this.giveBack(bytes);
      return { study, file, as: 'again' };
    }
    // Noted first: the same object may come by two associations at once.
    this.#note(study, name, bytes);
    try {
      await mkdir(folder, { recursive: true });
      await rename(part, file.path);
    } catch (cause) {
      this.#drop(study, name);
      throw cause;
    }
    this.giveBack(bytes);
    return { study, file, as: known.some((other) => sameObject(other, name)) ? 'other' : 'new' };
  }

  studies(): readonly { readonly study: string; readonly files: readonly ArrivedFile[] }[] {
    return [...this.#studies].map(([study, names]) => ({
      study,
      files: [...names.keys()].map((name) => ({ name, path: join(this.#root, 'studies', study, name) })),
    }));
  }

  /** The folder is left: another object may be on its way into it. */
  async remove(study: string, files: readonly ArrivedFile[]): Promise<void> {
    for (const { name, path } of files) {
      await rm(path, { force: true });
      this.#drop(study, name);
    }
  }

  #note(study: string, name: string, bytes: number): void {
    const names = this.#studies.get(study) ?? new Map<string, number>();
    this.#studies.set(study, names.set(name, bytes));
    this.#bytes += bytes;
  }

  #drop(study: string, name: string): void {
    const names = this.#studies.get(study);
    this.#bytes -= names?.get(name) ?? 0;
    names?.delete(name);
    if (names?.size === 0) this.#studies.delete(study);
  }
}
