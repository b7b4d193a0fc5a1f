/** Whether a program of another house is missing on this machine; its tests are then skipped and counted. */
import { spawnSync } from 'node:child_process';

export function lacks(command: string): boolean {
  return spawnSync('which', [command]).status !== 0;
}
