/** What stands in for identities: keyed hashes, so that the same is always replaced by the same, and nobody without the key finds back. */
import { createHmac, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';

import { CommandLineError, reasonOf } from '../../command/errors.ts';

export interface Pseudonyms {
  uid(original: string): string;
  /** Of a patient, for number and name. */
  patient(identity: string): string;
  /** By how many days a patient's dates are earlier. */
  shiftDays(identity: string): number;
}

const KEY = /^[0-9a-f]{64}$/;
const KEY_BYTES = 32;
/** PS3.5 B.2: a UID derived from 128 bits. */
const UID_ROOT = '2.25.';
const UID_DIGITS = 32;
const PATIENT_DIGITS = 12;
/** Three years hide the season, and leave the decade of a scanner. */
const MOST_DAYS = 1096;

export function pseudonyms(key: Uint8Array): Pseudonyms {
  const hash = (kind: string, value: string): string =>
    createHmac('sha256', key).update(`${kind}\n${value}`).digest('hex');
  return {
    uid: (original) => `${UID_ROOT}${BigInt(`0x${hash('uid', original).slice(0, UID_DIGITS)}`)}`,
    patient: (identity) => `P${hash('patient', identity).slice(0, PATIENT_DIGITS).toUpperCase()}`,
    shiftDays: (identity) => 1 + (Number.parseInt(hash('days', identity).slice(0, 8), 16) % MOST_DAYS),
  };
}

/**
 * The key in a file of 64 hex digits, for its owner's eyes; made where there is none.
 * @throws CommandLineError where it can't be read or written, or is no key
 */
export async function keyAt(path: string): Promise<Uint8Array> {
  const made = randomBytes(KEY_BYTES).toString('hex');
  try {
    await writeFile(path, `${made}\n`, { flag: 'wx', mode: 0o600 });
    return Buffer.from(made, 'hex');
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST'))
      throw new CommandLineError(`--deidentify ${path}: ${reasonOf(cause)}`, { cause });
  }
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new CommandLineError(`--deidentify ${path}: ${reasonOf(cause)}`, { cause });
  });
  if (!KEY.test(text.trim()))
    throw new CommandLineError(
      `--deidentify ${path}: found a file that is no key; required: 64 hex digits, or no file there, and one is made`,
    );
  return Buffer.from(text.trim(), 'hex');
}
