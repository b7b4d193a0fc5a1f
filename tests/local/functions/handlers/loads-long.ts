/** Takes two seconds to load. */
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2000);

export function handler(): Promise<null> {
  return Promise.resolve(null);
}
