/** Where a solve's time goes, kernel by kernel: a host whose kernels keep the time of their calls. */
import type { Host } from '../solver/fe/index.ts';

interface KernelTime {
  readonly kernel: string;
  readonly calls: number;
  readonly seconds: number;
}

/** @returns the host, and what its kernels took since it was made, the longest first */
export function timed(host: Host): { readonly host: Host; readonly times: () => KernelTime[] } {
  const taken = new Map<string, { calls: number; seconds: number }>();
  const clocked = (name: string, kernel: (...args: number[]) => number) => {
    const own = { calls: 0, seconds: 0 };
    taken.set(name, own);
    return (...args: number[]) => {
      const began = host.now();
      const result = kernel(...args);
      own.seconds += (host.now() - began) / 1000;
      own.calls++;
      return result;
    };
  };
  return {
    host: {
      ...host,
      machine(bytes) {
        const machine = host.machine(bytes);
        const kernels = Object.fromEntries(
          Object.entries(machine.kernels).map(([name, kernel]) => [
            name,
            typeof kernel === 'function' ? clocked(name, kernel as (...args: number[]) => number) : kernel,
          ]),
        );
        // Object.fromEntries forgets which name has which kernel; each is replaced by its own, timed.
        return { ...machine, kernels: kernels as unknown as typeof machine.kernels };
      },
    },
    times: () =>
      [...taken]
        .map(([kernel, time]) => ({ kernel, ...time }))
        .filter(({ calls }) => calls > 0)
        .sort((a, b) => b.seconds - a.seconds),
  };
}
