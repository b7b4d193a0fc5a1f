/** Arguments as options and positionals, and what is wrong with them in one line. */
import '../../spine/host/v8-flags.ts';
import { parseArgs, type ParseArgsConfig } from 'node:util';

import { CommandLineError, exitCodeOf } from './errors.ts';

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

/**
 * Those of a script that does its work as it is read: with `--help` its process ends with the text, and in one line where an option or a value
 * can't be meant.
 */
export function scriptArguments<T extends ParseArgsConfig>(
  help: string,
  config: T,
): ReturnType<typeof parseArgs<T>> {
  if (process.argv.slice(2).includes('--help')) {
    console.log(help);
    process.exit(0);
  }
  try {
    return parsedArguments(config);
  } catch (error) {
    return process.exit(exitCodeOf(error));
  }
}

/** Ends the process of a script whose arguments can't be meant. */
export function unusableArguments(message: string): never {
  process.exit(exitCodeOf(new CommandLineError(`${message} (see --help)`)));
}
