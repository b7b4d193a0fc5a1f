/** The key of the patients' pseudonyms: made once, kept in the output folder, for its owner's eyes alone. */
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { StorageUnusable } from '../../lambdas/shared/errors.ts';
import { KEY_BYTES, macByKey, pseudonyms, type Pseudonyms } from '../../lambdas/shared/rows/pseudonym.ts';

import { CommandLineError, reasonOf } from '../command/errors.ts';

const FILE = '.osteon-pseudonym-key';
const OWNER_ALONE = 0o600;

/** @throws CommandLineError where it can't be read or written, or is none */
export async function pseudonymKey(out: string): Promise<Uint8Array> {
  const path = join(out, FILE);
  // Two that start at once: the first one's key is kept.
  await writeFile(path, randomBytes(KEY_BYTES).toString('hex'), { flag: 'wx', mode: OWNER_ALONE }).catch(
    (cause: unknown) => {
      if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST'))
        throw new CommandLineError(`${path}: not writable: ${reasonOf(cause)}`, { cause });
    },
  );
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new CommandLineError(`${path}: not readable: ${reasonOf(cause)}`, { cause });
  });
  const hex = text.trim();
  if (!/^[0-9a-f]+$/i.test(hex) || hex.length !== 2 * KEY_BYTES)
    throw new CommandLineError(
      `${path}: found something else; required: ${KEY_BYTES} bytes in hexadecimal. With another key patients get other pseudonyms`,
    );
  return Buffer.from(hex, 'hex');
}

/** Made with the folder's key, which is read, or made, by the first patient. */
export function folderPseudonyms(out: string): Pseudonyms {
  let known: Promise<Pseudonyms> | undefined;
  return async (site, patientId, beside) => {
    known ??= pseudonymKey(out).then((key) => pseudonyms(macByKey(key)));
    const pseudonym = await known.catch((cause: unknown) => {
      throw new StorageUnusable((cause as Error).message, { cause });
    });
    return pseudonym(site, patientId, beside);
  };
}
