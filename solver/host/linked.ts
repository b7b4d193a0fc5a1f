/** The compiled kernels over a memory, once they are known to be built from the layout that this program reads. */
import type { Kernels } from '../fe/engine/machine/kernels.ts';
import * as LAYOUT from '../kernels/layout.ts';

/** The kernels were built from another memory layout, are damaged or are not there: what they read is not what the host writes. */
export class KernelsStale extends Error {
  override readonly name = 'KernelsStale';
}

/** @throws KernelsStale where the bytes are no module, or none that fits */
export function compiledFrom(bytes: Uint8Array, name: string): WebAssembly.Module {
  return fitting(name, () => new WebAssembly.Module(bytes));
}

/** @throws KernelsStale where dist/kernels is older than solver/kernels/layout.ts. */
export function linked(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernels {
  const abort = (): never => {
    throw new Error('a kernel has aborted');
  };
  const { exports } = fitting('kernels', () => new WebAssembly.Instance(module, { env: { memory, abort } }));
  checkLayout(exports);
  checkKernels(exports);
  // WebAssembly's exports have no types of their own; `Kernels` states the signatures of solver/kernels/assembly/index.ts.
  return exports as unknown as Kernels;
}

/** Memory that can't be had is another matter (RangeError). */
function fitting<T>(name: string, make: () => T): T {
  try {
    return make();
  } catch (cause) {
    if (!(cause instanceof WebAssembly.CompileError || cause instanceof WebAssembly.LinkError)) throw cause;
    throw new KernelsStale(`${name}: ${cause.name}; run \`npm run build\``, { cause });
  }
}

/** Kernels that came with the last change of what the host calls: where they are not, all are older than it. */
const LATEST = [
  'differencePlane',
  'dividePlane',
  'goOnPlane',
  'takePlane',
] as const satisfies (keyof Kernels)[];

/** @throws KernelsStale where a kernel is missing that the host calls. */
export function checkKernels(exports: Readonly<Record<string, unknown>>): void {
  const missing = LATEST.find((name) => typeof exports[name] !== 'function');
  if (missing !== undefined)
    throw new KernelsStale(`the compiled kernels lack ${missing}; run \`npm run build\``);
}

/** @param exports of an instance: the table's names are among them, as globals */
export function checkLayout(
  exports: Readonly<Record<string, unknown>>,
  layout: Readonly<Record<string, number>> = LAYOUT,
): void {
  for (const [name, wanted] of Object.entries(layout)) {
    const got = (exports[name] as { readonly value: number } | undefined)?.value;
    if (got !== wanted) {
      throw new KernelsStale(
        `the compiled kernels have ${name} = ${got ?? 'none'}, wanted ${wanted}; run \`npm run build\``,
      );
    }
  }
}
