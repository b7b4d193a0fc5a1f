/** One object on its way to the disk: written, digested and counted as it comes; what goes wrong is kept until the answer. */
import { createHash } from 'node:crypto';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { Writable } from 'node:stream';

import type { Inbox } from './inbox.ts';

export interface WrittenObject {
  readonly path: string;
  /** SHA-256, hex. */
  readonly content: string;
  readonly bytes: number;
}

/** The inbox may not grow any more. */
export class InboxFull extends Error {
  override readonly name = 'InboxFull';
}

/**
 * No `write` ever asks its caller to wait: the library that writes here would meanwhile take the next piece first. The socket is
 * paused instead.
 */
const NEVER_FULL = Number.MAX_SAFE_INTEGER;

export class ObjectStream extends Writable {
  /** Told how many bytes wait to be written, as that changes. */
  onPending: (bytes: number) => void = () => undefined;
  readonly #inbox: Inbox;
  readonly #path: string;
  readonly #kept: boolean;
  readonly #digest = createHash('sha256');
  #file: FileHandle | null = null;
  #bytes = 0;
  #failure: unknown = null;
  /** The piece that is being written. */
  #writing: Promise<void> = Promise.resolve();

  /**
   * @param head what comes before the data set
   * @param kept otherwise what comes is let go
   */
  constructor(inbox: Inbox, head: Uint8Array, kept: boolean) {
    super({ highWaterMark: NEVER_FULL });
    this.#inbox = inbox;
    this.#path = inbox.partPath();
    this.#kept = kept;
    this.write(head);
  }

  override _write(chunk: Uint8Array, _encoding: string, done: () => void): void {
    this.onPending(this.writableLength);
    this.#writing = this.#keep(chunk).catch((cause: unknown) => {
      this.#failure ??= cause;
    });
    void this.#writing.then(() => {
      done();
      this.onPending(this.writableLength);
    });
  }

  override _final(done: () => void): void {
    const sync = async (): Promise<void> => {
      // The answer says that the object is kept: a power cut after it must not lose it.
      if (this.#failure === null) await this.#file?.datasync();
      await this.#file?.close();
      this.#file = null;
    };
    void sync()
      .catch((cause: unknown) => {
        this.#failure ??= cause;
      })
      .then(done);
  }

  /**
   * Of a stream that has finished, what lies on the disk.
   * @throws InboxFull, or what the file system says; nothing is left on the disk then
   */
  async whole(): Promise<WrittenObject> {
    if (this.#failure !== null) {
      await this.discard();
      throw this.#failure instanceof Error ? this.#failure : new Error('the object could not be written');
    }
    return { path: this.#path, content: this.#digest.digest('hex'), bytes: this.#bytes };
  }

  /** Whatever there is of it is removed. */
  async discard(): Promise<void> {
    this.destroy();
    await this.#writing;
    await this.#file?.close().catch(() => undefined);
    this.#file = null;
    await rm(this.#path, { force: true });
    this.#inbox.giveBack(this.#bytes);
    this.#bytes = 0;
  }

  async #keep(chunk: Uint8Array): Promise<void> {
    if (!this.#kept || this.#failure !== null) return;
    if (!this.#inbox.reserve(chunk.length)) throw new InboxFull('the inbox holds as much as it may');
    this.#bytes += chunk.length;
    this.#file ??= await open(this.#path, 'wx');
    this.#digest.update(chunk);
    await this.#file.writeFile(chunk);
  }
}
