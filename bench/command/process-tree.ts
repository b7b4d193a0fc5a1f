/** What a process and all that it started take: memory and CPU time, by sampling Linux' /proc. */
import { readdirSync, readFileSync } from 'node:fs';

/** The kernel's unit of CPU time in /proc, s (USER_HZ, the same on every architecture that Linux has today). */
const TICK_S = 0.01;
const MB = 1e6;

export interface Usage {
  /** Greatest sum over the processes that lived at the same time; memory that they share is counted by its share (PSS), MB. */
  readonly peakMb: number;
  /** User and system time of all processes, as far as their last sample saw it, s. */
  readonly cpuSeconds: number;
}

interface Sample {
  readonly parent: number;
  readonly cpuSeconds: number;
}

export class ProcessTree {
  private readonly root: number;
  private peakMb = 0;
  private readonly cpu = new Map<number, number>();

  constructor(root: number) {
    this.root = root;
  }

  /** To be called again and again while the processes live. */
  sample(): void {
    const seen = processes();
    const ours = descendants(this.root, seen);
    let mb = 0;
    for (const pid of ours) {
      mb += proportionalMb(pid);
      this.cpu.set(pid, seen.get(pid)!.cpuSeconds);
    }
    this.peakMb = Math.max(this.peakMb, mb);
  }

  usage(): Usage {
    return { peakMb: this.peakMb, cpuSeconds: [...this.cpu.values()].reduce((sum, value) => sum + value, 0) };
  }
}

/** @returns the root and what descends from it, of those that are there */
export function descendants(
  root: number,
  all: ReadonlyMap<number, Pick<Sample, 'parent'>>,
): readonly number[] {
  if (!all.has(root)) return [];
  const found = [root];
  for (const parent of found) for (const [pid, about] of all) if (about.parent === parent) found.push(pid);
  return found;
}

/** The fields of /proc/PID/stat after the name, which may hold blanks and brackets. */
export function parseStat(text: string): Sample {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { parent: Number(fields[1]), cpuSeconds: (Number(fields[11]) + Number(fields[12])) * TICK_S };
}

function processes(): ReadonlyMap<number, Sample> {
  const found = new Map<number, Sample>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = read(`/proc/${name}/stat`);
    if (stat !== null) found.set(Number(name), parseStat(stat));
  }
  return found;
}

function proportionalMb(pid: number): number {
  const kilobytes = /^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`) ?? '')?.[1];
  return (Number(kilobytes ?? 0) * 1024) / MB;
}

/** Null where the process has ended meanwhile. */
function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
