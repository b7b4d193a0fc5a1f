/** Memory with the compiled kernels over it, and threads to share the work. */
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

import type { Host } from '../fe/engine/host.ts';
import { callCrew } from './crew.ts';
import { compiledFrom, KernelsStale, linked } from './linked.ts';

const PAGE = 65_536;
/** All that 32 bits address. */
const MOST_PAGES = 65_536;
/** More threads than this gain nothing on models of this size. */
const MOST_THREADS = 8;
/** Memory that comes with one vCPU of a Lambda, MB (AWS Lambda's documentation). */
const LAMBDA_MB_A_VCPU = 1769;
/** What a process that is done keeps at most. */
const MOST_KEPT_BYTES = 2 ** 28;
/** Of the solve before: a level is solved thirty times over, and fresh pages cost more than clearing used ones. */
let left: WebAssembly.Memory | null = null;
const modules = new Map<string, WebAssembly.Module>();

/** @param threads how many share a solve; one where memory can't be shared */
export function hostOf(threads = threadsHere()): Host {
  const size = typeof SharedArrayBuffer === 'undefined' ? 1 : threads;
  return {
    threads: size,
    now: () => performance.now(),
    machine(bytes) {
      const pages = Math.ceil(bytes / PAGE) + 1;
      const memory =
        size === 1
          ? (cleared(pages) ?? new WebAssembly.Memory({ initial: pages }))
          : new WebAssembly.Memory({ initial: pages, maximum: MOST_PAGES, shared: true });
      const module = compiled(size === 1 ? 'kernels.wasm' : 'kernels-shared.wasm');
      return {
        buffer: memory.buffer,
        kernels: linked(module, memory),
        begin: (job, sharing) => callCrew(module, memory, job, sharing),
        release() {
          // Threads may still be looking at the barrier of shared memory.
          const { byteLength } = memory.buffer;
          const larger = left === null || byteLength > left.buffer.byteLength;
          if (size === 1 && larger && byteLength <= MOST_KEPT_BYTES) left = memory;
        },
      };
    },
  };
}

/** The memory that was left, 0 as far as it is wanted; null where there is none, or too little. */
function cleared(pages: number): WebAssembly.Memory | null {
  const memory = left;
  if (memory === null || memory.buffer.byteLength < pages * PAGE) return null;
  left = null;
  new Uint8Array(memory.buffer, 0, pages * PAGE).fill(0);
  return memory;
}

/**
 * `OSTEON_THREADS`, else the vCPUs of the Lambda, else one: on one machine the levels of a study are solved side by
 * side, which uses the cores better than sharing each.
 */
function threadsHere(): number {
  const { OSTEON_THREADS: asked, AWS_LAMBDA_FUNCTION_MEMORY_SIZE: megabytes } = process.env;
  const cores = availableParallelism();
  if (asked !== undefined) return Math.max(1, Math.min(MOST_THREADS, Math.floor(Number(asked)) || 1));
  if (megabytes === undefined) return 1;
  return Math.max(1, Math.min(MOST_THREADS, cores, Math.round(Number(megabytes) / LAMBDA_MB_A_VCPU)));
}

function compiled(name: string): WebAssembly.Module {
  let module = modules.get(name);
  if (module === undefined) {
    module = compiledFrom(readFileSync(fileOf(name)), name);
    modules.set(name, module);
  }
  return module;
}

/** Beside the bundle on Lambda, under dist/ in the project. */
function fileOf(name: string): string {
  const places = [`./${name}`, `../../dist/kernels/${name}`].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  const found = places.find((path) => existsSync(path));
  if (found === undefined) throw new KernelsStale(`${name} is missing; run \`npm run build\``);
  return found;
}
