/** Tells the person at the terminal how far the sending is. */
import type { SentView } from './send-files.ts';

const REFRESH_MS = 100;
const QUIET_MS = 5000;
const MEGABYTE = 1e6;

/** One line that is written over on a terminal; elsewhere a line now and then, and the last. */
export function sendView(stream: Pick<NodeJS.WriteStream, 'isTTY' | 'write'>, clock: () => number): SentView {
  let shown = -Infinity;
  return (files, of, bytes) => {
    const done = files === of;
    if (!done && clock() - shown < (stream.isTTY ? REFRESH_MS : QUIET_MS)) return;
    shown = clock();
    const text = `  sent ${files} of ${of} ${of === 1 ? 'file' : 'files'} (${(bytes / MEGABYTE).toFixed(1)} MB in this run)`;
    stream.write(stream.isTTY ? `\r\x1b[2K${text}${done ? '\n' : ''}` : `${text}\n`);
  };
}
