/** `npm run build`: the kernels from AssemblyScript to WebAssembly, for memory of one thread and for shared memory. */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import asc from 'assemblyscript/asc';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const OUT = here('../../dist/kernels/');
const COMMON = ['-O3', '--runtime', 'stub', '--importMemory', '--enable', 'simd', '--noAssert'];
/** 65,536 pages are all that 32 bits address. */
const SHARED = ['--enable', 'threads', '--sharedMemory', '--maximumMemory', '65536'];

mkdirSync(OUT, { recursive: true });
for (const [name, more] of [['kernels', []], ['kernels-shared', SHARED]] as const) {
  const { error, stderr } = await asc.main([
    here('assembly/index.ts'), '--outFile', `${OUT}${name}.wasm`, ...COMMON, ...more,
  ]); // prettier-ignore
  if (error !== null) {
    console.error(stderr.toString());
    throw error;
  }
}
