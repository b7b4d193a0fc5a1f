/** What the steps of an assessment log, kept as lines of JSON in the output folder; they hold no patient data. */
import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { StateEvents } from './step-journal.ts';

export type LineLog = (line: object) => void;

/** @returns appends to `logs/NAME.jsonl`, in order; a line that can't be written is lost, and stops nothing */
export async function openLog(out: string, name: string): Promise<LineLog> {
  const folder = join(out, 'logs');
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${name}.jsonl`);
  let last = Promise.resolve();
  return (line) => {
    last = last.then(() => appendFile(file, `${JSON.stringify(line)}\n`)).catch(() => undefined);
  };
}

/** The same events, each kept too. */
export function withLog(view: StateEvents, log: LineLog): StateEvents {
  return {
    started: (state, item) => view.started(state, item),
    logged(state, item, line) {
      log({ state, item, ...line });
      view.logged(state, item, line);
    },
    ended(state, item, error) {
      if (error !== null) log({ state, item, level: 'ERROR', error: error.name, cause: error.message });
      view.ended(state, item, error);
    },
  };
}
