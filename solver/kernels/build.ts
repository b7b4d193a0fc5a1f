/**
 * `npm run build`: the kernels from AssemblyScript to WebAssembly, for memory of one thread and for shared memory.
 *
 * @remarks The compiler is run as a command: its types, imported, would redefine arrays for the whole project.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const OUT = here('../../dist/kernels/');
const COMPILER = createRequire(import.meta.url).resolve('assemblyscript/bin/asc.js');
const COMMON = ['-O3', '--runtime', 'stub', '--importMemory', '--enable', 'simd', '--noAssert'];
/** 65,536 pages are all that 32 bits address. */
const SHARED = ['--enable', 'threads', '--sharedMemory', '--maximumMemory', '65536'];

/** AssemblyScript takes whole numbers for i32; as pointers they are `usize`. */
const table = readFileSync(here('layout.ts'), 'utf8').replace(
  /^export const (\w+) =/gm,
  'export const $1: usize =',
);
writeFileSync(here('assembly/layout.ts'), `// Made of ../layout.ts by ../build.ts.\n${table}`);
mkdirSync(OUT, { recursive: true });
for (const [name, more] of [['kernels', []], ['kernels-shared', SHARED]] as const) {
  const args = [COMPILER, here('assembly/index.ts'), '--outFile', `${OUT}${name}.wasm`, ...COMMON, ...more];
  execFileSync(process.execPath, args, { stdio: 'inherit' });
} // prettier-ignore
