/** Which server is spoken to, and with what token. */
import { readFile } from 'node:fs/promises';

import { CommandLineError, reasonOf } from '../command/errors.ts';

/** @returns the address without a slash at its end @throws CommandLineError where there is none */
export function serverOf(text: string | undefined): string {
  if (text === undefined) throw new CommandLineError('required: --to URL, the address of the server');
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new CommandLineError(`--to: found ${text}; required: an http or https address`);
  return url.href.replace(/\/$/, '');
}

/**
 * @param tokenFile null: the token is in the environment
 * @throws CommandLineError where there is none
 */
export async function tokenOf(tokenFile: string | null): Promise<string> {
  const text =
    tokenFile === null
      ? process.env.OSTEON_TOKEN
      : await readFile(tokenFile, 'utf8').catch((cause: unknown) => {
          throw new CommandLineError(`--token-file ${tokenFile}: ${reasonOf(cause)}`, { cause });
        });
  const token = text?.trim() ?? '';
  if (!/^[\w.~+/=-]+$/.test(token))
    throw new CommandLineError('found no token; required: the variable OSTEON_TOKEN, or --token-file FILE');
  return token;
}
