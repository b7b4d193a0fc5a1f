/**
 * Keeps what Node.js has compiled of our modules, and of packages, for the next process: half of the time in which one starts
 * is the compiling. Node.js checks each module against its content, and goes on without where the folder can't be written.
 */
import { enableCompileCache, flushCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Within the checkout, not in the system's folder for temporary files: code that others could write is never run. */
const FOLDER = fileURLToPath(new URL('../dist/compile-cache', import.meta.url));

/** Before the modules are imported that it is to hold. */
export function keepCompiled(): void {
  enableCompileCache(FOLDER);
}

/** For a process that will be killed: one that ends by itself writes its modules then. */
export function writeCompiled(): void {
  flushCompileCache();
}

/** Of processes to start, which keep what they compile from their first module on. */
export function keepingCompiled(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { NODE_COMPILE_CACHE: FOLDER, ...environment };
}
