/**
 * An error as it may leave a step: into execution histories, logs and reports. Errors of ours hold no patient data; the
 * message of any other may quote what it was given ("Müller is not a number"), so its name and its place are kept alone.
 */
import { LevelRefused, NoRefusal, SolveNotConverged, StudyRefused } from '../../../contracts/refusals.ts';
import { ContractBroken, MemoryExhausted, PlatformFault, StorageUnusable } from '../errors.ts';
import { ObjectMissing } from '../object-store.ts';

const OURS = [
  StudyRefused,
  LevelRefused,
  SolveNotConverged,
  NoRefusal,
  PlatformFault,
  StorageUnusable,
  MemoryExhausted,
  ContractBroken,
  ObjectMissing,
] as const;
/** Of the engine, where it can't allocate a buffer or a WebAssembly memory. */
const NO_MEMORY = /^(Array buffer allocation failed|WebAssembly.*allocate)/i;
const NAME = /^[A-Za-z][A-Za-z0-9._]{0,79}$/;

export function safeError(error: unknown): Error {
  if (OURS.some((known) => error instanceof known)) return error as Error;
  if (!(error instanceof Error)) return named('UnnamedError', '');
  if (error instanceof RangeError && NO_MEMORY.test(error.message)) return memoryExhausted(error);
  return named(NAME.test(error.name) ? error.name : 'UnnamedError', framesOf(error));
}

function memoryExhausted(error: Error): MemoryExhausted {
  const safe = new MemoryExhausted('a buffer could not be allocated');
  safe.stack = `${safe.name}: ${safe.message}\n${framesOf(error)}`;
  return safe;
}

function named(name: string, frames: string): Error {
  const safe = new Error(`unexpected ${name}; its message is withheld, as it may hold patient data`);
  safe.name = name;
  safe.stack = `${name}: ${safe.message}\n${frames}`;
  return safe;
}

/** Where it happened, without the message, which stands before the first frame and may have lines that look like one. */
function framesOf({ stack = '', message }: Error): string {
  const at = stack.indexOf(message);
  const after = at === -1 ? stack : stack.slice(at + message.length);
  return after
    .split('\n')
    .filter((text) => /^ {4}at /.test(text))
    .join('\n');
}
