/**
 * Ends this process when its parent is gone, whatever it is doing. A killed parent closes its channel, but a step that
 * computes does not come to read that for minutes, and holds its memory meanwhile: so a thread watches.
 */
import { Worker } from 'node:worker_threads';

/** Between two looks, ms. */
const LOOK_MS = 500;

/** Text, as a thread of a few lines is started without a file and without a loader. */
const WATCH = `
const { workerData: { parent, every } } = require('node:worker_threads');
const gone = () => {
  // Adopted by another process, or, where the system keeps the old number, no longer there.
  if (process.ppid !== parent) return true;
  try {
    process.kill(parent, 0);
    return false;
  } catch (error) {
    return error.code !== 'EPERM';
  }
};
const look = () => {
  if (gone()) process.kill(process.pid, 'SIGKILL');
};
look();
setInterval(look, every);
`;

/** @param parent the id of the process that started this one, as it says itself: it may be gone already */
export function endWithParent(parent: number): void {
  const watch = new Worker(WATCH, {
    eval: true,
    workerData: { parent, every: LOOK_MS },
    resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 2 },
  });
  watch.unref();
}
