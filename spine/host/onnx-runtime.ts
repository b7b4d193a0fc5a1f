/** ONNX Runtime, a native package that a site installs where it brings a model of its own. */
import { createRequire } from 'node:module';

export type { InferenceSession, Tensor } from 'onnxruntime-node';

/** What is used of the runtime. */
export type Runtime = Pick<typeof import('onnxruntime-node'), 'InferenceSession' | 'Tensor'>;

/**
 * By `require`, so that a function's layer is searched as well, and bundlers leave the native package alone.
 * @throws Error where it is not installed
 */
export function installedRuntime(): Runtime {
  return createRequire(import.meta.url)('onnxruntime-node') as Runtime;
}
