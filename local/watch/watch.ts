/**
 * A folder into which a site copies files: studies are found by what the files say, and are closed when nothing of them has
 * changed for the quiet period. A file that changes, or is incomplete, holds up its study; one that breaks off before it says
 * of which study it is holds up all studies beside it. The folder is only read.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { heldUp } from '../../lambdas/shared/arrivals/held-up.ts';
import { watchedFile, type WatchedFile } from '../../lambdas/shared/arrivals/watched-file.ts';
import type { Deliver } from '../arrivals/deliver.ts';
import { Dispatch } from '../arrivals/dispatch.ts';
import { Ledger } from '../arrivals/ledger.ts';
import type { Log } from '../arrivals/service.ts';
import { reasonOf } from '../command/errors.ts';
import { scanFolder, type Stamp } from './folder-scan.ts';

export interface WatchSettings {
  readonly folder: string;
  /** What is known of what was sent. */
  readonly state: string;
  readonly quietMs: number;
  /** Between two looks at the folder, ms. */
  readonly lookMs: number;
  /** Before the second try of a delivery, ms. Left out: five seconds. */
  readonly firstWaitMs?: number;
}

export interface Watch {
  stop(): Promise<void>;
}

interface Seen {
  readonly stamp: Stamp;
  /** Null: it was another one a look ago, and may still be written. */
  readonly file: WatchedFile | null;
}

/** @throws Error where the folder or the state can't be read */
export async function startWatch(settings: WatchSettings, deliver: Deliver, log: Log): Promise<Watch> {
  const { folder, state, quietMs, lookMs, firstWaitMs } = settings;
  const ledger = await Ledger.open(join(state, 'sent'));
  const now = (): number => Date.now();
  const waits = firstWaitMs === undefined ? {} : { firstWaitMs };
  const closing = { quietMs, endedMs: quietMs };
  const dispatch = new Dispatch({ closing, deliver, ledger, log, now, ...waits });
  const files = new WatchedFiles(dispatch, log, now);
  await scanFolder(folder);

  let looking = Promise.resolve();
  let stopped = false;
  const timer = setInterval(() => {
    looking = looking.then(async () => {
      if (stopped) return;
      try {
        await files.look(await scanFolder(folder));
        dispatch.look();
      } catch (cause) {
        log(`the folder cannot be read: ${reasonOf(cause)}; looked at again`);
      }
    });
  }, lookMs);
  return {
    async stop() {
      stopped = true;
      clearInterval(timer);
      await Promise.all([looking, dispatch.courier.stop()]);
    },
  };
}

class WatchedFiles {
  readonly #dispatch: Dispatch;
  readonly #log: Log;
  readonly #now: () => number;
  #seen = new Map<string, Seen>();
  /** Studies that were said to be held up. */
  readonly #heldUp = new Set<string>();

  constructor(dispatch: Dispatch, log: Log, now: () => number) {
    this.#dispatch = dispatch;
    this.#log = log;
    this.#now = now;
  }

  async look(found: ReadonlyMap<string, Stamp>): Promise<void> {
    const before = this.#seen;
    this.#seen = new Map();
    for (const [path, stamp] of found) {
      const known = before.get(path);
      if (known?.stamp !== stamp) this.#seen.set(path, { stamp, file: null });
      else this.#seen.set(path, { stamp, file: known.file ?? (await this.#read(path)) });
    }
    for (const [path, { file, stamp }] of before)
      if (file !== null && this.#seen.get(path)?.stamp !== stamp) this.#gone(file);
    this.#holdUp();
  }

  async #read(path: string): Promise<WatchedFile | null> {
    const bytes = await readFile(path).catch(() => null);
    // Gone since, or locked by who writes it.
    if (bytes === null) return null;
    const file = watchedFile(bytes);
    if (file.is === 'of-study') this.#dispatch.arrived(file.study, { name: file.name, path }, null);
    return file;
  }

  /** The same file may lie in another place too. */
  #gone(file: WatchedFile): void {
    if (file.is !== 'of-study') return;
    this.#dispatch.book.remove(file.study, file.name, this.#now());
    for (const [path, { file: other }] of this.#seen)
      if (other?.is === 'of-study' && other.study === file.study && other.name === file.name)
        this.#dispatch.book.add(file.study, { name: file.name, path }, this.#now(), null);
  }

  #holdUp(): void {
    const held = heldUp(new Map([...this.#seen].map(([path, { file }]) => [path, file])));
    for (const [study, incomplete] of held) {
      this.#dispatch.book.hold(study, this.#now());
      if (!incomplete || this.#heldUp.has(study)) continue;
      this.#heldUp.add(study);
      this.#log(`study ${study}: held up by an incomplete file; required: the whole of it, or none`);
    }
    for (const study of this.#heldUp) if (!held.has(study)) this.#heldUp.delete(study);
  }
}
