/** Loads the compiled kernels. */
import { readFileSync } from 'node:fs';

import type { Kernels, Machine } from '../fe/engine/kernels.ts';

const PAGE = 65_536;
const folder = new URL('../../dist/kernels/', import.meta.url);
let module_: WebAssembly.Module | null = null;

export function makeMachine(bytes: number): Machine {
  module_ ??= new WebAssembly.Module(readFileSync(new URL('kernels.wasm', folder)));
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE) + 1 });
  const instance = new WebAssembly.Instance(module_, { env: { memory, abort: () => { throw new Error('kernel aborted'); } } });
  return { buffer: memory.buffer, kernels: instance.exports as unknown as Kernels };
}
