/** The compiled kernels over a memory, once they are known to be built from the layout that this program reads. */
import type { Kernels } from '../fe/engine/machine/kernels.ts';
import * as LAYOUT from '../kernels/layout.ts';

/** The kernels were built from another memory layout: what they read is not what the host writes. */
export class KernelsStale extends Error {
  override readonly name = 'KernelsStale';
}

/** @throws KernelsStale where dist/kernels is older than solver/kernels/layout.ts. */
export function linked(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernels {
  const abort = (): never => {
    throw new Error('a kernel has aborted');
  };
  const { exports } = new WebAssembly.Instance(module, { env: { memory, abort } });
  checkLayout(exports);
  // WebAssembly's exports have no types of their own; `Kernels` states the signatures of solver/kernels/assembly/index.ts.
  return exports as unknown as Kernels;
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
