/** Arguments as options and positionals, and what is wrong with them in one line. */
import { parseArgs, type ParseArgsConfig } from 'node:util';

import { CommandLineError } from './errors.ts';

/**
 * As `parseArgs`, which is strict: an option that a command does not know ends it.
 *
 * @throws CommandLineError with the first sentence of what `parseArgs` says; the others advise on quoting
 */
export function parsedArguments<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (cause) {
    const [first] = (cause as Error).message.split('. ');
    throw new CommandLineError(`${first!} (see --help)`, { cause });
  }
}
