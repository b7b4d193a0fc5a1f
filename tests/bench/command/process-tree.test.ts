/** Memory and CPU time of a process with its children, from Linux' /proc. */
import { spawn } from 'node:child_process';

import { describe, expect, it } from 'vitest';

import { descendants, parseStat, ProcessTree } from '../../../bench/command/process-tree.ts';

describe('a process tree', () => {
  it('reads parent and CPU time behind a name with blanks and brackets', () => {
    const text = '42 (a (b) c) S 7 42 42 0 -1 4194304 1 2 3 4 150 50 9 9 20 0 1 0 100 1000 10';
    expect(parseStat(text)).toEqual({ parent: 7, cpuSeconds: 2 });
  });

  it('holds children of children, and no others', () => {
    const parents = { 3: 1, 4: 1, 6: 3, 7: 6 };
    const all = new Map(Object.entries(parents).map(([pid, parent]) => [Number(pid), { parent }]));
    expect(descendants(3, all)).toEqual([3, 6, 7]);
    expect(descendants(9, all)).toEqual([]);
  });

  it.skipIf(process.platform !== 'linux')("counts what a child's child takes", async () => {
    const grandchild =
      'globalThis.kept = Buffer.alloc(200e6, 1); setTimeout(() => {}, 60_000); console.log("ready")';
    const child = spawn(process.execPath, [
      '-e',
      `require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(grandchild)}], { stdio: "inherit" })`,
    ], { detached: true, stdio: ['ignore', 'pipe', 'inherit'] }); // prettier-ignore
    try {
      await new Promise((ready) => child.stdout.once('data', ready));
      const processes = new ProcessTree(child.pid!);
      processes.sample();
      const { peakMb, cpuSeconds } = processes.usage();
      expect(peakMb).toBeGreaterThan(200);
      expect(peakMb).toBeLessThan(600);
      expect(cpuSeconds).toBeGreaterThan(0);
    } finally {
      process.kill(-child.pid!, 'SIGKILL');
    }
  });
});
